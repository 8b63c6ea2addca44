#include "mooring/server/demo_plays.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "mooring/app/measuring/invented_plays.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/server/measuring.hpp"

namespace mooring::server {
namespace {

using app::measuring::InventedEpisode;
using app::measuring::InventionPlan;

constexpr std::uint64_t demo_seed = 20260303;
constexpr std::int64_t plays_in_a_list = 10'000;
constexpr std::chrono::minutes length_of_unknown{20};

Result<std::vector<InventedEpisode>> published_episodes(Storage& storage) {
    const Instant now = storage.clock->now();
    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<std::vector<InventedEpisode>> {
        std::vector<InventedEpisode> found;
        MOORING_TRY(const auto shows, catalog.shows().list(std::nullopt));
        for (const auto& show : shows) {
            MOORING_TRY(const auto episodes, catalog.episodes().list_all(show.id, 0, plays_in_a_list));
            for (const auto& episode : episodes) {
                const auto* media = std::get_if<domain::StoredMedia>(&episode.media);
                if (media == nullptr || !domain::visible(show, episode, now)) continue;
                found.push_back({.show = show.id,
                                 .episode = episode.id,
                                 .published_at = *episode.publish_at,
                                 .duration = media->duration.value_or(length_of_unknown),
                                 .revision = media->sha256});
            }
        }
        return found;
    });
}

}  // namespace

Result<void> fill_demo_plays(Storage& storage, const Config& config, std::int64_t plays) {
    if (plays <= 0) return ok();
    InventionPlan plan{
        .plays = plays, .today = std::chrono::floor<std::chrono::days>(storage.clock->now()), .seed = demo_seed};
    MOORING_TRY(plan.episodes, published_episodes(storage));
    MOORING_TRY(const auto store, open_plays(config));
    const bool is_terminal = ::isatty(STDERR_FILENO) == 1 && plays > 500'000;
    return app::measuring::invent_plays(plan, *store, [&](std::int64_t done) {
        if (is_terminal)
            std::cerr << "\rinventing plays: " << done * 100 / plays << " %" << (done >= plays ? "\n" : "")
                      << std::flush;
    });
}

}  // namespace mooring::server
