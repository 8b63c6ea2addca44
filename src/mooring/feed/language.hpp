#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mooring::feed {

/// `text` as a language of the feed: a well-formed BCP 47 tag whose primary part is an ISO 639 code (one of 639-1's
/// two letters, or three letters), in lower case. Nothing for anything else; `en_GB` is not well formed.
/// Source: RFC 5646, 2.1; delivery.md, 2.3.
std::optional<std::string> parse_language(std::string_view text);

}  // namespace mooring::feed
