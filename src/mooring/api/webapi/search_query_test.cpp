#include "mooring/api/webapi/search_query.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

Result<SearchQuery> parse(std::string_view query) {
    return parse_search(http::QueryParameters::parse(query));
}

TEST(SearchQueries, TakeBothNamesOfTheQuery) {
    EXPECT_EQ(parse("q=harbour+lights&type=show")->text, "harbour lights");
    EXPECT_EQ(parse("query=harbour&type=show")->text, "harbour");
    EXPECT_EQ(parse("query=b&q=a&type=show")->text, "a");
    const auto full = parse("q=a&type=episode%2Cshow,track,show&limit=10&offset=1000");
    ASSERT_TRUE(full);
    EXPECT_EQ(full->kinds, (std::vector{SearchKind::episode, SearchKind::show, SearchKind::track}));
    EXPECT_EQ(full->page.limit, 10);
    EXPECT_EQ(full->page.offset, search_reach);
}

TEST(SearchQueries, AreRefusedAsTheContractSays) {
    struct Case {
        std::string query, message;
    };
    const std::vector<Case> cases{
        {"type=show", "No search query"},
        {"q=&type=show", "No search query"},
        {"q=%20&type=show", "No search query"},
        {"q=%ff&type=show", "No search query"},
        {"q=a", "Missing parameter type"},
        {"q=a&type=", "Missing parameter type"},
        {"q=a&type=show,podcast", "Bad search type field podcast"},
        {"q=a&type=show,", "Bad search type field "},
        {"q=a&type=%ff", "Bad search type field "},
        {"q=a&type=show&limit=51", "Invalid limit"},
        {"q=a&type=show&offset=1001", "Invalid offset"},
    };
    for (const Case& c : cases) EXPECT_EQ(parse(c.query).error().message, c.message) << c.query;
}

TEST(SearchQueries, LinkAsTheExampleOfTheContractDoes) {
    const Links links{"https://pods.saltmarsh.example/spotify/v1"};
    const SearchQuery query = *parse("q=harbour&type=show,episode");
    const Market asked{"SE", true};
    EXPECT_EQ(page_link(search_url(links, query, SearchKind::episode, asked), query.page, {}),
              "https://pods.saltmarsh.example/spotify/v1/"
              "search?query=harbour&type=episode&market=SE&offset=0&limit=20");
    EXPECT_EQ(search_url(links, *parse("q=100%25+%22sea%22&type=show"), SearchKind::show, {"SE", false}),
              "https://pods.saltmarsh.example/spotify/v1/search?query=100%25%20%22sea%22&type=show");
}

TEST(SearchQueries, NameTheirKinds) {
    EXPECT_EQ(to_string(SearchKind::audiobook), "audiobook");
    EXPECT_EQ(plural_name(SearchKind::episode), "episodes");
}

}  // namespace
}  // namespace mooring::api::webapi
