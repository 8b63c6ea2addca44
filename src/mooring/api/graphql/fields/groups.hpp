#pragma once

#include "mooring/api/graphql/nodes.hpp"

namespace mooring::api::graphql::fields {

// Each adds the resolvers of one part of the schema, in the file of its name.

void add_root_fields(Resolvers& resolvers);                               ///< what `Query` leads to
void add_account_fields(Resolvers& resolvers, const Schema& schema);      ///< who asks
void add_show_fields(Resolvers& resolvers, const Schema& schema);         ///< what a show is
void add_episode_fields(Resolvers& resolvers, const Schema& schema);      ///< what an episode is
void add_listing_fields(Resolvers& resolvers, const Schema& schema);      ///< lists of shows and episodes
void add_feature_fields(Resolvers& resolvers, const Schema& schema);      ///< opt-ins, eligibility, guests, links
void add_comment_fields(Resolvers& resolvers, const Schema& schema);      ///< comments, as creators read them
void add_comment_mutations(Resolvers& resolvers, const Schema& schema);   ///< what creators do with them
void add_poll_fields(Resolvers& resolvers, const Schema& schema);         ///< polls
void add_companion_fields(Resolvers& resolvers, const Schema& schema);    ///< chapters and transcripts
void add_clip_fields(Resolvers& resolvers, const Schema& schema);         ///< marked stretches of episodes
void add_smartlink_fields(Resolvers& resolvers, const Schema& schema);    ///< short addresses, and clicks on them
void add_insight_fields(Resolvers& resolvers, const Schema& schema);      ///< what the numbers say, in words
void add_sponsorship_fields(Resolvers& resolvers, const Schema& schema);  ///< who pays for a show

}  // namespace mooring::api::graphql::fields
