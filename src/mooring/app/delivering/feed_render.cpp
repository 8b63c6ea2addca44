#include "mooring/app/delivering/feed_render.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "mooring/app/delivering/image_files.hpp"
#include "mooring/app/delivering/subscribers.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/feed/urls.hpp"

namespace mooring::app::delivering {
namespace {

constexpr std::size_t episodes_per_read = 250;  // bounds what a first render of a large show holds at once
constexpr int largest_feed_artwork = 3000;

feed::FeedSettings feed_settings_of(const DeliverySettings& settings) {
    feed::FeedSettings out;
    out.default_language = settings.default_language;
    out.default_category = settings.default_category;
    out.default_author = settings.default_author;
    out.generator = settings.generator;
    out.base_url = settings.urls.base;
    out.feed_base_url = settings.urls.feed_base;
    out.media_base_url = settings.urls.media_base;
    out.hubs = settings.hubs;
    return out;
}

/// The show without what changes at every write, for the question "do the old fragments still hold?".
domain::Show without_times(domain::Show show) {
    show.updated_at = {};
    show.content_changed_at = {};
    return show;
}

/// Of one of our own addresses, without the port.
std::string_view host_of(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of(":/"));
}

/// Own domains of the show that are none any more. Empty while it has one: everyone is sent there anyway.
Result<std::vector<std::string>> former_hosts(storage::CatalogSnapshot& view, const domain::Show& show,
                                              std::string_view canonical_url) {
    if (!show.custom_domain.empty()) return std::vector<std::string>{};
    MOORING_TRY(auto hosts, view.shows().list_domains(show.id));
    // The instance may have moved to what was one show's domain.
    std::erase(hosts, host_of(canonical_url));
    return hosts;
}

std::optional<Instant> earlier(std::optional<Instant> left, std::optional<Instant> right) {
    if (!left || !right) return left ? left : right;
    return std::min(*left, *right);
}

}  // namespace

/// One render under way.
struct FeedRenderer::Work {
    storage::CatalogSnapshot& view;
    const FeedVariant& variant;
    const Instant now;
    domain::Show show;
    Document document;
    std::vector<FeedItem> items;              ///< all visible episodes
    std::vector<std::string_view> fragments;  ///< by item; views into `fresh` or into the previous feed
    std::vector<std::string> fresh;           ///< by item; what was rendered now
    std::vector<bool> is_known;               ///< by item: taken over, nothing to read
    std::vector<std::size_t> shown;           ///< the items of this page, in order
    std::int64_t first_shown = 0, pages = 1;
};

FeedRenderer::FeedRenderer(const DeliverySettings& settings, const ServerSecret& secret,
                           std::function<bool()> podping_healthy, MetricRegistry& metrics)
    : settings_(settings),
      secret_(secret),
      podping_healthy_(std::move(podping_healthy)),
      feed_settings_(feed_settings_of(settings)),
      items_rendered_(metrics.counter("mooring_feed_items_rendered_total", "Items of feeds rendered.")) {}

Result<Document> FeedRenderer::render(storage::CatalogSnapshot& view, domain::ShowId show_id,
                                      const FeedVariant& variant, std::uint64_t version, Instant now,
                                      const Document* previous) const {
    MOORING_TRY(auto show, view.shows().find(show_id));
    if (!show) return Error{Errc::not_found, "no such show"};
    Work work{view, variant, now, std::move(*show), {}, {}, {}, {}, {}, {}, 0, 1};
    Document& document = work.document;
    document.show = show_id;
    document.show_key = work.show.key;
    document.version = version;
    if (work.show.deleted_at) {
        document.kind = Document::Kind::gone;
        return std::move(document);
    }
    if (!domain::is_public(work.show) || work.show.distribution.is_feed_disabled) {
        document.kind = Document::Kind::hidden;
        return std::move(document);
    }
    if (!variant.subscriber && work.show.redirect.state == domain::FeedRedirect::State::redirect) {
        document.kind = Document::Kind::moved;
        document.location = work.show.redirect.url;
        return std::move(document);
    }
    document.content_type = "application/rss+xml; charset=utf-8";
    document.own_host = variant.subscriber ? std::string{} : work.show.custom_domain;
    document.canonical_url = page_url(work, variant.page);
    if (!variant.subscriber) {
        document.announces_podping = podping_healthy_ && podping_healthy_();
        MOORING_TRY(document.former_hosts, former_hosts(view, work.show, document.canonical_url));
    }

    MOORING_TRY(const auto revisions, view.episodes().visible_revisions(show_id, now));
    for (const auto& revision : revisions) {
        FeedItem item;
        item.episode = revision.id;
        item.revision = revision.revision;
        work.items.push_back(std::move(item));
    }
    work.fragments.resize(work.items.size());
    work.fresh.resize(work.items.size());
    work.is_known.resize(work.items.size());

    // What the feed before this one can give: the same show, and the same revision of an episode.
    const domain::Show bare = without_times(work.show);
    const FeedBasis* basis = previous ? previous->basis.get() : nullptr;
    if (basis && previous->identity && basis->show == bare) {
        std::unordered_map<domain::EpisodeId, const FeedItem*> known;
        known.reserve(basis->items.size());
        for (const FeedItem& item : basis->items) known.emplace(item.episode, &item);
        for (std::size_t i = 0; i < work.items.size(); ++i) {
            const auto found = known.find(work.items[i].episode);
            if (found == known.end() || found->second->revision != work.items[i].revision) continue;
            work.items[i] = *found->second;
            work.is_known[i] = true;
            if (work.items[i].length > 0) {
                work.fragments[i] =
                    std::string_view{*previous->identity}.substr(work.items[i].offset, work.items[i].length);
            }
        }
    }
    MOORING_CHECK(render_items(work));
    MOORING_CHECK(select_items(work));
    // An item that was not on the page before has no fragment yet.
    std::vector<std::size_t> missing;
    for (const std::size_t i : work.shown) {
        if (work.fragments[i].empty()) missing.push_back(i);
    }
    for (std::size_t at = 0; at < missing.size(); at += episodes_per_read) {
        const auto begin = missing.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end =
            missing.begin() + static_cast<std::ptrdiff_t>(std::min(at + episodes_per_read, missing.size()));
        MOORING_CHECK(render_batch(work, {begin, end}));
    }

    for (const FeedItem& item : work.items) {
        if (!item.published_at) continue;
        auto& newest = document.newest_publication;
        newest = newest ? std::max(*newest, *item.published_at) : *item.published_at;
    }
    document.last_modified = work.show.content_changed_at;
    if (document.newest_publication) {
        document.last_modified = std::max(*document.last_modified, *document.newest_publication);
    }
    MOORING_TRY(document.valid_until, view.episodes().next_publication(show_id, now));
    if (work.show.new_feed_until && *work.show.new_feed_until > now) {
        document.valid_until = earlier(document.valid_until, work.show.new_feed_until);
    }
    MOORING_TRY(const std::string head, render_head(work));
    compose(work, head);
    auto next_basis = std::make_shared<FeedBasis>();
    next_basis->show = bare;
    next_basis->items = std::move(work.items);
    document.basis = std::move(next_basis);
    return std::move(document);
}

/// Read and render every episode that is new or was changed. Episodes of other pages are read too: whether they are
/// trailers counts for every page.
Result<void> FeedRenderer::render_items(Work& work) const {
    std::vector<std::size_t> batch;
    for (std::size_t i = 0; i < work.items.size(); ++i) {
        if (!work.is_known[i]) batch.push_back(i);
        if (batch.size() == episodes_per_read || (i + 1 == work.items.size() && !batch.empty())) {
            MOORING_CHECK(render_batch(work, batch));
            batch.clear();
        }
    }
    return ok();
}

Result<void> FeedRenderer::render_batch(Work& work, const std::vector<std::size_t>& batch) const {
    std::vector<domain::EpisodeId> ids;
    ids.reserve(batch.size());
    for (const std::size_t i : batch) ids.push_back(work.items[i].episode);
    MOORING_TRY(const auto episodes, work.view.episodes().get_many(ids));
    std::unordered_map<domain::EpisodeId, const domain::Episode*> by_id;
    for (const auto& episode : episodes) by_id.emplace(episode.id, &episode);
    for (const std::size_t i : batch) {
        FeedItem& item = work.items[i];
        const auto found = by_id.find(item.episode);
        if (found == by_id.end()) continue;
        const domain::Episode& episode = *found->second;
        item.published_at = episode.publish_at;
        item.is_trailer = episode.type == domain::EpisodeType::trailer;
        item.namespaces = feed::declared_namespaces(episode.tags.extra_xml);
        feed::ItemInput input{work.show, episode};
        input.artwork = artwork(work.view, episode.image_hash);
        if (work.variant.subscriber) input.enclosure_url = enclosure(work, episode);
        work.fresh[i] = feed::render_item(feed_settings_, input);
        work.fragments[i] = work.fresh[i];
        items_rendered_.add();
    }
    return ok();
}

/// The newest N and the newest trailer, then the page (delivery.md, 2.6 and 2.10).
Result<void> FeedRenderer::select_items(Work& work) const {
    std::vector<std::size_t> chosen;
    const auto count = work.items.size();
    const auto limit = work.show.feed_item_limit && *work.show.feed_item_limit > 0
                           ? std::min(count, static_cast<std::size_t>(*work.show.feed_item_limit))
                           : count;
    for (std::size_t i = 0; i < limit; ++i) chosen.push_back(i);
    const auto trailer = std::ranges::find_if(work.items, &FeedItem::is_trailer);
    if (trailer != work.items.end() && static_cast<std::size_t>(trailer - work.items.begin()) >= limit) {
        chosen.push_back(static_cast<std::size_t>(trailer - work.items.begin()));
    }
    if (!work.show.feed_page_size || *work.show.feed_page_size <= 0 || work.variant.subscriber) {
        work.shown = std::move(chosen);
        return ok();
    }
    const auto size = static_cast<std::int64_t>(*work.show.feed_page_size);
    work.pages = std::max<std::int64_t>(1, (std::ssize(chosen) + size - 1) / size);
    work.document.pages = work.pages;
    if (work.variant.page < 1 || work.variant.page > work.pages) return Error{Errc::not_found, "no such page"};
    const auto first = (work.variant.page - 1) * size;
    const auto last = std::min<std::int64_t>(std::ssize(chosen), first + size);
    work.shown.assign(chosen.begin() + first, chosen.begin() + last);
    return ok();
}

Result<std::vector<domain::Episode>> FeedRenderer::trailers(Work& work) const {
    std::vector<domain::EpisodeId> ids;
    for (const FeedItem& item : work.items) {
        if (item.is_trailer) ids.push_back(item.episode);
    }
    if (ids.empty()) return std::vector<domain::Episode>{};
    return work.view.episodes().get_many(ids);
}

Result<std::string> FeedRenderer::render_head(Work& work) const {
    MOORING_TRY(const auto trailer_episodes, trailers(work));
    feed::ChannelInput input{work.show, work.document.canonical_url};
    input.artwork = artwork(work.view, work.show.image_hash);
    input.newest_publication = work.document.newest_publication;
    input.content_changed = *work.document.last_modified;
    for (const auto& episode : trailer_episodes) {
        input.trailers.push_back({episode, work.variant.subscriber ? enclosure(work, episode) : std::string{}});
    }
    if (work.variant.subscriber) {
        input.audience = feed::FeedAudience::one_subscriber;
    } else {
        input.new_feed_url = feed::new_feed_url(work.show, page_url(work, 1), work.now);
    }
    if (work.document.pages) {
        const auto page = work.variant.page;
        input.pages.first = page_url(work, 1);
        input.pages.last = page_url(work, work.pages);
        if (page > 1) input.pages.previous = page_url(work, page - 1);
        if (page < work.pages) input.pages.next = page_url(work, page + 1);
    }
    std::set<feed::XmlNamespace> namespaces;
    for (const std::size_t i : work.shown) {
        namespaces.insert(work.items[i].namespaces.begin(), work.items[i].namespaces.end());
    }
    input.item_namespaces.assign(namespaces.begin(), namespaces.end());
    feed::FeedSettings settings = feed_settings_;
    settings.podping_healthy = work.document.announces_podping.value_or(false);
    return feed::render_channel_head(settings, input);
}

void FeedRenderer::compose(Work& work, const std::string& head) const {
    std::size_t size = head.size() + feed::feed_end.size();
    for (const std::size_t i : work.shown) size += work.fragments[i].size();
    auto bytes = std::make_shared<std::string>();
    bytes->reserve(size);
    *bytes += head;
    for (FeedItem& item : work.items) item.offset = item.length = 0;
    for (const std::size_t i : work.shown) {
        work.items[i].offset = bytes->size();
        work.items[i].length = work.fragments[i].size();
        *bytes += work.fragments[i];
    }
    *bytes += feed::feed_end;
    work.document.etag = weak_etag(*bytes);
    work.document.identity = std::move(bytes);
}

feed::FeedArtwork FeedRenderer::artwork(storage::CatalogSnapshot& view, const std::string& image_hash) const {
    feed::FeedArtwork artwork;
    if (image_hash.empty()) return artwork;
    const auto found = view.images().find(image_hash);
    if (!found || !*found) return artwork;
    const storage::Image& image = **found;
    // Sizes are made on upload; one that is missing is made when it is first fetched.
    std::string extension = "jpg";
    artwork.width = artwork.height = std::min({image.width, image.height, largest_feed_artwork});
    for (const auto& variant : image.variants) {
        if (variant.size == "og") artwork.social_url = settings_.urls.image(image_hash, "og", variant.extension);
        if (variant.size != "feed") continue;
        extension = variant.extension;
        artwork.width = variant.width;
        artwork.height = variant.height;
    }
    artwork.url = settings_.urls.image(image_hash, "feed", extension);
    artwork.mime_type = image_content_type(extension);
    return artwork;
}

std::string FeedRenderer::enclosure(const Work& work, const domain::Episode& episode) const {
    return feed::media_url(feed_settings_, episode) + "?" + std::string{enclosure_parameter} + "=" +
           enclosure_token(secret_, work.variant.subscriber->id, episode.key);
}

std::string FeedRenderer::page_url(const Work& work, std::int64_t page) const {
    if (work.variant.subscriber) return feed::private_feed_url(feed_settings_, work.show, work.variant.token);
    std::string url = feed::feed_url(feed_settings_, work.show);
    if (page > 1) url += "?page=" + std::to_string(page);
    return url;
}

}  // namespace mooring::app::delivering
