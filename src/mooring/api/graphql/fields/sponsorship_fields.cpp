#include <map>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"

// Sponsorships: agreed elsewhere, and put on record by the operator (`mooring admin sponsorship`).

namespace mooring::api::graphql::fields {
namespace {

using domain::Sponsorship;
using ByShow = std::map<ShowId, std::vector<Sponsorship>>;

/// All shows' in one question.
Result<ByShow> read_sponsorships(const FieldCall& call, const Parents<ShowNode>& shows) {
    std::vector<ShowId> ids;
    for (std::size_t index = 0; index < shows.size(); ++index) ids.push_back(shows[index].show.id);
    MOORING_TRY(auto found,
                context_of(call).read([&](CatalogSnapshot& catalog) { return catalog.sponsorships().of_shows(ids); }));
    ByShow by_show;
    for (Sponsorship& one : found) by_show[one.show].push_back(std::move(one));
    return by_show;
}

void sponsorship_analytics(FieldCall& call, Parents<ShowNode> shows) {
    const auto found = read_sponsorships(call, shows);
    if (!found) return call.fail_all(shown(found.error()));
    for (std::size_t index = 0; index < shows.size(); ++index) {
        const auto of_show = found->find(shows[index].show.id);
        const std::int64_t count = of_show == found->end() ? 0 : std::ssize(of_show->second);
        call.set(index, record(call, {{"sponsorshipCount", Cell::integer(count)}}));
    }
}

void list_sponsorships(FieldCall& call, Parents<ShowNode> shows) {
    const auto found = read_sponsorships(call, shows);
    if (!found) return call.fail_all(shown(found.error()));
    for (std::size_t index = 0; index < shows.size(); ++index) {
        std::vector<Cell> cells;
        const auto of_show = found->find(shows[index].show.id);
        if (of_show != found->end()) {
            for (const Sponsorship& one : of_show->second) {
                cells.push_back(
                    record(call, {{"sponsorshipId", call.copy_text(one.id)}, {"title", call.copy_text(one.title)}}));
            }
        }
        call.set(index, record(call, {{"sponsorships", call.list_of(cells)}}));
    }
}

}  // namespace

void add_sponsorship_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.sponsorshipAnalytics", sponsorship_analytics);
    resolvers.batch<ShowNode>("Show.listSponsorships", list_sponsorships);
    add_records(resolvers, schema, {"ShowSponsorshipAnalytics", "Sponsorship", "ListSponsorshipsResponse"});
}

}  // namespace mooring::api::graphql::fields
