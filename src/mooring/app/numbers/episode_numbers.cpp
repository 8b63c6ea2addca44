#include "mooring/app/numbers/episode_numbers.hpp"

#include <algorithm>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/domain/episode_state.hpp"

namespace mooring::app::numbers {

namespace {

using domain::EpisodeStatus;
using storage::EpisodeOutline;

constexpr std::size_t audience_episodes = 10;

/// When an episode came out, if it has.
std::optional<Instant> published_at(EpisodeStatus status, const std::optional<Instant>& publish_at, Instant now) {
    if (status == EpisodeStatus::draft || !publish_at) return std::nullopt;
    return status == EpisodeStatus::published || *publish_at <= now ? publish_at : std::nullopt;
}

std::int64_t whole_seconds(const std::optional<std::chrono::milliseconds>& duration) {
    return duration ? std::chrono::floor<std::chrono::seconds>(*duration).count() : 0;
}

}  // namespace

Result<std::optional<sys_days>> first_publication(CatalogSnapshot& catalog, ShowId show, Instant now) {
    MOORING_TRY(const std::vector<EpisodeOutline> outline, catalog.episodes().outline(show));
    std::optional<Instant> first;
    for (const EpisodeOutline& one : outline) {
        const auto published = one.is_kept ? published_at(one.status, one.publish_at, now) : std::nullopt;
        if (published && (!first || *published < *first)) first = published;
    }
    if (!first) return std::optional<sys_days>{};
    return std::optional{today(*first)};
}

std::optional<sys_days> publication_day(const domain::Episode& episode, Instant now) {
    const auto published = published_at(episode.status, episode.publish_at, now);
    return published ? std::optional{today(*published)} : std::nullopt;
}

Result<std::vector<analytics::Publication>> newest_publications(CatalogSnapshot& catalog, ShowId show, Instant now) {
    MOORING_TRY(std::vector<EpisodeOutline> outline, catalog.episodes().outline(show));
    std::erase_if(outline, [&](const EpisodeOutline& one) {
        return !one.is_kept || !published_at(one.status, one.publish_at, now);
    });
    std::ranges::sort(outline, [](const EpisodeOutline& left, const EpisodeOutline& right) {
        return std::tie(right.publish_at, right.id) < std::tie(left.publish_at, left.id);
    });
    std::vector<analytics::Publication> newest;
    for (const EpisodeOutline& one : outline) {
        if (newest.size() == audience_episodes) break;
        MOORING_TRY(const auto episode, catalog.episodes().find(one.id));
        if (episode && episode->type == domain::EpisodeType::full) {
            newest.push_back({one.id, today(*one.publish_at)});
        }
    }
    return newest;
}

Result<std::optional<double>> first_days_mean(Numbers& numbers,
                                              const std::vector<analytics::Publication>& publications) {
    if (publications.empty()) return std::optional<double>{};
    MOORING_TRY(const DayRange all, numbers.all_days());
    MOORING_TRY(const auto mean,
                numbers.ratio({.metric = Metric::sd_first_30d, .days = all, .publications = publications}));
    return std::optional{mean.value_or(0)};
}

std::optional<AudioRevision> audio_revision(const domain::Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        return AudioRevision{stored->sha256, whole_seconds(stored->duration)};
    }
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        return AudioRevision{to_hex(sha256(external->url)), whole_seconds(external->duration)};
    }
    return std::nullopt;
}

std::optional<storage::RetentionQuestion> retention_question(const domain::Episode& episode, DayRange days) {
    auto audio = audio_revision(episode);
    if (!audio || audio->seconds == 0) return std::nullopt;
    return storage::RetentionQuestion{episode.show, episode.id, std::move(audio->name), audio->seconds, days};
}

Result<analytics::RetentionCurve> curve_of(Numbers& numbers, const domain::Episode& episode) {
    auto question = retention_question(episode, {});
    if (!question) return analytics::RetentionCurve{};
    return numbers.retention(*std::move(question));
}

}  // namespace mooring::app::numbers
