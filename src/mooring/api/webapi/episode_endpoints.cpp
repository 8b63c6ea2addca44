#include "mooring/api/webapi/answers.hpp"
#include "mooring/api/webapi/conditional_answer.hpp"
#include "mooring/api/webapi/endpoints.hpp"
#include "mooring/api/webapi/ids.hpp"
#include "mooring/api/webapi/objects_of.hpp"
#include "mooring/api/webapi/shared_answer.hpp"

// Episodes by their ids (webapi-v1.md, 7.3 and 7.4).

namespace mooring::api::webapi {
namespace {

void write_episode(JsonWriter& json, const Call& call, const app::webcatalog::EpisodeWithShow& found) {
    const ShowObject show = show_object(call, found.show);
    write_full_episode(json, episode_object(call, found.episode, show), show, call.links);
}

}  // namespace

std::optional<std::string> name_of_episode(const Call& call) {
    const auto market = call.market();
    if (!market || !is_id(call.path.front())) return std::nullopt;
    return answer_name(call, "episode", call.path.front(), *market);
}

http::Response get_episode(const Call& call) {
    const std::string& id = call.path.front();
    if (auto checked = check_id(id); !checked) return error_answer(checked.error());
    const auto market = call.market();
    if (!market) return error_answer(market.error());
    return shared_answer(call, name_of_episode(call), [&]() -> Result<Rendered> {
        MOORING_TRY(const auto found, call.services.catalog.find_episode(id, call.scope(*market), call.onlooker()));
        JsonWriter json;
        write_episode(json, call, found.found);
        return Rendered{json.take(), found.found.show.show.id, found.version, found.valid_until};
    });
}

http::Response get_episodes(const Call& call) {
    const auto ids = parse_ids(call.parameters.find("ids").value_or(""));
    if (!ids) return error_answer(ids.error());
    const auto market = call.market();
    if (!market) return error_answer(market.error());
    const auto found = call.services.catalog.find_episodes(*ids, call.scope(*market), call.onlooker());
    if (!found) return error_answer(found.error());
    JsonWriter json;
    json.begin_object().name("episodes").begin_array();
    for (const auto& episode : *found) {
        if (episode) {
            write_episode(json, call, *episode);
        } else {
            json.null();
        }
    }
    json.end_array().end_object();
    return conditional_answer(call.request.headers, json.take());
}

}  // namespace mooring::api::webapi
