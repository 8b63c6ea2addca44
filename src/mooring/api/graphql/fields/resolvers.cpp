#include "mooring/api/graphql/fields/resolvers.hpp"

#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/metrics/analytics_fields.hpp"

namespace mooring::api::graphql::fields {

mooring::graphql::Resolvers make_resolvers(const mooring::graphql::Schema& schema) {
    Resolvers resolvers;
    add_root_fields(resolvers);
    add_account_fields(resolvers, schema);
    add_show_fields(resolvers, schema);
    add_episode_fields(resolvers, schema);
    add_listing_fields(resolvers, schema);
    add_feature_fields(resolvers, schema);
    add_comment_fields(resolvers, schema);
    add_comment_mutations(resolvers, schema);
    add_poll_fields(resolvers, schema);
    add_companion_fields(resolvers, schema);
    add_clip_fields(resolvers, schema);
    add_smartlink_fields(resolvers, schema);
    add_insight_fields(resolvers, schema);
    add_sponsorship_fields(resolvers, schema);
    metrics::add_analytics_fields(resolvers, schema);
    metrics::add_core_fan_fields(resolvers, schema);
    return resolvers;
}

}  // namespace mooring::api::graphql::fields
