#include <algorithm>
#include <array>
#include <map>

#include "mooring/api/graphql/metrics/makers.hpp"

// Gender, age, and where impressions were (creators-graphql.md, 5.4).

namespace mooring::api::graphql::metrics {
namespace {

using analytics::Dimension;
using analytics::MetricCell;

struct Label {
    std::string_view name, title, color = {};
};
constexpr std::array genders{Label{"MALE", "Male", "#26008D"}, Label{"FEMALE", "Female", "#5925FF"},
                             Label{"NON_BINARY", "Non-binary", "#D7DBFF"},
                             Label{"NOT_SPECIFIED", "Not specified", "#9691FF"}};
constexpr std::array brackets{Label{"0-17", "0-17"},   Label{"18-22", "18-22"},    Label{"23-27", "23-27"},
                              Label{"28-34", "28-34"}, Label{"35-44", "35-44"},    Label{"45-59", "45-59"},
                              Label{"60-150", "60+"},  Label{"unknown", "Unknown"}};
constexpr std::array surfaces{Label{"HOME", "Home"}, Label{"SEARCH", "Search"}, Label{"LIBRARY", "Library"},
                              Label{"OTHER", "Other"}};

/// The place of a label, which facts spell as people do (`60+`) or as this API does (`60-150`); the last one, which
/// stands for what is not known, for all others.
template <class Labels>
std::size_t place_of(const Labels& labels, std::string_view name) {
    const auto found =
        std::ranges::find_if(labels, [&](const Label& label) { return label.name == name || label.title == name; });
    return static_cast<std::size_t>((found == labels.end() ? labels.end() - 1 : found) - labels.begin());
}

using Counts = std::array<std::int64_t, genders.size()>;

Cell gender_breakdown(FieldCall& call, const Counts& counts) {
    std::int64_t total = 0;
    for (const std::int64_t count : counts) total += count;
    std::vector<Cell> cells;
    for (std::size_t index = 0; index < genders.size(); ++index) {
        const double share = total == 0 ? 0 : static_cast<double>(counts[index]) / static_cast<double>(total);
        cells.push_back(record(call, {{"gender", Cell::text(genders[index].name)},
                                      {"displayName", Cell::text(genders[index].title)},
                                      {"count", Cell::integer(counts[index])},
                                      {"percent", Cell::number(share)},
                                      {"color", Cell::text(genders[index].color)}}));
    }
    return record(call, {{"total", Cell::integer(total)}, {"counts", call.list_of(cells)}});
}

Cell faceted_people(FieldCall& call, const MetricTable& table) {
    std::array<Counts, brackets.size()> by_age{};
    Counts by_gender{};
    std::int64_t total = 0;
    for (const MetricCell& cell : table.cells) {
        const std::size_t gender = place_of(genders, cell.labels[1]);
        by_age[place_of(brackets, cell.labels[0])][gender] += cell.count;
        by_gender[gender] += cell.count;
        total += cell.count;
    }
    std::vector<Cell> ages;
    for (std::size_t index = 0; index < brackets.size(); ++index) {
        ages.push_back(record(call, {{"ageBracket", Cell::text(brackets[index].name)},
                                     {"displayName", Cell::text(brackets[index].title)},
                                     {"genderBreakdown", gender_breakdown(call, by_age[index])}}));
    }
    return record_of(call, "FacetedValue",
                     {{"totalValue", Cell::integer(total)},
                      {"genderBreakdown", gender_breakdown(call, by_gender)},
                      {"ageBreakdown", call.list_of(ages)}});
}

}  // namespace

Cell surface_breakdown(FieldCall& call, const std::vector<MetricCell>& rows, std::int64_t& total) {
    std::array<std::int64_t, surfaces.size()> counts{};
    for (const MetricCell& row : rows) {
        counts[place_of(surfaces, row.labels.back())] += row.count;
        total += row.count;
    }
    std::vector<Cell> cells;
    for (std::size_t index = 0; index < surfaces.size(); ++index) {
        cells.push_back(record(call, {{"displayName", Cell::text(surfaces[index].title)},
                                      {"source", Cell::text(surfaces[index].name)},
                                      {"count", Cell::integer(counts[index])}}));
    }
    return record(call, {{"total", Cell::integer(total)}, {"counts", call.list_of(cells)}});
}

MadeValues make_people_facets(FieldCall& call, const Subjects& subjects, Metric metric) {
    MetricQuery query = subjects.question(metric);
    query.breakdown = {Dimension::age, Dimension::gender};
    MOORING_TRY(const auto tables, subjects.ask(query));
    std::vector<Made> made;
    for (const MetricTable& table : tables) made.push_back({faceted_people(call, table), std::nullopt});
    return made;
}

MadeValues make_surface_facets(FieldCall& call, const Subjects& subjects) {
    MetricQuery query = subjects.question(Metric::impressions);
    query.breakdown = {Dimension::surface};
    MOORING_TRY(const auto tables, subjects.ask(query));
    std::vector<Made> made;
    for (const MetricTable& table : tables) {
        std::int64_t total = 0;
        const Cell sources = surface_breakdown(call, table.cells, total);
        made.push_back({record_of(call, "FacetedValue",
                                  {{"totalValue", Cell::integer(total)}, {"impressionSourceBreakdown", sources}}),
                        std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
