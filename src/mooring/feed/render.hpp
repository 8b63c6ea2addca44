#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/feed/extra_xml.hpp"
#include "mooring/feed/feed_settings.hpp"
#include "mooring/feed/podcast_xml.hpp"

namespace mooring::feed {

// The RSS feed as bytes: a head, one fragment per item, an end. Pure: equal inputs give equal bytes, on every node and
// at any time. Which episodes are visible and in which order they stand is the caller's to say (delivery.md, 2.6).
// Source: delivery.md, 2.1 to 2.5.

inline constexpr std::size_t max_description_bytes = 4000;
inline constexpr std::size_t max_notes_bytes = 262144;
/// Episode artwork that is narrower stays out of `itunes:image` (delivery.md, 7.1).
inline constexpr int min_item_artwork_width = 1400;

struct ItemInput {
    const domain::Show& show;
    const domain::Episode& episode;
    FeedArtwork artwork = {};        ///< the episode's own; without a URL: none
    std::string enclosure_url = {};  ///< of a private feed; empty: the public one behind the show's prefixes
};

/// One `<item>…</item>` with its line feed; empty for an episode without media or without a publication time, which
/// no feed shows. `enclosure` has length 0, and `itunes:duration` is missing, until audio given by URL was probed.
std::string render_item(const FeedSettings& settings, const ItemInput& input);

/// RFC 5005; empty: not written.
struct PageLinks {
    std::string first, previous, next, last;
};

/// A visible episode of type `trailer`.
struct TrailerInput {
    const domain::Episode& episode;
    std::string enclosure_url = {};  ///< as in `ItemInput`
};

enum class FeedAudience {
    everybody,
    one_subscriber,  ///< a private feed: blocked for directories, unknown to hubs and Podping (delivery.md, 2.11)
};

struct ChannelInput {
    const domain::Show& show;
    std::string self_url;      ///< this very feed's; the private one of a private feed
    FeedArtwork artwork = {};  ///< always there: the caller makes a picture where the show has none
    std::optional<Instant> newest_publication = {};  ///< of the visible episodes; none for an empty feed
    Instant content_changed = {};                    ///< last change of the content, publications included
    std::vector<TrailerInput> trailers = {};         ///< all that are visible, newest first
    FeedAudience audience = FeedAudience::everybody;
    PageLinks pages = {};
    std::string new_feed_url = {};                   ///< see `new_feed_url`; empty: not written
    std::vector<XmlNamespace> item_namespaces = {};  ///< what `declared_namespaces` found in the items' `extra_xml`
};

/// Everything before the first item: declaration, `<rss>` and the channel's own elements.
std::string render_channel_head(const FeedSettings& settings, const ChannelInput& input);

/// What follows the last item.
inline constexpr std::string_view feed_end = "</channel>\n</rss>\n";

/// The whole document: head, fragments in the order given, end.
std::string render_feed(std::string_view head, std::span<const std::string_view> items);

/// What `itunes:new-feed-url` says at `now`: the announced address, or the feed's own for a while after a move in;
/// empty otherwise. Source: delivery.md, 2.9.
std::string new_feed_url(const domain::Show& show, std::string_view self_url, Instant now);

/// What the feed and the pages show for a field that may be unset (delivery.md, 2.3).
std::string shown_author(const FeedSettings& settings, const domain::Show& show);
std::string shown_language(const FeedSettings& settings, const domain::Show& show);
std::vector<domain::Category> shown_categories(const FeedSettings& settings, const domain::Show& show);

/// Whole seconds of a length, rounded half up, as `itunes:duration` has them.
std::int64_t rounded_seconds(std::chrono::milliseconds length);

}  // namespace mooring::feed
