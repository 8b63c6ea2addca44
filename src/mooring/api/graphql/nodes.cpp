#include "mooring/api/graphql/nodes.hpp"

#include "mooring/api/graphql/errors.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::api::graphql {

namespace {

/// A show that lives elsewhere has a URI, but no station (creators-graphql.md, section 11).
app::creators::Among among_shows(std::string_view name) {
    return name.starts_with("spotify:") ? app::creators::Among::all : app::creators::Among::hosted;
}

}  // namespace

Cell show_cell(const FieldCall& call, const ShowNode& show) {
    return Cell::object(show,
                        *call.schema().find_type(domain::is_hosted_here(show.show) ? "HostedShow" : "NonHostedShow"));
}

Cell episode_cell(const FieldCall& call, const EpisodeNode& episode) {
    const bool is_hosted = domain::is_hosted_here(episode.show->show);
    return Cell::object(episode, *call.schema().find_type(is_hosted ? "HostedEpisode" : "NonHostedEpisode"));
}

Result<ShowNode> visible_show(CatalogSnapshot& catalog, const Context& context, Show show) {
    MOORING_TRY(const auto role, app::accounts::role_on(catalog, context.account(), show));
    if (!role) return Error{Errc::not_found, "there is no such show"};
    return ShowNode{std::move(show), *role};
}

Result<ShowNode> find_show_node(CatalogSnapshot& catalog, const Context& context, std::string_view uri) {
    auto show = app::creators::find_station(catalog, uri, among_shows(uri));
    if (!show && show.error().code == Errc::not_found) return Error{Errc::not_found, "there is no such show"};
    if (!show) return std::move(show).error();
    return visible_show(catalog, context, *std::move(show));
}

Result<EpisodeWithShowNode> find_episode_node(CatalogSnapshot& catalog, const Context& context, std::string_view uri) {
    const Error missing{Errc::not_found, "there is no such episode"};
    auto found = app::creators::find_episode(catalog, uri, app::creators::Among::all);
    if (!found) return found.error().code == Errc::not_found ? missing : std::move(found).error();
    auto show = visible_show(catalog, context, std::move(found->show));
    if (!show) return show.error().code == Errc::not_found ? missing : std::move(show).error();
    return EpisodeWithShowNode{std::move(found->episode), *std::move(show)};
}

const EpisodeNode& keep_episode(FieldCall& call, EpisodeWithShowNode found) {
    const ShowNode& show = call.keep(std::move(found.show));
    return call.keep(EpisodeNode{std::move(found.episode), &show});
}

std::vector<Cell> keep_episodes(FieldCall& call, const ShowNode& show, std::vector<Episode> episodes) {
    std::vector<EpisodeNode> made;
    made.reserve(episodes.size());
    for (Episode& episode : episodes) made.push_back({std::move(episode), &show});
    const auto& kept = call.keep(std::move(made));
    std::vector<Cell> cells;
    cells.reserve(kept.size());
    for (const EpisodeNode& node : kept) cells.push_back(episode_cell(call, node));
    return cells;
}

Result<void> require_hosting(const Show& show) {
    if (domain::is_hosted_here(show)) return ok();
    return not_available("the show is hosted elsewhere: this is not known here");
}

Result<void> require_right(const Context& context, const ShowNode& show, Right right) {
    return context.read([&](CatalogSnapshot& catalog) {
        return app::accounts::require(catalog, *context.principal, right, show.show);
    });
}

}  // namespace mooring::api::graphql
