#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/domain/companions.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/domain/markets.hpp"
#include "mooring/domain/podcast_tags.hpp"

namespace mooring::domain {

/// The state an episode is in by the hand of its owner. Whether it can be seen is `visible` (visibility.hpp).
enum class EpisodeStatus { draft, scheduled, published };

enum class EpisodeType { full, trailer, bonus };

/// How much of an imported episode's date is known.
enum class DatePrecision { day, month, year };

/// A file that Mooring keeps.
struct StoredMedia {
    std::string sha256;  ///< 64 hexadecimal digits; names the blob
    std::int64_t size_bytes = 0;
    std::string mime_type;  ///< as served, such as `audio/mpeg`
    std::string extension;  ///< without a dot, such as `mp3`
    std::optional<std::chrono::milliseconds> duration;
    std::int64_t media_begin = 0;  ///< first byte after tags and headers (measurement.md, 6.2)
    std::int64_t media_end = 0;    ///< one past the last byte before trailing tags
    std::optional<int> bitrate_kbps;
    std::optional<int> sample_rate_hz;
    std::optional<int> channels;
    Instant since;  ///< when these bytes became the episode's media
    bool operator==(const StoredMedia&) const = default;
};

/// A file that lies elsewhere and is served by a counted redirect (delivery.md, 5.8).
struct ExternalMedia {
    std::string url;                         ///< byte for byte as it was given
    std::optional<std::int64_t> size_bytes;  ///< known once the probe succeeded
    std::string mime_type;                   ///< empty until then
    std::optional<std::chrono::milliseconds> duration;
    Instant since;
    bool operator==(const ExternalMedia&) const = default;
};

/// The film of an episode whose sound is its media: one MP4 that every browser plays.
struct StoredVideo {
    std::string sha256;  ///< 64 hexadecimal digits; names the blob
    std::int64_t size_bytes = 0;
    std::chrono::milliseconds duration{};
    int width = 0, height = 0;  ///< pixels
    int bitrate_kbps = 0;       ///< sound included
    std::string integrity;      ///< `sha384-` and Base64; empty: not known
    std::string caption;        ///< the file name as its owner knows it
    std::string upload;         ///< which upload it came by
    Instant since;
    bool operator==(const StoredVideo&) const = default;
};

/// `monostate`: none yet. `StoredMedia` in an episode is always ready: stored, probed and hashed.
using Media = std::variant<std::monostate, StoredMedia, ExternalMedia>;

/// What only the creators API keeps of an episode (creators-rest.md, 1-B, 1-C, 1-Q).
struct CreatorNotes {
    int hour_offset = 0;                 ///< the maker's offset from UTC with its sign turned: Japan is -9
    bool is_sponsored = false;           ///< holds paid promotion
    bool is_adult_video = false;         ///< its video is for adults
    std::string caption;                 ///< the file name of the sound as its owner knows it
    std::optional<Instant> wizard_time;  ///< the last `wizardDraftedToPublishOn`; has no effect
    bool operator==(const CreatorNotes&) const = default;
};

struct Episode {
    // Names.
    EpisodeId id;
    ShowId show;
    WorkspaceId workspace;
    std::string opaque_id;  ///< 22 base-62 characters
    std::string key;        ///< 16 base-62 characters; the media URL's
    std::string guid;       ///< the feed's; never changes
    bool guid_is_permalink = false;
    std::string slug;  ///< last part of the page's address, unique within the show

    // What people read.
    std::string title;
    std::string apple_title;
    std::string description;  ///< as written; the HTML filter runs on the way out
    std::string author;       ///< when it differs from the show's
    std::string external_url;
    std::string image_url;            ///< verbatim, as a client gave it
    std::string image_hash;           ///< 22 base-62 characters of a stored picture
    std::optional<bool> is_explicit;  ///< unset: the show's
    EpisodeType type = EpisodeType::full;
    std::optional<int> season;
    std::string season_name;
    std::string number;          ///< decimal text such as `12` or `3.5`; empty for none
    std::string number_display;  ///< at most 32 characters
    bool block_directories = false;
    Markets markets;                     ///< narrows the show's
    std::vector<std::string> languages;  ///< ISO 639 codes, the main one first; none: the show's
    EpisodeTags tags;

    // State.
    EpisodeStatus status = EpisodeStatus::draft;
    std::optional<Instant> publish_at;  ///< the publication instant; set unless it is a draft
    DatePrecision date_precision = DatePrecision::day;
    std::optional<Instant> archived_at;
    std::string archived_by;  ///< what archived it, for the Archived tab: `key:AbCd1234`, `account:7`
    std::optional<Instant> deleted_at;
    Media media;
    AudioId audio;  ///< names the media; given by the catalog to one that has none yet
    std::optional<StoredVideo> video;
    Companions companions;
    CreatorNotes notes;

    Instant created_at;
    Instant updated_at;

    bool operator==(const Episode&) const = default;
};

/// True when there is sound to deliver: stored, or given by URL (delivery.md, section 4, condition 3).
inline bool has_ready_media(const Episode& episode) {
    return !std::holds_alternative<std::monostate>(episode.media);
}

}  // namespace mooring::domain
