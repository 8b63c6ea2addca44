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

Start start_of(const Episode& episode) {
    const auto published = episode.publish_at ? std::optional{day_of(*episode.publish_at)} : std::nullopt;
    return {published, day_of(episode.created_at)};
}

sys_days earliest(const Start& start, const std::optional<sys_days>& first_event) {
    if (start.published && first_event) return std::min(*start.published, *first_event);
    return first_event ? *first_event : start.published.value_or(start.made);
}

/// Facts are not older; and a question about the days since is not too long.
sys_days before_every_fact(Instant now) {
    return std::max(sys_days{std::chrono::year{1990} / 1 / 1},
                    day_of(now) - std::chrono::days{analytics::most_days - 1});
}

/// The first event of each, in order.
Result<std::vector<std::optional<sys_days>>> first_events(const Context& context,
                                                          const std::vector<Subject>& subjects) {
    const app::reporting::Reports& reports = context.services.reports;
    std::vector<std::optional<sys_days>> found;
    if (subjects.size() > 1 && subjects.front().episode != nullptr) {
        analytics::Subject all;
        for (const Subject& subject : subjects) {
            const analytics::Subject one = subject.of_plays();
            if (std::ranges::find(all.shows, one.shows.front()) == all.shows.end()) {
                all.shows.push_back(one.shows.front());
            }
            all.episodes.push_back(one.episodes.front());
        }
        MOORING_TRY(const auto first, reports.first_days(all));
        for (const Subject& subject : subjects) {
            const auto day = first.find(subject.episode->episode.id);
            found.push_back(day == first.end() ? std::nullopt : std::optional{day->second});
        }
        return found;
    }
    for (const Subject& subject : subjects) {
        MOORING_TRY(const auto first, reports.first_day(subject.of_plays()));
        found.push_back(first);
    }
    return found;
}

/// What the catalog says of each, in order. It is asked about shows only.
Result<std::vector<Start>> starts_of(const Context& context, const std::vector<Subject>& subjects) {
    std::vector<Start> found;
    if (subjects.front().episode != nullptr) {
        for (const Subject& subject : subjects) found.push_back(start_of(subject.episode->episode));
        return found;
    }
    return context.read([&](CatalogSnapshot& catalog) -> Result<std::vector<Start>> {
        for (const Subject& subject : subjects) {
            MOORING_TRY(const auto first, first_publication(catalog, subject.show->show.id, context.now));
            found.push_back(
                {first ? std::optional{day_of(*first)} : std::nullopt, day_of(subject.show->show.created_at)});
        }
        return found;
    });
}

}  // namespace

Result<std::vector<sys_days>> window_begins(const Context& context, const std::vector<Subject>& subjects,
                                            const Window& window, Begins begins) {
    const bool is_all_time = window.kind == Window::Kind::all_time;
    if (subjects.empty() || (!is_all_time && !window.is_from_publication())) {
        return std::vector<sys_days>(subjects.size());
    }
    if (is_all_time && begins == Begins::early) {
        return std::vector<sys_days>(subjects.size(), before_every_fact(context.now));
    }
    MOORING_TRY(const auto starts, starts_of(context, subjects));
    std::vector<sys_days> days;
    if (!is_all_time) {
        for (const Start& start : starts) days.push_back(start.published.value_or(start.made));
        return days;
    }
    MOORING_TRY(const auto first, first_events(context, subjects));
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        days.push_back(earliest(starts[index], first[index]));
    }
    return days;
}

}  // namespace mooring::api::graphql::metrics
