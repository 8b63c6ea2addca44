#include <algorithm>
#include <map>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"
#include "mooring/base/utf8.hpp"

// A show's episodes by their numbers.

namespace mooring::api::graphql::metrics {
namespace {

using analytics::Dimension;
using analytics::MetricCell;

constexpr std::size_t most_top_episodes = 1000;
constexpr std::size_t most_top_by_impressions = 50;

struct Ranked {
    EpisodeId id;
    Instant published;
    std::int64_t count = 0;
    std::vector<MetricCell> rows;
};

/// The published episodes of a show.
Result<std::vector<Ranked>> published_episodes(const Context& context, ShowId show) {
    return context.read([&](CatalogSnapshot& catalog) -> Result<std::vector<Ranked>> {
        MOORING_TRY(const auto outlines, catalog.episodes().outline(show));
        std::vector<Ranked> ranked;
        for (const auto& outline : outlines) {
            const bool is_published =
                outline.status == domain::EpisodeStatus::published ||
                (outline.status == domain::EpisodeStatus::scheduled && outline.publish_at <= context.now);
            if (!outline.is_kept || !is_published) continue;
            ranked.push_back({outline.id, outline.publish_at.value_or(outline.created_at), 0, {}});
        }
        return ranked;
    });
}

/// Put what was found of each episode to it; rows of other episodes are left out.
void count_in(std::vector<Ranked>& ranked, const MetricTable& table) {
    std::map<std::int64_t, Ranked*> by_id;
    for (Ranked& one : ranked) by_id[one.id.value] = &one;
    for (const MetricCell& cell : table.cells) {
        const auto id = parse_decimal(cell.labels.front());
        const auto found = id ? by_id.find(*id) : by_id.end();
        if (found == by_id.end()) continue;
        found->second->count += cell.count;
        found->second->rows.push_back(cell);
    }
}

/// Most first; ties: the later published, then the lower id (analytics-rest.md, 5.3).
void rank(std::vector<Ranked>& ranked, std::size_t most) {
    std::ranges::sort(ranked, [](const Ranked& left, const Ranked& right) {
        return std::tuple{-left.count, right.published, left.id} < std::tuple{-right.count, left.published, right.id};
    });
    if (ranked.size() > most) ranked.resize(most);
}

/// The episodes as nodes, in the order asked; one that went meanwhile is left out.
Result<std::map<EpisodeId, Cell>> episode_cells(FieldCall& call, const ShowNode& show,
                                                const std::vector<Ranked>& ranked) {
    std::vector<EpisodeId> ids;
    for (const Ranked& one : ranked) ids.push_back(one.id);
    MOORING_TRY(std::vector<Episode> episodes,
                context_of(call).read([&](CatalogSnapshot& catalog) { return catalog.episodes().get_many(ids); }));
    std::vector<EpisodeId> found;
    for (const Episode& episode : episodes) found.push_back(episode.id);
    const auto cells = keep_episodes(call, show, std::move(episodes));
    std::map<EpisodeId, Cell> by_id;
    for (std::size_t index = 0; index < found.size(); ++index) by_id[found[index]] = cells[index];
    return by_id;
}

Result<MetricTable> ask_one(const Subjects& subjects, std::size_t index, const MetricQuery& query) {
    const Subjects one{subjects.context, {subjects.all[index]}, subjects.days, false, {}};
    MOORING_TRY(auto tables, one.ask(query));
    return std::move(tables.front());
}

Cell uri_cell(FieldCall& call, const Cell& episode) {
    const auto& node = *static_cast<const EpisodeNode*>(episode.host());
    return call.copy_text(uri_of(node.episode));
}

}  // namespace

MadeValues make_top_episodes(FieldCall& call, const Subjects& subjects) {
    std::vector<Made> made;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        const ShowNode& show = *subjects.all[index].show;
        MOORING_TRY(std::vector<Ranked> ranked, published_episodes(context_of(call), show.show.id));
        MetricQuery query = subjects.question(Metric::sd);
        query.breakdown = {Dimension::episode};
        MOORING_TRY(const MetricTable table, ask_one(subjects, index, query));
        count_in(ranked, table);
        rank(ranked, most_top_episodes);
        MOORING_TRY(const auto episodes, episode_cells(call, show, ranked));
        std::vector<Cell> cells;
        for (const Ranked& one : ranked) {
            const auto episode = episodes.find(one.id);
            if (episode == episodes.end()) continue;
            cells.push_back(record(call, {{"episodeUri", uri_cell(call, episode->second)},
                                          {"count", Cell::integer(one.count)},
                                          {"episode", episode->second}}));
        }
        made.push_back({record_of(call, "TopEpisodesValue", {{"topEpisodes", call.list_of(cells)}}), std::nullopt});
    }
    return made;
}

MadeValues make_top_by_impressions(FieldCall& call, const Subjects& subjects) {
    std::vector<Made> made;
    for (std::size_t index = 0; index < subjects.size(); ++index) {
        const ShowNode& show = *subjects.all[index].show;
        MOORING_TRY(std::vector<Ranked> ranked, published_episodes(context_of(call), show.show.id));
        MetricQuery query = subjects.question(Metric::impressions);
        query.breakdown = {Dimension::episode, Dimension::surface};
        MOORING_TRY(const MetricTable table, ask_one(subjects, index, query));
        count_in(ranked, table);
        std::erase_if(ranked, [](const Ranked& one) { return one.count == 0; });
        rank(ranked, most_top_by_impressions);
        MOORING_TRY(const auto episodes, episode_cells(call, show, ranked));
        std::vector<Cell> cells;
        for (const Ranked& one : ranked) {
            const auto episode = episodes.find(one.id);
            if (episode == episodes.end()) continue;
            std::int64_t total = 0;
            const Cell sources = surface_breakdown(call, one.rows, total);
            cells.push_back(record(call, {{"episodeUri", uri_cell(call, episode->second)},
                                          {"episode", episode->second},
                                          {"facetedValue", record(call, {{"totalValue", Cell::integer(total)},
                                                                         {"impressionSourceBreakdown", sources}})}}));
        }
        made.push_back({record_of(call, "TopEpisodesFacetedValue", {{"episodes", call.list_of(cells)}}), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
