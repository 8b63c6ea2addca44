#include "mooring/feed/reading/values.hpp"

#include <boost/url.hpp>
#include <charconv>
#include <cmath>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/reading/safe_xml.hpp"

namespace mooring::feed::reading {
namespace {

constexpr std::size_t most_address_bytes = 2048;

/// White space and everything outside printable ASCII, percent-encoded.
std::string escaped(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    static constexpr std::string_view unsafe = "\"<>\\^`{|}";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F && unsafe.find(c) == std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

}  // namespace

std::string line_of(std::string_view text) {
    std::string line;
    bool wants_blank = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F) {
            wants_blank = true;
            continue;
        }
        if (wants_blank && !line.empty()) line += ' ';
        wants_blank = false;
        line += c;
        if (line.size() > 4 * most_line_code_points + 4) break;
    }
    while (!is_valid_utf8(line) && !line.empty()) line.pop_back();  // cut within a code point
    const std::string clean = without_xml_forbidden(line);
    return cut_to_code_points(trim(clean), most_line_code_points);
}

std::string notes_of(std::string_view text) {
    text = trim(text);
    std::string notes{text.substr(0, most_notes_bytes)};
    for (int cut = 0; cut < 4 && !is_valid_utf8(notes); ++cut) notes.pop_back();
    return without_xml_forbidden(notes);
}

std::string line_of(const pugi::xml_node& element) {
    return line_of(text_of(element));
}

std::string notes_of(const pugi::xml_node& element) {
    return notes_of(text_of(element));
}

std::string attribute_of(const pugi::xml_node& element, const char* name) {
    return line_of(std::string_view{element.attribute(name).value()});
}

std::optional<bool> flag_of(std::string_view text) {
    const std::string word = to_lower_ascii(trim_ascii(text.substr(0, 32)));
    if (word == "true" || word == "yes" || word == "explicit" || word == "1") return true;
    if (word == "false" || word == "no" || word == "clean" || word == "0") return false;
    return std::nullopt;
}

std::optional<double> decimal_of(std::string_view text) {
    text = trim_ascii(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<int> whole_number_of(std::string_view text) {
    const auto value = parse_decimal(trim_ascii(text));
    if (!value || *value < 0 || *value > 1'000'000) return std::nullopt;
    return static_cast<int>(*value);
}

std::string address_of(std::string_view base, std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > most_address_bytes) return {};
    namespace urls = boost::urls;
    const std::string reference_text = escaped(text);
    const auto reference = urls::parse_uri_reference(reference_text);
    if (!reference) return {};
    std::string absolute = reference_text;
    if (!reference->has_scheme()) {
        const std::string base_text = escaped(base);
        const auto whole = urls::parse_uri(base_text);
        urls::url resolved;
        if (!whole || urls::resolve(*whole, *reference, resolved).has_error()) return {};
        absolute = std::string{resolved.buffer()};
    }
    const auto whole = urls::parse_uri(absolute);
    if (!whole || whole->encoded_host().empty()) return {};
    const bool is_web = whole->scheme_id() == urls::scheme::http || whole->scheme_id() == urls::scheme::https;
    return is_web && absolute.size() <= most_address_bytes ? absolute : std::string{};
}

}  // namespace mooring::feed::reading
