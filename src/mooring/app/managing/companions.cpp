#include "mooring/app/managing/companions.hpp"

#include <utility>
#include <variant>
#include <vector>

#include "mooring/media/chapters/chapters.hpp"

namespace mooring::app::managing {
namespace {

struct Found {
    Show show;
    Episode episode;
};

Result<Found> find(CatalogSnapshot& catalog, const Asker& asker, Purpose purpose, Right right, EpisodeId id) {
    MOORING_TRY(std::optional<Episode> episode, catalog.episodes().find(id));
    if (!episode || episode->deleted_at) return Error{Errc::not_found, "not found"};
    MOORING_TRY(Show show, find_show(catalog, asker, purpose, right, episode->show));
    return Found{std::move(show), *std::move(episode)};
}

Result<void> note_change(CatalogTransaction& tx, const Mint& mint, const Asker& asker, std::string_view action,
                         const Found& found, const Episode& after) {
    if (after == found.episode) return ok();
    return note(tx, mint, asker, action, found.episode.title, found.show.workspace);
}

}  // namespace

Result<OwnCompanions> find_companions(CatalogSnapshot& catalog, const Asker& asker, EpisodeId id) {
    MOORING_TRY(Found found, find(catalog, asker, Purpose::look, Right::read, id));
    OwnCompanions own{std::move(found.episode), {}};
    if (const auto* stored = std::get_if<domain::StoredMedia>(&own.episode.media)) {
        MOORING_TRY(own.sound, catalog.companions().sound_outline(stored->sha256));
    }
    return own;
}

Result<void> set_chapters(CatalogTransaction& tx, const Mint& mint, const Asker& asker, EpisodeId id,
                          std::optional<std::string_view> json) {
    MOORING_TRY(const Found found, find(tx, asker, Purpose::change, Right::write, id));
    std::vector<domain::Chapter> chapters;
    if (json) {
        MOORING_TRY(chapters, media::chapters::parse_json(*json));
    }
    MOORING_TRY(const Episode after, publishing::set_chapters(tx, mint.clock.now(), id, chapters));
    return note_change(tx, mint, asker, "episode.chapters", found, after);
}

Result<void> put_transcript(CatalogTransaction& tx, const Mint& mint, const Asker& asker, EpisodeId id,
                            const publishing::NewTranscript& wanted) {
    MOORING_TRY(const Found found, find(tx, asker, Purpose::change, Right::write, id));
    MOORING_TRY(const Episode after, publishing::put_transcript(tx, mint.clock.now(), id, wanted));
    return note_change(tx, mint, asker, "episode.transcript", found, after);
}

Result<void> remove_transcripts(CatalogTransaction& tx, const Mint& mint, const Asker& asker, EpisodeId id,
                                std::string_view language) {
    MOORING_TRY(const Found found, find(tx, asker, Purpose::change, Right::write, id));
    MOORING_TRY(const Episode after, publishing::remove_transcripts(tx, mint.clock.now(), id, language));
    return note_change(tx, mint, asker, "episode.transcript", found, after);
}

}  // namespace mooring::app::managing
