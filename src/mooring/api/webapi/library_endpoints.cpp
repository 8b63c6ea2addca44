#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/conditional_answer.hpp"
#include "mooring/api/webapi/endpoints.hpp"
#include "mooring/api/webapi/ids.hpp"
#include "mooring/api/webapi/objects_of.hpp"
#include "mooring/api/webapi/paging.hpp"
#include "mooring/api/webapi/uris.hpp"

// What a person saved (webapi-v1.md, 7.5 to 7.7).

namespace mooring::api::webapi {
namespace {

using app::webcatalog::LibraryItem;
using Kind = LibraryItem::Kind;
using Items = std::vector<LibraryItem>;

Result<Items> items_of(Kind kind, Result<std::vector<std::string>> ids) {
    MOORING_TRY(auto texts, std::move(ids));
    Items items;
    for (std::string& id : texts) items.push_back({kind, std::move(id)});
    return items;
}

/// Of the query or the body.
Result<Items> items_to_change(const Call& call, Kind kind) {
    return items_of(kind, read_ids(call.parameters.find("ids"), call.body));
}

Result<Items> items_to_look_for(const Call& call, Kind kind) {
    return items_of(kind, parse_ids(call.parameters.find("ids").value_or("")));
}

Result<Items> items_of_uris(const Call& call) {
    MOORING_TRY(const auto uris, parse_uris(call.parameters.find("uris").value_or("")));
    Items items;
    for (const CatalogUri& uri : uris) {
        items.push_back({uri.kind == UriKind::show ? Kind::show : Kind::episode, uri.id});
    }
    return items;
}

/// 200 and nothing else: all clients read an empty body as success.
http::Response done(const Result<void>& outcome) {
    return outcome ? http::Response::empty(200) : error_answer(outcome.error());
}

http::Response save(const Call& call, const Result<Items>& items) {
    if (!items) return error_answer(items.error());
    return done(call.services.library.save(call.principal->account->id, *items));
}

http::Response remove(const Call& call, const Result<Items>& items) {
    if (!items) return error_answer(items.error());
    return done(call.services.library.remove(call.principal->account->id, *items));
}

http::Response contains(const Call& call, const Result<Items>& items) {
    if (!items) return error_answer(items.error());
    const auto answers = call.services.library.contains(call.principal->account->id, *items);
    if (!answers) return error_answer(answers.error());
    JsonWriter json;
    json.begin_array();
    for (const bool answer : *answers) json.boolean(answer);
    json.end_array();
    return conditional_answer(call.request.headers, json.take());
}

}  // namespace

http::Response list_saved_shows(const Call& call) {
    const auto page = parse_page(call.parameters.find("limit"), call.parameters.find("offset"));
    if (!page) return error_answer(page.error());
    const auto found = call.services.catalog.saved_shows(call.principal->account->id, call.scope(call.home_market()),
                                                         {page->offset, page->limit});
    if (!found) return error_answer(found.error());
    JsonWriter json;
    write_page(json, call.links.saved_shows(), *page, {}, found->total, [&] {
        for (const auto& saved : found->items) {
            write_saved_show(json, saved.added_at, show_object(call, saved.item), call.links);
        }
    });
    return conditional_answer(call.request.headers, json.take());
}

http::Response list_saved_episodes(const Call& call) {
    const auto page = parse_page(call.parameters.find("limit"), call.parameters.find("offset"));
    if (!page) return error_answer(page.error());
    const auto found = call.services.catalog.saved_episodes(call.principal->account->id, call.scope(call.home_market()),
                                                            {page->offset, page->limit}, call.onlooker());
    if (!found) return error_answer(found.error());
    JsonWriter json;
    write_page(json, call.links.saved_episodes(), *page, {}, found->total, [&] {
        for (const auto& saved : found->items) {
            const ShowObject show = show_object(call, saved.item.show);
            write_saved_episode(json, saved.added_at, episode_object(call, saved.item.episode, show), show, call.links);
        }
    });
    return conditional_answer(call.request.headers, json.take());
}

http::Response save_shows(const Call& call) {
    return save(call, items_to_change(call, Kind::show));
}

http::Response remove_shows(const Call& call) {
    return remove(call, items_to_change(call, Kind::show));
}

http::Response contains_shows(const Call& call) {
    return contains(call, items_to_look_for(call, Kind::show));
}

http::Response save_episodes(const Call& call) {
    return save(call, items_to_change(call, Kind::episode));
}

http::Response remove_episodes(const Call& call) {
    return remove(call, items_to_change(call, Kind::episode));
}

http::Response contains_episodes(const Call& call) {
    return contains(call, items_to_look_for(call, Kind::episode));
}

http::Response save_library(const Call& call) {
    return save(call, items_of_uris(call));
}

http::Response remove_library(const Call& call) {
    return remove(call, items_of_uris(call));
}

http::Response contains_library(const Call& call) {
    return contains(call, items_of_uris(call));
}

}  // namespace mooring::api::webapi
