#pragma once

#include "mooring/base/random.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// A published and a held comment of listeners, an answer of the creator, and an open poll with votes, on the newest
/// published episode of a show. Nothing where there is none. Errors: unavailable, no_space.
Result<void> add_demo_engagement(storage::CatalogTransaction& tx, Random& random, Instant now, domain::ShowId show);

}  // namespace mooring::server
