#include "mooring/api/graphql/clip_cells.hpp"
#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/paging.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/base/utf8.hpp"

// `showClips`: the stretches that a show's makers marked in its episodes.

namespace mooring::api::graphql::fields {
namespace {

namespace engagement = app::engagement;

/// A page of a show's clips, and the token of the next.
Result<Cell> clips_page(FieldCall& call, const ShowNode& show, std::int64_t size, std::string_view token) {
    const Context& context = context_of(call);
    const std::string list = "clips:" + std::to_string(show.show.id.value);
    MOORING_TRY(const auto position, read_page_token(context, list, token));
    const std::int64_t begin = position ? parse_decimal(*position).value_or(0) : 0;
    return context.read([&](CatalogSnapshot& catalog) -> Result<Cell> {
        MOORING_TRY(auto found, engagement::show_clips(catalog, show.show.id, context.now));
        std::vector<Cell> cells;
        std::int64_t place = 0;
        for (engagement::EpisodeClips& one : found) {
            const std::int64_t first = place;
            place += std::ssize(one.clips);
            if (place <= begin || first >= begin + size) continue;
            const EpisodeNode& node = call.keep(EpisodeNode{std::move(one.episode), &show});
            for (std::size_t index = 0; index < one.clips.size(); ++index) {
                const std::int64_t at = first + static_cast<std::int64_t>(index);
                if (at < begin || at >= begin + size) continue;
                MOORING_TRY(const Cell cell, clip_cell(call, catalog, node, one.clips[index]));
                cells.push_back(cell);
            }
        }
        const bool has_more = place > begin + size;
        const std::string next = has_more ? page_token(context, list, std::to_string(begin + size)) : std::string{};
        return record(call, {{"clips", call.list_of(cells)}, {"nextPageToken", call.copy_text(next)}});
    });
}

void show_clips(FieldCall& call, Parents<ShowNode> shows) {
    const Value& request = call.argument("listShowClipsRequest");
    const auto size = read_page_size(request["pageSize"], most_clips, most_clips);
    if (!size) return call.fail_all(size.error());
    for (std::size_t index = 0; index < shows.size(); ++index) {
        auto page = clips_page(call, shows[index], *size, request["pageToken"].text());
        if (page) {
            call.set(index, *page);
        } else {
            call.fail(index, shown(std::move(page).error()));
        }
    }
}

}  // namespace

void add_clip_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.showClips", show_clips);
    add_records(resolvers, schema, {"ShowClip", "ListShowClipsResponse"});
}

}  // namespace mooring::api::graphql::fields
