#include "mooring/analytics/user_agent_text.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::analytics {

namespace {

constexpr std::size_t shortest_device_id = 16;

bool is_hex_digit(char digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F');
}

std::size_t hex_run(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_hex_digit);
    return static_cast<std::size_t>(end - text.begin());
}

/// Length of the device id that `text` begins with, 0 for none. Digits that touch a UUID's ends belong to it.
std::size_t device_id_length(std::string_view text) {
    const std::size_t first = hex_run(text);
    if (first >= 8) {
        std::size_t length = first;
        bool is_uuid = true;
        for (const std::size_t group : std::array<std::size_t, 3>{4, 4, 4}) {
            is_uuid = is_uuid && text.substr(length).starts_with('-') && hex_run(text.substr(length + 1)) == group;
            length += is_uuid ? group + 1 : 0;
        }
        if (is_uuid && text.substr(length).starts_with('-')) {
            const std::size_t last = hex_run(text.substr(length + 1));
            if (last >= 12) {
                return length + 1 + last;
            }
        }
    }
    return first >= shortest_device_id ? first : 0;
}

/// Trimmed and on one line.
std::string cleaned(std::string_view header) {
    std::string text{trim_ascii(header)};
    std::erase_if(text, [](char character) { return character == '\r' || character == '\n'; });
    return text;
}

}  // namespace

std::string without_device_ids(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    while (!text.empty()) {
        if (const std::size_t length = device_id_length(text); length > 0) {
            kept.push_back('*');
            text.remove_prefix(length);
            continue;
        }
        // The whole run at once, or the middle of a long one would be looked at again and again.
        const std::size_t plain = std::max<std::size_t>(hex_run(text), 1);
        kept.append(text.substr(0, plain));
        text.remove_prefix(plain);
    }
    return kept;
}

std::string user_agent_for_key(std::string_view header) {
    std::string text = cleaned(header);
    text.resize(std::min(text.size(), max_user_agent_bytes));
    return text;
}

std::string user_agent_for_storage(std::string_view header) {
    std::string text = without_device_ids(cleaned(header));
    text.resize(std::min(text.size(), max_user_agent_bytes));
    return text;
}

}  // namespace mooring::analytics
