#include "mooring/api/creators/station_facts.hpp"

#include "mooring/api/creators/episode_facts.hpp"
#include "mooring/app/creators/texts.hpp"

namespace mooring::api::creators {
namespace {

constexpr std::chrono::days old_age{30};

std::string link_to(const Show& show, std::string_view platform) {
    const auto link = show.distribution.links.find(platform);
    return link == show.distribution.links.end() ? std::string{} : link->second;
}

}  // namespace

Result<StationFacts> facts_of(CatalogSnapshot& catalog, const Services& services, Show show, Instant now) {
    StationFacts facts;
    MOORING_TRY(facts.owner, app::creators::owner_of(catalog, show));
    MOORING_TRY(facts.has_published, catalog.episodes().has_published(show.id, now));
    MOORING_TRY(facts.picture_url, picture_url(catalog, services.urls, show.image_hash, "orig"));
    MOORING_TRY(facts.picture_400_url, picture_url(catalog, services.urls, show.image_hash, "400"));
    facts.show = std::move(show);
    return facts;
}

Checked<StationFacts> station_facts(const Call& call, const Show& show) {
    MOORING_TRY(StationFacts facts,
                call.read([&](CatalogSnapshot& catalog) { return facts_of(catalog, call.services, show, call.now); }));
    return facts;
}

void write_station_metadata(JsonWriter& json, const Services& services, const StationFacts& facts, Instant now) {
    const Show& show = facts.show;
    const std::string category = app::creators::category_text(show);
    json.member("rssFeedUrl", services.urls.feed(show)).member("podcastName", show.title);
    json.member("podcastDescription", show.description).member("podcastAuthorName", show.author);
    json.member("podcastAuthorEmail", show.owner_email).member("podcastImage", facts.picture_url);
    json.member("podcastImage400", facts.picture_400_url).member("podcastCategory", category);
    json.member("podcastLanguage", show.language).member("language", show.language);
    json.flag("isDistributedOnSpotify", show.distribution.spotify == domain::DirectoryStatus::on);
    json.flag("isRssFeedDisabled", show.distribution.is_feed_disabled).flag("hasPublishedEpisode", facts.has_published);
    json.member("distributionEligibilityForPaywalls", show.money.is_paywall_eligible ? "eligible" : "ineligible");
    json.flag("isStationOver30DaysOld", now - show.created_at > old_age);
    json.flag("isStationMarkedAsSpam", show.is_suspended);

    json.flag("isExternalSyndicationSetup", show.redirect.state != domain::FeedRedirect::State::none);
    json.flag("isSaiAndDaiFullyActivated", false).flag("isAdCategoryExclusionsEnabled", false);
    json.flag("hasAnchorBrandingRemoved", true).flag("isPublicCallinShownInRSS", false);
    json.flag("isPublicCallinHiddenFromWeb", true);

    json.flag("podcastIsExplicit", show.is_explicit).flag("podcastEpisodeIsExplicit", show.is_explicit);
    json.member("itunesCategory", category).member("podcastUrlApple", link_to(show, "itunes"));
    json.member("podcastUrlGoogle", link_to(show, "googlePodcasts"));
    json.member("podcastUrlOvercast", link_to(show, "overcast"));
    json.member("podcastUrlPocketcasts", link_to(show, "pocketCasts"));
    json.flag("hasDismissedDistributionMilestone", true).flag("isPWEnabled", show.money.is_paywall_enabled);
    json.flag("isPWSetup", show.money.is_paywall_set_up);
}

}  // namespace mooring::api::creators
