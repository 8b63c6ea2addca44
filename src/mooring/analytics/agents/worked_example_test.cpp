#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "mooring/analytics/agents/hit_table_for_test.hpp"

namespace mooring::analytics {
namespace {

struct Counted {
    std::vector<Play> downloads;
    std::map<std::string, int> dispositions;
    std::vector<std::string> verdicts;
};

Counted count(const std::vector<TableHit>& rows, DownloadWindow window = DownloadWindow::calendar) {
    DownloadLedger ledger{{.window = window}};
    std::map<std::array<std::byte, 16>, Verdict> verdicts;
    for (const TableHit& row : rows) {
        const Agent agent = tested_rules().classify(row.hit.user_agent, row.hit.referrer);
        const Verdict verdict = judge(row.hit, agent);
        verdicts[row.hit.hit_id] = verdict;
        if (verdict.disposition != Disposition::candidate) continue;
        ledger.add(row.hit, region_of(row.hit.episode_id), context_of(agent));
    }
    PlayChanges changes;
    ledger.take_changes(changes);
    Counted counted{.downloads = changes.put};
    for (const TableHit& row : rows) {
        const Verdict verdict = verdicts[row.hit.hit_id];
        const Disposition disposition =
            verdict.disposition == Disposition::candidate ? ledger.disposition_of(row.hit) : verdict.disposition;
        ++counted.dispositions[std::string{to_string(disposition)}];
        counted.verdicts.push_back(std::string{to_string(disposition)} + " by " + std::string{verdict.rule});
    }
    return counted;
}

std::map<std::string, int> group(const std::vector<Play>& plays, const std::function<std::string(const Play&)>& by) {
    std::map<std::string, int> groups;
    for (const Play& play : plays) ++groups[by(play)];
    return groups;
}

std::string day_text(const Play& play) {
    return iso8601_date(play.at).substr(5);
}

std::size_t listeners(const std::vector<Play>& plays, const std::string& day = "") {
    std::set<ListenerId> distinct;
    for (const Play& play : plays) {
        if (day.empty() || day_text(play) == day) distinct.insert(play.listener);
    }
    return distinct.size();
}

using Groups = std::map<std::string, int>;

void expect_example(const Counted& counted) {
    EXPECT_EQ(counted.dispositions, (Groups{{"counted", 10},
                                            {"partial", 3},
                                            {"method", 1},
                                            {"probe", 1},
                                            {"bot", 1},
                                            {"no_ua", 1},
                                            {"watch", 1},
                                            {"hosting", 1},
                                            {"status", 1}}));
}

TEST(WorkedExample, TwentyHitsInCalendarDays) {
    const Counted counted = count(read_hit_table("worked_example.tsv"));
    expect_example(counted);
    const auto& plays = counted.downloads;
    EXPECT_EQ(plays.size(), 6U);
    EXPECT_EQ(group(plays, day_text), (Groups{{"03-02", 1}, {"03-03", 5}}));
    EXPECT_EQ(group(plays, [](const Play& play) { return std::to_string(play.episode.value); }),
              (Groups{{"1", 5}, {"2", 1}}));
    EXPECT_EQ(listeners(plays, "03-02"), 1U);
    EXPECT_EQ(listeners(plays, "03-03"), 5U);
    EXPECT_EQ(listeners(plays), 5U);
    EXPECT_EQ(
        group(plays, [](const Play& play) { return play.context.app; }),
        (Groups{{"Pocket Casts", 2}, {"Apple Podcasts", 1}, {"Overcast", 1}, {"Spotify", 1}, {"Web Browser", 1}}));
    EXPECT_EQ(group(plays, [](const Play& play) { return play.context.device; }),
              (Groups{{"iPhone", 4}, {"Android", 1}, {"Mac", 1}}));
    const auto stamp = [&](const std::string& app) {
        return iso8601_seconds(std::ranges::find(plays, app, [](const Play& play) { return play.context.app; })->at);
    };
    EXPECT_EQ(stamp("Apple Podcasts"), "2026-03-03T10:00:02Z");
    EXPECT_EQ(stamp("Web Browser"), "2026-03-03T15:00:00Z");
}

TEST(WorkedExample, TwentyHitsInWindowsFromTheFirstTouch) {
    const Counted counted = count(read_hit_table("worked_example.tsv"), DownloadWindow::first_touch);
    expect_example(counted);
    const auto& plays = counted.downloads;
    EXPECT_EQ(plays.size(), 5U);
    EXPECT_EQ(group(plays, day_text), (Groups{{"03-02", 1}, {"03-03", 4}}));
    EXPECT_EQ(listeners(plays, "03-03"), 4U);
    EXPECT_EQ(listeners(plays), 5U);
    EXPECT_EQ(group(plays, [](const Play& play) { return play.context.device; }),
              (Groups{{"iPhone", 3}, {"Android", 1}, {"Mac", 1}}));
}

TEST(WorkedExample, CountsTheSameBackwardsAndTwice) {
    auto rows = read_hit_table("worked_example.tsv");
    const auto expected = count(rows);
    std::ranges::reverse(rows);
    const auto backwards = count(rows);
    EXPECT_EQ(backwards.dispositions, expected.dispositions);
    EXPECT_TRUE(std::ranges::is_permutation(backwards.downloads, expected.downloads));
    const auto once = rows;
    rows.insert(rows.end(), once.begin(), once.end());
    EXPECT_TRUE(std::ranges::is_permutation(count(rows).downloads, expected.downloads));
}

TEST(WorkedExample, LosesOneDownloadWithoutTheSixthHit) {
    auto rows = read_hit_table("worked_example.tsv");
    EXPECT_TRUE(count({rows[3]}).downloads.empty());
    rows.erase(rows.begin() + 5);
    EXPECT_EQ(count(rows).downloads.size(), 5U);
}

TEST(GoldenHits, GetTheVerdictsOnRecord) {
    const auto rows = read_hit_table("golden_hits.tsv");
    ASSERT_GT(rows.size(), 80U);
    const auto counted = count(rows);
    for (std::size_t index = 0; index < rows.size(); ++index) {
        EXPECT_EQ(counted.verdicts[index], rows[index].disposition + " by " + rows[index].rule)
            << rows[index].hit.user_agent << " " << rows[index].hit.range_raw;
    }
}

}  // namespace
}  // namespace mooring::analytics
