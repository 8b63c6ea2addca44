#include "mooring/app/measuring/invented_plays.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/analytics/listening/playback.hpp"
#include "mooring/app/measuring/invented_listeners.hpp"

namespace mooring::app::measuring {

namespace {

using analytics::IntervalSet;
using analytics::Play;
using analytics::PlayKind;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;

constexpr const char* stream_name = "invention";
constexpr std::size_t plays_in_a_batch = 50'000;
constexpr std::int64_t plays_between_clustering = 2'000'000;

/// How a week's days compare, Monday first.
constexpr std::array week{1.15, 1.2, 1.15, 1.1, 1.0, 0.75, 0.65};
/// How a day's hours compare, UTC.
constexpr std::array hours{2, 1, 1, 1, 2, 4, 8, 10, 9, 7, 6, 6, 7, 6, 6, 7, 9, 10, 9, 8, 7, 6, 5, 3};

/// Draws a day after publication: half of an audience within four days, the rest over months.
sys_days drawn_day(Dice& dice, sys_days published, sys_days today) {
    const auto longest = static_cast<double>((today - published).count() + 1);
    for (;;) {
        const double age =
            dice.happens(0.6) ? -2.5 * std::log(1 - dice.fraction()) : -60.0 * std::log(1 - dice.fraction());
        if (age >= longest) continue;
        const sys_days day = published + days{static_cast<std::int32_t>(age)};
        const auto weekday = static_cast<std::size_t>((std::chrono::weekday{day} - std::chrono::Monday).count());
        if (dice.happens(week[weekday] / 1.2)) return day;
    }
}

std::chrono::seconds drawn_time(Dice& dice) {
    auto left = static_cast<int>(dice.below(140));
    std::size_t hour = 0;
    for (; hour < hours.size() - 1 && left >= hours[hour]; ++hour) left -= hours[hour];
    return std::chrono::hours{hour} + std::chrono::seconds{dice.below(3600)};
}

/// Fill in what was heard: from the front, up to where the listener stopped, now and then with a leap.
void listen(Dice& dice, Play& play, milliseconds duration) {
    const double part = dice.happens(0.35) ? 1.0 : 0.05 + 0.95 * std::sqrt(dice.fraction());
    const auto length = duration.count();
    auto end = static_cast<std::int64_t>(part * static_cast<double>(length));
    end = std::max(end, std::min<std::int64_t>(length, 30'000));
    IntervalSet heard;
    if (dice.happens(0.15) && end > 120'000) {
        const std::int64_t leap = end / 3;
        heard.add(0, leap);
        heard.add(leap + 30'000, end);
    } else {
        heard.add(0, end);
    }
    play.listened_ms = heard.length();
    play.foreground_ms = dice.happens(0.4) ? play.listened_ms : play.listened_ms / 4;
    play.is_start = true;
    const milliseconds listened{play.listened_ms};
    play.is_play = listened >= analytics::listening_threshold(std::chrono::seconds{30}, duration);
    play.is_stream = listened >= analytics::listening_threshold(std::chrono::seconds{60}, duration);
    play.heard = encode_heard(heard);
    play.duration_ms = length;
}

/// Collects facts, and puts them down many at a time.
class Writer {
public:
    Writer(storage::PlayStore& plays, std::uint64_t done, const std::function<void(std::int64_t)>& progress)
        : plays_(plays), done_(done), progress_(progress) {}

    /// Whether the batch that is begun now was put down by an earlier run.
    Result<void> add(Play play) {
        batch_.changes.put.push_back(std::move(play));
        ++count_;
        return batch_.changes.put.size() < plays_in_a_batch ? ok() : flush();
    }
    void add(storage::Impression impression) { batch_.impressions.push_back(std::move(impression)); }
    void add(storage::FollowEvent event) { batch_.follows.push_back(event); }

    Result<void> flush() {
        ++number_;
        batch_.stream = stream_name;
        batch_.end = {.segment = 1, .offset = number_};
        if (number_ > done_) MOORING_CHECK(plays_.append(batch_));
        batch_ = {};
        progress_(count_);
        if (count_ - clustered_ >= plays_between_clustering) return cluster();
        return ok();
    }
    Result<void> finish(sys_days before) {
        MOORING_CHECK(flush());
        before_ = before;
        return cluster();
    }
    void cluster_before(sys_days before) { before_ = before; }

private:
    Result<void> cluster() {
        clustered_ = count_;
        return plays_.cluster(before_);
    }

    storage::PlayStore& plays_;
    const std::uint64_t done_;
    const std::function<void(std::int64_t)>& progress_;
    storage::PlayBatch batch_;
    std::uint64_t number_ = 0;
    std::int64_t count_ = 0;
    std::int64_t clustered_ = 0;
    sys_days before_;
};

/// A show's episodes share its people: the first half of an audience is the same for all of them.
std::uint64_t audience_member(std::int64_t rank, std::int64_t audience, std::size_t episode_index) {
    const std::int64_t loyal = audience / 2;
    if (rank < loyal) return static_cast<std::uint64_t>(rank);
    const auto newcomer = static_cast<std::uint64_t>(rank - loyal);
    return 1'000'000'000ULL +
           static_cast<std::uint64_t>(episode_index) *
               static_cast<std::uint64_t>(std::max<std::int64_t>(loyal / 2, 1)) +
           newcomer;
}

void add_interest(Dice& dice, const InventedEpisode& episode, const InventedListener& listener, Instant at,
                  Writer& writer) {
    static constexpr std::array surfaces{"HOME", "HOME", "LIBRARY", "SEARCH", "OTHER"};
    if (dice.happens(0.2)) {
        writer.add(storage::Impression{.key = dice.below(~std::uint64_t{0}),
                                       .show = episode.show,
                                       .episode = episode.episode,
                                       .actor = listener.id,
                                       .at = at - std::chrono::minutes{1},
                                       .surface = surfaces[dice.below(surfaces.size())]});
    }
    if (dice.happens(0.02)) {
        writer.add(storage::FollowEvent{
            .show = episode.show, .listener = listener.id, .at = at, .follows = dice.happens(0.9)});
    }
}

Result<void> invent_episode(const InventionPlan& plan, const InventedEpisode& episode, std::size_t index,
                            std::int64_t audience, Writer& writer) {
    const sys_days published = analytics::day_of(episode.published_at);
    if (published > plan.today) return ok();
    const std::uint64_t show_seed = mixed(plan.seed ^ static_cast<std::uint64_t>(episode.show.value));
    for (std::int64_t rank = 0; rank < audience; ++rank) {
        Dice dice{mixed(show_seed ^ mixed(static_cast<std::uint64_t>(episode.episode.value))) +
                  static_cast<std::uint64_t>(rank) * 64};
        const InventedListener listener = invented_listener(show_seed, audience_member(rank, audience, index));
        Play play{.kind = listener.is_on_platform ? PlayKind::session : PlayKind::download,
                  .key = listener.is_on_platform ? dice.below(~std::uint64_t{0}) : 0,
                  .show = episode.show,
                  .episode = episode.episode,
                  .at = Instant{drawn_day(dice, published, plan.today)} + drawn_time(dice),
                  .listener = listener.id,
                  .context = listener.context};
        play.at = std::max(play.at, Instant{std::chrono::floor<std::chrono::seconds>(episode.published_at)});
        if (listener.is_on_platform) {
            play.revision = episode.revision;
            listen(dice, play, episode.duration);
            add_interest(dice, episode, listener, play.at, writer);
        }
        MOORING_CHECK(writer.add(std::move(play)));
    }
    return ok();
}

}  // namespace

Result<void> invent_plays(const InventionPlan& plan, storage::PlayStore& plays,
                          const std::function<void(std::int64_t)>& progress) {
    if (plan.episodes.empty() || plan.plays <= 0) return ok();
    MOORING_TRY(const auto position, plays.position_of(stream_name));
    Writer writer{plays, position.offset, progress};
    // What can still change stays where it can be replaced.
    const sys_days ordered = plan.today - days{9};
    writer.cluster_before(ordered);
    const auto count = static_cast<std::int64_t>(plan.episodes.size());
    std::map<domain::ShowId, std::size_t> episodes_of_show;
    for (std::int64_t index = 0; index < count; ++index) {
        const InventedEpisode& episode = plan.episodes[static_cast<std::size_t>(index)];
        // Spread evenly, the remainder over the first ones: the sum is as asked for.
        const std::int64_t audience = plan.plays / count + (index < plan.plays % count ? 1 : 0);
        MOORING_CHECK(invent_episode(plan, episode, episodes_of_show[episode.show]++, audience, writer));
    }
    return writer.finish(ordered);
}

}  // namespace mooring::app::measuring
