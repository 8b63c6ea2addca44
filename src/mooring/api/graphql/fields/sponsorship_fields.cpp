#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"

// Sponsorships are agreed elsewhere: there are none here (creators-graphql.md, section 11).

namespace mooring::api::graphql::fields {
namespace {

template <class Make>
void add_made(Resolvers& resolvers, std::string field, Make make) {
    resolvers.batch<ShowNode>(std::move(field), [make](FieldCall& call, Parents<ShowNode> shows) {
        for (std::size_t index = 0; index < shows.size(); ++index) call.set(index, make(call));
    });
}

}  // namespace

void add_sponsorship_fields(Resolvers& resolvers, const Schema& schema) {
    add_made(resolvers, "Show.sponsorshipAnalytics", [](FieldCall& call) {
        return record(call, {{"sponsorshipCount", Cell::integer(0)}});
    });
    add_made(resolvers, "Show.listSponsorships", [](FieldCall& call) {
        return record(call, {{"sponsorships", Cell::list({})}});
    });
    add_records(resolvers, schema, {"ShowSponsorshipAnalytics", "Sponsorship", "ListSponsorshipsResponse"});
}

}  // namespace mooring::api::graphql::fields
