#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mooring/app/publishing/client_urls.hpp"
#include "mooring/base/result.hpp"

namespace mooring::api::publishing {

/// What control characters a text may hold.
enum class TextKind {
    line,  ///< none
    prose  ///< tab, line feed, carriage return
};

/// The members of a request: of a JSON object or of a form (publishing-v1.md, 3.1). Members that nobody asks for are
/// ignored; a JSON null counts as absent. Each reader answers nothing for an absent member, and otherwise
/// invalid_argument with the message the client gets and the member's name as the field.
class Fields {
public:
    /// Errors: invalid_argument (not JSON in UTF-8, nested deeper than 32, not an object).
    static Result<Fields> from_json(std::string_view body);
    /// The texts of a form by name.
    static Fields from_form(std::map<std::string, std::string> texts);

    /// Trimmed; at most `longest` code points.
    Result<std::optional<std::string>> text(std::string_view name, std::size_t longest, TextKind kind) const;
    /// The same, but empty is the same as missing: `<name> is required`.
    Result<std::optional<std::string>> filled_text(std::string_view name, std::size_t longest, TextKind kind) const;
    /// A URL that `rule` accepts, as given; "" passes, and means none.
    Result<std::optional<std::string>> url(std::string_view name, const app::publishing::UrlRule& rule) const;
    /// JSON: an integer. Form: decimal digits with an optional '-'. What does not fit 64 bits is the nearest that does.
    Result<std::optional<std::int64_t>> integer(std::string_view name) const;
    Result<std::optional<bool>> boolean(std::string_view name) const;
    /// Unix seconds from 0 to the end of 2099.
    Result<std::optional<std::int64_t>> datetime(std::string_view name) const;

private:
    struct Other {};  ///< a number with a fraction, an array, an object
    using Value = std::variant<Other, std::string, std::int64_t, bool>;

    const Value* find(std::string_view name) const;

    std::map<std::string, Value, std::less<>> values_;
    bool is_form_ = false;
};

/// `value`, or the error that a required member is missing.
template <class T>
Result<T> required(std::string_view name, Result<std::optional<T>> value) {
    if (!value) return std::move(value).error();
    if (!*value) return invalid(std::string{name}, std::string{name} + " is required");
    return std::move(**value);
}

/// Decimal digits with an optional leading '-'; what does not fit 64 bits is the nearest that does.
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace mooring::api::publishing
