#include <algorithm>
#include <map>

#include "mooring/api/graphql/clip_cells.hpp"
#include "mooring/api/graphql/metrics/makers.hpp"

// A show's clips by who heard them.

namespace mooring::api::graphql::metrics {
namespace {

namespace engagement = app::engagement;

/// Episodes whose clips are ranked: a curve of each has to be read.
constexpr std::size_t most_episodes_with_clips = 50;

struct RankedClip {
    const EpisodeNode* episode = nullptr;
    engagement::Clip clip;
    std::int64_t count = 0;
};

/// The listeners who heard the whole stretch: of its seconds, the one that fewest heard.
std::int64_t heard(const analytics::RetentionCurve& curve, const engagement::Clip& clip) {
    const auto begin = static_cast<std::size_t>(clip.start.count() / 1000);
    const auto end = static_cast<std::size_t>((clip.start + clip.duration).count() + 999) / 1000;
    if (begin >= curve.samples.size()) return 0;
    const auto last = std::min(end, curve.samples.size());
    return *std::min_element(curve.samples.begin() + static_cast<std::ptrdiff_t>(begin),
                             curve.samples.begin() + static_cast<std::ptrdiff_t>(last));
}

Result<std::vector<RankedClip>> ranked_clips(FieldCall& call, const Subjects& subjects, const ShowNode& show) {
    const Context& context = subjects.context;
    MOORING_TRY(auto found, context.read([&](CatalogSnapshot& catalog) {
        return engagement::show_clips(catalog, show.show.id, context.now);
    }));
    if (found.size() > most_episodes_with_clips) found.resize(most_episodes_with_clips);
    std::vector<RankedClip> ranked;
    for (engagement::EpisodeClips& one : found) {
        analytics::RetentionCurve curve;
        if (subjects.days.counted.days() > 0) {
            MOORING_TRY(curve, context.services.reports.retention(one.episode, subjects.days.counted));
        }
        const EpisodeNode& node = call.keep(EpisodeNode{std::move(one.episode), &show});
        for (engagement::Clip& clip : one.clips) {
            const std::int64_t count = heard(curve, clip);
            ranked.push_back({&node, std::move(clip), count});
        }
    }
    std::ranges::stable_sort(ranked, std::greater{}, &RankedClip::count);
    return ranked;
}

}  // namespace

MadeValues make_top_clips(FieldCall& call, const Subjects& subjects) {
    subjects.context.note_numbers(subjects.days.counted);
    std::vector<Made> made;
    for (const Subject& subject : subjects.all) {
        MOORING_TRY(const auto ranked, ranked_clips(call, subjects, *subject.show));
        MOORING_TRY(const auto cells, subjects.context.read([&](CatalogSnapshot& catalog) -> Result<std::vector<Cell>> {
            std::vector<Cell> clips;
            for (const RankedClip& one : ranked) {
                MOORING_TRY(const Cell clip, clip_cell(call, catalog, *one.episode, one.clip));
                clips.push_back(record(call, {{"clipUri", call.copy_text(uri_of(one.clip))},
                                              {"count", Cell::integer(one.count)},
                                              {"clip", clip}}));
            }
            return clips;
        }));
        made.push_back({record_of(call, "TopClipsValue", {{"topClips", call.list_of(cells)}}), std::nullopt});
    }
    return made;
}

}  // namespace mooring::api::graphql::metrics
