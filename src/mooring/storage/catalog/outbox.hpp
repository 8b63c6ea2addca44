#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"

namespace mooring::storage {

/// What the world is told (delivery.md, section 9).
enum class EventKind { feed_changed, episode_published, episode_updated, episode_removed, show_moved };

/// `feed.changed` and so on.
std::string_view to_string(EventKind kind);

struct NewEvent {
    EventKind kind = EventKind::feed_changed;
    domain::ShowId show;
    std::optional<domain::EpisodeId> episode;
    Instant at;
};

struct OutboxEvent : NewEvent {
    std::int64_t sequence = 0;  ///< rises in the order of commits
};

/// Events, written in the transaction of the change they tell of.
class OutboxWriter {
public:
    virtual ~OutboxWriter() = default;
    virtual Result<void> append(const NewEvent& event) = 0;
    /// Forget events up to and including `sequence` of `show`: they were turned into deliveries.
    virtual Result<void> consume(domain::ShowId show, std::int64_t sequence) = 0;
};

class OutboxReader {
public:
    virtual ~OutboxReader() = default;
    /// The oldest events, in order.
    virtual Result<std::vector<OutboxEvent>> pending(int limit) = 0;
};

}  // namespace mooring::storage
