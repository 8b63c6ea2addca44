#include "mooring/api/webapi/links.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

const std::string public_base = "https://pods.saltmarsh.example";

http::Request request_to(const std::string& host, const std::string& sent_host) {
    http::Request request;
    request.host = host;
    request.headers.add("Host", sent_host);
    return request;
}

TEST(Links, LieOnThePublicBaseWithThePrefix) {
    http::Request request = request_to("evil.example", "evil.example");
    EXPECT_EQ(links_of(request, public_base).base, public_base + "/spotify/v1");
    request.family_prefix = "/spotify";
    request.is_secure = true;
    EXPECT_EQ(links_of(request, public_base).base, public_base + "/spotify/v1");
}

TEST(Links, LieOnTheAliasByWhichTheRequestCame) {
    http::Request request = request_to("api.spotify.com", "API.spotify.com");
    request.by_alias = true;
    EXPECT_EQ(links_of(request, public_base).base, "http://api.spotify.com/v1");
    request.is_secure = true;
    EXPECT_EQ(links_of(request, public_base).base, "https://api.spotify.com/v1");
    request.headers.set("Host", "api.spotify.com:8443");
    EXPECT_EQ(links_of(request, public_base).base, "https://api.spotify.com:8443/v1");
    request.headers.set("Host", "api.spotify.com:84x");
    EXPECT_EQ(links_of(request, public_base).base, "https://api.spotify.com/v1");
}

TEST(Links, NameWhatThereIs) {
    const Links links{"https://p.example/v1"};
    EXPECT_EQ(links.show("a"), "https://p.example/v1/shows/a");
    EXPECT_EQ(links.show_episodes("a"), "https://p.example/v1/shows/a/episodes");
    EXPECT_EQ(links.episode("a"), "https://p.example/v1/episodes/a");
    EXPECT_EQ(links.user("a b"), "https://p.example/v1/users/a%20b");
    EXPECT_EQ(links.saved_shows(), "https://p.example/v1/me/shows");
    EXPECT_EQ(links.saved_episodes(), "https://p.example/v1/me/episodes");
    EXPECT_EQ(links.search(), "https://p.example/v1/search");
}

}  // namespace
}  // namespace mooring::api::webapi
