#include "mooring/delivery/file_names.hpp"

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::delivery {
namespace {

constexpr std::size_t longest_name = 180;  // bytes, the extension included

bool is_unwanted(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f || byte == '/' || byte == '\\' || byte == '"' || byte == '\'' || byte == ':' ||
           byte == '<' || byte == '>' || byte == '|' || byte == '?' || byte == '*' || byte == '%';
}

/// The C1 controls, U+0080 to U+009F, are two bytes in UTF-8: C2 80 to C2 9F.
bool is_c1_control(std::string_view text, std::size_t at) {
    return at + 1 < text.size() && static_cast<unsigned char>(text[at]) == 0xc2 &&
           static_cast<unsigned char>(text[at + 1]) < 0xa0;
}

std::string cleaned(std::string_view text) {
    std::string clean;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_c1_control(text, at)) {
            ++at;
            continue;
        }
        const char c = is_unwanted(static_cast<unsigned char>(text[at])) ? ' ' : text[at];
        if (c != ' ' || (!clean.empty() && clean.back() != ' ')) clean.push_back(c);
    }
    return std::string{trim(clean)};
}

/// Cut to `limit` bytes, never inside a character.
std::string cut_to_bytes(std::string text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
    text.resize(limit);
    return text;
}

std::string ascii_only(std::string_view text) {
    std::string ascii;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            ascii.push_back(c);
        } else if ((byte & 0xc0U) == 0xc0U) {
            ascii.push_back('_');  // one for each character, at its first byte
        }
    }
    return ascii;
}

}  // namespace

std::string attachment_disposition(std::string_view show_title, std::string_view episode_title,
                                   std::string_view extension) {
    const std::string suffix = "." + std::string{extension};
    std::string name = cleaned(std::string{show_title} + " - " + std::string{episode_title});
    while (name.starts_with('.')) name.erase(0, 1);
    name = std::string{trim(cut_to_bytes(std::move(name), longest_name - suffix.size()))} + suffix;
    return "attachment; filename=\"" + ascii_only(name) + "\"; filename*=UTF-8''" + percent_encode(name);
}

}  // namespace mooring::delivery
