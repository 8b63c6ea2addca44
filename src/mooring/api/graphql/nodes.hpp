#pragma once

#include <vector>

#include "mooring/api/graphql/services.hpp"
#include "mooring/domain/account.hpp"
#include "mooring/domain/episode_state.hpp"
#include "mooring/graphql/execution/field_call.hpp"
#include "mooring/graphql/execution/resolvers.hpp"

namespace mooring::api::graphql {

using app::creators::Account;
using app::creators::CatalogSnapshot;
using app::creators::CatalogTransaction;
using app::creators::Episode;
using app::creators::EpisodeId;
using app::creators::EpisodeInShow;
using app::creators::Right;
using app::creators::Show;
using app::creators::ShowId;
using mooring::graphql::Cell;
using mooring::graphql::FieldCall;
using mooring::graphql::Parents;
using mooring::graphql::Resolvers;
using mooring::graphql::Schema;
using mooring::graphql::Value;

/// What stands behind a `HostedShow` or `NonHostedShow`: a show that the caller has a role on.
struct ShowNode {
    Show show;
    domain::Role role = domain::Role::analyst;
};

/// What stands behind a `HostedEpisode` or `NonHostedEpisode`.
struct EpisodeNode {
    Episode episode;
    const ShowNode* show = nullptr;

    bool is_published(Instant now) const { return domain::status_at(episode, now) == domain::EpisodeStatus::published; }
};

inline Context& context_of(const FieldCall& call) {
    return call.context<Context>();
}

inline std::string uri_of(const Show& show) {
    return "spotify:show:" + show.opaque_id;
}
inline std::string uri_of(const Episode& episode) {
    return "spotify:episode:" + episode.opaque_id;
}

/// Cells for places where an interface stands. The node has to stay where it is.
Cell show_cell(const FieldCall& call, const ShowNode& show);
Cell episode_cell(const FieldCall& call, const EpisodeNode& episode);

/// The show, for a caller with any role on it. Errors: not_found.
Result<ShowNode> visible_show(CatalogSnapshot& catalog, const Context& context, Show show);
/// By its URI. Errors: not_found (unknown, deleted, or of others).
Result<ShowNode> find_show_node(CatalogSnapshot& catalog, const Context& context, std::string_view uri);

/// An episode with its show.
struct EpisodeWithShowNode {
    Episode episode;
    ShowNode show;
};
/// Errors: not_found (unknown, archived, deleted, or of others).
Result<EpisodeWithShowNode> find_episode_node(CatalogSnapshot& catalog, const Context& context, std::string_view uri);

/// Kept until the request is over.
const EpisodeNode& keep_episode(FieldCall& call, EpisodeWithShowNode found);
/// Episodes of one show, which stays where it is.
std::vector<Cell> keep_episodes(FieldCall& call, const ShowNode& show, std::vector<Episode> episodes);

/// What only a show that is hosted here has. Errors: unsupported.
Result<void> require_hosting(const Show& show);

/// Refuse a caller whose role on the show is too small. Errors: forbidden.
Result<void> require_right(const Context& context, const ShowNode& show, Right right);

}  // namespace mooring::api::graphql
