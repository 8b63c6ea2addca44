#pragma once

#include <array>
#include <span>
#include <string_view>
#include <variant>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::creators {

/// What the first placeholder of a path names, and so on what a right is asked.
enum class Subject { account, episode, station, show, none };
/// Whether a request has to come from somebody who is signed in.
enum class Access { signed_in, open };

using Plain = Answer (*)(const Call&);
using WithBody = Answer (*)(const Call&, const Body&);
/// Of the request itself, for signing in; the second is answered when a password is done.
using OfRequest = http::Response (*)(const Services&, const http::Request&);
using Later = void (*)(const Services&, const http::Request&, const Body&, people::Done);

struct Operation {
    Subject subject;
    Right right;  ///< on the subject
    std::variant<Plain, WithBody, OfRequest, Later> answer;
    bool is_legacy = false;  ///< tier T3
    Access access = Access::signed_in;
};

using http::Method;
using Row = http::Route<Operation>;

/// The operations of creators-rest.md, by the ids of its index, without the prefixes of section 1. A pattern without
/// placeholders goes before one with them (section 15).
inline constexpr std::array operations{
    // Episodes.
    Row{Method::get, "/v3/episodes/pcdFormData", "1-G", {Subject::account, Right::read, disclosure_forms}},
    Row{Method::post, "/v3/episodes", "X-2", {Subject::account, Right::write, create_episode_by_station}},
    Row{Method::get, "/v3/episodes/{EP}/episodeId", "1-A", {Subject::episode, Right::read, episode_number}},
    Row{Method::get, "/v3/episodes/{EP}/overview", "1-B", {Subject::episode, Right::read, episode_overview}},
    Row{Method::post, "/v3/episodes/{EP}/update", "1-C", {Subject::episode, Right::write, update_episode}},
    Row{Method::get, "/v3/episodes/{EP}/sponsoredContentStatus", "1-E", {Subject::episode, Right::read, is_sponsored}},
    Row{Method::put,
        "/v3/episodes/{EP}/sponsoredContentStatus",
        "1-Q",
        {Subject::episode, Right::write, set_sponsored}},
    Row{Method::post, "/v3/episodes/{EP}/delete", "1-Z", {Subject::episode, Right::manage, delete_episode}},
    Row{Method::post, "/v3/episodes/{EP}/publish", "X-4", {Subject::episode, Right::write, publish_episode}},
    Row{Method::post, "/v3/episodes/{EP}/reorder", "X-10", {Subject::episode, Right::write, order_audio, true}},
    Row{Method::get, "/v3/episodes/{EP}/video", "X-9", {Subject::episode, Right::read, episode_video, true}},
    Row{Method::post, "/v3/episodes/{EP}/video", "X-11", {Subject::episode, Right::write, set_episode_video, true}},
    Row{Method::get,
        "/v3/episodes/{EP}/images/upload/signed_url",
        "1-V-1 episode",
        {Subject::episode, Right::write, begin_episode_picture}},
    Row{Method::post,
        "/v3/episodes/{EP}/images/upload/{UPLOAD}/process_upload",
        "1-V-3 episode",
        {Subject::episode, Right::write, submit_episode_picture}},
    Row{Method::get,
        "/v3/episodes/{EP}/images/upload/{UPLOAD}",
        "1-V-4 episode",
        {Subject::episode, Right::read, poll_episode_picture}},
    Row{Method::get, "/v3/episodes/{EP}/upload/signedUrl", "6-A", {Subject::episode, Right::write, begin_media}},
    Row{Method::get, "/v3/episodes/{EP}", "X-8", {Subject::episode, Right::read, old_episode, true}},

    // Uploads.
    Row{Method::get, "/v3/upload/signed_url", "X-6", {Subject::account, Right::write, begin_library_audio, true}},
    Row{Method::get, "/v3/upload/media/{UPLOAD}", "6-D", {Subject::account, Right::read, poll_media}},
    Row{Method::post, "/v3/upload/{UPLOAD}/process_upload", "6-C", {Subject::account, Right::write, submit_media}},
    Row{Method::post,
        "/v3/upload/{UPLOAD}/process_audio",
        "X-7",
        {Subject::account, Right::write, submit_library_audio, true}},
    Row{Method::get, "/v3/upload/{UPLOAD}", "X-5", {Subject::account, Right::read, old_upload_status, true}},

    // Stations.
    Row{Method::get, "/v3/stations/status", "1-Y status", {Subject::account, Right::read, station_list}},
    Row{Method::get, "/v3/stations/{ST}/metadata", "1-H", {Subject::station, Right::read, station_metadata}},
    Row{Method::post, "/v3/stations/{ST}/metadata", "1-T", {Subject::station, Right::manage, set_station_metadata}},
    Row{Method::post,
        "/v3/stations/{ST}/episode-list-index",
        "1-M",
        {Subject::station, Right::read, refresh_episode_index}},
    Row{Method::get, "/v3/stations/{ST}/pcdForm", "1-N", {Subject::station, Right::read, disclosure_form}},
    Row{Method::get, "/v3/stations/{ST}/distribution", "1-O", {Subject::station, Right::read, station_distribution}},
    Row{Method::get, "/v3/stations/{ST}/episodePage", "1-X page", {Subject::station, Right::read, episode_page}},
    Row{Method::get,
        "/v3/stations/{ST}/hostRecommendations",
        "1-X recommendations",
        {Subject::station, Right::read, host_recommendations}},
    Row{Method::get,
        "/v3/station/{ST}/episodes/featured",
        "1-X featured",
        {Subject::station, Right::read, featured_episode}},
    Row{Method::get,
        "/v3/stations/{ST}/episodes/featured",
        "1-X featured, plural",
        {Subject::station, Right::read, featured_episode}},
    Row{Method::get, "/v3/stations/{ST}/episodes", "X-1", {Subject::station, Right::read, episode_list}},
    Row{Method::post, "/v3/stations/{ST}/episodes", "1-S", {Subject::station, Right::write, create_episode}},
    Row{Method::get,
        "/v3/stations/{ST}/images/upload/signed_url",
        "1-V-1 station",
        {Subject::station, Right::manage, begin_station_picture}},
    Row{Method::post,
        "/v3/stations/{ST}/images/upload/{UPLOAD}/process_upload",
        "1-V-3 station",
        {Subject::station, Right::manage, submit_station_picture}},
    Row{Method::get,
        "/v3/stations/{ST}/images/upload/{UPLOAD}",
        "1-V-4 station",
        {Subject::station, Right::read, poll_station_picture}},
    Row{Method::post,
        "/v5/monetization-lifecycle/{ST}/sync-and-fetch",
        "1-R",
        {Subject::station, Right::read, money_lifecycle}},
    Row{Method::get, "/v4/paywalls/{ST}/lifecycle-state", "1-W state", {Subject::station, Right::read, paywall_state}},
    Row{Method::get,
        "/v6/wallet/{ST}/availability",
        "1-W availability",
        {Subject::station, Right::read, wallet_availability}},
    Row{Method::get, "/v6/wallet/{ST}", "1-W wallet", {Subject::station, Right::read, wallet}},
    Row{Method::get, "/v3/paywalls/{ST}", "1-W paywalls", {Subject::station, Right::read, paywalls}},

    // Shows and accounts.
    Row{Method::get, "/v3/shows/{SHOW}/legacyIds", "1-L", {Subject::show, Right::read, legacy_ids}},
    Row{Method::get, "/v3/profile/station/webStationId/{SHOW}", "X-3", {Subject::show, Right::read, station_profile}},
    Row{Method::get, "/v3/region", "1-D", {Subject::account, Right::read, region}},
    Row{Method::post, "/MultiGetColor", "1-F", {Subject::account, Right::read, cover_colours}},
    Row{Method::get, "/v3/users/verification", "1-J", {Subject::account, Right::read, verification}},
    Row{Method::get, "/v3/users/{USER}/settings/termsAndContactability", "1-P", {Subject::account, Right::read, terms}},
    Row{Method::get,
        "/v3/onboarding/redirectStatus/{ID}",
        "1-K redirect",
        {Subject::account, Right::read, onboarding_redirect}},
    Row{Method::get, "/v3/onboarding/steps/{ID}", "1-K steps", {Subject::account, Right::read, onboarding_steps}},
    Row{Method::get,
        "/v3/settings/podcast-category/options",
        "1-T-2",
        {Subject::account, Right::read, category_options}},
    Row{Method::get,
        "/v3/settings/user/distribution",
        "X-12",
        {Subject::account, Right::read, user_distribution, true}},
    Row{Method::put,
        "/v3/settings/user/distribution",
        "X-13",
        {Subject::account, Right::manage, set_user_distribution, true}},
    Row{Method::post, "/v3/settings", "1-U", {Subject::account, Right::manage, set_slug}},
    Row{Method::post, "/v3/{USER}/partnerIds", "1-I", {Subject::account, Right::read, partner_ids}},

    // Addresses of their own, below `/api/` and `/pod/api/`.
    Row{Method::get, "/api/csrf", "X-14", {Subject::none, Right::read, csrf_token, true, Access::open}},
    Row{Method::post, "/api/login", "X-15", {Subject::none, Right::read, old_sign_in, true, Access::open}},
    Row{Method::get,
        "/api/v3/episodes/{EP}",
        "X-16",
        {Subject::none, Right::read, public_episode, false, Access::open}},
    Row{Method::get, "/api/podcastepisode", "X-17", {Subject::account, Right::read, episode_dump}},
    Row{Method::post, "/api/podcastepisode", "X-22", {Subject::account, Right::write, create_from_library, true}},
    Row{Method::get, "/api/podcastepisode/{EP}", "X-18", {Subject::episode, Right::read, old_episode_editor, true}},
    Row{Method::get,
        "/api/audio/{AUDIO}/download",
        "X-19",
        {Subject::none, Right::read, download_audio, false, Access::open}},
    Row{Method::get, "/api/podcast/metadata", "X-20", {Subject::account, Right::read, old_metadata, true}},
    Row{Method::get, "/api/sourceaudio/audiolibrary", "X-21", {Subject::account, Right::read, audio_library, true}},
};

}  // namespace mooring::api::creators
