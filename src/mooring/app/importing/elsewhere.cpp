#include "mooring/app/importing/elsewhere.hpp"

#include <algorithm>
#include <span>

#include "mooring/app/importing/feed_download.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/slug.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/feed/podcast_guid.hpp"
#include "mooring/outbound/url_rules.hpp"

namespace mooring::app::importing {
namespace {

using domain::Episode;
using domain::Show;
using domain::ShowId;
using domain::WorkspaceId;
using feed::reading::FeedItem;
using feed::reading::ReadFeed;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

constexpr std::size_t episodes_at_once = 200;
constexpr std::size_t key_characters = 16;

bool is_megaphone(std::string_view url) {
    const auto parts = outbound::parse_http_url(url);
    return parts && (parts->host == "megaphone.fm" || parts->host.ends_with(".megaphone.fm"));
}

/// Who serves the feed, or the sound it leads to.
domain::Hosting provider_of(const ReadFeed& feed, const std::string& url) {
    const bool has_its_sound = !feed.items.empty() && is_megaphone(feed.items.front().enclosure_url);
    return is_megaphone(url) || has_its_sound ? domain::Hosting::megaphone : domain::Hosting::elsewhere;
}

/// What the feed says, on top of what the show is called here.
Show with_texts(const Show& known, const ReadFeed& feed) {
    Show show = feed.show;
    show.id = known.id;
    show.workspace = known.workspace;
    show.hosting = provider_of(feed, known.source_url);
    show.source_url = known.source_url;
    show.opaque_id = known.opaque_id;
    show.key = known.key;
    show.slug = known.slug;
    show.guid = known.guid;
    show.visibility = domain::ShowVisibility::unpublished;
    show.markets = known.markets;
    show.money = known.money;
    // A picture that is known by this address stays.
    show.image_hash = show.image_url == known.image_url ? known.image_hash : std::string{};
    show.created_at = known.created_at;
    show.updated_at = known.updated_at;
    show.content_changed_at = known.content_changed_at;
    if (trim(show.title).empty()) show.title = known.source_url;
    return show;
}

Result<Show> make_show(CatalogTransaction& tx, const ImportPorts& ports, WorkspaceId workspace, const std::string& url,
                       const ReadFeed& feed) {
    MOORING_CHECK(publishing::get_workspace(tx, workspace));
    const Instant now = ports.clock.now();
    Show known;
    known.workspace = workspace;
    known.source_url = url;
    Show show = with_texts(known, feed);
    show.guid = feed.has_own_guid ? feed.show.guid : feed::podcast_guid(url);
    MOORING_TRY(const auto others, tx.shows().list(workspace));
    const auto same = std::ranges::find(others, show.guid, &Show::guid);
    if (same != others.end() && domain::is_hosted_here(*same)) {
        return Error{Errc::conflict, "the show is hosted here: '" + same->title + "'"};
    }
    show.opaque_id = random_opaque_id(ports.random);
    show.key = random_base62(ports.random, key_characters);
    MOORING_TRY(show.slug, publishing::free_show_slug(tx, ports.random, show.title));
    show.created_at = show.updated_at = show.content_changed_at = now;
    MOORING_TRY(show.id, tx.show_writer().insert(show));
    return show;
}

Result<void> fetch_picture(CatalogTransaction& tx, const Show& show, Instant now) {
    if (!show.image_hash.empty()) return ok();
    const auto kind = show.image_url.empty() ? job_kind::default_artwork : job_kind::fetch_show_image;
    return publishing::enqueue_for(tx, kind, "show", show.id.value, now);
}

/// The show as the feed has it now; made when there is none of this address.
Result<Show> write_show(const ImportPorts& ports, WorkspaceId workspace, const std::string& url, const ReadFeed& feed) {
    return ports.catalog.write([&](CatalogTransaction& tx) -> Result<Show> {
        const Instant now = ports.clock.now();
        MOORING_TRY(const auto listed, shows_elsewhere(tx, workspace));
        const auto known = std::ranges::find(listed, url, &Show::source_url);
        if (known == listed.end()) {
            MOORING_TRY(Show made, make_show(tx, ports, workspace, url, feed));
            MOORING_CHECK(fetch_picture(tx, made, now));
            return made;
        }
        Show show = with_texts(*known, feed);
        if (show == *known) return show;
        show.updated_at = show.content_changed_at = now;
        MOORING_CHECK(tx.show_writer().update(show));
        if (show.image_url != known->image_url) MOORING_CHECK(fetch_picture(tx, show, now));
        return show;
    });
}

/// What the item says, on top of what its episode is called here. It has no media: that is its host's to serve.
Episode with_texts(const Episode& known, const FeedItem& item, Instant now) {
    Episode episode = item.episode;
    episode.id = known.id;
    episode.show = known.show;
    episode.workspace = known.workspace;
    episode.opaque_id = known.opaque_id;
    episode.key = known.key;
    episode.guid = known.guid;
    episode.slug = known.slug;
    episode.image_url.clear();  // shown with the show's picture
    episode.image_hash.clear();
    episode.media = {};
    episode.publish_at = item.episode.publish_at ? item.episode.publish_at : known.publish_at;
    if (!episode.publish_at) episode.publish_at = from_unix_seconds(unix_seconds(now));
    episode.status = *episode.publish_at > now ? domain::EpisodeStatus::scheduled : domain::EpisodeStatus::published;
    episode.companions = known.companions;
    episode.created_at = known.created_at;
    episode.updated_at = known.updated_at;
    return episode;
}

Result<void> write_item(CatalogTransaction& tx, const ImportPorts& ports, const FeedItem& item,
                        ListedElsewhere& listed) {
    const Instant now = ports.clock.now();
    MOORING_TRY(const auto known, tx.episodes().find_by_guid(listed.show.id, item.episode.guid));
    if (known) {
        Episode episode = with_texts(*known, item, now);
        if (episode == *known) return ok();
        episode.updated_at = now;
        ++listed.changed_episodes;
        return tx.episode_writer().update(episode);
    }
    Episode fresh;
    fresh.show = listed.show.id;
    fresh.workspace = listed.show.workspace;
    fresh.opaque_id = random_opaque_id(ports.random);
    fresh.key = random_base62(ports.random, key_characters);
    fresh.guid = item.episode.guid;
    MOORING_TRY(fresh.slug, publishing::free_episode_slug(tx, ports.random, fresh.show, item.episode.title));
    fresh.created_at = fresh.updated_at = now;
    ++listed.new_episodes;
    MOORING_CHECK(tx.episode_writer().insert(with_texts(fresh, item, now)));
    return ok();
}

/// Oldest first, so that numeric ids rise with time.
std::vector<const FeedItem*> oldest_first(const std::vector<FeedItem>& items) {
    std::vector<const FeedItem*> order;
    for (const FeedItem& item : items) order.push_back(&item);
    std::ranges::reverse(order);
    std::ranges::stable_sort(order, {},
                             [](const FeedItem* item) { return item->episode.publish_at.value_or(Instant::max()); });
    return order;
}

Result<void> write_items(CatalogTransaction& tx, const ImportPorts& ports, std::span<const FeedItem* const> items,
                         ListedElsewhere& listed) {
    for (const FeedItem* item : items) MOORING_CHECK(write_item(tx, ports, *item, listed));
    return ok();
}

Result<ListedElsewhere> read_into(const ImportPorts& ports, WorkspaceId workspace, const std::string& url) {
    MOORING_TRY(const outbound::FetchResponse response, download_feed(ports.fetcher, url));
    MOORING_TRY(const ReadFeed feed, feed::reading::read_feed(response.body, response.final_url));
    ListedElsewhere listed;
    MOORING_TRY(listed.show, write_show(ports, workspace, url, feed));
    const auto order = oldest_first(feed.items);
    for (std::size_t begin = 0; begin < order.size(); begin += episodes_at_once) {
        const std::size_t end = std::min(order.size(), begin + episodes_at_once);
        const std::span some{order.begin() + static_cast<std::ptrdiff_t>(begin), end - begin};
        MOORING_CHECK(
            ports.catalog.write([&](CatalogTransaction& tx) { return write_items(tx, ports, some, listed); }));
    }
    return listed;
}

Result<Show> get_elsewhere(CatalogSnapshot& catalog, ShowId id) {
    MOORING_TRY(std::optional<Show> show, catalog.shows().find(id));
    if (!show || show->deleted_at || domain::is_hosted_here(*show)) {
        return Error{Errc::not_found, "there is no such show that is hosted elsewhere"};
    }
    return *std::move(show);
}

}  // namespace

Result<ListedElsewhere> list_elsewhere(const ImportPorts& ports, WorkspaceId workspace, const std::string& url) {
    const auto parts = outbound::parse_http_url(url);
    if (!parts || parts->has_credentials) return invalid("url", "not the http or https address of a feed");
    MOORING_CHECK(
        ports.catalog.read([&](CatalogSnapshot& catalog) { return publishing::get_workspace(catalog, workspace); }));
    return read_into(ports, workspace, url);
}

Result<ListedElsewhere> read_elsewhere_again(const ImportPorts& ports, ShowId id) {
    MOORING_TRY(const Show show,
                ports.catalog.read([&](CatalogSnapshot& catalog) { return get_elsewhere(catalog, id); }));
    return read_into(ports, show.workspace, show.source_url);
}

Result<void> unlist_elsewhere(storage::Catalog& catalog, Instant now, ShowId id) {
    for (;;) {
        MOORING_TRY(const bool is_done, catalog.write([&](CatalogTransaction& tx) -> Result<bool> {
            MOORING_TRY(Show show, get_elsewhere(tx, id));
            MOORING_TRY(auto episodes, tx.episodes().list_all(id, 0, episodes_at_once));
            for (Episode& episode : episodes) {
                episode.deleted_at = episode.updated_at = now;
                MOORING_CHECK(tx.episode_writer().update(episode));
            }
            if (!episodes.empty()) return false;
            show.deleted_at = show.updated_at = now;
            MOORING_CHECK(tx.show_writer().update(show));
            return true;
        }));
        if (is_done) return ok();
    }
}

Result<std::vector<Show>> shows_elsewhere(CatalogSnapshot& catalog, std::optional<WorkspaceId> workspace) {
    MOORING_TRY(std::vector<Show> shows, catalog.shows().list(workspace));
    std::erase_if(shows, [](const Show& show) { return domain::is_hosted_here(show); });
    return shows;
}

}  // namespace mooring::app::importing
