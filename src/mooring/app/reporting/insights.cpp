#include "mooring/app/reporting/insights.hpp"

#include <algorithm>
#include <array>

#include "mooring/app/background/job_payload.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/app/reporting/country_names.hpp"
#include "mooring/app/reporting/insight_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::reporting {
namespace {

using analytics::Bucket;
using analytics::DayRange;
using analytics::Dimension;
using analytics::Metric;
using analytics::MetricQuery;
using background::StepOutcome;
using domain::Insight;

constexpr std::size_t id_length = 16;
/// Plays may be away for a while; nobody waits for an insight for a week.
constexpr std::array<std::chrono::seconds, 5> waits{std::chrono::seconds{2}, std::chrono::seconds{10},
                                                    std::chrono::minutes{1}, std::chrono::minutes{10},
                                                    std::chrono::hours{1}};

/// Questions about what an insight is about.
class Asked {
public:
    Asked(const Reports& reports, const Insight& insight) : reports_(reports), days_{insight.begin, insight.end} {
        subject_.shows = {insight.show};
        if (insight.episode) subject_.episodes = {*insight.episode};
    }

    DayRange days() const { return days_; }
    /// Whether there are days of equal length before that may hold something.
    Result<bool> has_before() const {
        MOORING_TRY(const auto first, reports_.first_day(subject_));
        return first.has_value() && *first < days_.begin;
    }
    Result<std::int64_t> count(Metric metric, DayRange days) const {
        MOORING_TRY(const auto table, reports_.answer(question(metric, days)));
        return table.cells.empty() ? 0 : table.cells.front().count;
    }
    Result<std::optional<double>> ratio(Metric metric) const {
        MOORING_TRY(const auto table, reports_.answer(question(metric, days_)));
        return table.cells.empty() ? std::nullopt : table.cells.front().ratio;
    }
    Result<analytics::MetricTable> by_day(Metric metric) const {
        MetricQuery query = question(metric, days_);
        query.bucket = Bucket::day;
        return reports_.answer(query);
    }
    /// The largest value whose name is known, and its share of `total`.
    Result<std::optional<LargestShare>> largest(Dimension dimension, std::int64_t total) const {
        MetricQuery query = question(Metric::sd, days_);
        query.breakdown = {dimension};
        MOORING_TRY(const auto table, reports_.answer(query));
        for (const analytics::MetricCell& cell : table.cells) {
            const std::string& name = cell.labels.front();
            if (name.empty() || name == "ZZ" || cell.count == 0) continue;
            return std::optional{LargestShare{name, static_cast<double>(cell.count) / static_cast<double>(total)}};
        }
        return std::optional<LargestShare>{};
    }

private:
    MetricQuery question(Metric metric, DayRange days) const {
        MetricQuery query;
        query.subject = subject_;
        query.metric = metric;
        query.days = days;
        return query;
    }

    const Reports& reports_;
    DayRange days_;
    analytics::Subject subject_;
};

Result<void> add_plays(const Asked& asked, InsightFacts& facts) {
    MOORING_TRY(facts.plays, asked.count(Metric::sd, asked.days()));
    MOORING_TRY(const bool has_before, asked.has_before());
    if (has_before) {
        const auto length = std::chrono::days{asked.days().days()};
        MOORING_TRY(facts.plays_before, asked.count(Metric::sd, {asked.days().begin - length, asked.days().begin}));
    }
    if (asked.days().days() < 2 || facts.plays == 0) return ok();
    MOORING_TRY(const auto daily, asked.by_day(Metric::sd));
    const auto best = std::ranges::max_element(daily.cells, {}, &analytics::MetricCell::count);
    facts.best_day = std::chrono::floor<std::chrono::days>(best->begin);
    facts.best_day_plays = best->count;
    return ok();
}

Result<void> add_people(const Asked& asked, bool is_of_show, InsightFacts& facts) {
    MOORING_TRY(facts.listeners, asked.count(Metric::listeners, asked.days()));
    if (facts.listeners == 0) return ok();
    MOORING_TRY(facts.completion, asked.ratio(Metric::completion_rate));
    if (!is_of_show) return ok();
    MOORING_TRY(facts.new_listeners, asked.count(Metric::new_listeners, asked.days()));
    MOORING_TRY(facts.follower_growth, asked.count(Metric::follower_growth, asked.days()));
    return ok();
}

}  // namespace

Result<Insight> ask_for_insight(storage::CatalogTransaction& tx, Random& random, Instant now, domain::ShowId show,
                                std::optional<domain::EpisodeId> episode, DayRange days) {
    Insight insight;
    insight.id = "ins_" + random_base62(random, id_length);
    insight.show = show;
    insight.episode = episode;
    insight.begin = days.begin;
    insight.end = days.end;
    insight.asked_at = now;
    MOORING_CHECK(tx.insight_writer().insert(insight, most_insights));
    MOORING_CHECK(tx.job_writer().enqueue(
        {std::string{job_kind::write_insight}, "{\"insight\":\"" + insight.id + "\"}", insight.id, now}));
    return insight;
}

Result<domain::InsightFeedback> rate_insight(storage::CatalogTransaction& tx, Random& random, Instant now,
                                             const Insight& insight, domain::AccountId account,
                                             domain::InsightRating rating, std::string comment) {
    MOORING_TRY(const auto present, tx.insights().find_feedback(insight.id, account));
    domain::InsightFeedback feedback{present ? present->id : "fb_" + random_base62(random, id_length),
                                     insight.id,
                                     account,
                                     rating,
                                     std::move(comment),
                                     now};
    MOORING_CHECK(tx.insight_writer().put_feedback(feedback));
    return feedback;
}

Result<std::string> WriteInsights::text_of(const Insight& insight) const {
    const Asked asked{reports_, insight};
    InsightFacts facts;
    facts.begin = insight.begin;
    facts.end = insight.end;
    if (asked.days().days() == 0) return insight_text(facts);
    MOORING_CHECK(add_plays(asked, facts));
    MOORING_CHECK(add_people(asked, !insight.episode, facts));
    if (facts.plays > 0) {
        MOORING_TRY(facts.country, asked.largest(Dimension::country, facts.plays));
        if (facts.country) facts.country->name = country_name(facts.country->name);
        MOORING_TRY(facts.app, asked.largest(Dimension::app, facts.plays));
        if (!insight.episode) {
            MOORING_TRY(facts.episode, asked.largest(Dimension::episode, facts.plays));
        }
    }
    if (facts.episode) {
        const auto id = parse_decimal(facts.episode->name);
        MOORING_TRY(const auto episode, catalog_.read([&](storage::CatalogSnapshot& catalog) {
            return catalog.episodes().find(domain::EpisodeId{id.value_or(0)});
        }));
        if (episode && !episode->title.empty()) {
            facts.episode->name = episode->title;
        } else {
            facts.episode.reset();
        }
    }
    return insight_text(facts);
}

StepOutcome WriteInsights::run(const storage::Job& job) {
    const auto id = background::payload_text(job.payload, "insight");
    if (!id) return StepOutcome::give_up("the payload cannot be read");
    const auto again = [&](const Error& error) {
        return background::retry_or_give_up(job, clock_.now(), waits, error.message);
    };
    const auto insight = catalog_.read([&](storage::CatalogSnapshot& view) { return view.insights().find(*id); });
    if (!insight) return again(insight.error());
    if (!*insight || (*insight)->written_at) return StepOutcome::done();
    const auto text = text_of(**insight);
    if (!text) return again(text.error());
    const auto written = catalog_.write(
        [&](storage::CatalogTransaction& tx) { return tx.insight_writer().write(*id, *text, clock_.now()); });
    return written ? StepOutcome::done() : again(written.error());
}

}  // namespace mooring::app::reporting
