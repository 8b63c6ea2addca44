#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/wire_text.hpp"
#include "mooring_client/sign_in.hpp"

namespace mooring_client {
namespace {

/// An object in flow style as the page writes it: keys with or without quotes, strings in single or double quotes.
/// Every scalar is a text; a nested object keeps its own members.
struct FlowObject {
    std::vector<std::pair<std::string, std::string>> scalars;
    std::vector<std::pair<std::string, FlowObject>> objects;

    const std::string* scalar(std::string_view name) const {
        for (const auto& [key, value] : scalars) {
            if (key == name) return &value;
        }
        return nullptr;
    }
    const FlowObject* object(std::string_view name) const {
        for (const auto& [key, value] : objects) {
            if (key == name) return &value;
        }
        return nullptr;
    }
};

class FlowReader {
public:
    explicit FlowReader(std::string_view text) : text_(text) {}

    std::optional<FlowObject> read() {
        auto object = read_object(0);
        skip_white();
        return object && at_ == text_.size() ? object : std::nullopt;
    }

private:
    void skip_white() {
        const auto next = text_.find_first_not_of(" \t\r\n", at_);
        at_ = next == std::string_view::npos ? text_.size() : next;
    }
    bool take(char c) {
        skip_white();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    std::optional<std::string> read_scalar() {
        skip_white();
        if (at_ >= text_.size()) return std::nullopt;
        const char quote = text_[at_];
        if (quote == '"' || quote == '\'') return read_quoted(quote);
        const auto end = text_.find_first_of(",:{}[]\r\n\"'", at_);
        const std::string_view plain = trimmed(text_.substr(at_, end - at_));
        if (plain.empty()) return std::nullopt;
        at_ = end == std::string_view::npos ? text_.size() : end;
        return std::string{plain};
    }

    std::optional<std::string> read_quoted(char quote) {
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == quote) {
                ++at_;
                return value;
            }
            if (c == '\\' && quote == '"') {
                if (!read_escape(value)) return std::nullopt;
            } else {
                value += c;
            }
        }
        return std::nullopt;
    }

    /// `\u00XX` (all that a page of printable ASCII needs), `\xXX` and the escapes of one character.
    bool read_escape(std::string& value) {
        if (++at_ >= text_.size()) return false;
        const char c = text_[at_];
        const std::size_t digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;
        if (digits == 0) {
            value += c == 'n' ? '\n' : c == 't' ? '\t' : c;
            return true;
        }
        int code = 0;
        for (std::size_t n = 0; n < digits; ++n) {
            if (++at_ >= text_.size()) return false;
            const char digit = text_[at_];
            const int number = digit >= '0' && digit <= '9'   ? digit - '0'
                               : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                               : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                              : -1;
            if (number < 0) return false;
            code = code * 16 + number;
        }
        if (code == 0 || code > 0x7F) return false;
        value += static_cast<char>(code);
        return true;
    }

    std::optional<FlowObject> read_object(int depth) {
        if (depth > 8 || !take('{')) return std::nullopt;
        FlowObject object;
        if (take('}')) return object;
        while (true) {
            auto key = read_scalar();
            if (!key || !take(':')) return std::nullopt;
            skip_white();
            if (at_ < text_.size() && text_[at_] == '{') {
                auto nested = read_object(depth + 1);
                if (!nested) return std::nullopt;
                object.objects.emplace_back(std::move(*key), std::move(*nested));
            } else {
                auto value = read_scalar();
                if (!value) return std::nullopt;
                object.scalars.emplace_back(std::move(*key), std::move(*value));
            }
            if (take('}')) return object;
            if (!take(',')) return std::nullopt;
            if (take('}')) return object;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

Error broken(std::string message) {
    return {.kind = ErrorKind::authentication, .message = "the sign-in page " + std::move(message)};
}

}  // namespace

Result<std::string> read_authorization_page(std::string_view page, std::string_view state) {
    if (page.find("login_required") != std::string_view::npos) {
        return Error{.kind = ErrorKind::credentials_expired,
                     .message = "the cookies sp_dc and sp_key have expired; fetch new ones from the browser"};
    }
    constexpr std::string_view marker = "const authorizationResponse = ";
    const auto start = page.find(marker);
    if (start == std::string_view::npos) return broken("holds no authorization response");
    const auto end = page.find(';', start);
    if (end == std::string_view::npos) return broken("holds no authorization response");
    const auto object = FlowReader{page.substr(start + marker.size(), end - start - marker.size())}.read();
    if (!object) return broken("holds an authorization response that cannot be read");
    const std::string* type = object->scalar("type");
    if (type == nullptr || *type != "authorization_response") return broken("is of another type");
    const FlowObject* response = object->object("response");
    if (response == nullptr) return broken("has no response object");
    const std::string* got = response->scalar("state");
    if (got == nullptr || *got != state) return broken("answers another request (its state differs)");
    const std::string* code = response->scalar("code");
    if (code == nullptr || code->empty()) {
        const std::string* error = response->scalar("error");
        return broken(error != nullptr ? "says " + error->substr(0, 100) : "holds no code");
    }
    return *code;
}

}  // namespace mooring_client
