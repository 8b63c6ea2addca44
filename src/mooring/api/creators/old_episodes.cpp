#include <algorithm>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/episode_facts.hpp"
#include "mooring/api/creators/station_facts.hpp"
#include "mooring/app/creators/episode_page.hpp"
#include "mooring/app/creators/library.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/domain/episode_state.hpp"

// Episodes in the shapes that older dashboards and libraries read: X-8, X-10, X-17, X-18, X-20.

namespace mooring::api::creators {
namespace {

using domain::EpisodeStatus;

constexpr std::string_view type_names[] = {"full", "trailer", "bonus"};

void write_maybe(JsonWriter& json, std::string_view name, std::optional<std::int64_t> number) {
    json.name(name);
    number ? json.number(*number) : json.null();
}

void write_picture(JsonWriter& json, std::string_view name, const EpisodeFacts& facts) {
    json.name(name);
    facts.picture_url.empty() ? json.null() : json.text(facts.picture_url);
}

std::optional<std::int64_t> publish_second(const EpisodeFacts& facts) {
    const auto& time = facts.in.episode.publish_at;
    return facts.status() == EpisodeStatus::draft || !time ? std::nullopt : std::optional{unix_seconds(*time)};
}

void write_old_audios(JsonWriter& json, const EpisodeFacts& facts) {
    const auto* stored = std::get_if<domain::StoredMedia>(&facts.in.episode.media);
    json.name("audios").begin_array();
    for (const AudioTrack& track : facts.tracks) {
        json.begin_object().member("audioId", track.id.value).member("userId", facts.owner.id.value);
        json.member("caption", track.caption).member("duration", track.duration_ms).member("type", "default");
        json.flag("isExportable", true).member("language", facts.in.show.language);
        json.member("creationEpochTime", unix_seconds(track.created_at)).name("urls").begin_array();
        if (track.status == "finished") {
            json.begin_object().member("url", track.url);
            json.member("sampleRate", stored != nullptr ? stored->sample_rate_hz.value_or(44100) : 44100);
            json.member("channels", stored != nullptr ? stored->channels.value_or(2) : 2);
            json.member("fileSize", stored != nullptr ? stored->size_bytes : 0).end_object();
        }
        json.end_array().member("audioTransformationStatus", track.status).end_object();
    }
    json.end_array();
}

void write_dump_item(JsonWriter& json, const Services& services, const EpisodeFacts& facts) {
    const Episode& episode = facts.in.episode;
    const auto second = publish_second(facts);
    json.begin_object().member("adCount", 0).member("created", iso8601_millis(episode.created_at));
    json.member("createdUnixTimestamp", unix_seconds(episode.created_at)).member("description", facts.description());
    json.member("duration", facts.duration_ms()).member("hourOffset", episode.notes.hour_offset);
    json.flag("isDeleted", false).flag("isPublished", facts.status() == EpisodeStatus::published);
    json.member("podcastEpisodeId", facts.web_id());
    if (second) json.member("publishOn", iso8601_millis(*episode.publish_at));
    write_maybe(json, "publishOnUnixTimestamp",
                second ? std::optional{unix_micros(*episode.publish_at) / 1000} : std::nullopt);
    json.member("title", episode.title);
    const std::string caption = facts.tracks.empty() ? "audio.mp3" : facts.tracks.front().caption;
    json.member("url", facts.tracks.empty() ? std::string{} : facts.tracks.front().url);
    json.member("trackedUrl", services.urls.base + "/s/" + domain::web_station_id(facts.in.show.id) + "/podcast/play/" +
                                  std::to_string(episode.id.value) + "/" + percent_encode(caption));
    write_picture(json, "episodeImage", facts);
    json.member("shareLinkPath", facts.share_path())
        .member("shareLinkEmbedPath", facts.share_embed_path())
        .end_object();
}

Checked<EpisodeFacts> facts_here(const Call& call) {
    MOORING_TRY(EpisodeFacts facts, call.read([&](CatalogSnapshot& catalog) {
        return facts_of(catalog, call.services, *call.episode, call.now);
    }));
    return facts;
}

/// The show that `webStationId` in the query names, else the oldest one.
Checked<Show> show_asked(const Call& call) {
    const auto name = call.parameter("webStationId");
    if (!name) return oldest_show(call, Right::read);
    MOORING_TRY(Show show, call.read([&](CatalogSnapshot& catalog) -> Result<Show> {
        MOORING_TRY(Show found, app::creators::find_show(catalog, *name));
        MOORING_CHECK(app::accounts::require(catalog, *call.principal, Right::read, found));
        return found;
    }));
    return show;
}

}  // namespace

Answer old_episode(const Call& call) {
    MOORING_TRY(const EpisodeFacts facts, facts_here(call));
    const Episode& episode = facts.in.episode;
    const std::int64_t play_count = call.services.plays.of_show(facts.in.show.id)->of(episode.id);
    JsonWriter json;
    json.begin_object();
    write_old_audios(json, facts);
    json.name("episodes").begin_array().begin_object().member("episodeId", episode.id.value);
    json.member("stationId", facts.in.show.id.value).member("userId", facts.owner.id.value);
    json.member("title", episode.title).member("description", facts.description());
    json.member("duration", facts.duration_ms()).member("creationEpochTime", unix_seconds(episode.created_at));
    json.member("creationHourOffset", episode.notes.hour_offset);
    write_maybe(json, "publishEpochTime", publish_second(facts));
    json.flag("isPublished", facts.status() == EpisodeStatus::published);
    json.flag("isScheduled", facts.status() == EpisodeStatus::scheduled).member("language", facts.in.show.language);
    json.member("imageUrl", facts.picture_url).member("shareUrl", facts.share_url(call.services.urls));
    json.member("playCount", play_count).member("spotifyUri", facts.uri());
    json.member("episodeType", type_names[static_cast<std::size_t>(episode.type)]).flag("containsMusicSegments", false);
    json.name("tags").begin_array().end_array().name("episodeAudios").begin_array();
    for (const AudioTrack& track : facts.tracks) {
        json.begin_object().member("audioId", track.id.value).member("caption", track.caption);
        json.member("type", "default").member("playCount", play_count).end_object();
    }
    json.end_array().end_object().end_array().name("users").begin_array().begin_object();
    json.member("userId", facts.owner.id.value).member("name", facts.owner.display_name);
    json.member("podcastName", facts.in.show.title).member("emailAddress", facts.in.show.owner_email);
    json.end_object().end_array().end_object();
    return json_answer(json);
}

Answer old_episode_editor(const Call& call) {
    MOORING_TRY(const EpisodeFacts facts, facts_here(call));
    const Episode& episode = facts.in.episode;
    JsonWriter json;
    json.begin_object().member("podcastEpisodeId", facts.web_id()).member("title", episode.title);
    json.member("description", facts.description()).member("safeDescription", facts.description());
    json.member("created", iso8601_millis(episode.created_at));
    json.member("createdUnixTimestamp", unix_seconds(episode.created_at)).name("publishOn");
    publish_second(facts) ? json.text(iso8601_millis(*episode.publish_at)) : json.null();
    json.flag("isDraft", facts.status() == EpisodeStatus::draft);
    json.member("podcastEpisodeType", type_names[static_cast<std::size_t>(episode.type)]);
    json.flag("podcastEpisodeIsExplicit", episode.is_explicit.value_or(facts.in.show.is_explicit));
    write_maybe(json, "podcastSeasonNumber", episode.season);
    write_maybe(json, "podcastEpisodeNumber", whole_number(episode.number));
    write_tracks(json, facts);
    write_picture(json, "episodeImage", facts);
    json.member("shareLinkPath", facts.share_path()).member("shareLinkEmbedPath", facts.share_embed_path());
    json.flag("isPublishedToSpotifyExclusively", false);
    json.member("spotifyUrl", call.services.urls.base + facts.share_path()).member("reviewState", "none").end_object();
    return json_answer(json);
}

Answer episode_dump(const Call& call) {
    MOORING_TRY(const Show show, show_asked(call));
    JsonWriter items;
    std::vector<std::string> ids;
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) -> Result<void> {
        items = {};
        ids.clear();
        items.begin_array();
        MOORING_TRY(const std::vector<Episode> episodes, app::creators::all_episodes(catalog, show.id));
        MOORING_TRY(const Account owner, app::creators::owner_of(catalog, show));
        for (const Episode& episode : episodes) {
            MOORING_TRY(const EpisodeFacts facts, facts_of(catalog, call.services, {episode, show}, owner, call.now));
            write_dump_item(items, call.services, facts);
            ids.push_back(facts.web_id());
        }
        items.end_array();
        return ok();
    }));
    JsonWriter json;
    json.begin_object().name("allEpisodeWebIds").begin_array();
    for (const std::string& id : ids) json.text(id);
    json.end_array().member("podcastId", domain::web_station_id(show.id)).name("podcastEpisodes").raw(items.take());
    json.member("totalPodcastEpisodes", static_cast<std::int64_t>(ids.size()));
    json.member("vanitySlug", show.is_slug_chosen ? show.slug : std::string{});
    json.member("stationCreatedDate", iso8601_millis(show.created_at)).end_object();
    return json_answer(json);
}

Answer old_metadata(const Call& call) {
    MOORING_TRY(const Show show, oldest_show(call, Right::read));
    MOORING_TRY(const StationFacts facts, station_facts(call, show));
    JsonWriter json;
    json.begin_object();
    write_station_metadata(json, call.services, facts, call.now);
    json.member("webStationId", app::creators::public_station_name(show)).end_object();
    return json_answer(json);
}

Answer order_audio(const Call& call, const Body& body) {
    const boost::json::value* ids = body.find("audioIdsInOrder");
    if (ids == nullptr) return missing_field("audioIdsInOrder");
    if (!ids->is_array()) return invalid_field("body", "audioIdsInOrder", "must be a list");
    if (ids->get_array().size() > 1) return invalid_field("body", "audioIdsInOrder", "must have at most one entry");
    std::optional<app::creators::AudioId> wanted;
    if (!ids->get_array().empty()) {
        boost::json::object entry;
        entry["audioIdsInOrder"] = ids->get_array().front();
        MOORING_TRY(const std::optional<std::int64_t> number, Body{std::move(entry)}.id("audioIdsInOrder"));
        if (!number) return invalid_field("body", "audioIdsInOrder", "must be a list of ids");
        wanted = app::creators::AudioId{*number};
    }
    MOORING_CHECK(call.write([&](CatalogTransaction& tx) {
        return app::creators::set_audio(tx, call.services.blobs, call.now, call.account().id, call.episode_id(),
                                        wanted);
    }));
    return json_answer(200, R"({"status":"ok"})");
}

}  // namespace mooring::api::creators
