#include <string>
#include <string_view>

#include "mooring/base/utf8.hpp"
#include "mooring/delivery/answers.hpp"
#include "mooring/delivery/hits.hpp"
#include "mooring/delivery/media_lookup.hpp"
#include "mooring/delivery/route_table.hpp"
#include "mooring/delivery/share_names.hpp"

namespace mooring::delivery {
namespace {

using app::delivering::FoundShow;

/// A show by its web station id or its slug: the creators' APIs know it by either.
Result<FoundShow> find_station(Delivering& delivering, const std::string& name) {
    if (const auto id = domain::parse_web_station_id(name)) {
        if (auto found = delivering.facts.find_show(*id)) return found;
    }
    return delivering.facts.find_show_by_slug(name);
}

enum class Destination { page, embed };

Response send_to_episode(Delivering& delivering, const std::string& name, Destination destination) {
    const auto id = episode_of_share_name(name);
    if (!id) return not_found();
    const auto found = delivering.facts.find_episode(*id);
    if (!found) return answer_of(found.error());
    const auto facts = delivering.facts.episode_page(found->show, found->id, delivering.now());
    if (!facts) return answer_of(facts.error());
    return moved_permanently(destination == Destination::page ? facts->episode.page_url : facts->episode.embed_url);
}

}  // namespace

std::optional<domain::EpisodeId> episode_of_share_name(std::string_view name) {
    const auto dash = name.rfind('-');
    return domain::parse_web_episode_id(dash == std::string_view::npos ? name : name.substr(dash + 1));
}

Response feed_alias(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const auto found = find_station(delivering, parameters.at(0));
    if (!found) return answer_of(found.error());
    Response response = found->is_deleted  ? gone()
                        : found->is_public ? moved_permanently(found->feed_url)
                                           : not_found();
    response = without_body_for_head(request, std::move(response));
    app::delivering::HitAnswer hit;
    hit.subject = analytics::HitSubject::feed;
    hit.show = found->id;
    record_hit(delivering, request, response, std::move(hit));
    return response;
}

Response media_alias(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& name = parameters.at(1);
    auto id = domain::parse_web_episode_id(name);
    if (!id) {
        const auto number = parse_decimal(name);
        if (!number || *number <= 0) return not_found();
        id = domain::EpisodeId{*number};
    }
    const auto fact = delivering.media.get(*id);
    if (!fact) return answer_of(fact.error());
    if (!*fact) return not_found();
    const auto& show = (*fact)->show;
    if (domain::parse_web_station_id(parameters.at(0)) != show.id && parameters.at(0) != show.slug) {
        return not_found();
    }
    return serve_media(delivering, request, **fact, std::nullopt);
}

Response share_link(Delivering& delivering, const Request&, const PathParameters& parameters) {
    return send_to_episode(delivering, parameters.at(1), Destination::page);
}

Response embed_share_link(Delivering& delivering, const Request&, const PathParameters& parameters) {
    return send_to_episode(delivering, parameters.at(1), Destination::embed);
}

Response vanity_link(Delivering& delivering, const Request&, const PathParameters& parameters) {
    const std::string& slug = parameters.at(0);
    if (slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos) return not_found();
    const auto found = delivering.facts.find_show_by_slug(slug);
    if (!found) return answer_of(found.error());
    if (found->is_deleted) return gone();
    return found->is_public ? moved_permanently(found->page_url) : not_found();
}

Response smartlink(Delivering& delivering, const Request& request, const PathParameters& parameters) {
    const std::string& code = parameters.at(0);
    const auto link =
        delivering.catalog.read([&](storage::CatalogSnapshot& catalog) { return catalog.smartlinks().find(code); });
    if (!link) return answer_of(link.error());
    if (!*link) return not_found();
    const auto facts = delivering.facts.episode_page((*link)->show, (*link)->episode, delivering.now());
    if (!facts) return answer_of(facts.error());
    if (request.method == http::Method::get) delivering.smartlink_clicks.note(code, delivering.clock.now());
    return found_at(facts->episode.page_url);
}

Response bare_api_path() {
    return plain_answer(404,
                        "There is no API at this address. Each family has its own prefix: /autopod (publishing), "
                        "/anchor and /pod/api/proxy (creators), /graph (GraphQL), /accounts (accounts), /spotify "
                        "(web catalogue), /generic (streaming analytics).");
}

}  // namespace mooring::delivery
