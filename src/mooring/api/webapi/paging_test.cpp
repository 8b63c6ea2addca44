#include "mooring/api/webapi/paging.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

std::string written(const Page& page, std::int64_t total, const Market& market = {}) {
    JsonWriter json;
    write_page(json, "https://p.example/x", page, market, total, [&] { json.number(1); });
    return json.take();
}

TEST(Paging, HasItsSevenMembers) {
    EXPECT_EQ(written({20, 0}, 2),
              R"({"href":"https://p.example/x?offset=0&limit=20","items":[1],"limit":20,"next":null,"offset":0,)"
              R"("previous":null,"total":2})");
    EXPECT_EQ(written({10, 10}, 30, {"SE", true}),
              R"({"href":"https://p.example/x?offset=10&limit=10&market=SE","items":[1],"limit":10,)"
              R"("next":"https://p.example/x?offset=20&limit=10&market=SE","offset":10,)"
              R"("previous":"https://p.example/x?offset=0&limit=10&market=SE","total":30})");
}

TEST(Paging, LinksOnlyToWhatIsThere) {
    const auto has = [](const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    };
    EXPECT_TRUE(has(written({10, 0}, 10), R"("next":null)"));
    EXPECT_TRUE(has(written({10, 0}, 11), R"("next":"https://p.example/x?offset=10&limit=10")"));
    EXPECT_TRUE(has(written({10, 4}, 11), R"("previous":"https://p.example/x?offset=0&limit=10")"));
    const std::string past = written({10, 1000}, 11);
    EXPECT_TRUE(has(past, R"("next":null)"));
    EXPECT_TRUE(has(past, R"("previous":"https://p.example/x?offset=990&limit=10")"));
    EXPECT_FALSE(has(written({10, 0}, 1, {"US", false}), "market")) << "a market that was not asked for";
}

TEST(Paging, ReadsItsParameters) {
    const auto limit_of = [](std::string_view text) { return parse_page(text, {}); };
    const auto offset_of = [](std::string_view text) { return parse_page({}, text); };
    EXPECT_EQ(parse_page({}, {})->limit, 20);
    EXPECT_EQ(limit_of("1")->limit, 1);
    EXPECT_EQ(limit_of("50")->limit, 50);
    EXPECT_EQ(limit_of("")->limit, 20);
    EXPECT_EQ(offset_of("1000000")->offset, 1000000);
    for (const std::string_view wrong : {"0", "51", "-1", "x", "1.5", "1e1", " 1", "99999999999999999999"}) {
        EXPECT_EQ(limit_of(wrong).error().message, "Invalid limit") << wrong;
    }
    for (const std::string_view wrong : {"-1", "x", "1.5", "9223372036854775807", "99999999999999999999"}) {
        EXPECT_EQ(offset_of(wrong).error().message, "Invalid offset") << wrong;
    }
}

}  // namespace
}  // namespace mooring::api::webapi
