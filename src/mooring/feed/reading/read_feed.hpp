#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/chapter.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::feed::reading {

/// An item that can become an episode.
struct FeedItem {
    int position = 0;  ///< in the feed, from 0
    /// What the feed says of it: texts, GUID, `publish_at`, numbers, tags. Without names of ours and without media.
    domain::Episode episode;
    std::string enclosure_url;
    std::string enclosure_type;  ///< as the feed says; may be empty
    std::optional<std::chrono::milliseconds> stated_duration;
    std::vector<domain::Chapter> chapters;  ///< those in the feed itself
};

/// An item that cannot, and why: `no_enclosure`, `duplicate_guid`, `no_guid`.
struct SkippedItem {
    int position = 0;
    std::string guid, title, reason;
};

/// What a feed says, as values of the model.
struct ReadFeed {
    /// Texts, `guid` (the feed's own, else computed of its address), settings, tags, the artwork's `image_url`.
    domain::Show show;
    bool has_own_guid = false;
    bool is_locked = false;       ///< `podcast:locked` says yes
    std::string lock_owner;       ///< whom to ask then; may be empty
    std::string new_feed_url;     ///< `itunes:new-feed-url`
    std::vector<FeedItem> items;  ///< in the order of the feed
    std::vector<SkippedItem> skipped;
    std::vector<std::string> warnings;  ///< at most 100
};

/// The largest feed that is read.
inline constexpr std::size_t most_feed_bytes = std::size_t{64} << 20;
/// Most items that are read; further ones are a warning.
inline constexpr std::size_t most_items = 20'000;

/// Read an RSS feed that lies at `feed_url`, which relative addresses start from. Lenient about what feeds get wrong,
/// strict about size: see `read_xml`. Whatever is unknown is kept as XML in `tags.extra_xml`.
/// Errors: too_large, unsupported (a web page, an Atom feed, entities), corrupt (not well formed, no channel).
/// Source: delivery.md, 10.2.
Result<ReadFeed> read_feed(std::string_view bytes, std::string_view feed_url);

}  // namespace mooring::feed::reading
