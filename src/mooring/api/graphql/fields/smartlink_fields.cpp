#include <map>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/metrics/window_begins.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/app/engagement/smartlinks.hpp"
#include "mooring/base/time_text.hpp"

// Smart links: short addresses of episodes whose clicks are counted.

namespace mooring::api::graphql::fields {
namespace {

namespace engagement = app::engagement;
using engagement::Smartlink;

Cell smartlink_cell(FieldCall& call, const Smartlink& link) {
    return record(call, {{"url", call.copy_text(context_of(call).services.urls.smartlink(link.code))},
                         {"createdOn", timestamp(call, link.created_at)}});
}

void smartlink(FieldCall& call, Parents<EpisodeNode> episodes) {
    std::vector<EpisodeId> ids;
    for (std::size_t index = 0; index < episodes.size(); ++index) ids.push_back(episodes[index].episode.id);
    const auto found =
        context_of(call).read([&](CatalogSnapshot& catalog) { return catalog.smartlinks().of_episodes(ids); });
    if (!found) return call.fail_all(shown(found.error()));
    std::map<EpisodeId, const Smartlink*> by_episode;
    for (const Smartlink& link : *found) by_episode[link.episode] = &link;
    for (std::size_t index = 0; index < ids.size(); ++index) {
        const auto link = by_episode.find(ids[index]);
        if (link != by_episode.end()) call.set(index, smartlink_cell(call, *link->second));
    }
}

void create_smartlink(FieldCall& call) {
    const Context& context = context_of(call);
    const auto made = context.write([&](CatalogTransaction& tx) -> Result<Smartlink> {
        MOORING_TRY(const auto found, find_episode_node(tx, context, call.argument("episodeUri").text()));
        MOORING_CHECK(app::accounts::require(tx, *context.principal, Right::write, found.show.show));
        MOORING_CHECK(require_hosting(found.show.show));
        return engagement::make_smartlink(tx, context.services.random, context.now, found.episode);
    });
    if (!made) return call.fail_all(shown(made.error()));
    call.set(0, smartlink_cell(call, *made));
}

/// Clicks of the window's complete days.
Result<Cell> stats_of(FieldCall& call, const ShowNode& show, const metrics::Window& window) {
    const Context& context = context_of(call);
    MOORING_TRY(const auto begins,
                metrics::window_begins(context, {metrics::Subject{&show, nullptr}}, window, metrics::Begins::own));
    const auto days = app::reporting::days_of(window, begins.front(), context.now);
    const bool is_all_time = window.kind == metrics::Window::Kind::all_time;
    // A link may be followed before anything of the show is out or heard.
    const auto begin = is_all_time ? std::chrono::sys_days{} : days.counted.begin;
    MOORING_TRY(const auto stats, context.read([&](CatalogSnapshot& catalog) {
        return engagement::smartlink_stats(catalog, show.show.id, begin, days.counted.end);
    }));
    std::vector<Cell> links;
    for (const engagement::ClickedLink& one : stats.links) {
        links.push_back(record(call, {{"episodeUri", call.copy_text("spotify:episode:" + one.episode_opaque_id)},
                                      {"url", call.copy_text(context.services.urls.smartlink(one.link.code))},
                                      {"clicks", Cell::integer(one.clicks)}}));
    }
    const auto last = days.asked.end - std::chrono::days{1};
    return record(call, {{"startDate", call.copy_text(iso8601_date(days.asked.begin))},
                         {"endDate", call.copy_text(iso8601_date(last))},
                         {"totalClicks", Cell::integer(stats.total)},
                         {"links", call.list_of(links)}});
}

void smartlinks_stats(FieldCall& call, Parents<ShowNode> shows) {
    const Value& input = call.argument("getSmartlinksStatsRequest");
    const auto window = metrics::read_window(input["window"].text(), input["customDateRange"]);
    if (!window) return call.fail_all(window.error());
    if (window->is_from_publication()) {
        return call.fail_all(window_not_supported("windows counted from publication are for episodes"));
    }
    for (std::size_t index = 0; index < shows.size(); ++index) {
        auto stats = stats_of(call, shows[index], *window);
        if (stats) {
            call.set(index, *stats);
        } else {
            call.fail(index, shown(std::move(stats).error()));
        }
    }
}

}  // namespace

void add_smartlink_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<EpisodeNode>("Episode.smartlink", smartlink);
    resolvers.batch<ShowNode>("Show.smartlinksStats", smartlinks_stats);
    resolvers.add("Mutation.createEpisodeSmartlink", create_smartlink);
    add_records(resolvers, schema, {"Smartlink", "SmartlinkClicks", "SmartlinksStats"});
}

}  // namespace mooring::api::graphql::fields
