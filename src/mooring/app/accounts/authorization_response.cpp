#include "mooring/app/accounts/authorization_response.hpp"

#include <algorithm>
#include <cstddef>

#include "mooring/base/assert.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t longest_state = 1024;
constexpr std::string_view alarm_word = "login_required";

void append_escape(std::string& text, char c) {
    constexpr std::string_view hex_digits = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(c);
    text += "\\u00";
    text += hex_digits[value >> 4];
    text += hex_digits[value & 15];
}

/// `text`, printable ASCII, inside double quotes: of JSON, of YAML and of a script alike.
std::string quoted(std::string_view text) {
    constexpr std::string_view escaped = "<>&';\\\"";
    std::string result = "\"";
    for (std::size_t at = 0; at < text.size(); ++at) {
        // Clients look for this word before they parse anything; a state that holds it must not set them off.
        const bool is_alarm = text.substr(at).starts_with(alarm_word);
        if (is_alarm || escaped.find(text[at]) != std::string_view::npos) {
            append_escape(result, text[at]);
        } else {
            result += text[at];
        }
    }
    return result + "\"";
}

bool is_nonce(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
               c == '-' || c == '_' || c == '=';
    });
}

/// `member` is `code` or `error`; `value` needs no escape.
Result<std::string> render(const AuthorizationPage& page, std::string_view member, std::string_view value) {
    if (page.state && !is_state(*page.state)) {
        return invalid("state", "state is not printable ascii of at most 1024 characters");
    }
    MOORING_ASSERT(is_nonce(page.nonce), "a nonce stands in an attribute");
    MOORING_ASSERT(page.target_origin.starts_with("http"), "the page tells one origin, never any");
    std::string text =
        "<!DOCTYPE html>\n"
        "<html lang=\"en\">\n"
        "<head><meta charset=\"utf-8\"><title>Authorization</title></head>\n"
        "<body><script nonce=\"";
    text += page.nonce;
    text +=
        "\">\n"
        "const authorizationResponse = {\n"
        "  \"type\": \"authorization_response\",\n"
        "  \"response\": {\n"
        "    \"";
    text += member;
    text += "\": \"";
    text += value;
    text += '"';
    if (page.state) {
        text += ",\n    \"state\": ";
        text += quoted(*page.state);
    }
    text +=
        "\n"
        "  }\n"
        "};\n"
        "(window.opener || window.parent).postMessage(authorizationResponse, ";
    text += quoted(page.target_origin);
    text +=
        ");\n"
        "</script></body>\n"
        "</html>\n";
    return text;
}

}  // namespace

std::string_view to_string(AuthorizationError error) {
    switch (error) {
        case AuthorizationError::login_required: return alarm_word;
        case AuthorizationError::consent_required: return "consent_required";
        case AuthorizationError::invalid_scope: return "invalid_scope";
        case AuthorizationError::invalid_request: return "invalid_request";
        case AuthorizationError::unsupported_response_type: return "unsupported_response_type";
    }
    return {};
}

bool is_state(std::string_view text) {
    return text.size() <= longest_state && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

Result<std::string> render_authorization(const AuthorizationPage& page, std::string_view code) {
    return render(page, "code", code);
}

Result<std::string> render_authorization(const AuthorizationPage& page, AuthorizationError error) {
    return render(page, "error", to_string(error));
}

}  // namespace mooring::app::accounts
