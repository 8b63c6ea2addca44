#include "mooring_client/typed.hpp"

#include <gtest/gtest.h>

namespace mooring_client {
namespace {

Answer answer(const char* text) {
    return *parse_answer(text);
}

TEST(ReadTable, KeepsTheKindOfEachCell) {
    const auto table =
        read_table(answer(R"({"stationId":7,"kind":"plays","data":{"rows":[[1,0.5,"x",null],[9007199254740993]],)"
                          R"("columnHeaders":[{"name":"Time","type":"integer","isDateTime":true}]}})"));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->station_id, 7);
    EXPECT_TRUE(table->columns[0].is_date_time);
    EXPECT_EQ(table->rows[0], (std::vector<Cell>{std::int64_t{1}, 0.5, std::string{"x"}, nullptr}));
    EXPECT_EQ(table->rows[1][0], Cell{std::int64_t{9007199254740993}});
    EXPECT_EQ(read_table(answer(R"({"data":{"rows":[45],"columnHeaders":[]}})"))->rows[0][0], Cell{std::int64_t{45}});
    for (const char* odd : {"[]", "{}", R"({"data":{"rows":{}}})", R"({"data":7})"}) {
        EXPECT_EQ(read_table(answer(odd)).error().kind, ErrorKind::bad_answer) << odd;
    }
}

TEST(ReadStationEpisodes, AllowsAnUntitledDraft) {
    const auto episodes = read_station_episodes(answer(
        R"([{"episodeId":41000010,"title":null},{"episodeId":41000008,"title":"Spring Tides","duration":2101000}])"));
    ASSERT_TRUE(episodes);
    EXPECT_FALSE((*episodes)[0].title);
    EXPECT_EQ((*episodes)[1].title, "Spring Tides");
    EXPECT_EQ((*episodes)[1].duration_ms, 2101000);
    EXPECT_FALSE(read_station_episodes(answer("{}")));
    EXPECT_FALSE(read_station_episode(answer(R"({"episodeId":"x"})")));
}

TEST(ReadSeries, TellsNullFromWhatIsNotThere) {
    const Answer daily = answer(
        R"({"episodeByUri":{"playsDaily":{"analyticsValue":{"analyticsValue":{"points":[{"date":"2026-03-02","value":{"value":61}}]}}},)"
        R"("nothing":null,"total":{"analyticsValue":{"analyticsValue":{"value":54.5}}}}})");
    const auto series = read_series(daily, "playsDaily");
    ASSERT_TRUE(series);
    EXPECT_EQ((*series)[0].date, "2026-03-02");
    EXPECT_EQ((*series)[0].value, 61);
    EXPECT_TRUE(read_series(daily, "nothing")->empty());
    EXPECT_EQ(*read_total(daily, "total"), 54.5);
    EXPECT_FALSE(*read_total(daily, "nothing"));
    EXPECT_FALSE(read_series(daily, "absent"));
    EXPECT_FALSE(read_series(daily, "total"));
    EXPECT_FALSE(read_total(answer("[]"), "total"));
}

TEST(ReadAccountShows, TakesShowsElsewhere) {
    const auto shows = read_account_shows(answer(
        R"({"showsForUser":{"shows":[{"uri":"u","name":"n","hostingProvider":"S4P","stationId":7},{"uri":"v","stationId":null}]}})"));
    ASSERT_TRUE(shows);
    EXPECT_EQ((*shows)[0].station_id, 7);
    EXPECT_FALSE((*shows)[1].station_id);
}

TEST(ReadOtherFamilies, TakeTheDocumentedMembers) {
    const auto page =
        read_published_episodes(answer(R"({"episodes":[{"id":1,"title":"T","audio_length":5}],"total":1})"));
    EXPECT_EQ((*page)[0].audio_length, 5);
    EXPECT_FALSE(read_published_episode(answer("{}")));
    const auto show = read_web_show(answer(
        R"({"id":"i","languages":["sv"],"episodes":{"total":520,"items":[{"id":"e","explicit":true,"languages":["sv"]}]}})"));
    EXPECT_EQ(show->total_episodes, 520);
    EXPECT_TRUE(show->episodes[0].is_explicit);
    EXPECT_FALSE(read_web_episode(answer(R"({"id":7})")));
}

}  // namespace
}  // namespace mooring_client
