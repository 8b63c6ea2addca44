#include "plays_contract.hpp"

#include <algorithm>
#include <set>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::storage {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PlaysContract);

using analytics::Metric;
using analytics::MetricQuery;
using analytics::Play;
using analytics::PlayKind;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr sys_days first_day = std::chrono::year{2026} / 3 / 2;
constexpr analytics::DayRange that_week{first_day, first_day + days{7}};

Play download_of(analytics::ListenerId listener, int day = 0, std::int64_t show = 1, std::int64_t episode = 10) {
    return {.kind = PlayKind::download,
            .show = domain::ShowId{show},
            .episode = domain::EpisodeId{episode},
            .at = first_day + days{day} + std::chrono::hours{10},
            .listener = listener,
            .context = {.app = "Overcast", .device = "iPhone", .country = "DE"}};
}

Play session_of(analytics::ListenerId listener, std::uint64_t key, std::int64_t listened_ms) {
    analytics::IntervalSet heard;
    heard.add(0, listened_ms);
    Play play = download_of(listener);
    play.kind = PlayKind::session;
    play.key = key;
    play.is_start = true;
    play.is_play = listened_ms >= 30'000;
    play.is_stream = listened_ms >= 60'000;
    play.listened_ms = listened_ms;
    play.revision = "r1";
    play.duration_ms = 600'000;
    play.heard = encode_heard(heard);
    return play;
}

PlayBatch batch_with(std::vector<Play> plays) {
    PlayBatch batch;
    batch.changes.put = std::move(plays);
    return batch;
}

CountedHit hit_of(unsigned number, Instant at) {
    CountedHit counted;
    counted.hit.hit_id[15] = static_cast<std::byte>(number);
    counted.hit.net_key[0] = std::byte{7};
    counted.hit.at = at;
    counted.hit.method = "GET";
    counted.hit.status = 206;
    counted.hit.show_id = 1;
    counted.hit.episode_id = 10;
    counted.hit.revision = "r1";
    counted.hit.ranges = {{0, 99}, {500, 999}};
    counted.hit.range_raw = "bytes=0-99,500-999";
    counted.hit.sent_bytes = 600;
    counted.hit.user_agent = "Overcast/3.0 'quoted' Подкасты";
    counted.hit.asn = 4'200'000'000;
    counted.hit.flags = analytics::flag_aborted;
    counted.rule = "candidate";
    counted.app = "Overcast";
    counted.device = "iPhone";
    counted.rules_version = "1";
    return counted;
}

}  // namespace

testing::AssertionResult PlaysContract::append(const PlayBatch& batch) {
    const auto done = store().append(batch);
    return done ? testing::AssertionSuccess() : testing::AssertionFailure() << done.error().message;
}

std::int64_t PlaysContract::total(Metric metric) {
    const auto table = store().answer({.metric = metric, .days = that_week});
    EXPECT_TRUE(table) << table.error().message;
    return table && table->cells.size() == 1 ? table->cells[0].count : -1;
}

TEST_P(PlaysContract, CountsWhatWasAppended) {
    EXPECT_EQ(total(Metric::downloads), 0);
    ASSERT_TRUE(append(batch_with({download_of(1), download_of(2), session_of(3, 1, 61'000)})));
    EXPECT_EQ(total(Metric::downloads), 2);
    EXPECT_EQ(total(Metric::sd), 3);
    EXPECT_EQ(total(Metric::reach), 3);
    EXPECT_EQ(total(Metric::consumption_ms), 61'000);
    reopen();
    EXPECT_EQ(total(Metric::sd), 3);
    EXPECT_EQ(store().first_day({}).value(), first_day);
    EXPECT_FALSE(store().first_day({.shows = {domain::ShowId{99}}}).value());
}

TEST_P(PlaysContract, PutsABatchDownOnce) {
    PlayBatch batch = batch_with({download_of(1)});
    batch.stream = "spool";
    batch.end = {1, 500};
    batch.follows = {{.show = domain::ShowId{1}, .listener = 1, .at = first_day}};
    EXPECT_EQ(store().position_of("spool").value(), StreamPosition{});
    ASSERT_TRUE(append(batch));
    EXPECT_EQ(store().position_of("spool").value(), batch.end);
    batch.changes.put = {download_of(2)};  // would be seen
    ASSERT_TRUE(append(batch));
    batch.end = {1, 400};
    ASSERT_TRUE(append(batch));
    EXPECT_EQ(total(Metric::downloads), 1);
    batch.end = {2, 0};
    ASSERT_TRUE(append(batch));
    reopen();
    EXPECT_EQ(total(Metric::downloads), 2);
    EXPECT_EQ(store().position_of("spool").value(), batch.end);
    EXPECT_EQ(store().position_of("other").value(), StreamPosition{});
    EXPECT_EQ(total(Metric::followers), 1);
}

TEST_P(PlaysContract, ReplacesFactsOfTheSameName) {
    ASSERT_TRUE(append(batch_with({session_of(3, 1, 20'000), download_of(1)})));
    EXPECT_EQ(total(Metric::plays), 0);
    ASSERT_TRUE(append(batch_with({session_of(3, 1, 45'000), download_of(1)})));
    EXPECT_EQ(total(Metric::starts), 1);
    EXPECT_EQ(total(Metric::plays), 1);
    EXPECT_EQ(total(Metric::downloads), 1);
    PlayBatch batch;
    batch.changes.withdrawn = {name_of(download_of(1))};
    ASSERT_TRUE(append(batch));
    EXPECT_EQ(total(Metric::downloads), 0);
}

TEST_P(PlaysContract, SaysWhenAnswersMayHaveChanged) {
    std::set<std::uint64_t> versions{store().version()};
    const auto is_new = [&] { return versions.insert(store().version()).second; };
    ASSERT_TRUE(append(batch_with({download_of(1, 0)})));
    EXPECT_TRUE(is_new());
    EXPECT_EQ(total(Metric::downloads), 1);
    EXPECT_FALSE(is_new()) << "asking changes nothing";
    ASSERT_TRUE(store().forget(first_day, first_day));
    EXPECT_TRUE(is_new());
    ASSERT_TRUE(store().erase_listener(1));
    EXPECT_TRUE(is_new());
    ASSERT_TRUE(store().erase_show(domain::ShowId{1}));
    EXPECT_TRUE(is_new());
}

TEST_P(PlaysContract, AnswersTheSameAfterClusteringAndStillReplacesDownloads) {
    for (int day = 0; day < 6; ++day) {
        ASSERT_TRUE(append(batch_with({download_of(1, day), download_of(2, day, 2, 20)})));
        ASSERT_TRUE(store().cluster(first_day + days{day}));
    }
    EXPECT_EQ(total(Metric::downloads), 12);
    reopen();
    ASSERT_TRUE(append(batch_with({download_of(1, 0)})));
    EXPECT_EQ(total(Metric::downloads), 12);
    PlayBatch batch;
    batch.changes.withdrawn = {name_of(download_of(1, 1))};
    ASSERT_TRUE(append(batch));
    EXPECT_EQ(total(Metric::downloads), 11);
    ASSERT_TRUE(store().cluster(first_day + days{7}));
    EXPECT_EQ(total(Metric::downloads), 11);
}

TEST_P(PlaysContract, DrawsTheCurveOfARevision) {
    Play other = session_of(4, 9, 60'000);
    other.revision = "r2";
    ASSERT_TRUE(
        append(batch_with({session_of(3, 1, 20'000), session_of(3, 2, 45'000), session_of(4, 3, 10'000), other})));
    RetentionQuestion question{.show = domain::ShowId{1},
                               .episode = domain::EpisodeId{10},
                               .revision = "r1",
                               .seconds = 600,
                               .days = that_week};
    const auto curve = store().retention(question).value();
    ASSERT_EQ(curve.samples.size(), 600U);
    EXPECT_EQ(curve.samples[9], 2);
    EXPECT_EQ(curve.samples[10], 1);
    EXPECT_EQ(curve.samples[44], 1);
    EXPECT_EQ(curve.samples[45], 0);
    question.revision = "r3";
    EXPECT_TRUE(store().retention(question).value().samples.empty());
}

TEST_P(PlaysContract, KeepsHitsWithTheirVerdicts) {
    PlayBatch batch;
    CountedHit provisional = hit_of(1, first_day + std::chrono::hours{3});
    provisional.hit.sent_bytes = 5;
    CountedHit bot = hit_of(2, first_day + std::chrono::hours{4});
    bot.disposition = analytics::Disposition::bot;
    bot.rule = "bot_rule";
    const CountedHit done = hit_of(1, first_day + std::chrono::hours{3});
    batch.hits = {provisional, bot, done};
    ASSERT_TRUE(append(batch));
    batch.hits = {done};
    ASSERT_TRUE(append(batch));
    EXPECT_EQ(store().find_hit(done.hit.hit_id).value(), done);
    EXPECT_FALSE(store().find_hit(hit_of(9, first_day).hit.hit_id).value());
    const auto verdicts = store().verdicts(that_week).value();
    ASSERT_EQ(verdicts.size(), 2U);
    EXPECT_EQ(verdicts[0].hits + verdicts[1].hits, 2);
    EXPECT_TRUE(store().verdicts({first_day + days{1}, first_day + days{2}}).value().empty());
}

// Headers hold what their senders like; one of them must not keep a batch from being put down.
TEST_P(PlaysContract, TakesHitsWhoseTextsAreNoUtf8) {
    PlayBatch batch;
    CountedHit hit = hit_of(1, first_day);
    hit.hit.user_agent = "Bad\xff\xfe\xc3(\xed\xa0\x80 \xc3\xa9";
    hit.hit.range_raw = std::string_view{"bytes=\0\xff", 8};
    batch.hits.push_back(hit);
    batch.hits.push_back(hit_of(2, first_day));
    ASSERT_TRUE(store().append(batch));
    EXPECT_TRUE(store().find_hit(hit_of(1, first_day).hit.hit_id).value());
    EXPECT_TRUE(store().find_hit(hit_of(2, first_day).hit.hit_id).value());
}

TEST_P(PlaysContract, VisitsTheHitsOfDaysAndShows) {
    PlayBatch batch;
    CountedHit imported = hit_of(1, first_day + std::chrono::hours{3});
    imported.hit.source = analytics::HitSource::import;
    imported.hit.import_name = "old-host";
    CountedHit of_another_show = hit_of(2, first_day);
    of_another_show.hit.show_id = imported.hit.show_id + 1;
    batch.hits = {imported, of_another_show, hit_of(3, first_day + days{1})};
    ASSERT_TRUE(append(batch));
    const auto visited = [&](analytics::DayRange range, std::optional<domain::ShowId> show, std::size_t most) {
        std::vector<CountedHit> found;
        EXPECT_TRUE(store().visit_hits(range, show, [&](const CountedHit& hit) {
            found.push_back(hit);
            return found.size() < most;
        }));
        return found;
    };
    const analytics::DayRange that_day{first_day, first_day + days{1}};
    EXPECT_EQ(visited(that_day, domain::ShowId{imported.hit.show_id}, 9), std::vector<CountedHit>{imported});
    EXPECT_EQ(visited(that_day, std::nullopt, 9).size(), 2U);
    EXPECT_EQ(visited({first_day, first_day + days{2}}, std::nullopt, 9).size(), 3U);
    EXPECT_EQ(visited({first_day, first_day + days{2}}, std::nullopt, 1).size(), 1U);
}

TEST_P(PlaysContract, GivesStatesBackByDay) {
    PlayBatch batch;
    const std::string binary{"\0\xFFkey", 5};
    batch.changes.states = {{.day = first_day, .key = binary, .bytes = "one"},
                            {.day = first_day + days{1}, .key = "b", .bytes = "two"}};
    ASSERT_TRUE(append(batch));
    batch.changes.states = {{.day = first_day, .key = binary, .bytes = std::string{"\0\x80", 2}}};
    ASSERT_TRUE(append(batch));
    reopen();
    const auto states = store().states({first_day, first_day + days{1}}).value();
    ASSERT_EQ(states.size(), 1U);
    EXPECT_EQ(states[0], batch.changes.states[0]);
}

TEST_P(PlaysContract, ForgetsWhatIsTooOld) {
    PlayBatch batch = batch_with({download_of(1, 0), download_of(1, 5)});
    batch.hits = {hit_of(1, first_day), hit_of(2, first_day + days{5})};
    batch.changes.states = {{.day = first_day, .key = "a", .bytes = "1"}};
    ASSERT_TRUE(append(batch));
    ASSERT_TRUE(store().cluster(first_day + days{3}));
    ASSERT_TRUE(store().forget(first_day + days{1}, first_day));
    EXPECT_EQ(total(Metric::downloads), 2);
    EXPECT_FALSE(store().find_hit(hit_of(1, first_day).hit.hit_id).value());
    EXPECT_TRUE(store().find_hit(hit_of(2, first_day).hit.hit_id).value());
    EXPECT_TRUE(store().states(that_week).value().empty());
    ASSERT_TRUE(store().forget(first_day + days{1}, first_day + days{1}));
    EXPECT_EQ(total(Metric::downloads), 1);
}

TEST_P(PlaysContract, ErasesOneListenerAndOneShow) {
    PlayBatch batch = batch_with({session_of(3, 1, 61'000), session_of(4, 2, 61'000), download_of(5, 0, 2, 20)});
    batch.impressions = {{.key = 1, .show = domain::ShowId{1}, .actor = 3, .at = first_day, .surface = "HOME"}};
    batch.follows = {{.show = domain::ShowId{1}, .listener = 3, .at = first_day}};
    ASSERT_TRUE(append(batch));
    ASSERT_TRUE(store().cluster(first_day + days{7}));
    ASSERT_TRUE(store().erase_listener(3));
    EXPECT_EQ(total(Metric::streams), 1);
    EXPECT_EQ(total(Metric::impressions), 0);
    EXPECT_EQ(total(Metric::followers), 0);
    ASSERT_TRUE(store().erase_show(domain::ShowId{1}));
    EXPECT_EQ(total(Metric::sd), 1);
}

TEST_P(PlaysContract, RefusesWhatTheCatalogDoesNotOffer) {
    const auto refused =
        store().answer({.metric = Metric::funnel_streams, .days = that_week, .bucket = analytics::Bucket::day});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
}

TEST_P(PlaysContract, TakesFilterValuesAsTheyAre) {
    Play play = download_of(1);
    play.context.app = "It's; DROP TABLE play --";
    ASSERT_TRUE(append(batch_with({play, download_of(2)})));
    const auto table = store().answer(
        {.metric = Metric::downloads, .days = that_week, .filters = {{analytics::Dimension::app, play.context.app}}});
    EXPECT_EQ(table.value().cells[0].count, 1);
}

TEST_P(PlaysContract, WritesExportsAndBackUpsWhereTheEngineDoes) {
    ASSERT_TRUE(append(batch_with({download_of(1), session_of(3, 1, 61'000)})));
    ASSERT_TRUE(store().cluster(first_day + days{7}));
    const std::string folder = place().export_folder();
    if (folder.empty()) {
        EXPECT_EQ(store().export_facts("x", ExportFormat::csv).error().code, Errc::unsupported);
        EXPECT_EQ(store().back_up("x").error().code, Errc::unsupported);
        return;
    }
    for (const ExportFormat format : {ExportFormat::csv, ExportFormat::parquet}) {
        const auto written = store().export_facts(folder + "/export", format);
        EXPECT_TRUE(written) << written.error().message;
    }
    const std::string path = folder + "/copy";
    const auto copied = store().back_up(path);
    ASSERT_TRUE(copied) << copied.error().message;
    EXPECT_EQ(store().back_up(path).error().code, Errc::conflict);
    const auto copy = place().open_copy(path);
    EXPECT_EQ(copy->answer({.metric = Metric::sd, .days = that_week}).value().cells[0].count, 2);
    EXPECT_EQ(total(Metric::sd), 2);
}

}  // namespace mooring::storage
