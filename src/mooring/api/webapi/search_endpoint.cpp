#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/conditional_answer.hpp"
#include "mooring/api/webapi/endpoints.hpp"
#include "mooring/api/webapi/objects_of.hpp"
#include "mooring/api/webapi/search_query.hpp"

// Search (webapi-v1.md, 7.8).

namespace mooring::api::webapi {
namespace {

/// The page of one kind of things. The market stands in the list's own URL here.
template <class Items>
void write_kind(JsonWriter& json, const Call& call, const SearchQuery& query, SearchKind kind, const Market& market,
                std::int64_t total, Items&& items) {
    json.name(plural_name(kind));
    write_page(json, search_url(call.links, query, kind, market), query.page, {}, total, items);
}

Result<void> write_matches(JsonWriter& json, const Call& call, const SearchQuery& query, SearchKind kind,
                           const Market& market) {
    const app::webcatalog::Stretch stretch{query.page.offset, query.page.limit};
    auto& catalog = call.services.catalog;
    if (kind == SearchKind::show) {
        MOORING_TRY(const auto found, catalog.search_shows(query.text, call.scope(market), stretch, search_reach));
        write_kind(json, call, query, kind, market, found.total, [&] {
            for (const auto& show : found.items) write_simplified_show(json, show_object(call, show), call.links);
        });
    } else if (kind == SearchKind::episode) {
        MOORING_TRY(const auto found,
                    catalog.search_episodes(query.text, call.scope(market), stretch, search_reach, call.onlooker()));
        write_kind(json, call, query, kind, market, found.total, [&] {
            for (const auto& match : found.items) {
                const ShowObject show = show_object(call, match.show);
                write_simplified_episode(json, episode_object(call, match.episode, show), call.links);
            }
        });
    } else {
        write_kind(json, call, query, kind, market, 0, [] {});
    }
    return ok();
}

}  // namespace

http::Response search(const Call& call) {
    const auto query = parse_search(call.parameters);
    if (!query) return error_answer(query.error());
    const auto market = call.market();
    if (!market) return error_answer(market.error());
    JsonWriter json;
    json.begin_object();
    for (const SearchKind kind : query->kinds) {
        if (auto written = write_matches(json, call, *query, kind, *market); !written) {
            return error_answer(written.error());
        }
    }
    json.end_object();
    return conditional_answer(call.request.headers, json.take());
}

}  // namespace mooring::api::webapi
