#include "mooring/feed/xml_writer.hpp"

#include <array>
#include <charconv>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

// What to do at a byte.
enum Action : unsigned char { copy, drop, escape_everywhere, escape_in_attribute, maybe_forbidden };

constexpr std::array<Action, 256> make_actions() {
    std::array<Action, 256> actions{};
    for (std::size_t i = 0; i < 0x20; ++i) {
        actions[i] = drop;
    }
    actions['\t'] = actions['\n'] = actions['\r'] = escape_in_attribute;
    actions['&'] = actions['<'] = actions['>'] = escape_everywhere;
    actions['"'] = escape_in_attribute;
    actions[0xef] = maybe_forbidden;
    return actions;
}

constexpr std::array<Action, 256> actions = make_actions();

Action action_of(char c) {
    return actions[static_cast<unsigned char>(c)];
}

/// True when U+FFFE or U+FFFF stands at `at`.
bool is_forbidden_character(std::string_view text, std::size_t at) {
    return text.size() - at >= 3 && text[at + 1] == '\xbf' && (text[at + 2] == '\xbe' || text[at + 2] == '\xbf');
}

std::string_view reference_for(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\t': return "&#9;";
        case '\n': return "&#10;";
        default: return "&#13;";
    }
}

enum class Place { text, attribute, cdata };

void append(std::string& out, std::string_view text, Place place) {
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const Action action = action_of(text[at]);
        if (action == copy) {
            continue;
        }
        if (action == drop) {
            out.append(text, copied, at - copied);
            copied = at + 1;
        } else if (action == maybe_forbidden) {
            if (is_forbidden_character(text, at)) {
                out.append(text, copied, at - copied);
                at += 2;
                copied = at + 1;
            }
        } else if (place == Place::cdata) {
            // Written characters decide, not read ones: what was dropped between must not hide a `]]>`.
            if (text[at] == '>') {
                out.append(text, copied, at - copied);
                copied = at;
                if (out.ends_with("]]")) {
                    out += "]]><![CDATA[";
                }
            }
        } else if (action == escape_everywhere || place == Place::attribute) {
            out.append(text, copied, at - copied);
            out += reference_for(text[at]);
            copied = at + 1;
        }
    }
    out.append(text, copied, text.size() - copied);
}

bool has_forbidden(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const Action action = action_of(text[at]);
        if (action == drop || (action == maybe_forbidden && is_forbidden_character(text, at))) {
            return true;
        }
    }
    return false;
}

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
    append(out, text, Place::text);
}

void append_xml_attribute(std::string& out, std::string_view text) {
    append(out, text, Place::attribute);
}

void append_xml_cdata(std::string& out, std::string_view text) {
    out += "<![CDATA[";
    append(out, text, Place::cdata);
    out += "]]>";
}

std::string xml_value(std::string_view text, std::size_t limit) {
    std::string cleaned;
    if (has_forbidden(text)) {
        cleaned = without_xml_forbidden(text);
        text = cleaned;
    }
    text = trim(text);
    return text.size() <= limit ? std::string(text) : cut_to_code_points(text, limit);
}

XmlWriter& XmlWriter::open(std::string_view name) {
    out_ += '<';
    out_ += name;
    return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_xml_attribute(out_, value);
    out_ += '"';
    return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::int64_t value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_number(out_, value);
    out_ += '"';
    return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, const std::optional<int>& value) {
    return value ? attribute(name, static_cast<std::int64_t>(*value)) : *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, const std::optional<std::int64_t>& value) {
    return value ? attribute(name, *value) : *this;
}

XmlWriter& XmlWriter::attribute_if_set(std::string_view name, std::string_view value) {
    return value.empty() ? *this : attribute(name, value);
}

void XmlWriter::close_empty() {
    out_ += "/>\n";
}

void XmlWriter::children() {
    out_ += ">\n";
}

void XmlWriter::text(std::string_view name, std::string_view text) {
    out_ += '>';
    append_xml_text(out_, text);
    end(name);
}

void XmlWriter::end(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += ">\n";
}

void XmlWriter::element(std::string_view name, std::string_view text) {
    open(name).text(name, text);
}

void XmlWriter::element(std::string_view name, std::int64_t number) {
    open(name);
    out_ += '>';
    append_number(out_, number);
    end(name);
}

void XmlWriter::cdata_element(std::string_view name, std::string_view html) {
    open(name);
    out_ += '>';
    append_xml_cdata(out_, html);
    end(name);
}

}  // namespace mooring::feed
