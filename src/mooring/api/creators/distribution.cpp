#include <algorithm>
#include <array>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/app/publishing/show_settings.hpp"

// Where a show is to be found: 1-O, X-12, X-13.

namespace mooring::api::creators {
namespace {

constexpr std::array<std::string_view, 13> platforms{
    "anchor",  "itunes",      "googlePodcasts", "googlePlay", "overcast", "pocketCasts", "podBean",
    "spotify", "radioPublic", "stitcher",       "breaker",    "castbox",  "tuneIn"};
constexpr std::size_t longest_link = 2000;

std::string_view status_word(domain::DirectoryStatus status) {
    switch (status) {
        case domain::DirectoryStatus::off: return "off";
        case domain::DirectoryStatus::pending: return "pending";
        case domain::DirectoryStatus::on: return "on";
    }
    return "off";
}

void write_links(JsonWriter& json, const Show& show) {
    json.name("externalUrls").begin_object();
    for (const auto& [platform, link] : show.distribution.links) json.member(platform, link);
    json.end_object();
}

Answer user_distribution_of(const Call& call, const Show& show) {
    const bool redirects = show.redirect.state != domain::FeedRedirect::State::none;
    const bool is_out = !show.distribution.links.empty();
    JsonWriter json;
    json.begin_object();
    write_links(json, show);
    json.flag("isUserEmailInRss", !show.hide_owner_email && !show.owner_email.empty());
    json.member("podcastDistributionStatus", is_out ? "distributedAndHasSetUp" : "didNotDistributeAndHasSetUp");
    json.member("podcastExternalSource", "").member("podcastExternalSourceRedirected", "");
    json.member("podcastItunesOwnerCode", show.distribution.itunes_owner_code);
    json.member("podcastRedirectDestination", redirects ? show.redirect.url : std::string{});
    json.member("spotifyDistributionStatus", status_word(show.distribution.spotify));
    json.member("rssFeedUrl", call.services.urls.feed(show));
    json.flag("isRssFeedEnabled", !show.distribution.is_feed_disabled).flag("canEnableRss", true);
    json.flag("canRequestSpotifyLink", false).end_object();
    return json_answer(json);
}

Checked<void> take_links(const boost::json::value& given, domain::Distribution& distribution) {
    if (!given.is_object()) return invalid_field("body", "externalLinks", "must be an object");
    for (const auto& [key, value] : given.get_object()) {
        const std::string platform{key};
        if (std::ranges::find(platforms, platform) == platforms.end()) continue;
        if (!value.is_null() && !value.is_string()) {
            return invalid_field("body", "externalLinks." + platform, "must be a string");
        }
        const std::string link = value.is_null() ? std::string{} : std::string{value.get_string()};
        const bool is_link = link.starts_with("https://") || link.starts_with("http://");
        if (!link.empty() && (!is_link || link.size() > longest_link)) {
            return invalid_field("body", "externalLinks." + platform, "must be an http or https address");
        }
        distribution.links.erase(platform);
        if (!link.empty()) distribution.links.emplace(platform, link);
    }
    return {};
}

Checked<app::publishing::ShowSettings> read_distribution(const Body& body, const Show& show) {
    app::publishing::ShowSettings settings;
    domain::Distribution distribution = show.distribution;
    MOORING_TRY(const std::optional<bool> is_email_in_feed, body.flag("isUserEmailInRss"));
    if (is_email_in_feed) settings.hide_owner_email = !*is_email_in_feed;
    MOORING_TRY(const std::optional<std::string> owner_code, body.text("podcastItunesOwnerCode"));
    if (owner_code) distribution.itunes_owner_code = owner_code->substr(0, 200);
    MOORING_TRY(const std::optional<bool> is_feed_enabled, body.flag("isRssFeedEnabled"));
    if (is_feed_enabled) distribution.is_feed_disabled = !*is_feed_enabled;
    if (const boost::json::value* links = body.find("externalLinks")) MOORING_CHECK(take_links(*links, distribution));
    MOORING_TRY(const std::optional<std::string> destination, body.text("podcastRedirectDestination"));
    if (body.is_null("podcastRedirectDestination") || (destination && destination->empty())) {
        settings.redirect.emplace();
    } else if (destination) {
        settings.redirect = domain::FeedRedirect{domain::FeedRedirect::State::redirect, *destination};
    }
    settings.distribution = std::move(distribution);
    return settings;
}

/// The show that a `userId` means: the one with that number, else the oldest one.
Checked<Show> show_meant(const Call& call, std::optional<std::int64_t> user, Right right) {
    MOORING_TRY(Show show, oldest_show(call, right));
    if (!user) return show;
    MOORING_TRY(const std::vector<Show> shows, own_shows(call));
    const auto named = std::ranges::find(shows, ShowId{*user}, &Show::id);
    if (named != shows.end()) {
        MOORING_CHECK(call.read(
            [&](CatalogSnapshot& catalog) { return app::accounts::require(catalog, *call.principal, right, *named); }));
        return *named;
    }
    MOORING_CHECK(call.check_user(user, show));
    return show;
}

}  // namespace

Answer station_distribution(const Call& call) {
    const Show& show = *call.show;
    JsonWriter json;
    json.begin_object().flag("canEnableRss", true);
    write_links(json, show);
    json.member("spotifyDistributionStatus", status_word(show.distribution.spotify));
    json.member("spotifyShowUri", "spotify:show:" + show.opaque_id).name("platforms").begin_array();
    if (!show.distribution.is_feed_disabled) json.text("rss");
    for (const auto& [platform, link] : show.distribution.links) json.text(platform);
    json.end_array().member("vanitySlug", show.is_slug_chosen ? show.slug : std::string{});
    json.flag("isEnterprisePodcast", false).end_object();
    return json_answer(json);
}

Answer user_distribution(const Call& call) {
    MOORING_TRY(const std::optional<std::int64_t> user, call.number("userId"));
    MOORING_TRY(const Show show, show_meant(call, user, Right::read));
    return user_distribution_of(call, show);
}

Answer set_user_distribution(const Call& call, const Body& body) {
    MOORING_TRY(const std::optional<std::int64_t> user, body.id("userId"));
    MOORING_TRY(const Show show, show_meant(call, user, Right::manage));
    MOORING_TRY(const app::publishing::ShowSettings settings, read_distribution(body, show));
    MOORING_TRY(const Show changed, call.write([&](CatalogTransaction& tx) {
        return app::publishing::change_show_settings(tx, call.services.urls, call.now, show.id, settings);
    }));
    return user_distribution_of(call, changed);
}

}  // namespace mooring::api::creators
