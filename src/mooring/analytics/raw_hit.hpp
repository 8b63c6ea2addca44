#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mooring/base/clock.hpp"

namespace mooring::analytics {

enum class HitSource : std::uint8_t { local, redirect, hls, import };
enum class HitSubject : std::uint8_t { media, feed };

/// Marks of a request (measurement.md, 3.1, `flags`).
enum HitFlag : std::uint32_t {
    flag_prefetch = 1U << 0,       ///< Sec-Purpose / Purpose / X-Moz says prefetch or prerender
    flag_preview_grant = 1U << 1,  ///< an owner's preview; never counted
    flag_opt_out = 1U << 2,        ///< Sec-GPC: 1 or DNT: 1
    flag_play_token = 1U << 3,
    flag_aborted = 1U << 4,           ///< the client went before the last byte
    flag_estimated = 1U << 5,         ///< `sent` is what was asked for, not what was seen to arrive
    flag_bad_forward = 1U << 6,       ///< a malformed forwarding header from a trusted peer
    flag_provisional = 1U << 7,       ///< of a transfer still under way; a later record has the same id
    flag_safe_network = 1U << 9,      ///< its address was on the list of safe networks (6.5, 6.1 rule 6)
    flag_no_user_agent = 1U << 8,     ///< there was none, or a blank one; tells it from one not kept after an opt-out
    flag_position_unknown = 1U << 10  ///< a log says how much of the file was served, not which part (9.2)
};

/// One request for an episode's media, or for a feed, as it was answered (measurement.md, 3.1). Holds no
/// address: `net_key` and `ip_key` were made from it in memory. Application, device, place and verdict are
/// added when the hit is counted.
struct RawHit {
    std::array<std::byte, 16> hit_id{};  ///< time, node, boot, counter
    HitSource source = HitSource::local;
    HitSubject subject = HitSubject::media;
    Instant at;                    ///< when the request's headers were complete
    std::int64_t duration_ms = 0;  ///< until the last byte or the abort
    std::string method;
    int status = 0;
    std::int64_t show_id = 0;
    std::int64_t episode_id = 0;  ///< 0 for a feed
    std::string revision;         ///< content hash of the bytes served; of the URL for audio given by URL
    std::string variant;
    std::vector<std::pair<std::int64_t, std::int64_t>>
        ranges;                   ///< [first, last] served; empty: the whole file. Of a stream: ms of the film
    std::string range_raw;        ///< header as received, at most 256 bytes
    std::int64_t sent_bytes = 0;  ///< body bytes delivered (3.2)
    std::array<std::byte, 16> net_key{};
    std::array<std::byte, 16> ip_key{};
    std::string user_agent;  ///< at most 1,024 bytes, long hexadecimal runs and UUIDs replaced by `*`
    std::string referrer;    ///< the Referer's host only
    std::string country;     ///< ISO 3166-1 alpha-2, `ZZ` unknown, empty while no data is configured
    std::string region;      ///< display name; empty unknown, and for listeners who opted out
    std::string city;        ///< likewise
    std::uint32_t asn = 0;
    std::uint32_t flags = 0;
    std::string playback_id;  ///< `pid` of the media URL's query, at most 64 bytes
    std::string import_name;  ///< of the log it was imported from; such hits are never in the spool

    bool operator==(const RawHit&) const = default;
};

}  // namespace mooring::analytics
