#include "mooring/api/creators/endpoints.hpp"

// Paid promotion, and the disclosure forms whose meaning no source tells: 1-E, 1-Q, 1-G, 1-N.

namespace mooring::api::creators {
namespace {

constexpr std::size_t most_uris = 200;

http::Response sponsored_answer(bool is) {
    JsonWriter json;
    json.begin_object().flag("containsSponsoredContent", is).end_object();
    return json_answer(json);
}

}  // namespace

Answer is_sponsored(const Call& call) {
    return sponsored_answer(call.episode->episode.notes.is_sponsored);
}

Answer set_sponsored(const Call& call, const Body& body) {
    MOORING_CHECK(call.check_user(body, *call.show));
    MOORING_TRY(const std::optional<bool> wanted, body.flag("containsSponsoredContent"));
    if (!wanted) return missing_field("containsSponsoredContent");
    if (body.is_null("publishOn")) return invalid_field("body", "publishOn", "must be a time");
    MOORING_TRY(const std::optional<Instant> time, body.time("publishOn"));
    if (!time) return missing_field("publishOn");  // checked and otherwise unused
    app::creators::EpisodeChange change;
    change.is_sponsored = *wanted;
    MOORING_CHECK(call.write([&](CatalogTransaction& tx) {
        return app::creators::change_episode(tx, call.services.random, call.now, call.episode_id(), change, {});
    }));
    return sponsored_answer(*wanted);
}

Answer disclosure_forms(const Call& call) {
    std::vector<std::string> uris;
    for (const auto& [name, value] : call.query.all()) {
        if ((name == "episodeUri[]" || name == "episodeUri") && !value.empty()) uris.push_back(value);
    }
    if (uris.size() > most_uris) return invalid_field("query", "episodeUri", "must be given at most 200 times");
    JsonWriter json;
    json.begin_object().name("items").begin_array();
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (const std::string& uri : uris) {
            const auto found = app::creators::find_episode(catalog, uri);
            if (!found && found.error().code != Errc::not_found) return found.error();
            if (!found || !app::accounts::require(catalog, *call.principal, Right::read, found->show)) continue;
            json.begin_object().member("episodeUri", "spotify:episode:" + found->episode.opaque_id);
            json.member("episodeId", found->episode.id.value).member("formUrl", "");
            json.flag("containsSponsoredContent", found->episode.notes.is_sponsored).end_object();
        }
        return ok();
    }));
    json.end_array().end_object();
    return json_answer(json);
}

Answer disclosure_form(const Call&) {
    return json_answer(200, R"({"formUrl":""})");
}

}  // namespace mooring::api::creators
