#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/creators/answers.hpp"
#include "mooring/base/clock.hpp"

namespace mooring::api::creators {

/// The JSON object of a request (creators-rest.md, section 6): members that are not known are passed over, of one that
/// comes twice the last counts, and a null is absent but where `is_null` is asked.
class Body {
public:
    Body() = default;
    explicit Body(boost::json::object members) : members_(std::move(members)) {}
    /// Errors: `invalid_json` (no JSON in UTF-8, no object, nested deeper than 16).
    static Checked<Body> parse(std::string_view text);

    /// There, and not null.
    bool has(std::string_view name) const { return find(name) != nullptr; }
    bool is_null(std::string_view name) const;

    // Errors: `invalid_field`.
    Checked<std::optional<std::string>> text(std::string_view name) const;
    Checked<std::optional<bool>> flag(std::string_view name) const;
    /// `5` or `5.0`.
    Checked<std::optional<std::int64_t>> integer(std::string_view name) const;
    /// The same, or a string of digits.
    Checked<std::optional<std::int64_t>> id(std::string_view name) const;
    /// Seconds, milliseconds from 10^11 on, a string of digits, or ISO 8601 (section 7). Years 1970 to 9999.
    Checked<std::optional<Instant>> time(std::string_view name) const;
    /// ISO 8601 only.
    Checked<std::optional<Instant>> iso_time(std::string_view name) const;

    /// The member as it is; null when it is absent or null.
    const boost::json::value* find(std::string_view name) const;

private:
    boost::json::object members_;
};

}  // namespace mooring::api::creators
