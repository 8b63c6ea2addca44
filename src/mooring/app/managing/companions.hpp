#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/app/managing/asker.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/storage/catalog/companion_store.hpp"

namespace mooring::app::managing {

using domain::Episode;
using domain::EpisodeId;

// What goes with the media of an episode, for those who have a role on its show. All: not_found (also: no role there),
// forbidden.

/// The episode, and how its sound was measured.
struct OwnCompanions {
    Episode episode;
    std::optional<storage::SoundOutline>
        sound;  ///< nothing while nobody measured it, and for audio that lies elsewhere
};
/// For analysts.
Result<OwnCompanions> find_companions(CatalogSnapshot& catalog, const Asker& asker, EpisodeId id);

/// Put chapters, as JSON chapters, into the place of those that were there; for editors. None takes them away.
/// Further errors: corrupt and invalid_argument (`chapters`), too_large.
Result<void> set_chapters(CatalogTransaction& tx, const Mint& mint, const Asker& asker, EpisodeId id,
                          std::optional<std::string_view> json);

/// For editors. Further errors: invalid_argument (`language`, `transcript`), corrupt, too_large.
Result<void> put_transcript(CatalogTransaction& tx, const Mint& mint, const Asker& asker, EpisodeId id,
                            const publishing::NewTranscript& wanted);

/// For editors. Further errors: not_found (`language`).
Result<void> remove_transcripts(CatalogTransaction& tx, const Mint& mint, const Asker& asker, EpisodeId id,
                                std::string_view language);

}  // namespace mooring::app::managing
