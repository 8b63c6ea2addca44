#include "mooring/api/webapi/uris.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

const std::string id = "34IYCxWoZCZUesgtUuvLhS";
const std::string show = "spotify:show:" + id;
const std::string episode = "spotify:episode:" + id;

TEST(WebApiUris, NameShowsAndEpisodesInOrder) {
    const CatalogUri a_show{UriKind::show, id};
    const CatalogUri an_episode{UriKind::episode, id};
    EXPECT_EQ(*parse_uris(show + "," + episode + ", " + show), (std::vector{a_show, an_episode, a_show}));
}

TEST(WebApiUris, AreRefusedAsTheContractSays) {
    EXPECT_EQ(parse_uris("").error().message, "Missing required field: uris");
    for (const std::string& wrong : {"spotify:track:" + id, "spotify:" + id, id, show + ",", "SPOTIFY:show:" + id}) {
        EXPECT_EQ(parse_uris(wrong).error().message, "Invalid uri") << wrong;
    }
    EXPECT_EQ(parse_uris(show + "a").error().message, "Invalid base62 id");
    std::string many = show;
    for (int n = 1; n < 40; ++n) many += "," + episode;
    EXPECT_EQ(parse_uris(many)->size(), 40U);
    EXPECT_EQ(parse_uris(many + "," + show).error().message, "Too many uris requested");
}

}  // namespace
}  // namespace mooring::api::webapi
