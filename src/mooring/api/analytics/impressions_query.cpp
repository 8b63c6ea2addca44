#include "mooring/api/analytics/impressions_query.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <optional>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::analytics {
namespace {

namespace json = boost::json;
using anchor::Checked;
using anchor::Refusal;

constexpr std::array<std::string_view, 3> parts{"impressions", "dailyImpressions", "impressionsBySource"};
constexpr std::int64_t last_second = 4'102'444'799;  // of the year 2099
constexpr std::int64_t hour = 3600;
constexpr std::int64_t range_seconds = 29 * 24 * hour;
constexpr std::int64_t time_grid = 900;  // seconds; zones may be off by 15, 30 or 45 minutes
constexpr double number_noise = 1e-6;    // Boost.JSON reads fractions an ulp off now and then

Refusal refused(std::string_view what) {
    return anchor::invalid_field("query", "query", what);
}

/// The bytes behind base64 of either alphabet, with `+` that became blanks on the way.
std::optional<std::string> decoded(std::string_view text) {
    std::string digits{text};
    std::ranges::replace(digits, ' ', '+');
    return from_base64(digits);
}

bool is_part(std::string_view name) {
    return std::ranges::find(parts, name) != parts.end();
}

/// All three names, each once.
bool includes_all(const json::object& query) {
    const json::value* include = query.if_contains("include");
    if (include == nullptr || !include->is_array() || include->as_array().size() != parts.size()) return false;
    return std::ranges::all_of(parts, [&](std::string_view part) {
        return std::ranges::any_of(include->as_array(), [&](const json::value& name) {
            return name.is_string() && std::string_view{name.as_string()} == part;
        });
    });
}

/// A JSON number of whole seconds, with or without `.0`.
std::optional<std::int64_t> whole_seconds(const json::object& options, std::string_view name) {
    const json::value* value = options.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto number = value->to_number<double>();
    const double whole = std::round(number);
    if (!(whole >= 0) || whole > static_cast<double>(last_second)) return std::nullopt;
    if (std::abs(number - whole) > number_noise) return std::nullopt;
    return static_cast<std::int64_t>(whole);
}

Checked<ImpressionsQuery> read_times(const json::object& options) {
    const json::value* version = options.if_contains("version");
    if (version == nullptr || !version->is_string() || version->as_string() != "1.0") {
        return refused("must ask for version 1.0");
    }
    const auto begin = whole_seconds(options, "startTime");
    const auto end = whole_seconds(options, "endTime");
    if (!begin || !end) return refused("must hold startTime and endTime in whole Unix seconds");
    return ImpressionsQuery{*begin, *end};
}

Checked<ImpressionsQuery> read_options(const json::object& query) {
    const json::value* options = query.if_contains("options");
    if (options == nullptr || !options->is_object() || options->as_object().size() != parts.size()) {
        return refused("must hold options of impressions, dailyImpressions and impressionsBySource");
    }
    std::optional<ImpressionsQuery> times;
    for (const auto& member : options->as_object()) {
        if (!is_part(member.key()) || !member.value().is_object()) {
            return refused("must hold options of impressions, dailyImpressions and impressionsBySource");
        }
        MOORING_TRY(const ImpressionsQuery one, read_times(member.value().as_object()));
        if (times && (times->begin != one.begin || times->end != one.end)) {
            return refused("must name the same times in all options");
        }
        times = one;
    }
    return *times;
}

}  // namespace

Checked<ImpressionsQuery> read_impressions_query(std::string_view text) {
    const std::optional<std::string> bytes = decoded(text);
    if (!bytes) return refused("must be base64");
    if (!is_valid_utf8(*bytes)) return refused("must be base64 of UTF-8");
    json::error_code failed;
    const json::value query = json::parse(*bytes, failed);
    if (failed || !query.is_object()) return refused("must be base64 of a JSON object");
    if (!includes_all(query.as_object())) {
        return refused("must include impressions, dailyImpressions and impressionsBySource");
    }
    MOORING_TRY(const ImpressionsQuery times, read_options(query.as_object()));
    if (times.begin % time_grid != 0 || times.end % time_grid != 0) return refused("must hold times on whole hours");
    if (std::abs(times.end - times.begin - range_seconds) > hour) return refused("must be about 29 days");
    return times;
}

}  // namespace mooring::api::analytics
