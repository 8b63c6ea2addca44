#include "mooring/app/engagement/clips.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "mooring/app/publishing/companions.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/domain/episode_state.hpp"

namespace mooring::app::engagement {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t id_length = 22;
constexpr double longest_seconds = 1e6;

/// Nothing when it is no time of a recording.
std::optional<milliseconds> time_of(double seconds) {
    if (!(seconds >= 0) || seconds > longest_seconds) return std::nullopt;
    return milliseconds{std::llround(seconds * 1000)};
}

/// Hexadecimal digits are digits of base 62 too.
std::string id_of(const Episode& episode, milliseconds start, milliseconds duration) {
    const std::string name =
        episode.opaque_id + " " + std::to_string(start.count()) + " " + std::to_string(duration.count());
    return to_hex(sha256(name)).substr(0, id_length);
}

}  // namespace

std::vector<Clip> clips_of(const Episode& episode) {
    const auto length = publishing::media_duration(episode);
    std::vector<Clip> clips;
    for (const domain::Soundbite& bite : episode.tags.soundbites) {
        const auto start = time_of(bite.start_seconds);
        const auto duration = time_of(bite.duration_seconds);
        if (!start || !duration || duration->count() == 0) continue;
        if (length && *start + *duration > *length) continue;
        clips.push_back({id_of(episode, *start, *duration), bite.title, *start, *duration});
    }
    return clips;
}

Result<std::vector<EpisodeClips>> show_clips(CatalogSnapshot& catalog, ShowId show, Instant now) {
    constexpr std::int64_t page = 500;
    std::vector<EpisodeClips> found;
    for (std::int64_t offset = 0;; offset += page) {
        MOORING_TRY(std::vector<Episode> episodes, catalog.episodes().list_all(show, offset, page));
        const bool is_last = std::ssize(episodes) < page;
        for (Episode& episode : episodes) {
            const bool is_out = domain::status_at(episode, now) == domain::EpisodeStatus::published;
            if (!is_out || episode.archived_at || episode.deleted_at || episode.tags.soundbites.empty()) continue;
            std::vector<Clip> clips = clips_of(episode);
            if (!clips.empty()) found.push_back({std::move(episode), std::move(clips)});
        }
        if (is_last) break;
    }
    std::ranges::sort(found, std::greater{}, [](const EpisodeClips& one) {
        return std::pair{one.episode.publish_at.value_or(one.episode.created_at), one.episode.id};
    });
    return found;
}

}  // namespace mooring::app::engagement
