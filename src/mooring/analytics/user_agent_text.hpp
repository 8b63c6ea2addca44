#pragma once

#include <string>
#include <string_view>

namespace mooring::analytics {

/// Longest User-Agent text that is looked at or kept, in bytes.
inline constexpr std::size_t max_user_agent_bytes = 1024;

/// The text that goes into a listener key: outer white space trimmed, CR and LF removed, cut at 1,024 bytes.
/// Source: measurement.md, 5.1.
std::string user_agent_for_key(std::string_view header);

/// The text that is stored: the same, with every UUID and every run of 16 or more hexadecimal digits replaced by `*`
/// before the cut, since some applications put device ids there. Source: measurement.md, 3.1, `ua_id`.
std::string user_agent_for_storage(std::string_view header);

/// `text` with every UUID and every run of 16 or more hexadecimal digits replaced by `*`.
std::string without_device_ids(std::string_view text);

}  // namespace mooring::analytics
