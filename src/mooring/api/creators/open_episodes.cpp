#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/episode_facts.hpp"
#include "mooring/api/creators/station_facts.hpp"
#include "mooring/app/creators/texts.hpp"
#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

// What strangers may ask.

namespace mooring::api::creators {
namespace {

constexpr std::size_t preview_characters = 200;

/// The episode whose sound has this number, with its show.
Result<EpisodeInShow> find_by_audio(CatalogSnapshot& catalog, std::string_view name) {
    const auto id = domain::parse_web_audio_id(to_lower_ascii(name));
    if (!id) return Error{Errc::not_found, "audio not found"};
    MOORING_TRY(const std::optional<Episode> episode, catalog.episodes().find_by_audio(*id));
    if (!episode) return Error{Errc::not_found, "audio not found"};
    return app::creators::find_episode(catalog, episode->id);
}

}  // namespace

Answer public_episode(const Call& call) {
    StationFacts station;
    EpisodeFacts facts;
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) -> Result<void> {
        MOORING_TRY(const EpisodeInShow in, app::creators::find_episode(catalog, call.path.at(0)));
        if (!domain::is_public(in.show) || !domain::is_listed(in.episode, call.now)) {
            return Error{Errc::not_found, "episode not found"};
        }
        MOORING_TRY(station, facts_of(catalog, call.services, in.show, call.now));
        MOORING_TRY(facts, facts_of(catalog, call.services, in, call.now));
        return ok();
    }));
    const Episode& episode = facts.in.episode;
    const AudioTrack* sound = facts.tracks.empty() ? nullptr : &facts.tracks.front();
    JsonWriter json;
    json.begin_object().name("episode").begin_object().member("episodeId", episode.id.value);
    json.member("webEpisodeId", facts.web_id()).member("title", episode.title);
    json.member("description", facts.description());
    json.member("descriptionPreview",
                cut_to_code_points(app::creators::plain_description(episode), preview_characters));
    json.member("episodeEnclosureUrl", sound != nullptr ? sound->url : std::string{}).name("episodeImage");
    facts.picture_url.empty() ? json.null() : json.text(facts.picture_url);
    json.member("duration", facts.duration_ms()).member("created", iso8601_millis(episode.created_at));
    json.member("modified", iso8601_millis(episode.updated_at)).name("publishOn");
    episode.publish_at ? json.text(iso8601_millis(*episode.publish_at)) : json.null();
    json.name("publishOnUnixTimestamp");
    episode.publish_at ? json.number(unix_seconds(*episode.publish_at)) : json.null();
    json.name("podcastSeasonNumber");
    episode.season ? json.number(*episode.season) : json.null();
    json.name("podcastEpisodeNumber");
    const auto number = whole_number(episode.number);
    number ? json.number(*number) : json.null();
    json.end_object().name("creator").begin_object().member("userId", facts.owner.id.value);
    json.member("name", facts.owner.display_name);
    json.member("vanitySlug", app::creators::public_station_name(facts.in.show)).end_object();
    json.name("episodeAudios").begin_array();
    if (sound != nullptr) {
        json.begin_object().member("audioId", sound->id.value).member("url", sound->url);
        json.member("duration", sound->duration_ms).end_object();
    }
    json.end_array().name("podcastMetadata").begin_object().member("podcastName", facts.in.show.title);
    json.member("podcastImage", station.picture_url).member("podcastImage400", station.picture_400_url);
    json.end_object().end_object();
    return json_answer(json);
}

Answer download_audio(const Call& call) {
    MOORING_TRY(const EpisodeInShow in, call.read([&](CatalogSnapshot& catalog) -> Result<EpisodeInShow> {
        MOORING_TRY(EpisodeInShow found, find_by_audio(catalog, call.path.at(0)));
        if (domain::visible(found.show, found.episode, call.now)) return found;
        if (!call.principal) return Error{Errc::not_found, "audio not found"};
        MOORING_CHECK(app::accounts::require(catalog, *call.principal, Right::read, found.show));
        return found;
    }));
    std::string address = call.services.urls.media(in.episode);
    if (!domain::visible(in.show, in.episode, call.now)) {
        // What strangers may not fetch yet, a member may for a while.
        address.append("?").append(app::delivering::preview_parameter).append("=");
        address += app::delivering::make_preview_grant(call.services.secret, in.episode.key, call.now);
    }
    http::Response response = http::Response::redirect(302, std::move(address));
    response.header("Cache-Control", "no-store");
    return response;
}

}  // namespace mooring::api::creators
