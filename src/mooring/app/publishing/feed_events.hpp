#pragma once

#include <chrono>
#include <string_view>

#include "mooring/app/publishing/ports.hpp"

namespace mooring::app::publishing {

// What every change tells the world, in the transaction of the change itself (delivery.md, section 9).

/// Note that the bytes of a show's feed are others from now on: its time of change moves forward (never back), and
/// when the feed can be fetched, `feed.changed` goes out.
Result<void> note_feed_change(CatalogTransaction& tx, ShowId show, Instant now);

/// Tell what became of an episode whose row changed from `before` (null: it is new) to `after`: `episode.published`,
/// `.updated` or `.removed`, and the change of the feed if it shows in there. Nothing is told of what no stranger
/// could see before or after. Call it after the rows were written.
Result<void> tell_episode_change(CatalogTransaction& tx, const Show& show, const Episode* before, const Episode& after,
                                 Instant now);

/// Put a job in the queue that is known by the id of the thing it is about: payload `{"<name>": id}`.
Result<void> enqueue_for(CatalogTransaction& tx, std::string_view kind, std::string_view name, std::int64_t id,
                         Instant run_at);

/// How long a stored file stays after nothing refers to it any more (delivery.md, 5.3).
inline constexpr std::chrono::hours blob_grace{24};

/// Have a stored file removed after `blob_grace`, unless something refers to it by then.
Result<void> enqueue_blob_removal(CatalogTransaction& tx, std::string_view sha256, Instant now);

}  // namespace mooring::app::publishing
