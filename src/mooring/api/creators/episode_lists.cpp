#include <algorithm>
#include <array>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/episode_facts.hpp"
#include "mooring/app/creators/episode_page.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

// The episodes of a station: 1-X, X-1, 1-M.

namespace mooring::api::creators {
namespace {

using app::creators::PageOrder;
using domain::EpisodeStatus;

constexpr std::int64_t longest_page = 100;

struct OrderName {
    std::string_view name;
    PageOrder order;
};
constexpr std::array order_names{OrderName{"publishOn", PageOrder::publish_on}, OrderName{"title", PageOrder::title},
                                 OrderName{"duration", PageOrder::duration}, OrderName{"plays", PageOrder::plays},
                                 OrderName{"adCount", PageOrder::ad_count}};

std::string_view name_of(PageOrder order) {
    return std::ranges::find(order_names, order, &OrderName::order)->name;
}

Checked<app::creators::PageQuestion> read_page(const Call& call) {
    app::creators::PageQuestion asked;
    MOORING_TRY(const std::optional<std::int64_t> limit, call.number("limit"));
    if (limit && *limit < 1) return invalid_field("query", "limit", "must be 1 or more");
    asked.limit = std::min(limit.value_or(asked.limit), longest_page);
    if (const auto order = call.parameter("orderBy")) {
        const auto known = std::ranges::find_if(
            order_names, [&](const OrderName& one) { return equals_ignoring_case(one.name, *order); });
        if (known == order_names.end()) {
            return invalid_field("query", "orderBy", "must be publishOn, title, duration, plays or adCount");
        }
        asked.order = known->order;
    }
    asked.title_part = fold_case(call.parameter("searchTitle").value_or(""));
    asked.token = call.parameter("pageToken");
    return asked;
}

/// A link of a page, without prefix and host; the token comes last, where clients cut it off.
std::string link_of(const Call& call, const app::creators::PageQuestion& asked, std::string_view token) {
    const std::string_view order = name_of(asked.order.value_or(PageOrder::publish_on));
    std::string link = "/v3/stations/" + std::to_string(call.show->id.value) + "/episodePage?orderBy=";
    link.append(order).append("&limit=").append(std::to_string(asked.limit));
    if (const auto title = call.parameter("searchTitle")) link.append("&searchTitle=").append(percent_encode(*title));
    if (const auto filter = call.parameter("subscriptionsFilter")) {
        link.append("&subscriptionsFilter=").append(percent_encode(*filter));
    }
    if (!token.empty()) link.append("&pageToken=").append(token);
    return link;
}

void write_link(JsonWriter& json, std::string_view name, const Call& call, const app::creators::PageQuestion& asked,
                const std::optional<std::string>& token) {
    json.name(name);
    token ? json.text(link_of(call, asked, *token)) : json.null();
}

std::string download_url(const EpisodeFacts& facts) {
    const auto finished = std::ranges::find(facts.tracks, "finished", &AudioTrack::status);
    if (finished == facts.tracks.end()) return {};
    return "/pod/api/audio/" + domain::web_audio_id(finished->id) + "/download?url=" + percent_encode(finished->url);
}

void write_item(JsonWriter& json, const EpisodeFacts& facts, std::int64_t plays) {
    const Episode& episode = facts.in.episode;
    const bool is_draft = facts.status() == EpisodeStatus::draft;
    json.begin_object().member("episodeId", episode.id.value).member("stationId", facts.in.show.id.value);
    json.member("webEpisodeId", facts.web_id()).member("spotifyEpisodeUri", facts.uri());
    json.member("spotifyShowUri", "spotify:show:" + facts.in.show.opaque_id).name("title");
    episode.title.empty() ? json.null() : json.text(episode.title);
    json.member("publishOnUnixTimestamp", is_draft || !episode.publish_at ? 0 : unix_seconds(*episode.publish_at));
    json.member("createdUnixTimestamp", unix_seconds(episode.created_at));
    json.member("shareLinkPath", facts.share_path()).member("shareLinkEmbedPath", facts.share_embed_path());
    json.member("downloadUrl", download_url(facts)).member("totalPlays", plays);
    json.member("duration", facts.duration_ms()).member("adCount", 0).flag("containsMusicSegments", false);
    json.flag("isPublishedToSpotifyExclusively", false).name("wordpressPostMetadataId").null();
    json.flag("isTrailer", episode.type == domain::EpisodeType::trailer).flag("isVideoEpisode", facts.is_video);
    json.member("audioCount", static_cast<std::int64_t>(facts.tracks.size())).end_object();
}

}  // namespace

Answer episode_page(const Call& call) {
    MOORING_TRY(app::creators::PageQuestion asked, read_page(call));
    const bool wants_paid = call.parameter("subscriptionsFilter") == "paid";
    app::creators::EpisodePage page;
    std::vector<EpisodeFacts> facts;
    if (!wants_paid) {
        const auto found = call.read([&](CatalogSnapshot& catalog) -> Result<app::creators::EpisodePage> {
            MOORING_TRY(auto one, app::creators::episode_page(catalog, call.services.plays, call.show->id, asked));
            MOORING_TRY(const Account owner, app::creators::owner_of(catalog, *call.show));
            facts.clear();
            for (const Episode& episode : one.episodes) {
                MOORING_TRY(auto each, facts_of(catalog, call.services, {episode, *call.show}, owner, call.now));
                facts.push_back(std::move(each));
            }
            return one;
        });
        if (!found && found.error().field == "pageToken") {
            return Refusal{400, "invalid_page_token", found.error().message, "pageToken"};
        }
        if (!found) return found.error();
        page = *found;
        asked.order = page.order;
    }
    const auto plays = call.services.plays.of_show(call.show->id);
    JsonWriter json;
    json.begin_object().member("first", link_of(call, asked, {}));
    write_link(json, "prev", call, asked, page.previous);
    write_link(json, "next", call, asked, page.next);
    write_link(json, "last", call, asked, page.last);
    json.member("limit", asked.limit).member("stationId", call.show->id.value).name("items").begin_array();
    for (const EpisodeFacts& each : facts) {
        write_item(json, each, plays->of(each.in.episode.id));
    }
    json.end_array().end_object();
    return json_answer(json);
}

Answer episode_list(const Call& call) {
    if (!call.parameter("userId")) return missing_query("userId");
    MOORING_TRY(const std::optional<std::int64_t> user, call.number("userId"));
    MOORING_CHECK(call.check_user(user, *call.show));
    MOORING_TRY(const std::vector<Episode> episodes, call.read([&](CatalogSnapshot& catalog) {
        return app::creators::all_episodes(catalog, call.show->id);
    }));
    JsonWriter json;
    json.begin_object().name("episodes").begin_array();
    for (const Episode& episode : episodes) {
        const EpisodeStatus status = domain::status_at(episode, call.now);
        json.begin_object().member("episodeId", episode.id.value);
        json.member("webEpisodeId", domain::web_episode_id(episode.id)).name("title");
        episode.title.empty() ? json.null() : json.text(episode.title);
        json.flag("isDraft", status == EpisodeStatus::draft).flag("isPublished", status == EpisodeStatus::published);
        json.flag("isScheduled", status == EpisodeStatus::scheduled).name("publishOn");
        status == EpisodeStatus::draft || !episode.publish_at ? json.null()
                                                              : json.text(iso8601_millis(*episode.publish_at));
        json.member("created", iso8601_millis(episode.created_at));
        json.member("createdUnixTimestamp", unix_seconds(episode.created_at));
        json.member("duration", duration_ms_of(episode.media)).end_object();
    }
    json.end_array().end_object();
    return json_answer(json);
}

Answer refresh_episode_index(const Call&, const Body&) {
    return json_answer(200, R"({"success":true})");
}

Answer featured_episode(const Call&) {
    return json_answer(200, R"({"featuredEpisode":null})");
}

Answer host_recommendations(const Call& call) {
    JsonWriter json;
    json.begin_object().member("stationId", call.show->id.value).name("recommendations").begin_array().end_array();
    json.end_object();
    return json_answer(json);
}

}  // namespace mooring::api::creators
