#include "mooring/http/family_router.hpp"

#include <gtest/gtest.h>

namespace mooring::http {
namespace {

const auto aliases = default_host_aliases();
constexpr std::string_view public_host = "pods.example";

struct Row {
    std::string_view path;
    std::string_view host;
    Family family;
    std::string_view rest;
    std::string_view prefix = "";
    bool by_alias = false;
};

// accounts-oauth.md, 9.2, and the "Hosts" part of its section 13.
TEST(PlaceRequest, FollowsTheRulesOfAccounts92) {
    const std::vector<Row> rows{
        // Each family by prefix and by alias.
        {"/autopod/v1/episodes", public_host, Family::publishing, "/v1/episodes", "/autopod"},
        {"/v1/episodes", "api.autopod.xyz", Family::publishing, "/v1/episodes", "", true},
        {"/anchor/v3/stations", public_host, Family::creators, "/v3/stations", "/anchor"},
        {"/anything", "api-v5.anchor.fm", Family::creators, "/anything", "", true},
        {"/anything", "podcasters.spotify.com", Family::creators, "/anything", "", true},
        {"/anything", "creators.spotify.com", Family::creators, "/anything", "", true},
        {"/graph/v2/graph-pq", public_host, Family::graphql, "/v2/graph-pq", "/graph"},
        {"/v2/graph-pq", "creators-graph.spotify.com", Family::graphql, "/v2/graph-pq", "", true},
        {"/accounts/api/token", public_host, Family::accounts, "/api/token", "/accounts"},
        {"/spotify/v1/shows/1", public_host, Family::webapi, "/v1/shows/1", "/spotify"},
        {"/v1/shows/1", "api.spotify.com", Family::webapi, "/v1/shows/1", "", true},
        {"/dashboard/api/account", public_host, Family::dashboard, "/account", "/dashboard/api"},
        {"/dashboard/apis", public_host, Family::pages, "/dashboard/apis", ""},
        {"/dashboard/", public_host, Family::pages, "/dashboard/", ""},
        {"/generic/podcasters/v0", public_host, Family::streaming, "/podcasters/v0", "/generic"},
        {"/podcasters/v0", "generic.wg.spotify.com", Family::streaming, "/podcasters/v0", "", true},
        // Rule 1: whatever the host, aliases of other families included.
        {"/v3/stations", public_host, Family::creators, "/v3/stations"},
        {"/v3/stations", "api.spotify.com", Family::creators, "/v3/stations"},
        {"/v3/stations", "api-v5.anchor.fm", Family::creators, "/v3/stations", "", true},
        {"/v4/x", "accounts.spotify.com", Family::creators, "/v4/x"},
        {"/v5/x", "", Family::creators, "/v5/x"},
        {"/v6/x", "api.autopod.xyz", Family::creators, "/v6/x"},
        {"/MultiGetColor", "api.spotify.com", Family::creators, "/MultiGetColor"},
        {"/storage/upload/1", "api.spotify.com", Family::creators, "/storage/upload/1"},
        {"/pod/api/proxy/v3/x", public_host, Family::creators, "/pod/api/proxy/v3/x"},
        {"/api/proxy/v3/x", public_host, Family::creators, "/api/proxy/v3/x"},
        {"/api/proxy/v3/x", "accounts.spotify.com", Family::creators, "/api/proxy/v3/x"},
        {"/v3", public_host, Family::pages, "/v3"},
        // The token endpoint on the accounts alias, and not on the public base.
        {"/api/token", "accounts.spotify.com", Family::accounts, "/api/token", "", true},
        {"/api/token", public_host, Family::pages, "/api/token"},
        {"//api//token", "accounts.spotify.com", Family::accounts, "//api//token", "", true},
        // Spellings of the host.
        {"/v1/shows", "API.Spotify.COM", Family::webapi, "/v1/shows", "", true},
        {"/v1/shows", "api.spotify.com:443", Family::webapi, "/v1/shows", "", true},
        {"/v1/shows", "api.spotify.com.", Family::webapi, "/v1/shows", "", true},
        {"/v1/shows", "api.spotify.com.:8080", Family::webapi, "/v1/shows", "", true},
        {"/v1/shows", "[::1]:8080", Family::pages, "/v1/shows"},
        {"/v1/shows", "", Family::pages, "/v1/shows"},
        // Prefixes end at a slash or the end.
        {"/spotify", public_host, Family::webapi, "/", "/spotify"},
        {"/spotify/", public_host, Family::webapi, "/", "/spotify"},
        {"/spotifyx", public_host, Family::pages, "/spotifyx"},
        {"//spotify//v1/x", public_host, Family::webapi, "//v1/x", "/spotify"},
        {"/spotify/autopod/v1/x", public_host, Family::webapi, "/autopod/v1/x", "/spotify"},
        {"/autopod/v1/x", "api.spotify.com", Family::webapi, "/autopod/v1/x", "", true},
        {"//v3//x", public_host, Family::creators, "//v3//x"},
        // Neither family on the public base.
        {"/v1/episodes/1", public_host, Family::pages, "/v1/episodes/1"},
        // Decoded once.
        {"/spotify/v1/a%20b%2520", public_host, Family::webapi, "/v1/a b%20", "/spotify"},
        {"/s/1/podcast/play/2/https%3A%2F%2Fa.example%2Fb.mp3", public_host, Family::pages,
         "/s/1/podcast/play/2/https:%2F%2Fa.example%2Fb.mp3"},
    };
    for (const Row& row : rows) {
        const Placement placement = place(row.path, row.host, aliases, std::nullopt);
        EXPECT_EQ(to_string(placement.family), to_string(row.family)) << row.path << ' ' << row.host;
        EXPECT_EQ(placement.path, row.rest) << row.path << ' ' << row.host;
        EXPECT_EQ(placement.prefix, row.prefix) << row.path << ' ' << row.host;
        EXPECT_EQ(placement.by_alias, row.by_alias) << row.path << ' ' << row.host;
        EXPECT_FALSE(placement.is_malformed) << row.path << ' ' << row.host;
    }
}

TEST(PlaceRequest, RefusesPathGamesInTheFormOfTheFamily) {
    const std::vector<std::pair<std::string_view, Family>> rows{
        {"/spotify/../autopod/v1/x", Family::webapi},
        {"/spotify%2Fv1", Family::webapi},
        {"/spotify/%2e%2E/autopod", Family::webapi},
        {"/autopod/v1/%", Family::publishing},
        {"/autopod/v1/%2", Family::publishing},
        {"/autopod/v1/%zz", Family::publishing},
        {"/autopod/a%00b", Family::publishing},
        {"/autopod/a\\b", Family::publishing},
        {"/autopod/a%5Cb", Family::publishing},
        {"/autopod/a%0d%0ab", Family::publishing},
        {"/autopod/./b", Family::publishing},
        {"/..", Family::pages},
        {"/v3/../v1", Family::creators},
        {"relative", Family::pages},
        {"/autopod/v1/..", Family::publishing},
        {"/autopod/v1/.", Family::publishing},
    };
    for (const auto& [path, family] : rows) {
        const Placement placement = place(path, public_host, aliases, std::nullopt);
        EXPECT_TRUE(placement.is_malformed) << path;
        EXPECT_EQ(to_string(placement.family), to_string(family)) << path;
    }
    for (const std::string_view path : {"/a..b", "/...", "/.well-known/x", "/a/..b/c", "/%C3%A9"}) {
        EXPECT_FALSE(place(path, public_host, aliases, std::nullopt).is_malformed) << path;
    }
}

TEST(PlaceRequest, GivesAListenerOfOneFamilyEverything) {
    for (const std::string_view path : {"/v1/episodes", "/v3/x", "/spotify/v1", "/"}) {
        const Placement placement = place(path, "api.spotify.com", aliases, Family::publishing);
        EXPECT_EQ(to_string(placement.family), "publishing") << path;
        EXPECT_EQ(placement.path, path);
        EXPECT_EQ(placement.prefix, "");
    }
}

TEST(NormaliseHost, KnowsTheFormsOfAHost) {
    const std::vector<std::pair<std::string_view, std::optional<std::string>>> rows{
        {"Pods.Example:80", "pods.example"},
        {"pods.example.", "pods.example"},
        {"[::1]:80", "[::1]"},
        {"[::1]", "[::1]"},
        {"10.0.0.1:8080", "10.0.0.1"},
        {"", ""},
        {"pods.example:", "pods.example"},
        {"a b", std::nullopt},
        {"a/b", std::nullopt},
        {"a@b", std::nullopt},
        {"a:80x", std::nullopt},
        {"[::1", std::nullopt},
        {"[nonsense]", std::nullopt},
        {"::1", std::nullopt},
        {"a,b", std::nullopt},
    };
    for (const auto& [text, expected] : rows) {
        EXPECT_EQ(normalise_host(text), expected) << text;
    }
}

TEST(Families, HaveNamesThatAreReadBack) {
    for (std::size_t index = 0; index < family_count; ++index) {
        const auto family = static_cast<Family>(index);
        EXPECT_EQ(parse_family(to_string(family)), family);
    }
    EXPECT_EQ(parse_family("nothing"), std::nullopt);
    EXPECT_EQ(family_prefix(Family::publishing), "/autopod");
}

class NamedFamily final : public Handler {
public:
    explicit NamedFamily(std::string name) : name_(std::move(name)) {}
    Decision decide(const Request& request) override {
        return Response::text(200, "text/plain", name_ + ' ' + request.path + ' ' + request.family_prefix);
    }
    Response failure(int status, std::string_view message) override {
        return Response::text(status, "text/plain", name_ + ": " + std::string{message});
    }
    std::string_view family() const override { return name_; }

private:
    std::string name_;
};

std::string body_of(const Response& response) {
    return std::get<std::string>(response.body.at(0).source);
}

TEST(FamilyRouter, HandsRequestsToTheirFamily) {
    FamilyRouter router{{.aliases = aliases, .listeners = {std::nullopt, Family::publishing}},
                        {{Family::publishing, std::make_shared<NamedFamily>("p")},
                         {Family::pages, std::make_shared<NamedFamily>("o")}}};
    const auto ask = [&](std::string path, std::string host, int listener = 0) {
        Request request;
        request.raw_path = std::move(path);
        request.host = std::move(host);
        request.listener = listener;
        return std::get<Response>(router.decide(request));
    };
    EXPECT_EQ(body_of(ask("/autopod/v1/x", "pods.example")), "p /v1/x /autopod");
    EXPECT_EQ(body_of(ask("/v1/x", "api.autopod.xyz")), "p /v1/x ");
    EXPECT_EQ(body_of(ask("/v1/x", "pods.example", 1)), "p /v1/x ");
    EXPECT_EQ(body_of(ask("/v1/x", "pods.example")), "o /v1/x ");
    const Response malformed = ask("/autopod/%2F", "pods.example");
    EXPECT_EQ(malformed.status, 400);
    EXPECT_EQ(body_of(malformed), "p: malformed path");
    const Response absent = ask("/spotify/v1", "pods.example");
    EXPECT_EQ(absent.status, 404);
    EXPECT_EQ(body_of(absent), R"({"error":"this server does not serve the webapi family"})");
}

}  // namespace
}  // namespace mooring::http
