#pragma once

#include <optional>

#include "mooring/app/numbers/numbers.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::numbers {

using storage::CatalogSnapshot;

/// The day on which the first of a show's episodes came out, archived and deleted ones left out.
Result<std::optional<sys_days>> first_publication(CatalogSnapshot& catalog, ShowId show, Instant now);
/// The day on which an episode came out; none for a draft or a scheduled one.
std::optional<sys_days> publication_day(const domain::Episode& episode, Instant now);

/// The newest ten published episodes of type `full`: what `sd_first_30d` is about (measurement.md, section 1).
Result<std::vector<analytics::Publication>> newest_publications(CatalogSnapshot& catalog, ShowId show, Instant now);

/// `sd_first_30d` of the show that `numbers` is about, over all complete days; unset without such an episode.
/// Errors: unavailable.
Result<std::optional<double>> first_days_mean(Numbers& numbers,
                                              const std::vector<analytics::Publication>& publications);

/// What names the present audio of an episode in facts (measurement.md, 3.1), and its length. Unset where there is
/// none.
struct AudioRevision {
    std::string name;
    std::int64_t seconds = 0;  ///< whole ones; 0: not known
};
std::optional<AudioRevision> audio_revision(const domain::Episode& episode);

/// The question about all listeners of an episode's present audio; unset where there is none of known length.
std::optional<storage::RetentionQuestion> retention_question(const domain::Episode& episode, DayRange days);

/// The curve of an episode's present audio, of whose length there is one sample for each whole second. Without samples
/// when nobody heard it, and where there is no audio. Errors: unavailable.
Result<analytics::RetentionCurve> curve_of(Numbers& numbers, const domain::Episode& episode);

}  // namespace mooring::app::numbers
