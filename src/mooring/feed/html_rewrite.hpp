#pragma once

#include <string>
#include <string_view>

namespace mooring::feed {

/// The rewriting half of `filter_html`: what its rules make of `text`, before the parser's second look. `text` has no
/// character that XML forbids.
std::string rewrite_html(std::string_view text);

}  // namespace mooring::feed
