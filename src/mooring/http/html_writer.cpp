#include "mooring/http/html_writer.hpp"

#include <array>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::http {

std::string html_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: {
                const auto byte = static_cast<unsigned char>(c);
                if (byte >= 0x20 || c == '\t' || c == '\n' || c == '\r') out.push_back(c);
            }
        }
    }
    return out;
}

Attribute flag(std::string_view name) {
    return {name, {}, true};
}

HtmlWriter& HtmlWriter::open(std::string_view name, std::initializer_list<Attribute> attributes) {
    html_ += '<';
    html_ += name;
    for (const Attribute& attribute : attributes) {
        if (!attribute.is_flag && attribute.value.empty()) continue;
        html_ += ' ';
        html_ += attribute.name;
        if (attribute.is_flag) continue;
        html_ += "=\"";
        html_ += html_escaped(attribute.value);
        html_ += '"';
    }
    html_ += '>';
    return *this;
}

HtmlWriter& HtmlWriter::close(std::string_view name) {
    html_ += "</";
    html_ += name;
    html_ += '>';
    return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view text) {
    html_ += html_escaped(text);
    return *this;
}

HtmlWriter& HtmlWriter::element(std::string_view name, std::initializer_list<Attribute> attributes,
                                std::string_view text) {
    open(name, attributes);
    this->text(text);
    return close(name);
}

HtmlWriter& HtmlWriter::raw(std::string_view markup) {
    html_ += markup;
    return *this;
}

std::string json_string(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte < 0x20 || c == '<' || c == '>' || c == '&' || byte == 0x7f) {
            out += "\\u00";
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 0xfU]);
        } else if (text.substr(at).starts_with("\xe2\x80\xa8") || text.substr(at).starts_with("\xe2\x80\xa9")) {
            out += text[at + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            at += 2;
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
    return out;
}

std::string content_hash(std::string_view inline_text) {
    return "'sha256-" + to_base64(as_text(sha256(inline_text))) + "'";
}

}  // namespace mooring::http
