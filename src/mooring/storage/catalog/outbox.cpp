#include "mooring/storage/catalog/outbox.hpp"

#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::storage {

std::string_view to_string(EventKind kind) {
    switch (kind) {
        case EventKind::feed_changed: return "feed.changed";
        case EventKind::episode_published: return "episode.published";
        case EventKind::episode_updated: return "episode.updated";
        case EventKind::episode_removed: return "episode.removed";
        case EventKind::show_moved: return "show.moved";
    }
    return "";
}

}  // namespace mooring::storage
