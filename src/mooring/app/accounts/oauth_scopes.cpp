#include "mooring/app/accounts/oauth_scopes.hpp"

#include <algorithm>
#include <cstddef>

namespace mooring::app::accounts {
namespace {

/// A name from outside as it may stand in a message: it goes into answers and logs.
std::string shown(std::string_view name) {
    constexpr std::size_t longest_shown = 64;
    std::string text{name.substr(0, longest_shown)};
    // RFC 6749, 5.2: `error_description` has no quotes, backslashes or control characters.
    std::ranges::replace_if(
        text, [](char c) { return c < ' ' || c > '~' || c == '"' || c == '\\'; }, '?');
    if (name.size() > longest_shown) text += "...";
    return text;
}

}  // namespace

Result<domain::ScopeNames> parse_scopes(std::string_view text) {
    domain::ScopeNames scopes;
    while (!text.empty()) {
        const std::string_view name = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), name.size() + 1));
        if (name.empty()) continue;
        if (!domain::is_oauth_scope(name)) return invalid("scope", "unknown scope " + shown(name));
        scopes.emplace(name);
    }
    return scopes;
}

std::string scopes_text(const domain::ScopeNames& scopes) {
    std::string text;
    for (const std::string& name : scopes) {
        if (!text.empty()) text += ' ';
        text += name;
    }
    return text;
}

bool covers(const domain::ScopeNames& given, const domain::ScopeNames& wanted) {
    return std::ranges::includes(given, wanted);
}

}  // namespace mooring::app::accounts
