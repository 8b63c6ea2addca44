#include "mooring_client/answer.hpp"

#include <boost/json.hpp>

namespace mooring_client {
namespace {

constexpr std::string_view white = " \t\r\n";

std::size_t skip_white(std::string_view text, std::size_t at) {
    const auto next = text.find_first_not_of(white, at);
    return next == std::string_view::npos ? text.size() : next;
}

/// Just past the string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return text.size();
}

/// Just past the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    if (text[at] == '"') return skip_string(text, at);
    if (text[at] != '{' && text[at] != '[') {
        const auto end = text.find_first_of(",]} \t\r\n", at);
        return end == std::string_view::npos ? text.size() : end;
    }
    std::size_t depth = 0;
    while (at < text.size()) {
        if (text[at] == '"') {
            at = skip_string(text, at);
            continue;
        }
        if (text[at] == '{' || text[at] == '[') ++depth;
        if ((text[at] == '}' || text[at] == ']') && --depth == 0) return at + 1;
        ++at;
    }
    return text.size();
}

}  // namespace

Result<Answer> parse_answer(std::string text) {
    boost::json::parse_options options;
    options.max_depth = 128;
    boost::json::error_code failed;
    Answer answer;
    answer.json = boost::json::parse(text, failed, {}, options);
    if (failed) return Error{.kind = ErrorKind::bad_answer, .message = "the answer is not JSON: " + failed.message()};
    answer.text = std::move(text);
    return answer;
}

std::optional<std::string_view> raw_member(std::string_view text, std::string_view name) {
    std::size_t at = skip_white(text, 0);
    if (at >= text.size() || text[at] != '{') return std::nullopt;
    at = skip_white(text, at + 1);
    std::optional<std::string_view> found;  // of a name that comes twice, the last counts, as for the parser
    while (at < text.size() && text[at] == '"') {
        const std::size_t key_end = skip_string(text, at);
        const std::string_view key = text.substr(at + 1, key_end - at - 2);
        std::size_t value = skip_white(text, key_end);
        value = skip_white(text, value + 1);  // the colon
        const std::size_t end = skip_value(text, value);
        if (key == name) found = text.substr(value, end - value);
        at = skip_white(text, end);
        if (at < text.size() && text[at] == ',') at = skip_white(text, at + 1);
    }
    return found;
}

std::vector<std::string_view> raw_elements(std::string_view text) {
    std::vector<std::string_view> elements;
    std::size_t at = skip_white(text, 0);
    if (at >= text.size() || text[at] != '[') return elements;
    at = skip_white(text, at + 1);
    while (at < text.size() && text[at] != ']') {
        const std::size_t end = skip_value(text, at);
        elements.push_back(text.substr(at, end - at));
        at = skip_white(text, end);
        if (at < text.size() && text[at] == ',') at = skip_white(text, at + 1);
    }
    return elements;
}

const Json* find_member(const Json& value, std::string_view name) {
    const boost::json::object* object = value.if_object();
    return object != nullptr ? object->if_contains(name) : nullptr;
}

std::string text_member(const Json& value, std::string_view name) {
    const Json* member = find_member(value, name);
    return member != nullptr && member->is_string() ? std::string{member->as_string()} : std::string{};
}

}  // namespace mooring_client
