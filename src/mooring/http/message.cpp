#include "mooring/http/message.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return -1;
}

/// A form field's name or value: `+` is a space, a broken escape stays as it is.
std::string decode_form_text(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        if (c == '%' && text.size() - index > 2) {
            const int high = hex_value(text[index + 1]);
            const int low = hex_value(text[index + 2]);
            if (high >= 0 && low >= 0) {
                decoded.push_back(static_cast<char>(high * 16 + low));
                index += 2;
                continue;
            }
        }
        decoded.push_back(c == '+' ? ' ' : c);
    }
    return decoded;
}

BodyPiece whole_text(std::string body) {
    const auto length = static_cast<std::int64_t>(body.size());
    return BodyPiece{.source = std::move(body), .offset = 0, .length = length};
}

}  // namespace

std::string_view to_string(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::delete_: return "DELETE";
        case Method::patch: return "PATCH";
        case Method::options: return "OPTIONS";
        case Method::other: return "OTHER";
    }
    return "OTHER";
}

void Headers::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const Header& field) { return equals_ignoring_case(field.name, name); });
    fields_.push_back({std::string{name}, std::move(value)});
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const Header& field : fields_) {
        if (field.name.size() == name.size() && equals_ignoring_case(field.name, name)) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        fields_.begin(), fields_.end(), [&](const Header& field) { return equals_ignoring_case(field.name, name); }));
}

void Headers::clear() {
    while (!fields_.empty()) {
        spare_.push_back(std::move(fields_.back()));
        fields_.pop_back();
    }
}

void Headers::append(std::string_view name, std::string_view value) {
    if (spare_.empty()) {
        fields_.push_back({std::string{name}, std::string{value}});
        return;
    }
    Header& field = fields_.emplace_back(std::move(spare_.back()));
    spare_.pop_back();
    field.name.assign(name);
    field.value.assign(value);
}

QueryParameters QueryParameters::parse(std::string_view text) {
    QueryParameters parameters;
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) {
            continue;
        }
        const std::size_t equals = pair.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        parameters.pairs_.emplace_back(decode_form_text(pair.substr(0, equals)), decode_form_text(value));
    }
    return parameters;
}

std::optional<std::string_view> QueryParameters::find(std::string_view name) const {
    for (const auto& [known, value] : pairs_) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::size_t QueryParameters::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(pairs_.begin(), pairs_.end(), [&](const auto& pair) { return pair.first == name; }));
}

std::int64_t Response::body_length() const {
    std::int64_t length = 0;
    for (const BodyPiece& piece : body) {
        length += piece.length;
    }
    return length;
}

Response Response::empty(int status) {
    Response response;
    response.status = status;
    return response;
}

Response Response::text(int status, std::string content_type, std::string body) {
    Response response = empty(status);
    response.header("Content-Type", std::move(content_type));
    response.body.push_back(whole_text(std::move(body)));
    return response;
}

Response Response::shared(int status, std::string content_type, SharedBytes body) {
    Response response = empty(status);
    response.header("Content-Type", std::move(content_type));
    const auto length = static_cast<std::int64_t>(body ? body->size() : 0);
    response.body.push_back({.source = std::move(body), .offset = 0, .length = length});
    return response;
}

Response Response::redirect(int status, std::string location) {
    Response response = empty(status);
    response.header("Location", std::move(location));
    return response;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100: return "Continue";
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 203: return "Non-Authoritative Information";
        case 204: return "No Content";
        case 205: return "Reset Content";
        case 206: return "Partial Content";
        case 300: return "Multiple Choices";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 402: return "Payment Required";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 451: return "Unavailable For Legal Reasons";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Unknown";
    }
}

}  // namespace mooring::http
