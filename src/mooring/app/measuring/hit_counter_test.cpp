#include "mooring/app/measuring/hit_counter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mooring/app/measuring/explain_hit.hpp"
#include "mooring/base/random.hpp"
#include "mooring/storage/plays/memory/memory_plays.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::Metric;
using analytics::RawHit;
using std::chrono::days;

constexpr std::chrono::sys_days day_one = std::chrono::year{2026} / 3 / 3;
constexpr std::int64_t size = 9'650'000;

/// A spool that holds what it is given.
class ListedSpool final : public storage::HitSpool {
public:
    bool append(RawHit hit) override {
        hits_.push_back(std::move(hit));
        return true;
    }
    Result<void> settle() override { return ok(); }
    Result<storage::SpoolPosition> read(storage::SpoolPosition from,
                                        const std::function<bool(const RawHit&)>& visit) override {
        while (from.offset < hits_.size()) {
            ++from.offset;
            if (!visit(hits_[from.offset - 1])) break;
        }
        return from;
    }
    std::uint64_t shed() const override { return 0; }

private:
    std::vector<RawHit> hits_;
};

/// Plays that refuse to be written for a while.
class FailingPlays final : public storage::PlayStore {
public:
    bool is_away = false;
    storage::memory::MemoryPlays inner;

    Result<void> append(const storage::PlayBatch& batch) override {
        if (is_away) return Error{Errc::unavailable, "the plays are away"};
        return inner.append(batch);
    }
    Result<storage::StreamPosition> position_of(const std::string& stream) override {
        return inner.position_of(stream);
    }
    Result<std::vector<analytics::CountingState>> states(analytics::DayRange range) override {
        return inner.states(range);
    }
    std::uint64_t version() const override { return inner.version(); }
    Result<analytics::MetricTable> answer(const analytics::MetricQuery& query) override { return inner.answer(query); }
    Result<analytics::RetentionCurve> retention(const storage::RetentionQuestion& question) override {
        return inner.retention(question);
    }
    Result<std::optional<std::chrono::sys_days>> first_day(const analytics::Subject& subject) override {
        return inner.first_day(subject);
    }
    Result<std::map<domain::EpisodeId, std::chrono::sys_days>> first_days(const analytics::Subject& subject) override {
        return inner.first_days(subject);
    }
    Result<std::optional<storage::CountedHit>> find_hit(const analytics::HitId& id) override {
        return inner.find_hit(id);
    }
    Result<void> visit_hits(analytics::DayRange range, std::optional<domain::ShowId> show,
                            const std::function<bool(const storage::CountedHit&)>& visit) override {
        return inner.visit_hits(range, show, visit);
    }
    Result<std::vector<storage::VerdictCount>> verdicts(analytics::DayRange range) override {
        return inner.verdicts(range);
    }
    Result<void> cluster(std::chrono::sys_days before) override { return inner.cluster(before); }
    Result<void> forget(std::chrono::sys_days hits, std::chrono::sys_days facts) override {
        return inner.forget(hits, facts);
    }
    Result<void> erase_listener(analytics::ListenerId listener) override { return inner.erase_listener(listener); }
    Result<void> erase_show(domain::ShowId show) override { return inner.erase_show(show); }
    Result<void> export_facts(const std::string&, storage::ExportFormat) override { return ok(); }
    Result<void> back_up(const std::string&) override { return ok(); }
};

class OneFile final : public MediaRegions {
public:
    std::optional<analytics::MediaRegion> region = analytics::MediaRegion{
        .size_bytes = size, .begin = 50'000, .end = size, .duration = std::chrono::milliseconds{600'000}};
    bool is_away = false;

    Result<std::optional<analytics::MediaRegion>> find(domain::EpisodeId, std::string_view) override {
        if (is_away) return Error{Errc::unavailable, "the catalog is away"};
        return region;
    }
};

class HitCounterTest : public testing::Test {
protected:
    void start() {
        counter_ = std::make_unique<HitCounter>(HitCounter::Ports{spool_, plays_, media_, rules(), metrics_},
                                                analytics::CountingRules{});
    }
    HitCounter& counter() { return *counter_; }

    static const analytics::AgentRules& rules() {
        static const auto compiled = analytics::AgentRules::compile(analytics::bundled_rules()).value();
        return compiled;
    }

    RawHit hit(unsigned number, unsigned listener = 1, std::int64_t sent = size) {
        RawHit raw;
        raw.hit_id[15] = static_cast<std::byte>(number);
        raw.net_key[0] = static_cast<std::byte>(listener);
        raw.ip_key[0] = static_cast<std::byte>(listener);
        raw.at = day_one + std::chrono::hours{10};
        raw.method = "GET";
        raw.status = 200;
        raw.show_id = 1;
        raw.episode_id = 10;
        raw.revision = "r1";
        raw.sent_bytes = sent;
        raw.user_agent = "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)";
        return raw;
    }

    std::int64_t downloads() {
        return plays_.answer({.metric = Metric::downloads, .days = {day_one, day_one + days{2}}})
            .value()
            .cells[0]
            .count;
    }

    ListedSpool spool_;
    FailingPlays plays_;
    OneFile media_;
    MetricRegistry metrics_;
    std::unique_ptr<HitCounter> counter_;
};

TEST_F(HitCounterTest, TurnsHitsIntoPlaysAndKeepsItsPlace) {
    start();
    spool_.append(hit(1));
    spool_.append(hit(2));
    RawHit head = hit(3, 2);
    head.method = "HEAD";
    spool_.append(head);
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 1);
    EXPECT_EQ(counter().position().offset, 3U);
    EXPECT_EQ(counter().count_some(100).value(), 0U);
    start();
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 1);
    EXPECT_EQ(plays_.verdicts({day_one, day_one + days{1}}).value().size(), 2U);
}

// Reports of players come after the requests that they explain, and no other request may follow for long.
TEST_F(HitCounterTest, MovesARequestOverWhenItsPlaybackIsAcceptedAndNothingElseComes) {
    for (const bool has_restarted : {false, true}) {
        const std::string playback = has_restarted ? "p2" : "p1";
        RawHit raw = hit(has_restarted ? 2 : 1, has_restarted ? 2 : 1);
        raw.playback_id = playback;
        start();
        spool_.append(raw);
        ASSERT_TRUE(counter().count_all());
        EXPECT_EQ(downloads(), 1);
        if (has_restarted) start();
        counter().note_playback(playback, day_one);
        ASSERT_TRUE(counter().count_all());
        EXPECT_EQ(downloads(), 0);
        EXPECT_EQ(counter().count_some(100).value(), 0U);
    }
}

TEST_F(HitCounterTest, PutsPartsTogetherOverARestart) {
    start();
    spool_.append(hit(1, 1, 600'000));
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 0);
    start();
    RawHit rest = hit(2, 1, 500'000);
    rest.status = 206;
    rest.ranges = {{600'000, 1'099'999}};
    spool_.append(rest);
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 1);
}

TEST_F(HitCounterTest, HoldsABatchWhileThePlaysAreAway) {
    start();
    spool_.append(hit(1));
    plays_.is_away = true;
    EXPECT_EQ(counter().count_some(100).error().code, Errc::unavailable);
    EXPECT_EQ(counter().position(), storage::SpoolPosition{});
    spool_.append(hit(2, 2));
    EXPECT_FALSE(counter().count_all());
    plays_.is_away = false;
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 2);
    EXPECT_EQ(counter().position().offset, 2U);
}

TEST_F(HitCounterTest, CountsTheSameWhenTheCatalogWasAwayInBetween) {
    start();
    spool_.append(hit(1));
    media_.is_away = true;
    EXPECT_FALSE(counter().count_all());
    media_.is_away = false;
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 1);
}

TEST_F(HitCounterTest, RemembersARevisionThatWasReplaced) {
    start();
    spool_.append(hit(1));
    ASSERT_TRUE(counter().count_all());
    media_.region.reset();
    start();
    spool_.append(hit(2, 2));
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 2);
}

TEST_F(HitCounterTest, OpensAnOldDayAgain) {
    start();
    spool_.append(hit(1, 1, 600'000));
    ASSERT_TRUE(counter().count_all());
    counter().forget_before(day_one + days{5});
    RawHit rest = hit(2, 1, 500'000);
    rest.ranges = {{600'000, 1'099'999}};
    spool_.append(rest);
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 1);
}

TEST_F(HitCounterTest, ExplainsWhatBecameOfAHit) {
    start();
    spool_.append(hit(1));
    spool_.append(hit(2, 2, 100'000));
    RawHit bot = hit(3, 3);
    bot.user_agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    spool_.append(bot);
    ASSERT_TRUE(counter().count_all());
    const auto explain = [&](unsigned number) { return explain_hit(plays_, {}, hit(number).hit_id); };
    EXPECT_EQ(explain(1).value().disposition, analytics::Disposition::counted);
    EXPECT_EQ(explain(2).value().disposition, analytics::Disposition::partial);
    const auto trail = explain(3).value();
    EXPECT_EQ(trail.disposition, analytics::Disposition::bot);
    EXPECT_EQ(trail.steps.back().rule, "bot_rule");
    EXPECT_EQ(trail.steps.back().outcome, "applies");
    EXPECT_EQ(explain(9).error().code, Errc::not_found);
}

/// Facts, by what panels see of them.
std::vector<std::string> facts(storage::PlayStore& plays) {
    std::vector<std::string> rows;
    for (const Metric metric : {Metric::downloads, Metric::iab_downloads, Metric::download_listeners}) {
        analytics::MetricQuery query{.metric = metric, .days = {day_one - days{3}, day_one + days{6}}};
        query.bucket = analytics::Bucket::day;
        query.breakdown = {analytics::Dimension::episode, analytics::Dimension::app};
        const auto table = plays.answer(query).value();
        for (const auto& cell : table.cells) {
            rows.push_back(std::to_string(static_cast<int>(metric)) + " " + std::to_string(unix_seconds(cell.begin)) +
                           " " + cell.labels.at(0) + " " + cell.labels.at(1) + " " + std::to_string(cell.count));
        }
    }
    return rows;
}

/// Invented hits of a few days: whole files and parts, bots, requests of our own player, repeated records.
std::vector<RawHit> invented_hits(std::uint64_t seed, std::int64_t count) {
    SeededRandom random{seed};
    const auto below = [&](std::uint64_t bound) {
        std::array<std::byte, 8> bytes{};
        random.fill(bytes);
        std::uint64_t number = 0;
        std::memcpy(&number, bytes.data(), sizeof number);
        return number % bound;
    };
    const std::array<std::string, 4> agents{"Overcast/3.0 (+http://overcast.fm/; iOS podcast app)", "AntennaPod/3.1",
                                            "Spotify/9.0.2 Android/34 (SM-S911B)", "curl/8.0"};
    std::vector<RawHit> hits;
    for (std::int64_t number = 0; number < count; ++number) {
        RawHit raw;
        std::memcpy(raw.hit_id.data(), &number, sizeof number);
        const std::uint64_t listener = below(12);
        raw.net_key[0] = static_cast<std::byte>(listener);
        raw.ip_key[0] = static_cast<std::byte>(listener % 5);
        raw.at = day_one + std::chrono::seconds{static_cast<std::int64_t>(below(3 * 86'400))};
        raw.method = "GET";
        raw.show_id = 1 + static_cast<std::int64_t>(below(2));
        raw.episode_id = raw.show_id * 10 + static_cast<std::int64_t>(below(2));
        raw.revision = "r1";
        raw.user_agent = agents[listener % agents.size()];
        const auto first = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(size)));
        raw.status = below(3) == 0 ? 200 : 206;
        raw.sent_bytes = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(size - first) + 1));
        if (raw.status == 206 && below(4) == 0) raw.flags |= analytics::flag_position_unknown;
        if (raw.status == 206 && raw.flags == 0) raw.ranges = {{first, size - 1}};
        if (below(6) == 0) raw.playback_id = "p" + std::to_string(below(8));
        hits.push_back(std::move(raw));
        if (below(10) == 0) hits.push_back(hits.back());
    }
    return hits;
}

TEST_F(HitCounterTest, RecountingByTheSameRulesDriftsByNothing) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        storage::memory::MemoryPlays plays;
        ListedSpool spool;
        HitCounter first{HitCounter::Ports{spool, plays, media_, rules(), metrics_}, {.volume_limit = 9}};
        for (const RawHit& raw : invented_hits(seed, 600)) spool.append(raw);
        ASSERT_TRUE(first.count_all());
        const auto before = facts(plays);
        ASSERT_FALSE(before.empty());
        ASSERT_TRUE(first.recount({day_one, day_one + days{3}}, std::nullopt));
        EXPECT_EQ(facts(plays), before);
        HitCounter later{HitCounter::Ports{spool, plays, media_, rules(), metrics_}, {.volume_limit = 9}};
        ASSERT_TRUE(later.recount({day_one, day_one + days{3}}, domain::ShowId{2}));
        EXPECT_EQ(facts(plays), before) << "after a restart, of one show";
        HitCounter stricter{HitCounter::Ports{spool, plays, media_, rules(), metrics_}, {.volume_limit = 2}};
        ASSERT_TRUE(stricter.recount({day_one, day_one + days{3}}, std::nullopt));
        EXPECT_NE(facts(plays), before) << "a rule that changed";
        ASSERT_TRUE(later.recount({day_one - days{1}, day_one + days{3}}, std::nullopt));
        EXPECT_EQ(facts(plays), before) << "and changed back";
    }
}

TEST_F(HitCounterTest, CountsALogAsItCountsItsOwnHitsInWhateverOrder) {
    const auto hits = invented_hits(7, 800);
    storage::memory::MemoryPlays own;
    ListedSpool spool;
    HitCounter live{HitCounter::Ports{spool, own, media_, rules(), metrics_}, {.volume_limit = 9}};
    for (const RawHit& raw : hits) spool.append(raw);
    ASSERT_TRUE(live.count_all());
    const auto expected = facts(own);
    for (const std::size_t batch : {1U, 7U, 250U}) {
        storage::memory::MemoryPlays plays;
        ListedSpool nothing;
        HitCounter counter{HitCounter::Ports{nothing, plays, media_, rules(), metrics_}, {.volume_limit = 9}};
        std::vector<storage::CountedHit> all;
        for (RawHit raw : hits) {
            raw.source = analytics::HitSource::import;
            raw.import_name = "log";
            all.push_back(counter.judged(std::move(raw)));
        }
        std::ranges::reverse(all);
        for (std::size_t begin = 0; begin < all.size(); begin += batch) {
            const auto part = std::span{all}.subspan(begin, std::min(batch, all.size() - begin));
            ASSERT_TRUE(counter.count_imported(part, {}, day_one + days{9}));
        }
        EXPECT_EQ(facts(plays), expected) << batch << " in a batch";
        ASSERT_TRUE(counter.count_imported(std::span{all}.first(100), {}, day_one + days{9}));
        EXPECT_EQ(facts(plays), expected) << "again";
    }
}

TEST_F(HitCounterTest, LetsOneSourceMakeADay) {
    start();
    spool_.append(hit(1));
    ASSERT_TRUE(counter().count_all());
    const auto imported = [&](unsigned number, unsigned listener, std::chrono::sys_days day) {
        RawHit raw = hit(number, listener);
        raw.at = day + std::chrono::hours{3};
        raw.source = analytics::HitSource::import;
        raw.import_name = "log";
        return counter().judged(std::move(raw));
    };
    const std::vector<storage::CountedHit> log{imported(50, 5, day_one), imported(51, 6, day_one),
                                               imported(52, 5, day_one - days{1}), imported(53, 5, day_one + days{1})};
    EXPECT_EQ(counter().count_imported(log, {}, day_one + days{1}).value(), 1U) << "the day before: ours has none";
    EXPECT_EQ(downloads(), 1) << "our own day, and one that is not over";
    const auto stretches = counter().day_sources().value();
    ASSERT_EQ(stretches.size(), 1U);
    EXPECT_EQ(stretches[0].first, day_one - days{1});
    EXPECT_EQ(stretches[0].last, day_one - days{1});
    ASSERT_TRUE(counter().choose_source(domain::ShowId{1}, {day_one, day_one + days{1}}, "log"));
    EXPECT_EQ(downloads(), 2);
    start();
    spool_.append(hit(2, 9));
    ASSERT_TRUE(counter().count_all());
    EXPECT_EQ(downloads(), 2) << "ours are stored and do not count, after a restart too";
    ASSERT_TRUE(counter().choose_source(domain::ShowId{1}, {day_one, day_one + days{1}}, ""));
    EXPECT_EQ(downloads(), 2) << "both of ours";
}

}  // namespace
}  // namespace mooring::app::measuring
