#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mooring::app::background {

/// The whole number named `name` of a payload, which is a JSON object; nothing when it is not there.
std::optional<std::int64_t> payload_number(std::string_view payload, std::string_view name);
/// The same for a text.
std::optional<std::string> payload_text(std::string_view payload, std::string_view name);

}  // namespace mooring::app::background
