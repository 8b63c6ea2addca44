#pragma once

#include <vector>

#include "mooring/api/graphql/metrics/analytics_request.hpp"

namespace mooring::api::graphql::metrics {

using analytics::DayRange;
using analytics::Metric;
using analytics::MetricQuery;
using analytics::MetricTable;
using app::reporting::WindowDays;

/// One object that a number is asked of: a show, or an episode of it.
struct Subject {
    const ShowNode* show = nullptr;
    const EpisodeNode* episode = nullptr;  ///< null: the show as a whole

    analytics::Subject of_plays() const;
};

/// Objects of one kind that are asked the same, and so in one question.
struct Subjects {
    const Context& context;
    std::vector<Subject> all;
    WindowDays days;                    ///< of all of them; with `each`, what these lie within
    bool is_running = false;            ///< points of counts are running totals
    std::vector<WindowDays> each = {};  ///< the days of each episode, where they differ; of totals only

    std::size_t size() const { return all.size(); }

    /// A question about the days that count; `ask` fills its subject in.
    MetricQuery question(Metric metric, Bucket bucket = Bucket::total) const;
    /// One table for each subject, in order. The store is asked once where it can tell them apart in one answer.
    Result<std::vector<MetricTable>> ask(MetricQuery query) const;
    const WindowDays& days_of(std::size_t index) const { return each.empty() ? days : each[index]; }
    /// The same subjects over the days of equal length just before.
    Subjects before() const;

private:
    Result<std::vector<MetricTable>> ask_one_by_one(MetricQuery query) const;
};

/// The days from the earlier beginning to the later end.
WindowDays around(const WindowDays& one, const WindowDays& other);

}  // namespace mooring::api::graphql::metrics
