#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/cursor.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/api/publishing/query.hpp"
#include "mooring/api/publishing/wire_objects.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/list_episodes.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::publishing {
namespace {

using app::publishing::CatalogSnapshot;
using app::publishing::EpisodeInShow;
using app::publishing::EpisodeListing;
using app::publishing::EpisodePage;
using app::publishing::ListedEpisode;

constexpr std::size_t longest_search_term = 200;

Result<EpisodeListing> read_listing(const Call& call) {
    const http::QueryParameters query = http::QueryParameters::parse(call.query);
    EpisodeListing listing{.workspace = call.workspace(), .show = {}, .now = call.now, .after = {}};
    MOORING_TRY(listing.limit, read_limit(query));
    MOORING_TRY(listing.offset, read_offset(query));
    if (const auto text = query.find("cursor"); text && !text->empty()) {
        const std::optional<Cursor> cursor = parse_cursor(*text);
        if (!cursor) return invalid("cursor", "cursor is invalid");
        listing.after = {cursor->datetime, {cursor->id}};
        listing.offset = 0;
    }
    MOORING_TRY(const auto show, read_integer(query, "show_id", "show_id must be an integer"));
    if (show) listing.show = domain::ShowId{*show};
    return listing;
}

void write_episodes(JsonWriter& json, const std::vector<ListedEpisode>& episodes, const app::PublicUrls& urls) {
    json.begin_array();
    for (const ListedEpisode& listed : episodes) write_episode(json, listed.episode, listed.show_title, urls);
    json.end_array();
}

/// A 200 that may be given again from memory.
http::Response kept_answer(Services& services, const Call& call, std::uint64_t version, std::string body,
                           std::optional<Instant> valid_until) {
    auto shared = std::make_shared<const std::string>(std::move(body));
    services.cache.put(ResponseCache::name_of(call.workspace().value, call.path, call.query),
                       {shared, version, call.now, valid_until});
    return http::Response::shared(200, std::string{json_type}, std::move(shared));
}

/// The first `limit` code points of `text`, which is UTF-8.
std::string_view first_code_points(std::string_view text, std::size_t limit) {
    std::size_t count = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const bool begins_code_point = (static_cast<unsigned char>(text[index]) & 0xc0) != 0x80;
        if (begins_code_point && count++ == limit) return text.substr(0, index);
    }
    return text;
}

}  // namespace

http::Response list_episodes(Services& services, const Call& call, std::string_view) {
    const Result<EpisodeListing> listing = read_listing(call);
    if (!listing) return error_answer(listing.error());
    const std::uint64_t version = services.catalog.versions().of(call.workspace());
    const Result<EpisodePage> page = services.catalog.read(
        [&](CatalogSnapshot& catalog) { return app::publishing::list_episodes(catalog, *listing); });
    if (!page) return error_answer(page.error());

    JsonWriter json;
    json.begin_object().name("episodes");
    write_episodes(json, page->episodes, services.urls);
    json.member("total", page->total).member("limit", listing->limit).member("offset", listing->offset);
    json.name("next_cursor");
    if (page->next) {
        json.text(write_cursor({page->next->unix_seconds, page->next->id.value}));
    } else {
        json.null();
    }
    json.end_object();
    return kept_answer(services, call, version, json.take(), page->valid_until);
}

http::Response get_episode(Services& services, const Call& call, std::string_view) {
    const std::optional<std::int64_t> id = call.path_id();
    if (!id) return error_answer(404, "Episode not found");
    const std::uint64_t version = services.catalog.versions().of(call.workspace());
    const Result<EpisodeInShow> found = services.catalog.read([&](CatalogSnapshot& catalog) {
        return app::publishing::get_episode(catalog, call.workspace(), domain::EpisodeId{*id});
    });
    if (!found) return error_answer(found.error());
    JsonWriter json;
    write_episode(json, found->episode, found->show.title, services.urls);
    return kept_answer(services, call, version, json.take(), std::nullopt);
}

http::Response search(Services& services, const Call& call, std::string_view) {
    const http::QueryParameters query = http::QueryParameters::parse(call.query);
    const std::string_view given = query.find("q").value_or(std::string_view{});
    if (!is_valid_utf8(given)) return error_answer(400, "q must be valid UTF-8");
    const std::string_view term = trim(first_code_points(trim(given), longest_search_term));
    const Result<std::int64_t> limit = read_limit(query);
    if (!limit) return error_answer(limit.error());
    const Result<std::vector<ListedEpisode>> found = services.catalog.read([&](CatalogSnapshot& catalog) {
        return app::publishing::search_episodes(catalog, call.workspace(), term, call.now, *limit);
    });
    if (!found) return error_answer(found.error());

    JsonWriter json;
    json.begin_object().name("results");
    write_episodes(json, *found, services.urls);
    json.member("query", term).member("total", std::ssize(*found)).end_object();
    return json_answer(200, json.take());
}

}  // namespace mooring::api::publishing
