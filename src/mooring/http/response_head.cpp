#include "mooring/http/response_head.hpp"

#include <array>
#include <charconv>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (unsigned c = '0'; c <= '9'; ++c) {
        table[c] = true;
    }
    for (unsigned c = 'a'; c <= 'z'; ++c) {
        table[c] = true;
        table[c - 'a' + 'A'] = true;
    }
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_safe_name(std::string_view name) {
    for (const char c : name) {
        if (!token_characters[static_cast<unsigned char>(c)]) {
            return false;
        }
    }
    return !name.empty();
}

bool is_safe_value(std::string_view value) {
    for (const char c : value) {
        if (c == '\r' || c == '\n' || c == '\0') {
            return false;
        }
    }
    return true;
}

/// The fields that the server writes itself.
bool is_own_field(std::string_view name) {
    switch (name.size()) {
        case 4: return equals_ignoring_case(name, "Date");
        case 10: return equals_ignoring_case(name, "Connection");
        case 14: return equals_ignoring_case(name, "Content-Length");
        case 17: return equals_ignoring_case(name, "Transfer-Encoding");
        default: return false;
    }
}

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 20> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    static_cast<void>(error);  // 20 characters hold every 64-bit number
    out.append(digits.data(), end);
}

bool has_no_body_by_status(int status) {
    return status < 200 || status == 204 || status == 304;
}

}  // namespace

std::string_view DateText::at(Instant now) {
    const std::int64_t second = unix_seconds(now);
    if (second != second_) {
        second_ = second;
        text_ = http_date(now);
    }
    return text_;
}

bool carries_body(Method method, int status) {
    return method != Method::head && !has_no_body_by_status(status);
}

bool format_response_head(const Response& response, const ResponseHeadOptions& options, std::string& out) {
    out.assign("HTTP/1.1 ");
    append_number(out, response.status);
    out.push_back(' ');
    out.append(reason_phrase(response.status));
    out.append("\r\nDate: ");
    out.append(options.date);
    out.append("\r\n");
    for (const Header& field : response.headers) {
        if (!is_safe_name(field.name) || !is_safe_value(field.value)) {
            return false;
        }
        if (is_own_field(field.name)) {
            continue;
        }
        out.append(field.name);
        out.append(": ");
        out.append(field.value);
        out.append("\r\n");
    }
    const bool is_head = options.request_method == Method::head;
    if (!has_no_body_by_status(response.status) && !(is_head && response.no_content_length)) {
        out.append("Content-Length: ");
        append_number(out, is_head && response.declared_length ? *response.declared_length : response.body_length());
        out.append("\r\n");
    }
    if (!options.keep_alive) {
        out.append("Connection: close\r\n");
    } else if (options.http_minor == 0) {
        out.append("Connection: keep-alive\r\n");
    }
    out.append("\r\n");
    return true;
}

}  // namespace mooring::http
