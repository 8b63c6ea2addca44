#include "invented_history.hpp"

#include <array>

#include "mooring/analytics/listening/heard_code.hpp"

namespace mooring::storage {

namespace {

using analytics::IntervalSet;
using analytics::Play;
using analytics::PlayKind;

template <std::size_t N>
std::string one_of(std::mt19937& random, const std::array<const char*, N>& values) {
    return values[random() % N];
}

std::int64_t below(std::mt19937& random, unsigned bound) {
    return static_cast<std::int64_t>(random() % bound);
}

Instant some_time(std::mt19937& random) {
    return invented_begin + std::chrono::seconds{below(random, invented_days * 86'400)};
}

/// Episode n belongs to show n % 3 + 1.
domain::ShowId show_of(std::int64_t episode) {
    return domain::ShowId{episode % 3 + 1};
}

analytics::PlayContext some_context(std::mt19937& random) {
    return {.app = one_of(random, std::array{"Overcast", "Pocket Casts", "Spotify", "Mooring Player", "Other"}),
            .device = one_of(random, std::array{"iPhone", "Android", "Mac"}),
            .system = one_of(random, std::array{"iOS", "Android", "macOS"}),
            .country = one_of(random, std::array{"DE", "NO", "ZZ"}),
            .region = one_of(random, std::array{"Hamburg", "Bremen", ""}),
            .city = one_of(random, std::array{"Hamburg", "Bergen", ""}),
            .referrer = one_of(random, std::array{"", "example.com"}),
            .source = one_of(random, std::array{"local", "redirect"}),
            .age = one_of(random, std::array{"", "23-27", "28-34"}),
            .gender = one_of(random, std::array{"", "FEMALE", "MALE"})};
}

Play some_download(std::mt19937& random) {
    const std::int64_t episode = below(random, 6) + 10;
    return {.kind = random() % 8 == 0 ? PlayKind::own_player_download : PlayKind::download,
            .show = show_of(episode),
            .episode = domain::EpisodeId{episode},
            .at = some_time(random),
            .listener = 1'000 + static_cast<std::uint64_t>(below(random, 30)),
            .context = some_context(random)};
}

Play some_session(std::mt19937& random) {
    const std::int64_t episode = below(random, 6) + 10;
    Play play{.kind = PlayKind::session,
              .key = random(),
              .show = show_of(episode),
              .episode = domain::EpisodeId{episode},
              .at = some_time(random),
              .listener = static_cast<std::uint64_t>(below(random, 25)) + 1,
              .context = some_context(random)};
    IntervalSet heard;
    for (std::int64_t stretches = below(random, 3) + 1; stretches > 0; --stretches) {
        const std::int64_t begin = below(random, 90'000);
        const std::int64_t end = std::min<std::int64_t>(begin + below(random, 60'000) + 1, 90'500);
        heard.add(begin, end);
        play.listened_ms += end - begin;
    }
    play.is_start = true;
    play.is_play = play.listened_ms >= 30'000;
    play.is_stream = play.listened_ms >= 60'000;
    play.is_video = random() % 5 == 0;
    play.foreground_ms = random() % 2 == 0 ? play.listened_ms : 0;
    play.revision = random() % 6 == 0 ? "r2" : "r1";
    play.duration_ms = 90'500;
    play.heard = encode_heard(heard);
    return play;
}

}  // namespace

InventedHistory invent_history(std::mt19937& random, int plays) {
    InventedHistory history;
    for (int count = 0; count < plays; ++count) {
        history.plays.push_back(random() % 3 == 0 ? some_download(random) : some_session(random));
    }
    for (int count = 0; count < plays / 2; ++count) {
        const std::int64_t episode = below(random, 6) + 10;
        history.impressions.push_back({.key = random(),
                                       .show = show_of(episode),
                                       .episode = domain::EpisodeId{random() % 4 == 0 ? 0 : episode},
                                       .actor = static_cast<std::uint64_t>(below(random, 40)) + 1,
                                       .at = some_time(random),
                                       .is_open = random() % 5 == 0,
                                       .surface = one_of(random, std::array{"HOME", "SEARCH", "LIBRARY", "OTHER"})});
    }
    for (int count = 0; count < plays / 6; ++count) {
        history.follows.push_back({.show = show_of(below(random, 3)),
                                   .listener = static_cast<std::uint64_t>(below(random, 25)) + 1,
                                   .at = some_time(random),
                                   .follows = random() % 3 != 0});
    }
    return history;
}

analytics::MetricQuery invent_query(std::mt19937& random) {
    using analytics::Bucket;
    for (;;) {
        analytics::MetricQuery query;
        query.metric = analytics::metric_catalog()[random() % analytics::metric_catalog().size()].metric;
        query.bucket = static_cast<Bucket>(random() % 5);
        query.days.begin = invented_begin + std::chrono::days{below(random, 60) - 5};
        query.days.end = query.days.begin + std::chrono::days{below(random, 70)};
        if (random() % 2 == 0) query.subject.shows.push_back(domain::ShowId{below(random, 3) + 1});
        if (random() % 4 == 0) query.subject.episodes.push_back(domain::EpisodeId{below(random, 6) + 10});
        for (auto dimensions = random() % 3; dimensions > 0; --dimensions) {
            query.breakdown.push_back(static_cast<analytics::Dimension>(random() % 15));
        }
        if (random() % 4 == 0) query.filters.push_back({analytics::Dimension::country, "DE"});
        for (std::int64_t episode = 10; query.metric == analytics::Metric::sd_first_30d && episode < 15; ++episode) {
            query.publications.push_back(
                {domain::EpisodeId{episode}, invented_begin + std::chrono::days{below(random, 70) - 10}});
        }
        query.is_running = random() % 5 == 0;
        if (random() % 6 == 0) {
            query.bucket = Bucket::total;
            query.breakdown = {analytics::Dimension::episode};
            for (std::int64_t episode = 10; episode < 14; ++episode) {
                const auto begin = invented_begin + std::chrono::days{below(random, 60)};
                query.episode_days.push_back(
                    {domain::EpisodeId{episode}, {begin, begin + std::chrono::days{below(random, 20)}}});
            }
        }
        query.limit = random() % 4 == 0 ? 2 : 0;
        if (check(query)) return query;
    }
}

PlayBatch batch_of(const InventedHistory& history) {
    PlayBatch batch;
    batch.changes.put = history.plays;
    batch.impressions = history.impressions;
    batch.follows = history.follows;
    return batch;
}

}  // namespace mooring::storage
