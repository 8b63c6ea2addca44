#include "mooring/api/graphql/fields/groups.hpp"

// The fields of `Query` that lead to one thing.

namespace mooring::api::graphql::fields {
namespace {

void answer_show(FieldCall& call, const std::string& name) {
    auto found = context_of(call).read(
        [&](CatalogSnapshot& catalog) { return find_show_node(catalog, context_of(call), name); });
    if (!found) return call.fail_all(std::move(found).error());
    call.set(0, show_cell(call, call.keep(*std::move(found))));
}

void show_by_uri(FieldCall& call) {
    answer_show(call, std::string{call.argument("getShowByShowUriRequest")["showUri"].text()});
}

void show_by_station(FieldCall& call) {
    answer_show(call, std::to_string(call.argument("getShowByStationIdRequest")["stationId"].as_integer()));
}

void episode_by_uri(FieldCall& call) {
    const std::string_view uri = call.argument("getEpisodeRequest")["episodeUri"].text();
    auto found = context_of(call).read(
        [&](CatalogSnapshot& catalog) { return find_episode_node(catalog, context_of(call), uri); });
    if (!found) return call.fail_all(std::move(found).error());
    call.set(0, episode_cell(call, keep_episode(call, *std::move(found))));
}

}  // namespace

void add_root_fields(Resolvers& resolvers) {
    resolvers.add("Query.showByShowUri", show_by_uri);
    resolvers.add("Query.showByStationId", show_by_station);
    resolvers.add("Query.episodeByUri", episode_by_uri);
}

}  // namespace mooring::api::graphql::fields
