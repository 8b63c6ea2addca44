#include "mooring/server/measuring_ask.hpp"

#include <array>
#include <cstring>
#include <string>

#include "mooring/app/measuring/explain_hit.hpp"
#include "mooring/app/numbers/episode_numbers.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::server {
namespace {

namespace json = boost::json;
using analytics::MetricQuery;

constexpr std::array<std::string_view, 5> bucket_names{"total", "hour", "day", "week", "month"};

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->as_string()} : std::string{};
}

Result<std::chrono::sys_days> day_of(const json::object& ask, const char* name) {
    const auto day = parse_iso8601(text_of(ask, name));
    if (!day) return invalid(name, std::string{name} + " must be a day such as 2026-03-01");
    return std::chrono::floor<std::chrono::days>(*day);
}

Result<analytics::Bucket> bucket_of(const json::object& ask) {
    const std::string name = text_of(ask, "bucket");
    for (std::size_t index = 0; index < bucket_names.size(); ++index) {
        if (bucket_names[index] == name || (name.empty() && index == 0)) return static_cast<analytics::Bucket>(index);
    }
    return invalid("bucket", "bucket must be total, hour, day, week or month");
}

Result<MetricQuery> query_of(const json::object& ask) {
    MetricQuery query;
    const auto metric = analytics::find_metric(text_of(ask, "metric"));
    if (!metric) return invalid("metric", "there is no metric '" + text_of(ask, "metric") + "'");
    query.metric = *metric;
    MOORING_TRY(query.days.begin, day_of(ask, "from"));
    MOORING_TRY(query.days.end, day_of(ask, "to"));
    query.days.end += std::chrono::days{1};
    MOORING_TRY(query.bucket, bucket_of(ask));
    if (const json::value* names = ask.if_contains("by"); names != nullptr && names->is_array()) {
        for (const json::value& name : names->as_array()) {
            const auto dimension =
                analytics::find_dimension(name.is_string() ? std::string_view{name.as_string()} : "");
            if (!dimension) return invalid("by", "there is no such dimension");
            query.breakdown.push_back(*dimension);
        }
    }
    if (const json::value* shows = ask.if_contains("shows"); shows != nullptr && shows->is_array()) {
        for (const json::value& show : shows->as_array())
            query.subject.shows.push_back(domain::ShowId{show.to_number<std::int64_t>()});
    }
    return query;
}

/// What the catalog adds to a question.
Result<void> add_publications(MetricQuery& query, storage::Catalog& catalog, Instant now) {
    if (query.metric != analytics::Metric::sd_first_30d) return ok();
    if (query.subject.shows.size() != 1) return invalid("shows", "sd_first_30d is of one show: name it with --show");
    MOORING_TRY(query.publications, catalog.read([&](storage::CatalogSnapshot& snapshot) {
        return app::numbers::newest_publications(snapshot, query.subject.shows.front(), now);
    }));
    return ok();
}

Result<json::value> measure(storage::PlayStore& plays, storage::Catalog& catalog, Instant now,
                            const json::object& ask) {
    MOORING_TRY(MetricQuery query, query_of(ask));
    MOORING_CHECK(add_publications(query, catalog, now));
    MOORING_TRY(const auto table, plays.answer(query));
    const bool is_ratio = analytics::row_of(query.metric).kind == analytics::MetricKind::ratio;
    json::array rows;
    for (const auto& cell : table.cells) {
        json::object row{{"begin", iso8601_seconds(cell.begin)}};
        for (std::size_t index = 0; index < cell.labels.size(); ++index) {
            row[to_string(query.breakdown[index])] = cell.labels[index];
        }
        if (!is_ratio) {
            row["value"] = cell.count;
        } else if (cell.ratio) {
            row["value"] = *cell.ratio;
        } else {
            row["value"] = nullptr;
        }
        rows.push_back(std::move(row));
    }
    return json::value(std::move(rows));
}

/// The trail of a hit.
Result<json::value> describe_hit(storage::PlayStore& plays, const analytics::CountingRules& rules,
                                 const std::string& hit) {
    const auto bytes = from_hex(hit);
    analytics::HitId id{};
    if (!bytes || bytes->size() != id.size()) return invalid("hit", "a hit's id is 32 hexadecimal digits");
    std::memcpy(id.data(), bytes->data(), id.size());
    MOORING_TRY(const auto trail, app::measuring::explain_hit(plays, rules, id));
    const analytics::RawHit& raw = trail.hit.hit;
    json::array steps;
    for (const auto& step : trail.steps) steps.push_back(json::object{{"rule", step.rule}, {"outcome", step.outcome}});
    return json::value(json::object{{"hit_id", hit},
                                    {"at", iso8601_millis(raw.at)},
                                    {"show", raw.show_id},
                                    {"episode", raw.episode_id},
                                    {"method", raw.method},
                                    {"status", raw.status},
                                    {"range", raw.range_raw},
                                    {"sent", raw.sent_bytes},
                                    {"user_agent", raw.user_agent},
                                    {"app", trail.hit.app},
                                    {"device", trail.hit.device},
                                    {"rules_version", trail.hit.rules_version},
                                    {"disposition", to_string(trail.disposition)},
                                    {"rule", trail.hit.rule},
                                    {"steps", std::move(steps)}});
}

Result<json::value> count_verdicts(storage::PlayStore& plays, const json::object& ask) {
    analytics::DayRange range;
    MOORING_TRY(range.begin, day_of(ask, "from"));
    MOORING_TRY(range.end, day_of(ask, "to"));
    range.end += std::chrono::days{1};
    MOORING_TRY(const auto verdicts, plays.verdicts(range));
    json::array rows;
    for (const auto& verdict : verdicts) {
        rows.push_back(json::object{
            {"disposition", to_string(verdict.disposition)}, {"rule", verdict.rule}, {"hits", verdict.hits}});
    }
    return json::value(std::move(rows));
}

}  // namespace

Result<json::value> answer_ask(storage::PlayStore& plays, storage::Catalog& catalog, Instant now,
                               const analytics::CountingRules& rules, const json::object& ask) {
    if (ask.contains("hit")) return describe_hit(plays, rules, text_of(ask, "hit"));
    if (ask.contains("verdicts")) return count_verdicts(plays, ask);
    if (ask.contains("metric")) return measure(plays, catalog, now, ask);
    return json::value{};
}

}  // namespace mooring::server
