#include "mooring/feed/url_text.hpp"

#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_name_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
}

struct CloseIdna {
    void operator()(UIDNA* idna) const { uidna_close(idna); }
};

std::optional<std::string> punycode_host(std::string_view host) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UIDNA, CloseIdna> idna(
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &status));
    std::array<char, 512> name{};
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (U_FAILURE(status) || host.size() > 1024) {
        return std::nullopt;
    }
    const std::int32_t length =
        uidna_nameToASCII_UTF8(idna.get(), host.data(), static_cast<std::int32_t>(host.size()), name.data(),
                               static_cast<std::int32_t>(name.size()), &info, &status);
    if (U_FAILURE(status) || info.errors != 0 || length <= 0) {
        return std::nullopt;
    }
    return std::string(name.data(), static_cast<std::size_t>(length));
}

/// A host in ASCII, lower case.
std::optional<std::string> host_text(std::string_view host) {
    if (host.starts_with('[')) {  // an IPv6 address
        const std::string_view inside = host.substr(1, host.size() - 1);
        const bool is_address = inside.size() > 1 && inside.ends_with(']') &&
                                std::ranges::all_of(inside.substr(0, inside.size() - 1),
                                                    [](char c) { return is_hex_digit(c) || c == ':' || c == '.'; });
        return is_address ? std::optional(to_lower_ascii(host)) : std::nullopt;
    }
    std::optional<std::string> name = is_ascii(host) ? to_lower_ascii(host) : punycode_host(host);
    if (!name || name->empty() || !std::ranges::all_of(*name, is_name_character)) {
        return std::nullopt;
    }
    return name;
}

constexpr std::array<bool, 256> make_url_characters() {
    std::array<bool, 256> kept{};
    for (const char c :
         std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?#[]"}) {
        kept[static_cast<unsigned char>(c)] = true;
    }
    return kept;
}
constexpr std::array<bool, 256> url_characters = make_url_characters();

void append_encoded(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    bool in_fragment = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool is_escape =
            byte == '%' && at + 2 < text.size() && is_hex_digit(text[at + 1]) && is_hex_digit(text[at + 2]);
        const bool is_second_hash = byte == '#' && in_fragment;
        in_fragment = in_fragment || byte == '#';
        if (is_escape || (url_characters[byte] && !is_second_hash)) {
            out += text[at];
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
}

}  // namespace

std::optional<std::string> feed_url_text(std::string_view url, UrlSchemes schemes) {
    url = trim(url);
    const std::size_t mark = url.find("://");
    if (mark == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string scheme = to_lower_ascii(url.substr(0, mark));
    if (scheme != "https" && !(scheme == "http" && schemes == UrlSchemes::https_and_http)) {
        return std::nullopt;
    }
    const std::string_view rest = url.substr(mark + 3);
    const std::size_t path = std::min(rest.find_first_of("/?#\\"), rest.size());
    std::string_view authority = rest.substr(0, path);
    std::string_view port;
    const std::size_t colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    if (authority.find('@') != std::string_view::npos || port.size() > 5 || !std::ranges::all_of(port, is_digit)) {
        return std::nullopt;
    }
    const auto host = host_text(authority);
    if (!host) {
        return std::nullopt;
    }
    std::string text = scheme + "://" + *host;
    if (!port.empty()) {
        text += ':';
        text += port;
    }
    std::string_view tail = rest.substr(path);
    if (tail.starts_with('\\')) {  // ends the host as a slash does (WHATWG URL, 4.4), and must go on doing so
        text += '/';
        tail.remove_prefix(1);
    }
    append_encoded(text, tail);
    return text;
}

std::string prefixed_enclosure_url(std::span<const domain::EnclosurePrefix> prefixes, std::string_view url) {
    std::string result(url);
    for (auto prefix = prefixes.rbegin(); prefix != prefixes.rend(); ++prefix) {
        std::string_view rest = result;
        if (prefix->strip_scheme) {
            const std::size_t mark = rest.find("://");
            rest.remove_prefix(mark == std::string_view::npos ? 0 : mark + 3);
        }
        const bool lacks_separator = !prefix->url.ends_with('/') && !prefix->url.ends_with('=');
        result = prefix->url + (lacks_separator ? "/" : "") + std::string(rest);
    }
    return result;
}

}  // namespace mooring::feed
