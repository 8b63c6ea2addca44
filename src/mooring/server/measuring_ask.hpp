#pragma once

#include <boost/json.hpp>

#include "mooring/analytics/counting/download_ledger.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/catalog.hpp"
#include "mooring/storage/plays/play_store.hpp"

namespace mooring::server {

/// Answer what `mooring admin` asks about plays, for printing:
///
///     {"hit": "0123…"}                                      the trail of a hit
///     {"metric": "sd", "from": "2026-03-01", "to": "2026-03-31", "bucket": "day", "by": ["app"], "shows": [1]}
///
/// and nothing for an empty object. Both days count. `sd_first_30d` is of one show: which of its episodes are out at
/// `now` is the catalog's to say. Errors: invalid_argument (names the field), not_found, unavailable.
Result<boost::json::value> answer_ask(storage::PlayStore& plays, storage::Catalog& catalog, Instant now,
                                      const analytics::CountingRules& rules, const boost::json::object& ask);

}  // namespace mooring::server
