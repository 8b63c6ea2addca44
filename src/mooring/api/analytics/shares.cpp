#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <numeric>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/palette.hpp"
#include "mooring/api/analytics/table.hpp"

// Shares of plays by app and device (5.8, 5.9), and of streams by age and gender (5.7, 5.11).

namespace mooring::api::analytics {
namespace {

constexpr std::string_view other = "Other";
constexpr double default_least_share = 0.02;
constexpr std::size_t longest_fraction = 32;  // digits of minValue that are read

struct Share {
    std::string label;
    std::int64_t count = 0;
    std::string_view colour;
};

/// `0.02`, `1`, `.5`: digits with at most one point.
Checked<double> read_least_share(const Call& call) {
    const std::optional<std::string> text = call.parameter("minValue");
    if (!text) return default_least_share;
    const bool has_form = text->size() <= longest_fraction && std::ranges::count(*text, '.') <= 1 &&
                          std::ranges::any_of(*text, [](char c) { return c != '.'; }) &&
                          std::ranges::all_of(*text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    double value = 0;
    const char* end = text->data() + text->size();
    const bool is_read = has_form && std::from_chars(text->data(), end, value).ptr == end;
    if (!is_read || value > 1) return invalid_field("query", "minValue", "must be a decimal fraction from 0 to 1");
    return value;
}

Checked<void> check_user(const Call& call) {
    const std::optional<std::string> text = call.parameter("userId");
    const bool is_number = !text || std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) return invalid_field("query", "userId", "must be decimal digits");
    MOORING_TRY(const auto user, anchor::whole_number(call.query, "userId"));
    return anchor::check_user(call.services.catalog, call.principal->account->id, user, *call.show);
}

std::int64_t sum_of(const std::map<std::string, std::int64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0},
                           [](std::int64_t sum, const auto& entry) { return sum + entry.second; });
}

/// Largest first, then by name; what is small or not recognised is summed up in the last row (5.8).
std::vector<Share> folded(const std::map<std::string, std::int64_t>& counts, double least) {
    const auto total = static_cast<double>(sum_of(counts));
    std::vector<Share> shares;
    std::int64_t rest = 0;
    for (const auto& [label, count] : counts) {
        const bool is_small = static_cast<double>(count) / total < least;
        if (label.empty() || label == other || is_small) {
            rest += count;
        } else {
            shares.push_back({label, count, {}});
        }
    }
    std::ranges::stable_sort(shares, std::ranges::greater{}, &Share::count);
    if (rest > 0) shares.push_back({std::string{other}, rest, {}});
    return shares;
}

/// `rows`, `translationMapping`, `columnHeaders` and `colors`. With no fact at all there are no rows; `keeps_keys`
/// says whether the keys stay nevertheless.
void write_shares(JsonWriter& json, const std::vector<Share>& shares, std::int64_t total, std::string_view column,
                  bool keeps_keys) {
    const bool has_keys = total > 0 || keeps_keys;
    json.name("data").begin_object().name("rows").begin_array();
    for (const Share& share : shares) {
        if (total > 0) json.begin_array().text(share.label).raw(share_text(share.count, total)).end_array();
    }
    json.end_array().name("translationMapping").begin_object();
    for (const Share& share : shares) {
        if (has_keys) json.name(member_name(share.label)).text(share.label);
    }
    json.end_object();
    write_columns(json, {{column, "string"}, percent_column});
    json.name("colors").begin_object();
    for (const Share& share : shares) {
        if (has_keys) json.name(member_name(share.label)).text(share.colour);
    }
    json.end_object().end_object().end_object();
}

struct Folding {
    Dimension dimension;
    std::string_view column;
    std::string_view (*colour)(std::string_view, std::size_t);
};

Checked<Told> folded_shares(const Call& call, const Folding& folding) {
    MOORING_TRY(const double least, read_least_share(call));
    MOORING_CHECK(check_user(call));
    Numbers numbers = call.numbers();
    MOORING_TRY(const std::optional<TimeRange> range, time_range_of(call, numbers, false));
    const DayRange days = range ? range->days(numbers.today()) : DayRange{};
    MOORING_TRY(const auto counts, numbers.counts_by(folding.dimension, Metric::sd, days));
    std::vector<Share> shares = folded(counts, least);
    for (std::size_t row = 0; row < shares.size(); ++row) shares[row].colour = folding.colour(shares[row].label, row);
    JsonWriter json;
    begin_table(json, call);
    json.name("parameters").begin_object().name("minValue").raw(fraction_text(least));
    write_time_range(json, range);
    json.member("timeInterval", 86400).end_object();
    write_shares(json, shares, sum_of(counts), folding.column, false);
    return Told{json.take(), days};
}

/// How facts and tables call a bracket or gender, in the order of the table.
struct Group {
    std::string_view fact, label, colour;
};
constexpr std::array age_ranges{Group{"0-17", "0-17", age_colour},   Group{"18-22", "18-22", age_colour},
                                Group{"23-27", "23-27", age_colour}, Group{"28-34", "28-34", age_colour},
                                Group{"35-44", "35-44", age_colour}, Group{"45-59", "45-59", age_colour},
                                Group{"60+", "60+", age_colour}};
constexpr std::array genders{Group{"MALE", "Male", "#26008D"}, Group{"FEMALE", "Female", "#5925FF"},
                             Group{"NOT_SPECIFIED", "Not specified", "#9691FF"},
                             Group{"NON_BINARY", "Non-binary", "#D7DBFF"}};

struct GroupedStreams {
    std::optional<TimeRange> range;
    DayRange days;
    std::map<std::string, std::int64_t> counts;
};

Checked<GroupedStreams> streams_by(const Call& call, Dimension dimension) {
    Numbers numbers = call.numbers();
    GroupedStreams streams;
    MOORING_TRY(streams.range, time_range_of(call, numbers, false));
    if (streams.range) streams.days = streams.range->days(numbers.today());
    MOORING_TRY(streams.counts, numbers.counts_by(dimension, Metric::streams, streams.days));
    return streams;
}

std::int64_t count_of(const GroupedStreams& streams, std::string_view label) {
    const auto found = streams.counts.find(std::string{label});
    return found == streams.counts.end() ? 0 : found->second;
}

Told demographics(const Call& call, const GroupedStreams& streams, const std::vector<Share>& shares,
                  std::string_view column, bool keeps_keys) {
    JsonWriter json;
    begin_table(json, call);
    json.name("parameters").begin_object();
    write_asked_range(json, streams.range);
    json.end_object();
    write_shares(json, shares, sum_of(streams.counts), column, keeps_keys);
    return Told{json.take(), streams.days};
}

}  // namespace

Checked<Told> plays_by_app(const Call& call) {
    return folded_shares(call, {Dimension::app, "App", app_colour});
}

Checked<Told> plays_by_device(const Call& call) {
    return folded_shares(call, {Dimension::device, "Device", device_colour});
}

Checked<Told> plays_by_age_range(const Call& call) {
    MOORING_TRY(const GroupedStreams streams, streams_by(call, Dimension::age));
    std::vector<Share> shares;
    for (const Group& age : age_ranges) {
        shares.push_back({std::string{age.label}, count_of(streams, age.fact), age.colour});
    }
    return demographics(call, streams, shares, "Age Range", true);
}

Checked<Told> plays_by_gender(const Call& call) {
    MOORING_TRY(const GroupedStreams streams, streams_by(call, Dimension::gender));
    std::vector<Share> shares;
    std::int64_t unspecified = sum_of(streams.counts);
    for (const Group& gender : genders) {
        if (gender.fact != "NOT_SPECIFIED") unspecified -= count_of(streams, gender.fact);
    }
    for (const Group& gender : genders) {
        shares.push_back({std::string{gender.label},
                          gender.fact == "NOT_SPECIFIED" ? unspecified : count_of(streams, gender.fact),
                          gender.colour});
    }
    std::ranges::stable_sort(shares, std::ranges::greater{}, &Share::count);
    return demographics(call, streams, shares, "Gender", false);
}

}  // namespace mooring::api::analytics
