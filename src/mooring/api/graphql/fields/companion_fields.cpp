#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/base/utf8.hpp"

// What goes with an episode's media: chapters and transcripts.

namespace mooring::api::graphql::fields {
namespace {

/// Text of transcripts in one answer; beyond it an episode's is an error of its field.
constexpr std::size_t most_transcript_bytes = 32 << 20;

std::vector<Cell> chapter_cells(FieldCall& call, const std::vector<domain::Chapter>& chapters) {
    std::vector<Cell> cells;
    for (const domain::Chapter& chapter : chapters) {
        // Chapters that are not listed change the picture, and are no places to go to.
        if (!chapter.is_listed) continue;
        cells.push_back(record(
            call, {{"title", call.copy_text(chapter.title)}, {"startMs", Cell::integer(chapter.start.count())}}));
    }
    return cells;
}

void chapters(FieldCall& call, Parents<EpisodeNode> episodes) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            const Episode& episode = episodes[index].episode;
            std::vector<domain::Chapter> found;
            if (episode.companions.chapters_since) {
                MOORING_TRY(found, catalog.companions().chapters(episode.id));
            }
            call.set(index, record(call, {{"chapters", call.list_of(chapter_cells(call, found))}}));
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

void transcript(FieldCall& call, Parents<EpisodeNode> episodes) {
    std::size_t bytes = 0;
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < episodes.size(); ++index) {
            MOORING_TRY(const auto text,
                        app::publishing::transcript_text(catalog, episodes[index].show->show, episodes[index].episode));
            Cell cell = Cell::null();
            if (text) {
                bytes += text->size();
                if (bytes > most_transcript_bytes) {
                    call.fail(index, bad_input("the transcripts are too long for one answer: ask for fewer episodes"));
                    continue;
                }
                const auto length = static_cast<std::int64_t>(code_point_count(*text));
                cell = record(
                    call, {{"transcriptText", call.copy_text(*text)}, {"transcriptTextLength", Cell::integer(length)}});
            }
            call.set(index, record(call, {{"transcript", cell}}));
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

}  // namespace

void add_companion_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<EpisodeNode>("Episode.chapters", chapters);
    resolvers.batch<EpisodeNode>("Episode.transcript", transcript, {.weight = 20});
    add_records(resolvers, schema,
                {"Chapter", "EpisodeChaptersResponse", "EpisodeTranscript", "EpisodeTranscriptResponse"});
}

}  // namespace mooring::api::graphql::fields
