#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/conditional_answer.hpp"
#include "mooring/api/webapi/endpoints.hpp"
#include "mooring/api/webapi/ids.hpp"
#include "mooring/api/webapi/objects_of.hpp"
#include "mooring/api/webapi/paging.hpp"
#include "mooring/api/webapi/shared_answer.hpp"

// Shows and the lists of their episodes (webapi-v1.md, 6, 7.1 and 7.2).

namespace mooring::api::webapi {
namespace {

using app::webcatalog::ShowWithEpisodes;

std::vector<EpisodeObject> episode_objects(const Call& call, const ShowWithEpisodes& found, const ShowObject& show) {
    std::vector<EpisodeObject> objects;
    objects.reserve(found.episodes.size());
    for (const auto& episode : found.episodes) objects.push_back(episode_object(call, episode, show));
    return objects;
}

Result<ShowWithEpisodes> find_show(const Call& call, const std::string& id, const Market& market, const Page& page) {
    MOORING_TRY(const domain::ShowId show, call.services.catalog.find_number(id));
    return call.services.catalog.find_show(show, call.scope(market), {page.offset, page.limit}, call.onlooker());
}

Result<Page> page_of(const Call& call) {
    return parse_page(call.parameters.find("limit"), call.parameters.find("offset"));
}

std::string text_of(const Page& page) {
    return std::to_string(page.offset) + "+" + std::to_string(page.limit);
}

}  // namespace

std::optional<std::string> name_of_show(const Call& call) {
    const auto market = call.market();
    if (!market || !is_id(call.path.front())) return std::nullopt;
    return answer_name(call, "show", call.path.front(), *market);
}

http::Response get_show(const Call& call) {
    const std::string& id = call.path.front();
    if (auto checked = check_id(id); !checked) return error_answer(checked.error());
    const auto market = call.market();
    if (!market) return error_answer(market.error());
    return shared_answer(call, name_of_show(call), [&]() -> Result<Rendered> {
        MOORING_TRY(const auto found, find_show(call, id, *market, embedded_page));
        const ShowObject show = show_object(call, found.show);
        JsonWriter json;
        write_full_show(json, show, episode_objects(call, found, show), *market, call.links);
        return Rendered{json.take(), found.show.show.id, found.version, found.valid_until};
    });
}

std::optional<std::string> name_of_episode_list(const Call& call) {
    const auto market = call.market();
    const auto page = page_of(call);
    if (!market || !page || !is_id(call.path.front())) return std::nullopt;
    return answer_name(call, "episodes", call.path.front(), *market, text_of(*page));
}

http::Response list_episodes(const Call& call) {
    const std::string& id = call.path.front();
    if (auto checked = check_id(id); !checked) return error_answer(checked.error());
    const auto market = call.market();
    if (!market) return error_answer(market.error());
    const auto page = page_of(call);
    if (!page) return error_answer(page.error());
    return shared_answer(call, name_of_episode_list(call), [&]() -> Result<Rendered> {
        MOORING_TRY(const auto found, find_show(call, id, *market, *page));
        const ShowObject show = show_object(call, found.show);
        JsonWriter json;
        write_page(json, call.links.show_episodes(id), *page, *market, show.total_episodes, [&] {
            for (const EpisodeObject& episode : episode_objects(call, found, show)) {
                write_simplified_episode(json, episode, call.links);
            }
        });
        return Rendered{json.take(), found.show.show.id, found.version, found.valid_until};
    });
}

http::Response get_shows(const Call& call) {
    const auto ids = parse_ids(call.parameters.find("ids").value_or(""));
    if (!ids) return error_answer(ids.error());
    const auto market = call.market();
    if (!market) return error_answer(market.error());
    const auto found = call.services.catalog.find_shows(*ids, call.scope(*market));
    if (!found) return error_answer(found.error());
    JsonWriter json;
    json.begin_object().name("shows").begin_array();
    for (const auto& show : *found) {
        if (show) {
            write_simplified_show(json, show_object(call, *show), call.links);
        } else {
            json.null();
        }
    }
    json.end_array().end_object();
    return conditional_answer(call.request.headers, json.take());
}

}  // namespace mooring::api::webapi
