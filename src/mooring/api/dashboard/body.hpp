#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/accounts/passwords.hpp"
#include "mooring/base/result.hpp"

namespace mooring::api::dashboard {

/// The JSON object of a request. It may hold passwords: all memory of it is overwritten when it goes. A null counts as
/// absent. The readers answer invalid_argument with the member's name as the field.
class Body {
public:
    /// `text` is wiped. Members must be among `known`.
    /// Errors: invalid_argument (not JSON in UTF-8, nested deeper than 8, not an object, an unknown member).
    static Result<Body> parse(std::string text, std::span<const std::string_view> known);

    Result<std::optional<std::string>> text(std::string_view name) const;
    Result<std::string> required_text(std::string_view name) const;
    Result<std::optional<std::int64_t>> integer(std::string_view name) const;
    Result<std::optional<bool>> flag(std::string_view name) const;
    /// A list of texts.
    Result<std::optional<std::vector<std::string>>> texts(std::string_view name) const;
    /// Required.
    Result<app::accounts::Password> password(std::string_view name) const;

private:
    explicit Body(boost::json::object members) : members_(std::move(members)) {}
    const boost::json::value* find(std::string_view name) const;

    boost::json::object members_;
};

}  // namespace mooring::api::dashboard
