#include "mooring/http/router.hpp"

namespace mooring::http {
namespace {

constexpr std::string_view rest_mark = "...}";

/// Match from here on; parameters found on a way that fails are taken back.
bool matches(std::string_view pattern, std::string_view path, PathParameters& parameters) {
    while (!pattern.empty() && pattern.front() != '{') {
        if (path.empty() || path.front() != pattern.front()) {
            return false;
        }
        pattern.remove_prefix(1);
        path.remove_prefix(1);
    }
    if (pattern.empty()) {
        return path.empty();
    }
    const std::size_t close = pattern.find('}');
    if (close == std::string_view::npos) {
        return false;
    }
    const std::string_view name = pattern.substr(0, close + 1);
    const std::string_view after = pattern.substr(close + 1);
    if (name.ends_with(rest_mark)) {
        parameters.emplace_back(path);
        return true;
    }
    // The shortest value that lets the rest fit: `{key}.{ext}` splits at the first point.
    for (std::size_t length = 1; length <= path.size() && path[length - 1] != '/'; ++length) {
        if (!after.empty() && after.front() != '{' && (length == path.size() || path[length] != after.front())) {
            continue;
        }
        if (after.empty() && length != path.size()) {
            continue;
        }
        parameters.emplace_back(path.substr(0, length));
        const std::size_t kept = parameters.size();
        if (matches(after, path.substr(length), parameters)) {
            return true;
        }
        parameters.resize(kept - 1);
    }
    return false;
}

std::string_view without_final_slash(std::string_view text) {
    return text.size() > 1 && text.back() == '/' ? text.substr(0, text.size() - 1) : text;
}

}  // namespace

bool fits(std::string_view pattern, std::string_view path, PathParameters& parameters, bool exact_slash) {
    parameters.clear();
    if (matches(pattern, path, parameters)) {
        return true;
    }
    parameters.clear();
    if (exact_slash || pattern.ends_with(rest_mark)) {
        return false;
    }
    return matches(without_final_slash(pattern), without_final_slash(path), parameters);
}

}  // namespace mooring::http
