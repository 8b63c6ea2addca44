#pragma once

#include <string>
#include <string_view>

namespace mooring::delivery {

/// `attachment; filename="…"; filename*=UTF-8''…` for "<show> - <episode>.<extension>" (RFC 6266; delivery.md, 5.1):
/// no path separators, controls or quotes, at most 180 bytes.
std::string attachment_disposition(std::string_view show_title, std::string_view episode_title,
                                   std::string_view extension);

}  // namespace mooring::delivery
