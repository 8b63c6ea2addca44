#include "mooring/app/importing/import_items.hpp"

#include <algorithm>

#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::importing {
namespace {

using domain::Episode;
using feed::reading::FeedItem;
using storage::CatalogTransaction;

constexpr std::size_t drafts_at_once = 200;
constexpr std::chrono::hours announced_for{28 * 24};  // delivery.md, 2.9

/// Episodes as they are made: the oldest first, and what has one date in the feed's order turned round, so that the
/// larger id stands above.
std::vector<const FeedItem*> oldest_first(const std::vector<FeedItem>& items) {
    std::vector<const FeedItem*> order;
    order.reserve(items.size());
    for (const FeedItem& item : items) order.push_back(&item);
    std::ranges::reverse(order);
    std::ranges::stable_sort(order, [](const FeedItem* left, const FeedItem* right) {
        return left->episode.publish_at.value_or(Instant::max()) < right->episode.publish_at.value_or(Instant::max());
    });
    return order;
}

Episode as_draft(const domain::Show& show, const FeedItem& item) {
    Episode wanted = item.episode;
    wanted.workspace = show.workspace;
    wanted.show = show.id;
    wanted.publish_at.reset();  // given back with the media
    return wanted;
}

/// A deleted episode comes back under its old names (delivery.md, 3.2).
Result<void> revive(CatalogTransaction& tx, const Episode& deleted, Episode wanted, Instant now) {
    wanted.id = deleted.id;
    wanted.opaque_id = deleted.opaque_id;
    wanted.key = deleted.key;
    wanted.guid = deleted.guid;
    wanted.slug = deleted.slug;
    wanted.status = domain::EpisodeStatus::draft;
    wanted.created_at = deleted.created_at;
    wanted.updated_at = now;
    return tx.episode_writer().update(wanted);
}

/// The item's episode if it waits for media; nothing if it has some.
Result<std::optional<domain::EpisodeId>> make_draft(CatalogTransaction& tx, const ImportPorts& ports,
                                                    const domain::Show& show, const FeedItem& item) {
    const Instant now = ports.clock.now();
    MOORING_TRY(const std::optional<Episode> found, tx.episodes().find_by_guid(show.id, item.episode.guid));
    if (found && found->deleted_at) {
        MOORING_CHECK(revive(tx, *found, as_draft(show, item), now));
        return std::optional{found->id};
    }
    if (found) {
        const bool waits = found->status == domain::EpisodeStatus::draft && !domain::has_ready_media(*found);
        return waits ? std::optional{found->id} : std::nullopt;
    }
    MOORING_TRY(const auto made,
                publishing::create_episode(tx, ports.random, now, as_draft(show, item), publishing::Intent::draft));
    return std::optional{made.episode.id};
}

}  // namespace

Result<domain::Show> find_or_make_show(const ImportPorts& ports, const ImportRecord& record,
                                       const feed::reading::ReadFeed& feed) {
    return ports.catalog.write([&](CatalogTransaction& tx) -> Result<domain::Show> {
        if (record.show) return publishing::get_show(tx, record.workspace, *record.show);
        MOORING_TRY(const auto shows, tx.shows().list(record.workspace));
        const auto same = std::ranges::find(shows, feed.show.guid, &domain::Show::guid);
        if (same != shows.end() && !domain::is_hosted_here(*same)) {
            return Error{Errc::forbidden, "the show is listed as hosted elsewhere: take it off the list first",
                         "listed_elsewhere"};
        }
        if (same != shows.end()) return *same;
        domain::Show wanted = feed.show;
        wanted.workspace = record.workspace;
        wanted.visibility = domain::ShowVisibility::unpublished;
        return publishing::create_show(tx, ports.random, ports.urls, ports.clock.now(), std::move(wanted));
    });
}

Result<PlannedItems> make_drafts(const ImportPorts& ports, const domain::Show& show,
                                 const feed::reading::ReadFeed& feed) {
    PlannedItems planned;
    const std::vector<const FeedItem*> order = oldest_first(feed.items);
    for (std::size_t begin = 0; begin < order.size(); begin += drafts_at_once) {
        const std::size_t end = std::min(order.size(), begin + drafts_at_once);
        MOORING_TRY(const std::vector<OpenItem> made,
                    ports.catalog.write([&](CatalogTransaction& tx) -> Result<std::vector<OpenItem>> {
                        std::vector<OpenItem> open;
                        for (std::size_t at = begin; at < end; ++at) {
                            MOORING_TRY(const auto id, make_draft(tx, ports, show, *order[at]));
                            if (id) open.push_back({order[at], *id});
                        }
                        return open;
                    }));
        planned.present += static_cast<int>(end - begin - made.size());
        planned.open.insert(planned.open.end(), made.begin(), made.end());
    }
    std::ranges::reverse(planned.open);
    return planned;
}

Result<bool> finish_item(const ImportPorts& ports, const OpenItem& open, const domain::StoredMedia& media) {
    return ports.catalog.write([&](CatalogTransaction& tx) -> Result<bool> {
        const Instant now = ports.clock.now();
        MOORING_TRY(const std::optional<Episode> before, tx.episodes().find(open.episode));
        if (!before || before->deleted_at || domain::has_ready_media(*before)) {
            MOORING_CHECK(publishing::enqueue_blob_removal(tx, media.sha256, now));
            return false;
        }
        // A removal that ran in between took the file: a further attempt stores it again.
        MOORING_TRY(const bool is_there, ports.blobs.contains(media.sha256));
        if (!is_there) return Error{Errc::unavailable, "the stored file was removed meanwhile"};
        Episode after = *before;
        domain::StoredMedia stored = media;
        stored.since = now;
        after.media = stored;
        if (after.status == domain::EpisodeStatus::draft) {
            after.publish_at = open.item->episode.publish_at.value_or(from_unix_seconds(unix_seconds(now)));
            after.status =
                *after.publish_at > now ? domain::EpisodeStatus::scheduled : domain::EpisodeStatus::published;
        }
        after.updated_at = now;
        MOORING_CHECK(tx.episode_writer().update(after));
        MOORING_TRY(const std::optional<domain::Show> show, tx.shows().find(after.show));
        if (show) MOORING_CHECK(publishing::tell_episode_change(tx, *show, &*before, after, now));
        return true;
    });
}

Result<void> finish_show(const ImportPorts& ports, const ImportRecord& record) {
    return ports.catalog.write([&](CatalogTransaction& tx) -> Result<void> {
        const Instant now = ports.clock.now();
        MOORING_TRY(domain::Show show, publishing::get_show(tx, record.workspace, *record.show));
        show.new_feed_until = now + announced_for;
        if (record.options.goes_live) show.visibility = domain::ShowVisibility::published;
        show.updated_at = now;
        MOORING_CHECK(tx.show_writer().update(show));
        return publishing::note_feed_change(tx, show.id, now);
    });
}

}  // namespace mooring::app::importing
