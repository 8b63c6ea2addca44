#include "mooring/storage/plays/memory/history.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "mooring/analytics/listening/heard_code.hpp"

namespace mooring::storage::memory {

namespace {

using analytics::DayRange;
using analytics::Dimension;
using analytics::IntervalSet;
using analytics::ListenerId;
using analytics::Metric;
using analytics::MetricCell;
using analytics::MetricQuery;
using analytics::Play;
using analytics::PlayKind;
using std::chrono::days;
using std::chrono::sys_days;

using Cell = std::pair<Instant, std::vector<std::string>>;  // bucket and labels

bool holds(const DayRange& range, sys_days day) {
    return range.begin <= day && day < range.end;
}

bool is_about(const analytics::Subject& subject, domain::ShowId show, domain::EpisodeId episode) {
    const auto names = [](const auto& ids, auto id) { return ids.empty() || std::ranges::find(ids, id) != ids.end(); };
    return names(subject.shows, show) && names(subject.episodes, episode);
}

std::string hour_of_week(Instant at) {
    const sys_days day = analytics::day_of(at);
    const auto weekday = (std::chrono::weekday{day} - std::chrono::Monday).count();
    return std::to_string(weekday * 24 + (at - day) / std::chrono::hours{1});
}

std::string label(const Play& play, Dimension dimension) {
    switch (dimension) {
        case Dimension::show: return std::to_string(play.show.value);
        case Dimension::episode: return std::to_string(play.episode.value);
        case Dimension::app: return play.context.app;
        case Dimension::device: return play.context.device;
        case Dimension::system: return play.context.system;
        case Dimension::country: return play.context.country;
        case Dimension::region: return play.context.region;
        case Dimension::city: return play.context.city;
        case Dimension::referrer: return play.context.referrer;
        case Dimension::source: return play.context.source;
        case Dimension::age: return play.context.age;
        case Dimension::gender: return play.context.gender;
        case Dimension::medium: return play.is_video ? "video" : "audio";
        case Dimension::hour_of_week: return hour_of_week(play.at);
        case Dimension::surface: return "";
    }
    return "";
}

std::string label(const Impression& impression, Dimension dimension) {
    if (dimension == Dimension::show) return std::to_string(impression.show.value);
    if (dimension == Dimension::episode) return std::to_string(impression.episode.value);
    return impression.surface;
}

template <class Fact>
std::vector<std::string> labels(const Fact& fact, const MetricQuery& query) {
    std::vector<std::string> values;
    for (const Dimension dimension : query.breakdown) values.push_back(label(fact, dimension));
    return values;
}

/// Whether a fact lies in its episode's own days, where episodes have some.
template <class Fact>
bool is_in_own_days(const Fact& fact, const MetricQuery& query) {
    return query.episode_days.empty() || std::ranges::any_of(query.episode_days, [&](const auto& own) {
               return own.episode == fact.episode && holds(own.days, analytics::day_of(fact.at));
           });
}

template <class Fact>
bool passes(const Fact& fact, const MetricQuery& query) {
    return is_about(query.subject, fact.show, fact.episode) && is_in_own_days(fact, query) &&
           std::ranges::all_of(query.filters,
                               [&](const auto& filter) { return label(fact, filter.dimension) == filter.value; });
}

/// Whether a play makes its listener one, by the metric's definition.
bool is_of(Metric metric, const Play& play) {
    const bool is_download = play.kind == PlayKind::download;
    switch (metric) {
        case Metric::start_listeners: return play.is_start;
        case Metric::stream_listeners: return play.is_stream;
        case Metric::download_listeners: return is_download;
        case Metric::reach: return play.is_stream || is_download;
        default: return play.is_play;
    }
}

std::int64_t worth(Metric metric, const Play& play) {
    const std::int64_t download = play.kind == PlayKind::download ? 1 : 0;
    switch (metric) {
        case Metric::downloads: return download;
        case Metric::iab_downloads: return play.kind != PlayKind::session ? 1 : 0;
        case Metric::starts: return play.is_start ? 1 : 0;
        case Metric::plays: return play.is_play ? 1 : 0;
        case Metric::streams: return play.is_stream ? 1 : 0;
        case Metric::sd: return download + (play.is_stream ? 1 : 0);
        case Metric::pd: return download + (play.is_play ? 1 : 0);
        case Metric::consumption_ms: return play.listened_ms;
        case Metric::foreground_ms: return play.foreground_ms;
        default: return 0;
    }
}

/// One question being answered.
class Answer {
public:
    Answer(const History& history, const MetricQuery& query) : history_(history), query_(query) {}

    std::vector<MetricCell> cells() const {
        using enum Metric;
        switch (query_.metric) {
            case impressions: return impression_sums();
            case new_listeners:
            case returning_listeners: return by_first_play();
            case core_fans:
            case developing_listeners:
            case fresh_listeners: return segments();
            case funnel_impressions:
            case funnel_considerations:
            case funnel_streams: return funnel();
            case followers:
            case follower_growth: return follow_states();
            case weekly_retention: return weeks();
            case completion_rate:
            case core_completion_rate: return completion();
            case core_mean_listen_ms:
            case mean_listen_ms: return mean_listening();
            case follow_rate: return follow_rates();
            case impressions_to_plays_rate: return impressions_to_plays();
            case sd_first_30d: return first_days_mean();
            default: break;
        }
        return row_of(query_.metric).kind == analytics::MetricKind::sum ? sums() : listener_cells();
    }

private:
    std::vector<Play> plays() const {
        std::vector<Play> chosen;
        for (const Play& play : history_.plays) {
            if (holds(query_.days, analytics::day_of(play.at)) && passes(play, query_)) chosen.push_back(play);
        }
        if (query_.metric == Metric::core_completion_rate || query_.metric == Metric::core_mean_listen_ms) {
            const std::set<ListenerId> core = core_fans_at_the_end();
            std::erase_if(chosen, [&](const Play& play) { return !core.contains(play.listener); });
        }
        return chosen;
    }

    std::set<ListenerId> core_fans_at_the_end() const {
        const DayRange recent{query_.days.end - days{28}, query_.days.end};
        std::map<ListenerId, std::set<sys_days>> days_with_play;
        for (const Play& play : history_.plays) {
            const sys_days day = analytics::day_of(play.at);
            if (play.is_play && passes(play, query_) && holds(recent, day)) days_with_play[play.listener].insert(day);
        }
        std::set<ListenerId> core;
        for (const auto& [listener, played] : days_with_play) {
            if (played.size() >= 4) core.insert(listener);
        }
        return core;
    }

    Cell cell_of(const Play& play) const { return {bucket_begin(query_, play.at), labels(play, query_)}; }

    std::vector<MetricCell> sums() const {
        std::map<Cell, std::int64_t> sums;
        for (const Play& play : plays()) sums[cell_of(play)] += worth(query_.metric, play);
        return cells_of(sums);
    }

    std::vector<MetricCell> impression_sums() const {
        std::map<Cell, std::int64_t> sums;
        for (const Impression& seen : history_.impressions) {
            if (seen.is_open || !holds(query_.days, analytics::day_of(seen.at)) || !passes(seen, query_)) continue;
            ++sums[{bucket_begin(query_, seen.at), labels(seen, query_)}];
        }
        return cells_of(sums);
    }

    static std::vector<MetricCell> cells_of(const std::map<Cell, std::int64_t>& counts) {
        std::vector<MetricCell> cells;
        for (const auto& [cell, count] : counts) {
            cells.push_back({.begin = cell.first, .labels = cell.second, .count = count});
        }
        return cells;
    }

    static std::vector<MetricCell> cells_of(const std::map<Cell, std::set<ListenerId>>& sets) {
        std::map<Cell, std::int64_t> counts;
        for (const auto& [cell, set] : sets) counts[cell] = static_cast<std::int64_t>(set.size());
        return cells_of(counts);
    }

    /// Listeners of each bucket; with running totals each of them in their first bucket only.
    std::map<Cell, std::set<ListenerId>> listener_sets(Metric metric) const {
        std::map<Cell, std::set<ListenerId>> sets;
        for (const Play& play : plays()) {
            if (is_of(metric, play)) sets[cell_of(play)].insert(play.listener);
        }
        if (!query_.is_running) return sets;
        std::set<ListenerId> seen;
        for (auto& [cell, set] : sets) {
            std::erase_if(set, [&](ListenerId listener) { return !seen.insert(listener).second; });
        }
        return sets;
    }

    std::vector<MetricCell> listener_cells() const {
        auto sets = listener_sets(query_.metric);
        if (query_.metric != Metric::foreground_listeners) return cells_of(sets);
        std::map<Cell, std::set<ListenerId>> in_front;
        for (const Play& play : plays()) {
            if (play.foreground_ms > 0) in_front[cell_of(play)].insert(play.listener);
        }
        if (query_.is_running) return cells_of(later_of_both(sets, in_front));
        for (auto& [cell, set] : sets) {
            std::erase_if(set, [&](ListenerId listener) { return !in_front[cell].contains(listener); });
        }
        return cells_of(sets);
    }

    /// Those in both, each in the first bucket by which they were in both.
    static std::map<Cell, std::set<ListenerId>> later_of_both(const std::map<Cell, std::set<ListenerId>>& heard,
                                                              const std::map<Cell, std::set<ListenerId>>& in_front) {
        std::map<ListenerId, Cell> first_heard;
        for (const auto& [cell, set] : heard) {
            for (const ListenerId listener : set) first_heard.emplace(listener, cell);
        }
        std::map<Cell, std::set<ListenerId>> sets;
        std::set<ListenerId> seen;
        for (const auto& [cell, set] : in_front) {
            for (const ListenerId listener : set) {
                const auto first = first_heard.find(listener);
                if (first == first_heard.end() || !seen.insert(listener).second) continue;
                sets[std::max(first->second, cell)].insert(listener);
            }
        }
        return sets;
    }

    /// The first play ever of the shows asked about, whatever the range and the episodes.
    std::map<ListenerId, sys_days> first_plays() const {
        std::map<ListenerId, sys_days> first;
        for (const Play& play : history_.plays) {
            if (!play.is_play || !is_about({.shows = query_.subject.shows}, play.show, play.episode)) continue;
            const sys_days day = analytics::day_of(play.at);
            const auto [entry, is_new] = first.emplace(play.listener, day);
            if (!is_new) entry->second = std::min(entry->second, day);
        }
        return first;
    }

    std::vector<MetricCell> by_first_play() const {
        const auto first = first_plays();
        auto sets = listener_sets(Metric::listeners);
        for (auto& [cell, set] : sets) {
            std::erase_if(set, [&](ListenerId listener) {
                const bool is_new = first.at(listener) >= cell.first;
                return is_new != (query_.metric == Metric::new_listeners);
            });
        }
        return cells_of(sets);
    }

    /// For each day: of the 28 days that end with it; for a range as a whole: of the range, fans by its last 28 days.
    std::vector<MetricCell> segments() const {
        const auto first = first_plays();
        std::vector<MetricCell> cells;
        for (const auto& [begin, end] : buckets_of(query_)) {
            const sys_days last = std::chrono::floor<days>(end);
            const DayRange recent{last - days{28}, last};
            const DayRange range =
                query_.bucket == analytics::Bucket::day ? recent : DayRange{std::chrono::floor<days>(begin), last};
            std::set<ListenerId> audience;
            std::map<ListenerId, std::set<sys_days>> days_with_play;
            for (const Play& play : history_.plays) {
                if (!play.is_play || !passes(play, query_)) continue;
                const sys_days day = analytics::day_of(play.at);
                if (holds(range, day)) audience.insert(play.listener);
                if (holds(recent, day)) days_with_play[play.listener].insert(day);
            }
            std::int64_t count = 0;
            for (const ListenerId listener : audience) {
                const bool is_core = days_with_play[listener].size() >= 4;
                const bool is_fresh = !is_core && first.at(listener) >= range.begin;
                const Metric segment = is_core    ? Metric::core_fans
                                       : is_fresh ? Metric::fresh_listeners
                                                  : Metric::developing_listeners;
                count += segment == query_.metric ? 1 : 0;
            }
            cells.push_back({.begin = begin, .count = count});
        }
        return cells;
    }

    std::vector<MetricCell> funnel() const {
        std::map<ListenerId, Instant> saw;
        for (const Impression& seen : history_.impressions) {
            if (seen.is_open || !holds(query_.days, analytics::day_of(seen.at)) || !passes(seen, query_)) continue;
            const auto [entry, is_new] = saw.emplace(seen.actor, seen.at);
            if (!is_new) entry->second = std::min(entry->second, seen.at);
        }
        std::set<ListenerId> considered;
        const auto consider = [&](ListenerId actor, Instant at) {
            const auto entry = saw.find(actor);
            if (entry != saw.end() && at > entry->second) considered.insert(actor);
        };
        for (const Impression& seen : history_.impressions) {
            if (seen.is_open && holds(query_.days, analytics::day_of(seen.at)) && passes(seen, query_)) {
                consider(seen.actor, seen.at);
            }
        }
        for (const FollowEvent& event : history_.follows) {
            const bool is_meant = is_about({.shows = query_.subject.shows}, event.show, {});
            if (event.follows && is_meant && holds(query_.days, analytics::day_of(event.at))) {
                consider(event.listener, event.at);
            }
        }
        std::set<ListenerId> streamed;
        for (const Play& play : plays()) {
            if (play.is_start) consider(play.listener, play.at);
            if (play.is_stream) streamed.insert(play.listener);
        }
        std::erase_if(streamed, [&](ListenerId listener) { return !considered.contains(listener); });
        const std::size_t count = query_.metric == Metric::funnel_impressions      ? saw.size()
                                  : query_.metric == Metric::funnel_considerations ? considered.size()
                                                                                   : streamed.size();
        return {{.begin = query_.days.begin, .count = static_cast<std::int64_t>(count)}};
    }

    /// Who follows after all that was said before `end`.
    std::set<std::pair<std::int64_t, ListenerId>> followers_before(Instant end) const {
        std::set<std::pair<std::int64_t, ListenerId>> followers;
        for (const FollowEvent& event : history_.follows) {
            if (event.at >= end || !is_about({.shows = query_.subject.shows}, event.show, {})) continue;
            if (event.follows) {
                followers.emplace(event.show.value, event.listener);
            } else {
                followers.erase({event.show.value, event.listener});
            }
        }
        return followers;
    }

    std::vector<MetricCell> follow_states() const {
        std::vector<MetricCell> cells;
        for (const auto& [begin, end] : buckets_of(query_)) {
            auto count = static_cast<std::int64_t>(followers_before(end).size());
            if (query_.metric == Metric::follower_growth) {
                count -= static_cast<std::int64_t>(followers_before(begin).size());
            }
            cells.push_back({.begin = begin, .count = count});
        }
        return cells;
    }

    std::set<ListenerId> listeners_in(const DayRange& range) const {
        std::set<ListenerId> listeners;
        for (const Play& play : history_.plays) {
            if (play.is_play && holds(range, analytics::day_of(play.at)) && passes(play, query_)) {
                listeners.insert(play.listener);
            }
        }
        return listeners;
    }

    std::vector<MetricCell> weeks() const {
        MetricQuery weekly = query_;
        weekly.bucket = analytics::Bucket::week;
        std::vector<MetricCell> cells;
        for (const auto& [begin, end] : buckets_of(weekly)) {
            const sys_days monday = std::chrono::floor<days>(begin);
            const auto now = listeners_in({monday, monday + days{7}});
            const auto before = listeners_in({monday - days{7}, monday});
            const auto both =
                std::ranges::count_if(now, [&](ListenerId listener) { return before.contains(listener); });
            MetricCell cell{.begin = begin};
            if (!now.empty()) cell.ratio = static_cast<double>(both) / static_cast<double>(now.size());
            cells.push_back(cell);
        }
        if (query_.bucket == analytics::Bucket::week || cells.empty()) return cells;
        return {{.begin = query_.days.begin, .ratio = cells.back().ratio}};
    }

    std::vector<MetricCell> completion() const {
        struct Heard {
            bool has_play = false;
            std::map<std::pair<std::string, std::int64_t>, IntervalSet> of_revision;  // and its length
        };
        std::map<Cell, std::map<std::pair<ListenerId, std::int64_t>, Heard>> pairs;
        for (const Play& play : plays()) {
            if (play.kind != PlayKind::session) continue;
            Heard& heard = pairs[cell_of(play)][{play.listener, play.episode.value}];
            heard.has_play = heard.has_play || play.is_play;
            heard.of_revision[{play.revision, play.duration_ms}].add(
                analytics::decode_heard(play.heard).value_or(IntervalSet{}));
        }
        std::vector<MetricCell> cells;
        for (const auto& [cell, of_cell] : pairs) {
            double sum = 0;
            std::int64_t count = 0;
            for (const auto& [pair, heard] : of_cell) {
                if (!heard.has_play) continue;
                double best = 0;
                for (const auto& [revision, stretches] : heard.of_revision) {
                    const std::int64_t length = revision.second / 1000;
                    if (length == 0) continue;
                    const auto seconds = analytics::heard_seconds(stretches, length).length();
                    best = std::max(best, static_cast<double>(seconds) / static_cast<double>(length));
                }
                sum += best;
                ++count;
            }
            if (count == 0) continue;
            cells.push_back({.begin = cell.first, .labels = cell.second, .ratio = sum / static_cast<double>(count)});
        }
        return cells;
    }

    std::vector<MetricCell> mean_listening() const {
        std::map<Cell, std::int64_t> sums;
        for (const Play& play : plays()) sums[cell_of(play)] += play.listened_ms;
        std::vector<MetricCell> cells;
        for (const auto& [cell, set] : listener_sets(Metric::listeners)) {
            cells.push_back({.begin = cell.first,
                             .labels = cell.second,
                             .ratio = static_cast<double>(sums[cell]) / static_cast<double>(set.size())});
        }
        return cells;
    }

    std::vector<MetricCell> follow_rates() const {
        std::vector<MetricCell> cells;
        for (const auto& [begin, end] : buckets_of(query_)) {
            std::set<ListenerId> following;
            for (const auto& [show, listener] : followers_before(end)) following.insert(listener);
            const auto listeners = listeners_in({std::chrono::floor<days>(begin), std::chrono::floor<days>(end)});
            if (listeners.empty()) continue;
            const auto both = std::ranges::count_if(listeners, [&](ListenerId one) { return following.contains(one); });
            cells.push_back(
                {.begin = begin, .ratio = static_cast<double>(both) / static_cast<double>(listeners.size())});
        }
        return cells;
    }

    std::vector<MetricCell> impressions_to_plays() const {
        std::map<Instant, std::int64_t> played;
        for (const Play& play : plays()) played[bucket_begin(query_, play.at)] += play.is_play ? 1 : 0;
        std::vector<MetricCell> cells;
        for (MetricCell& cell : impression_sums()) {
            cell.ratio = static_cast<double>(played[cell.begin]) / static_cast<double>(cell.count);
            cell.count = 0;
            cells.push_back(std::move(cell));
        }
        return cells;
    }

    std::vector<MetricCell> first_days_mean() const {
        if (query_.publications.empty()) return {};
        std::int64_t sum = 0;
        for (const Play& play : plays()) {
            const auto published =
                std::ranges::find(query_.publications, play.episode, &analytics::Publication::episode);
            if (published == query_.publications.end()) continue;
            const DayRange first{published->day, published->day + analytics::first_days};
            if (holds(first, analytics::day_of(play.at))) sum += worth(Metric::sd, play);
        }
        return {{.begin = query_.days.begin,
                 .ratio = static_cast<double>(sum) / static_cast<double>(query_.publications.size())}};
    }

    const History& history_;
    const MetricQuery& query_;
};

}  // namespace

analytics::MetricTable answer_from(const History& history, const MetricQuery& query) {
    return shaped(query, Answer{history, query}.cells());
}

}  // namespace mooring::storage::memory
