#include "mooring/api/graphql/metrics/window_begins.hpp"

#include <algorithm>

namespace mooring::api::graphql::metrics {
namespace {

using std::chrono::sys_days;

sys_days day_of(Instant at) {
    return std::chrono::floor<std::chrono::days>(at);
}

/// The first publication of a show that has come.
Result<std::optional<Instant>> first_publication(CatalogSnapshot& catalog, ShowId show, Instant now) {
    MOORING_TRY(const auto outlines, catalog.episodes().outline(show));
    std::optional<Instant> first;
    for (const auto& outline : outlines) {
        const bool is_out = outline.is_kept && outline.status != domain::EpisodeStatus::draft && outline.publish_at &&
                            *outline.publish_at <= now;
        if (is_out && (!first || *outline.publish_at < *first)) first = outline.publish_at;
    }
    return first;
}

struct Start {
    std::optional<sys_days> published;
    sys_days made;
};

Result<Start> start_of(CatalogSnapshot& catalog, const Subject& subject, Instant now) {
    if (subject.episode != nullptr) {
        const Episode& episode = subject.episode->episode;
        const auto published = episode.publish_at ? std::optional{day_of(*episode.publish_at)} : std::nullopt;
        return Start{published, day_of(episode.created_at)};
    }
    MOORING_TRY(const auto first, first_publication(catalog, subject.show->show.id, now));
    return Start{first ? std::optional{day_of(*first)} : std::nullopt, day_of(subject.show->show.created_at)};
}

sys_days earliest(const Start& start, const std::optional<sys_days>& first_event) {
    if (start.published && first_event) return std::min(*start.published, *first_event);
    return first_event ? *first_event : start.published.value_or(start.made);
}

/// The first event of any of them.
Result<std::optional<sys_days>> first_of_all(const Context& context, const std::vector<Subject>& subjects) {
    analytics::Subject all;
    for (const Subject& subject : subjects) {
        const analytics::Subject one = subject.of_plays();
        all.shows.insert(all.shows.end(), one.shows.begin(), one.shows.end());
        all.episodes.insert(all.episodes.end(), one.episodes.begin(), one.episodes.end());
    }
    return context.services.reports.first_day(all);
}

}  // namespace

Result<std::vector<sys_days>> window_begins(const Context& context, const std::vector<Subject>& subjects,
                                            const Window& window, Begins begins) {
    const bool is_all_time = window.kind == Window::Kind::all_time;
    if (subjects.empty() || (!is_all_time && !window.is_from_publication())) {
        return std::vector<sys_days>(subjects.size());
    }
    MOORING_TRY(const auto starts, context.read([&](CatalogSnapshot& catalog) -> Result<std::vector<Start>> {
        std::vector<Start> found;
        for (const Subject& subject : subjects) {
            MOORING_TRY(const Start start, start_of(catalog, subject, context.now));
            found.push_back(start);
        }
        return found;
    }));
    std::vector<sys_days> days;
    if (!is_all_time) {
        for (const Start& start : starts) days.push_back(start.published.value_or(start.made));
        return days;
    }
    if (begins == Begins::own || subjects.size() == 1) {
        for (std::size_t index = 0; index < subjects.size(); ++index) {
            MOORING_TRY(const auto first_event, context.services.reports.first_day(subjects[index].of_plays()));
            days.push_back(earliest(starts[index], first_event));
        }
        return days;
    }
    MOORING_TRY(const auto first_event, first_of_all(context, subjects));
    sys_days common = earliest(starts.front(), first_event);
    for (const Start& start : starts) common = std::min(common, earliest(start, first_event));
    return std::vector<sys_days>(subjects.size(), common);
}

}  // namespace mooring::api::graphql::metrics
