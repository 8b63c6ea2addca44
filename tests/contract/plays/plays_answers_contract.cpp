#include <map>
#include <set>

#include "invented_history.hpp"
#include "mooring/storage/plays/memory/memory_plays.hpp"
#include "plays_contract.hpp"

namespace mooring::storage {

using analytics::Bucket;
using analytics::Metric;
using analytics::MetricQuery;
using analytics::MetricTable;

namespace {

constexpr analytics::DayRange all_days{invented_begin, invented_begin + std::chrono::days{invented_days}};

std::string text_of(const MetricQuery& query) {
    std::string text{row_of(query.metric).id};
    text += " bucket " + std::to_string(static_cast<int>(query.bucket)) + " of " + std::to_string(query.days.days()) +
            " days";
    for (const auto dimension : query.breakdown) text += " by " + std::string{to_string(dimension)};
    for (const auto& filter : query.filters) text += " where " + filter.value;
    for (const auto show : query.subject.shows) text += " show " + std::to_string(show.value);
    for (const auto episode : query.subject.episodes) text += " episode " + std::to_string(episode.value);
    return text + (query.is_running ? " running" : "");
}

void expect_same(const MetricTable& answer, const MetricTable& expected, const MetricQuery& query) {
    ASSERT_EQ(answer.cells.size(), expected.cells.size()) << text_of(query);
    for (std::size_t index = 0; index < answer.cells.size(); ++index) {
        const auto& cell = answer.cells[index];
        const auto& other = expected.cells[index];
        EXPECT_EQ(cell.begin, other.begin) << text_of(query);
        EXPECT_EQ(cell.end, other.end) << text_of(query);
        EXPECT_EQ(cell.count, other.count) << text_of(query);
        EXPECT_EQ(cell.ratio.has_value(), other.ratio.has_value()) << text_of(query);
        EXPECT_NEAR(cell.ratio.value_or(0), other.ratio.value_or(0), 1e-9) << text_of(query);
        if (!cell.ratio) {
            EXPECT_EQ(cell.labels, other.labels) << text_of(query);
        }
    }
}

std::int64_t sum_of(const MetricTable& table) {
    std::int64_t sum = 0;
    for (const auto& cell : table.cells) sum += cell.count;
    return sum;
}

}  // namespace

TEST_P(PlaysContract, AnswersLikeTheSlowReferenceOnInventedHistories) {
    std::mt19937 random{20260303};
    for (int round = 0; round < 3; ++round) {
        memory::MemoryPlays reference;
        const auto place = GetParam().make_place();
        auto engine = place->open();
        for (int part = 0; part < 3; ++part) {
            const PlayBatch batch = batch_of(invent_history(random, 250));
            ASSERT_TRUE(reference.append(batch));
            ASSERT_TRUE(engine->append(batch));
        }
        for (int question = 0; question < 160; ++question) {
            // Half-way, part of the facts is put in order: no answer may change by it.
            if (question == 80) {
                ASSERT_TRUE(engine->cluster(invented_begin + std::chrono::days{40}));
            }
            const MetricQuery query = invent_query(random);
            const auto expected = reference.answer(query);
            const auto answer = engine->answer(query);
            ASSERT_TRUE(expected) << expected.error().message;
            ASSERT_TRUE(answer) << text_of(query) << ": " << answer.error().message;
            expect_same(*answer, *expected, query);
        }
        for (std::int64_t episode = 10; episode < 16; ++episode) {
            const RetentionQuestion question{.show = domain::ShowId{episode % 3 + 1},
                                             .episode = domain::EpisodeId{episode},
                                             .revision = "r1",
                                             .seconds = 90,
                                             .days = all_days};
            EXPECT_EQ(engine->retention(question).value(), reference.retention(question).value());
        }
    }
}

TEST_P(PlaysContract, KeepsTheInvariantsOfSection12) {
    std::mt19937 random{12};
    ASSERT_TRUE(append(batch_of(invent_history(random, 900))));
    const auto ask = [&](Metric metric, Bucket bucket = Bucket::total, std::vector<analytics::Dimension> breakdown = {},
                         analytics::Subject subject = {}) {
        return store()
            .answer({.subject = std::move(subject),
                     .metric = metric,
                     .days = all_days,
                     .bucket = bucket,
                     .breakdown = std::move(breakdown)})
            .value();
    };
    const auto total = [&](Metric metric) { return sum_of(ask(metric)); };

    using analytics::Dimension;
    for (const auto& row : analytics::metric_catalog()) {
        if (row.kind != analytics::MetricKind::sum) continue;
        for (const Bucket bucket : {Bucket::hour, Bucket::day, Bucket::week, Bucket::month}) {
            EXPECT_EQ(sum_of(ask(row.metric, bucket)), total(row.metric)) << row.id;
        }
        for (int number = 0; number < 15; ++number) {
            const auto dimension = static_cast<Dimension>(number);
            if (!is_offered(row.metric, dimension)) continue;
            EXPECT_EQ(sum_of(ask(row.metric, Bucket::total, {dimension})), total(row.metric)) << row.id;
        }
    }
    for (const Metric metric :
         {Metric::listeners, Metric::stream_listeners, Metric::download_listeners, Metric::reach}) {
        const MetricTable daily = ask(metric, Bucket::day);
        for (const auto& cell : daily.cells) EXPECT_LE(cell.count, total(metric));
        EXPECT_LE(total(metric), sum_of(daily));
        EXPECT_LE(total(metric), sum_of(ask(metric, Bucket::total, {Dimension::episode})));
    }
    EXPECT_EQ(total(Metric::sd), total(Metric::streams) + total(Metric::downloads));
    EXPECT_EQ(total(Metric::pd), total(Metric::plays) + total(Metric::downloads));
    EXPECT_EQ(total(Metric::reach), total(Metric::stream_listeners) + total(Metric::download_listeners));
    EXPECT_LE(total(Metric::downloads), total(Metric::iab_downloads));
    EXPECT_LE(total(Metric::stream_listeners), total(Metric::listeners));
    EXPECT_LE(total(Metric::listeners), total(Metric::start_listeners));
    EXPECT_LE(total(Metric::start_listeners), total(Metric::starts));
    EXPECT_LE(total(Metric::listeners), total(Metric::plays));
    EXPECT_LE(total(Metric::foreground_listeners), total(Metric::listeners));

    const MetricTable people = ask(Metric::listeners, Bucket::day);
    const MetricTable fresh = ask(Metric::new_listeners, Bucket::day);
    const MetricTable returning = ask(Metric::returning_listeners, Bucket::day);
    for (std::size_t day = 0; day < people.cells.size(); ++day) {
        EXPECT_EQ(fresh.cells[day].count + returning.cells[day].count, people.cells[day].count);
    }
    EXPECT_EQ(sum_of(fresh), total(Metric::new_listeners));
    EXPECT_EQ(total(Metric::new_listeners) + total(Metric::returning_listeners), total(Metric::listeners));
    EXPECT_EQ(total(Metric::core_fans) + total(Metric::developing_listeners) + total(Metric::fresh_listeners),
              total(Metric::listeners));
    EXPECT_GE(total(Metric::funnel_impressions), total(Metric::funnel_considerations));
    EXPECT_GE(total(Metric::funnel_considerations), total(Metric::funnel_streams));
    EXPECT_GT(total(Metric::funnel_streams), 0);

    const MetricTable followers = ask(Metric::followers, Bucket::day);
    const MetricTable growth = ask(Metric::follower_growth, Bucket::day);
    for (std::size_t day = 1; day < followers.cells.size(); ++day) {
        EXPECT_EQ(followers.cells[day].count - followers.cells[day - 1].count, growth.cells[day].count);
        EXPECT_GE(followers.cells[day].count, 0);
    }
}

TEST_P(PlaysContract, KnowsNoRateOfPlaysWhereNothingWasSeen) {
    PlayBatch batch;
    batch.changes.put.push_back({.kind = analytics::PlayKind::session,
                                 .key = 1,
                                 .show = domain::ShowId{1},
                                 .episode = domain::EpisodeId{10},
                                 .at = invented_begin,
                                 .listener = 1,
                                 .is_start = true,
                                 .is_play = true});
    ASSERT_TRUE(append(batch));
    const auto table = store().answer({.metric = Metric::impressions_to_plays_rate, .days = all_days}).value();
    ASSERT_EQ(table.cells.size(), 1U);
    EXPECT_EQ(table.cells.front().ratio, std::nullopt);
}

// measurement.md, section 1: `sd_first_30d` counts the day of publication and the 29 behind it.
TEST_P(PlaysContract, CountsFirstDaysFromPublicationOn) {
    const auto published = invented_begin + std::chrono::days{5};
    const domain::EpisodeId episode{10};
    const domain::EpisodeId unheard{11};
    PlayBatch batch;
    for (const int day : {-1, 0, 29, 30}) {
        batch.changes.put.push_back({.show = domain::ShowId{1},
                                     .episode = episode,
                                     .at = published + std::chrono::days{day} + std::chrono::hours{23},
                                     .listener = static_cast<std::uint64_t>(day + 2)});
    }
    ASSERT_TRUE(append(batch));
    const auto mean = [&](std::vector<analytics::Publication> publications) {
        const auto table =
            store().answer({.metric = Metric::sd_first_30d, .days = all_days, .publications = std::move(publications)});
        return table.value().cells.front().ratio;
    };
    EXPECT_EQ(mean({{episode, published}}), 2.0);
    EXPECT_EQ(mean({{episode, published}, {unheard, published}}), 1.0);
    EXPECT_EQ(mean({{unheard, published}}), 0.0);
    EXPECT_EQ(mean({}), std::nullopt);
}

}  // namespace mooring::storage
