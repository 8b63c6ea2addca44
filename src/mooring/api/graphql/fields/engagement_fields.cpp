#include <string>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"

// Insights, which this server does not keep yet, and sponsorships, of which contracts are made elsewhere: shows have
// none.

namespace mooring::api::graphql::fields {
namespace {

template <class Node, class Make>
void add_made(Resolvers& resolvers, std::string field, Make make) {
    resolvers.batch<Node>(std::move(field), [make](FieldCall& call, Parents<Node> nodes) {
        for (std::size_t index = 0; index < nodes.size(); ++index) call.set(index, make(call));
    });
}

void not_kept(FieldCall& call) {
    call.fail_all(not_available("this server does not keep this yet"));
}

}  // namespace

void add_engagement_fields(Resolvers& resolvers, const Schema& schema) {
    add_made<ShowNode>(resolvers, "Show.sponsorshipAnalytics", [](FieldCall& call) {
        return record(call, {{"sponsorshipCount", Cell::integer(0)}});
    });
    add_made<ShowNode>(resolvers, "Show.listSponsorships", [](FieldCall& call) {
        return record(call, {{"sponsorships", Cell::list({})}});
    });
    add_made<ShowNode>(resolvers, "Show.getEpisodeInsights", [](FieldCall& call) {
        return record(call, {{"insights", Cell::list({})}});
    });
    resolvers.add("Show.analyticsInsight", not_kept);
    for (const char* field : {"generateAnalyticsInsight", "submitAnalyticsInsightFeedback"}) {
        resolvers.add("Mutation." + std::string{field}, not_kept);
    }
    add_records(resolvers, schema,
                {"AnalyticsInsight", "ListInsightsResponse", "ShowSponsorshipAnalytics", "Sponsorship",
                 "ListSponsorshipsResponse", "SubmitAnalyticsInsightFeedbackResponse"});
}

}  // namespace mooring::api::graphql::fields
