#include "mooring/media/chapters/chapters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mooring/base/utf8.hpp"

namespace mooring::media::chapters {
namespace {

using namespace std::chrono_literals;

std::vector<Chapter> plan() {
    return {{.start = 0ms, .title = "Begin"},
            {.start = 61'250ms,
             .end = 120s,
             .title = "Ebbe & \"Flut\" ü",
             .url = "https://example.com/a?b=c",
             .image_url = "http://example.com/i.png",
             .is_listed = false,
             .location = domain::ChapterPlace{"Kiel", "geo:54.3,10.1", "R27021"}}};
}

TEST(Chapters, AreReadBackAsTheyWereWritten) {
    const std::string text = write_json(plan());
    EXPECT_EQ(text,
              "{\"version\":\"1.2.0\",\"chapters\":[{\"startTime\":0,\"title\":\"Begin\"},{\"startTime\":61.25,"
              "\"title\":\"Ebbe & \\\"Flut\\\" "
              "ü\",\"img\":\"http://example.com/i.png\",\"url\":\"https://example.com/a?b=c\","
              "\"toc\":false,\"endTime\":120,\"location\":{\"name\":\"Kiel\",\"geo\":\"geo:54.3,10.1\",\"osm\":"
              "\"R27021\"}}]}\n");
    const auto back = parse_json(text);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, plan());
    EXPECT_EQ(parse_json(write_json({})).value(), std::vector<Chapter>{});
    EXPECT_TRUE(validate(plan(), 120s));
}

TEST(ReadChapters, SortsCleansAndPassesOverTheUnknown) {
    const auto chapters =
        parse_json(R"({"version":"1.1.0","author":7,"chapters":[{"startTime":5,"title":"b\u0007\n c","x":[1]},)"
                   R"({"startTime":0.0004,"title":null,"location":{}}]})");
    ASSERT_TRUE(chapters) << chapters.error().message;
    ASSERT_EQ(chapters->size(), 2U);
    EXPECT_EQ((*chapters)[0], Chapter{});
    EXPECT_EQ((*chapters)[1].title, "b c");
}

TEST(ReadChapters, SaysWhichIsWrong) {
    const std::pair<std::string, const char*> rows[] = {
        {"", "this is not JSON: incomplete JSON"},
        {"[]", "there is no list `chapters`"},
        {R"({"version":"2.0","chapters":[]})", "`version` is not 1.x"},
        {R"({"chapters":[7]})", "chapter 1: not an object"},
        {R"({"chapters":[{"title":"x"}]})", "chapter 1: `startTime` is missing"},
        {R"({"chapters":[{"startTime":0},{"startTime":"1"}]})", "chapter 2: `startTime` is not a number of seconds"},
        {R"({"chapters":[{"startTime":-1}]})", "chapter 1: `startTime` is not a number of seconds"},
        {R"({"chapters":[{"startTime":1e300}]})", "chapter 1: `startTime` is not a number of seconds"},
        {R"({"chapters":[{"startTime":9,"endTime":8}]})", "chapter 1: it ends before it begins"},
        {R"({"chapters":[{"startTime":9,"toc":"no"}]})", "chapter 1: `toc` is neither true nor false"},
        {R"({"chapters":[{"startTime":9,"title":[]}]})", "chapter 1: `title` is not a text"},
        {R"({"chapters":[{"startTime":9,"location":"Kiel"}]})", "chapter 1: `location` is not an object"},
        {R"({"chapters":[{"startTime":9,"url":"javascript:alert`1`"}]})",
         "chapter 1: `url` is not an address that begins with http or https"},
        {R"({"chapters":[{"startTime":9,"img":"file:///etc/passwd"}]})",
         "chapter 1: `img` is not an address that begins with http or https"},
        {R"({"chapters":[{"startTime":9,"url":"https://x\"onload="}]})",
         "chapter 1: `url` is not an address that begins with http or https"},
        {R"({"chapters":[{"startTime":9,"title":")" + std::string(513, 'x') + "\"}]}",
         "chapter 1: `title` may have 512 characters in one line"},
        {std::string(1000, '['), "this is not JSON: too deep"},
    };
    for (const auto& [bytes, message] : rows) {
        const auto chapters = parse_json(bytes);
        ASSERT_FALSE(chapters) << bytes;
        EXPECT_EQ(chapters.error().message, message);
        EXPECT_EQ(chapters.error().field, "chapters");
    }
    EXPECT_EQ(parse_json(std::string(most_bytes + 1, ' ')).error().code, Errc::too_large);
    std::string many = "{\"chapters\":[{\"startTime\":0}";
    for (std::size_t index = 0; index < most_chapters; ++index) many += ",{\"startTime\":0}";
    EXPECT_EQ(parse_json(many + "]}").error().code, Errc::too_large);
}

TEST(ValidateChapters, WantsThemInOrderAndWithinTheEpisode) {
    auto chapters = plan();
    EXPECT_EQ(validate(chapters, 61s).error().message, "chapter 2: it begins after the episode has ended");
    std::swap(chapters[0], chapters[1]);
    EXPECT_EQ(validate(chapters).error().message, "chapter 2: it begins before the one before it");
    chapters = {{.start = -1ms}};
    EXPECT_FALSE(validate(chapters));
    chapters = {{.title = "a\nb"}};
    EXPECT_FALSE(validate(chapters));
}

}  // namespace
}  // namespace mooring::media::chapters
