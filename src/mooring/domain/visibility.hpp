#pragma once

#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::domain {

/// True when `episode`'s own state lets a stranger reach it at `now`: published, or scheduled and its time
/// has come; with sound; neither archived nor deleted. The show is judged by `is_public`.
bool is_out(const Episode& episode, Instant now);

/// As `is_out`, sound apart: what a catalogue lists, though it cannot be played (webapi-v1.md, 1.1).
bool is_listed(const Episode& episode, Instant now);

/// True when a show may be seen by strangers: hosted here, published, not suspended, not deleted.
bool is_public(const Show& show);

/// False for a show that is only listed here (creators-graphql.md, section 11): creators look at it, nobody edits it or
/// gets it served.
inline bool is_hosted_here(const Show& show) {
    return show.hosting == Hosting::here;
}

/// The one predicate of every public surface and every API family (delivery.md, section 4). Stores that have
/// to say it in SQL are held to it by the catalog's contract suite.
bool visible(const Show& show, const Episode& episode, Instant now);

}  // namespace mooring::domain
