#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/episode_facts.hpp"
#include "mooring/api/creators/episode_fields.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/episode_state.hpp"

// Making, reading, changing and deleting an episode: 1-A, 1-B, 1-C, 1-S, 1-Z, X-2, X-4.

namespace mooring::api::creators {
namespace {

using domain::EpisodeStatus;

constexpr std::string_view type_names[] = {"full", "trailer", "bonus"};

void write_time(JsonWriter& json, std::string_view name, std::string_view seconds_name, std::optional<Instant> time) {
    if (time) {
        json.member(name, iso8601_millis(*time)).member(seconds_name, unix_seconds(*time));
    } else {
        json.name(name).null().name(seconds_name).null();
    }
}

void write_number(JsonWriter& json, std::string_view name, std::optional<std::int64_t> number) {
    json.name(name);
    number ? json.number(*number) : json.null();
}

void write_overview(JsonWriter& json, const Services& services, const EpisodeFacts& facts, bool with_web_ids) {
    const Episode& episode = facts.in.episode;
    const EpisodeStatus status = facts.status();
    json.begin_object().member("userId", facts.owner.id.value).member("stationId", facts.in.show.id.value);
    json.member("episodeId", episode.id.value);
    if (with_web_ids) {
        json.member("webEpisodeId", facts.web_id()).member("webStationId", domain::web_station_id(facts.in.show.id));
    }
    json.member("spotifyUri", facts.uri()).member("spotifyUrl", services.urls.base + facts.share_path());
    json.member("title", episode.title).member("description", facts.description());
    write_time(json, "created", "createdUnixTimestamp", episode.created_at);
    json.member("modified", iso8601_millis(episode.updated_at));
    write_time(json, "publishOn", "publishOnUnixTimestamp",
               status == EpisodeStatus::draft ? std::nullopt : episode.publish_at);
    json.name("wizardDraftedToPublishOn");
    episode.notes.wizard_time ? json.text(iso8601_millis(*episode.notes.wizard_time)) : json.null();
    json.flag("isPublished", status == EpisodeStatus::published)
        .flag("isScheduled", status == EpisodeStatus::scheduled);
    json.flag("isDraft", status == EpisodeStatus::draft).flag("isDeleted", false);
    json.member("podcastEpisodeType", type_names[static_cast<std::size_t>(episode.type)]);
    json.flag("podcastEpisodeIsExplicit", episode.is_explicit.value_or(facts.in.show.is_explicit));
    write_number(json, "podcastSeasonNumber", episode.season);
    write_number(json, "podcastEpisodeNumber", whole_number(episode.number));
    json.flag("isVideoEighteenPlus", episode.notes.is_adult_video).flag("isVideoEpisode", facts.is_video);
    json.flag("isTrailer", episode.type == domain::EpisodeType::trailer);
    json.member("duration", facts.duration_ms()).member("totalDuration", facts.duration_ms());
    json.member("hourOffset", episode.notes.hour_offset);
    write_tracks(json, facts);
    json.name("episodeImage");
    facts.picture_url.empty() ? json.null() : json.text(facts.picture_url);
    json.member("shareLinkPath", facts.share_path()).member("shareLinkEmbedPath", facts.share_embed_path());
    json.member("shareUrl", facts.share_url(services.urls)).member("adCount", 0);
    json.flag("containsSponsoredContent", episode.notes.is_sponsored).flag("containsMusicSegments", false);
    json.flag("isPublishedToSpotifyExclusively", false).member("reviewState", "none").end_object();
}

bool shows_drafts(const Call& call) {
    using Rule = CreatorsSettings::DraftOverview;
    switch (call.services.settings.draft_overview) {
        case Rule::allowed: return true;
        case Rule::forbidden: return false;
        case Rule::client_header: return call.has_client_headers;
    }
    return false;
}

http::Response created(const EpisodeInShow& made) {
    JsonWriter json;
    json.begin_object().member("episodeId", made.episode.id.value).member("stationId", made.show.id.value).end_object();
    return json_answer(json);
}

Checked<int> hour_offset(const Body& body) {
    MOORING_TRY(const std::optional<std::int64_t> offset, body.integer("hourOffset"));
    if (offset && (*offset < -14 || *offset > 14)) {
        return invalid_field("body", "hourOffset", "must be between -14 and 14");
    }
    return static_cast<int>(offset.value_or(0));
}

Answer create_in(const Call& call, const Show& show, std::string title, int offset) {
    MOORING_TRY(const EpisodeInShow made, call.write([&](CatalogTransaction& tx) {
        return app::creators::create_draft(tx, call.services.random, call.now, show, title, offset);
    }));
    return created(made);
}

Answer change(const Call& call, const app::creators::EpisodeChange& wanted) {
    MOORING_TRY(const app::creators::ChangedEpisode changed, call.write([&](CatalogTransaction& tx) {
        return app::creators::change_episode(tx, call.services.random, call.now, call.episode_id(), wanted,
                                             call.services.settings.rules);
    }));
    MOORING_TRY(const EpisodeFacts facts, call.read([&](CatalogSnapshot& catalog) {
        return facts_of(catalog, call.services, changed.now, call.now);
    }));
    JsonWriter json;
    json.begin_object().member("title", facts.in.episode.title).member("description", facts.description());
    json.flag("didChangePublishState", changed.has_changed_state).flag("isAnchorCreate", false);
    json.member("shareUrl", facts.share_url(call.services.urls)).end_object();
    return json_answer(json);
}

}  // namespace

Answer episode_number(const Call& call) {
    JsonWriter json;
    json.begin_object().member("episodeId", call.episode_id().value).end_object();
    return json_answer(json);
}

Answer episode_overview(const Call& call) {
    if (domain::status_at(call.episode->episode, call.now) == EpisodeStatus::draft && !shows_drafts(call)) {
        return Refusal{403, "draft_overview_forbidden", "the overview of a draft is not available"};
    }
    MOORING_TRY(const EpisodeFacts facts, call.read([&](CatalogSnapshot& catalog) {
        return facts_of(catalog, call.services, *call.episode, call.now);
    }));
    const bool with_web_ids = equals_ignoring_case(call.parameter("returnWebIds").value_or(""), "true");
    JsonWriter json;
    write_overview(json, call.services, facts, with_web_ids);
    return json_answer(json);
}

Answer create_episode(const Call& call, const Body& body) {
    MOORING_TRY(const int offset, hour_offset(body));
    MOORING_CHECK(call.check_user(body, *call.show));
    return create_in(call, *call.show, {}, offset);
}

Answer create_episode_by_station(const Call& call, const Body& body) {
    MOORING_TRY(const std::optional<std::int64_t> station, body.id("stationId"));
    if (!station) return missing_field("stationId");
    MOORING_TRY(const int offset, hour_offset(body));
    MOORING_TRY(const std::optional<std::string> title, read_title(body));
    MOORING_TRY(const Show show, call.read([&](CatalogSnapshot& catalog) -> Result<Show> {
        MOORING_TRY(Show found, app::creators::find_station(catalog, std::to_string(*station)));
        MOORING_CHECK(app::accounts::require(catalog, *call.principal, Right::write, found));
        return found;
    }));
    MOORING_CHECK(call.check_user(body, show));
    return create_in(call, show, title.value_or(""), offset);
}

Answer update_episode(const Call& call, const Body& body) {
    MOORING_CHECK(call.check_user(body, *call.show));
    MOORING_TRY(const app::creators::EpisodeChange wanted, read_episode_change(body));
    return change(call, wanted);
}

Answer publish_episode(const Call& call, const Body& body) {
    MOORING_CHECK(call.check_user(body, *call.show));
    app::creators::EpisodeChange wanted;
    MOORING_TRY(wanted.state.publish_at, body.time("publishOn"));
    wanted.state.is_published = true;
    return change(call, wanted);
}

Answer delete_episode(const Call& call, const Body& body) {
    MOORING_CHECK(call.check_user(body, *call.show));
    MOORING_CHECK(call.write(
        [&](CatalogTransaction& tx) { return app::creators::delete_episode(tx, call.now, call.episode_id()); }));
    return json_answer(200, "{}");
}

}  // namespace mooring::api::creators
