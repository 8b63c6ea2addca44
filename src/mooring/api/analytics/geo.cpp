#include <algorithm>
#include <map>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/table.hpp"
#include "mooring/app/numbers/places.hpp"
#include "mooring/base/utf8.hpp"

// Shares of plays by country, region and city (5.12).

namespace mooring::api::analytics {
namespace {

constexpr std::int64_t default_rows = 200;
constexpr std::int64_t most_rows = 1000;

enum class Level { country, region, city, empty };

using Counts = std::map<std::string, std::int64_t>;

Checked<Level> read_level(const Call& call) {
    const std::string text = call.parameter("resultGeo").value_or("geo2");
    if (text == "geo2") return Level::country;
    if (text == "geo3") return Level::region;
    if (text == "geo4") return Level::city;
    if (text == "geo1" || text == "geo5") return Level::empty;
    return invalid_field("query", "resultGeo", "must be one of geo2, geo3, geo4");
}

/// A country or region that places are narrowed to: as asked for, and as tables spell it.
struct Place {
    std::string code;  ///< as facts have it
    std::string name;
};

/// What the filters come to; of a place that is unknown only its name is there, and nothing is in it.
struct Filters {
    std::optional<Place> country, region;
    bool is_known = true;
};

class GeoTable {
public:
    GeoTable(Numbers& numbers, DayRange days) : numbers_(numbers), days_(days) {}

    Result<Filters> read_filters(const Call& call) {
        Filters filters;
        if (const auto name = call.parameter("geo2")) {
            const auto code = app::numbers::country_of(*name);
            filters.is_known = code.has_value();
            filters.country = code ? Place{*code, app::numbers::country_name(*code)} : Place{{}, *name};
        }
        if (const auto name = call.parameter("geo3")) {
            MOORING_TRY(filters.region, find_region(filters, *name));
        }
        return filters;
    }

    Result<Counts> counts(Level level, const Filters& filters) {
        const bool has_parents = (level == Level::country || filters.country) &&
                                 (level != Level::city || filters.region) && level != Level::empty;
        if (!has_parents || !filters.is_known) return Counts{};
        if (level != Level::country) return places(level, filters);
        MOORING_TRY(const Counts by_code, numbers_.counts_by(Dimension::country, Metric::sd, days_, of(filters)));
        Counts by_name;
        for (const auto& [code, count] : by_code) {
            const std::string name = app::numbers::country_name(code);
            if (!name.empty()) by_name[name] += count;
        }
        return by_name;
    }

private:
    static std::vector<MetricFilter> of(const Filters& filters) {
        std::vector<MetricFilter> all;
        if (filters.country) all.push_back({Dimension::country, filters.country->code});
        if (filters.region) all.push_back({Dimension::region, filters.region->code});
        return all;
    }

    /// Regions or cities; those without a name are left out.
    Result<Counts> places(Level level, const Filters& filters) {
        const Dimension dimension = level == Level::city ? Dimension::city : Dimension::region;
        MOORING_TRY(Counts found, numbers_.counts_by(dimension, Metric::sd, days_, of(filters)));
        found.erase("");
        return found;
    }

    /// The region of that name in any letter case, as facts spell it.
    Result<Place> find_region(Filters& filters, const std::string& name) {
        if (filters.country && filters.is_known) {
            MOORING_TRY(const Counts regions, places(Level::region, {filters.country, std::nullopt}));
            const std::string folded = fold_case(name);
            for (const auto& [region, count] : regions) {
                if (fold_case(region) == folded) return Place{region, region};
            }
        }
        filters.is_known = false;
        return Place{name, name};
    }

    Numbers& numbers_;
    DayRange days_;
};

/// From one hundredth on rounded to hundredths, half up on the exact quotient; less in full.
std::string rounded_share(std::int64_t count, std::int64_t total) {
    if (count * 100 < total) return share_text(count, total);
    return fraction_text(static_cast<double>((200 * count + total) / (2 * total)) / 100);
}

void write_rows(JsonWriter& json, const Counts& counts, std::int64_t limit) {
    std::int64_t total = 0;
    for (const auto& [name, count] : counts) total += count;
    std::vector<std::pair<std::string, std::int64_t>> rows(counts.begin(), counts.end());
    std::ranges::stable_sort(rows, std::ranges::greater{}, &std::pair<std::string, std::int64_t>::second);
    if (rows.size() > static_cast<std::size_t>(limit)) rows.resize(static_cast<std::size_t>(limit));
    json.name("rows").begin_array();
    for (const auto& [name, count] : rows) {
        json.begin_array().text(name).raw(rounded_share(count, total)).end_array();
    }
    json.end_array();
}

void write_place(JsonWriter& json, const std::optional<Place>& place) {
    place ? json.text(place->name) : json.null();
}

}  // namespace

Checked<Told> plays_by_geo(const Call& call) {
    MOORING_TRY(const Level level, read_level(call));
    MOORING_TRY(const std::int64_t limit, read_limit(call, default_rows, most_rows));
    Numbers numbers = call.numbers();
    MOORING_TRY(const std::optional<TimeRange> range, time_range_of(call, numbers, false));
    const DayRange days = range ? range->days(numbers.today()) : DayRange{};
    GeoTable table{numbers, days};
    MOORING_TRY(const Filters filters, table.read_filters(call));
    MOORING_TRY(const Counts counts, table.counts(level, filters));
    JsonWriter json;
    begin_table(json, call);
    json.name("parameters").begin_object().name("geos").begin_array().null();
    write_place(json, filters.country);
    write_place(json, filters.region);
    // The recorded echo of countries is odd: section 8, 1.
    json.end_array().member("resultGeo", level == Level::region ? "geo_3" : "geo_4");
    write_time_range(json, range);
    json.member("timeInterval", 3600).end_object();
    json.name("data").begin_object();
    write_rows(json, counts, limit);
    write_columns(json, {{"Geo", "string"}, percent_column});
    json.name("assets").begin_object().name("flagUrlByGeo").begin_object().end_object().end_object();
    json.end_object().end_object();
    return Told{json.take(), days};
}

}  // namespace mooring::api::analytics
