#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/table.hpp"
#include "mooring/app/creators/episode_page.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/episode_state.hpp"

// Plays by episode: of all time (5.3), and of each bucket (5.10).

namespace mooring::api::analytics {
namespace {

constexpr std::int64_t default_rows = 3;
constexpr std::int64_t most_rows = 1000;

/// What tables tell of an episode that is neither archived nor deleted.
struct NamedEpisode {
    std::string title, opaque_id;
    std::optional<Instant> published_at;
};

using NamedEpisodes = std::map<EpisodeId, NamedEpisode>;

NamedEpisodes named(const std::vector<Episode>& episodes, Instant now) {
    NamedEpisodes found;
    for (const Episode& episode : episodes) {
        if (episode.archived_at || episode.deleted_at) continue;
        const bool is_out = domain::status_at(episode, now) == domain::EpisodeStatus::published;
        found[episode.id] = {episode.title, episode.opaque_id, is_out ? episode.publish_at : std::nullopt};
    }
    return found;
}

/// An episode with its plays; the one that stands before another is the lesser one (5.3).
struct Ranked {
    std::int64_t plays = 0;
    std::optional<Instant> published_at;
    EpisodeId id;

    bool operator<(const Ranked& other) const {
        return std::tie(other.plays, other.published_at, id) < std::tie(plays, published_at, other.id);
    }
};

Result<NamedEpisodes> published_episodes(const Call& call) {
    MOORING_TRY(const std::vector<Episode> all, call.read([&](CatalogSnapshot& catalog) {
        return app::creators::all_episodes(catalog, call.show->id);
    }));
    NamedEpisodes found = named(all, call.now);
    std::erase_if(found, [](const auto& entry) { return !entry.second.published_at; });
    return found;
}

Result<NamedEpisodes> episodes_of(const Call& call, const std::set<EpisodeId>& wanted) {
    MOORING_TRY(const std::vector<Episode> episodes, call.read([&](CatalogSnapshot& catalog) {
        return catalog.episodes().get_many({wanted.begin(), wanted.end()});
    }));
    return named(episodes, call.now);
}

}  // namespace

Checked<Told> total_plays_by_episode(const Call& call) {
    Numbers numbers = call.numbers();
    MOORING_TRY(const DayRange all, numbers.all_days());
    MOORING_TRY(const auto plays, app::numbers::counts_of_all_days(numbers, Metric::sd));
    MOORING_TRY(const NamedEpisodes published, published_episodes(call));
    std::vector<Ranked> ranked;
    for (const auto& [id, episode] : published) {
        const auto found = plays.find(id);
        ranked.push_back({found == plays.end() ? 0 : found->second, episode.published_at, id});
    }
    std::ranges::sort(ranked, std::less<>{});
    JsonWriter json;
    begin_table(json, call);
    json.name("data").begin_object().name("rows").begin_array();
    std::int64_t rank = 0;
    for (const Ranked& row : ranked) {
        const NamedEpisode& episode = published.at(row.id);
        json.begin_array().text(episode.title).number(row.id.value).number(row.plays);
        json.number(unix_seconds(*row.published_at)).number(++rank).text("spotify:episode:" + episode.opaque_id);
        json.end_array();
    }
    json.end_array();
    write_columns(json, {{"Episode Title", "string"},
                         {"Episode ID", "integer"},
                         {"Streams & Downloads", "integer"},
                         {"Publish Time (UTC)", "time"},
                         {"Rank", "integer"},
                         {"Episode URI", "string"}});
    json.end_object().end_object();
    return Told{json.take(), all};
}

Checked<Told> plays_by_episode(const Call& call) {
    MOORING_TRY(const std::int64_t limit, read_limit(call, default_rows, most_rows));
    Numbers numbers = call.numbers();
    MOORING_TRY(const std::optional<TimeRange> range, time_range_of(call, numbers, true));
    std::map<Instant, std::map<EpisodeId, std::int64_t>> counts;
    std::set<EpisodeId> played;
    if (range) {
        MOORING_TRY(const auto cells, numbers.cells({.metric = Metric::sd,
                                                     .days = range->days(numbers.today()),
                                                     .bucket = bucket_of(range->interval),
                                                     .breakdown = {Dimension::episode}}));
        for (const MetricCell& cell : cells) {
            const auto episode = parse_decimal(cell.labels.front());
            if (!episode) continue;
            counts[bucket_begin(range->interval, cell.begin)][EpisodeId{*episode}] += cell.count;
            played.insert(EpisodeId{*episode});
        }
    }
    MOORING_TRY(const NamedEpisodes names, episodes_of(call, played));
    JsonWriter json;
    begin_table(json, call);
    json.name("parameters").begin_object();
    write_time_range(json, range);
    json.member("timeInterval", interval_of(call)).member("limit", limit).end_object();
    json.name("data").begin_object().name("rows").begin_array();
    std::vector<EpisodeId> labels;  // by first appearance
    std::map<EpisodeId, std::size_t> keys;
    for (const Instant bucket : range ? range->buckets(numbers.today()) : std::vector<Instant>{}) {
        std::vector<Ranked> ranked;
        for (const auto& [id, plays] : counts[bucket]) {
            const auto episode = names.find(id);
            if (episode != names.end()) ranked.push_back({plays, episode->second.published_at, id});
        }
        std::ranges::sort(ranked, std::less<>{});
        if (ranked.size() > static_cast<std::size_t>(limit)) ranked.resize(static_cast<std::size_t>(limit));
        for (const Ranked& row : ranked) {
            const auto [key, is_new] = keys.emplace(row.id, labels.size());
            if (is_new) labels.push_back(row.id);
            json.begin_array().number(unix_seconds(bucket)).text(std::to_string(key->second)).number(row.plays);
            json.end_array();
        }
    }
    json.end_array().name("columnHeaders").begin_array();
    json.begin_object().member("name", "Time (UTC)").member("type", "integer").flag("isDateTime", true).end_object();
    json.begin_object().member("labelKey", "EpisodeTitle").member("type", "string").end_object();
    json.begin_object().member("name", "Plays").member("type", "integer").end_object().end_array();
    json.name("labels").begin_object().name("EpisodeTitle").begin_object();
    for (std::size_t key = 0; key < labels.size(); ++key) {
        json.member(std::to_string(key), names.at(labels[key]).title);
    }
    json.end_object().end_object().end_object().end_object();
    return Told{json.take(), range ? range->days(numbers.today()) : DayRange{}};
}

}  // namespace mooring::api::analytics
