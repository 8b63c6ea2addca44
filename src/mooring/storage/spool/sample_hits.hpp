#pragma once

#include <string>

#include "mooring/analytics/raw_hit.hpp"

namespace mooring::storage::spool {

/// For tests: a hit whose every field depends on `number`, as a podcast app would cause it.
inline analytics::RawHit sample_hit(std::int64_t number) {
    analytics::RawHit hit;
    for (std::size_t index = 0; index < hit.hit_id.size(); ++index) {
        const auto byte = static_cast<unsigned>(number >> (8 * (index % 4)));
        hit.hit_id[index] = static_cast<std::byte>(byte & 0xFFU);
        hit.net_key[index] = static_cast<std::byte>((byte * 31 + index * 7) & 0xFFU);
        hit.ip_key[index] = static_cast<std::byte>((byte * 17 + index * 11) & 0xFFU);
    }
    hit.at = from_unix_micros(1'772'438'400'000'000 + number * 1000);
    hit.duration_ms = 1200 + number % 1000;
    hit.method = "GET";
    hit.status = 206;
    hit.show_id = 7;
    hit.episode_id = 1000 + number % 50;
    hit.revision = "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184";
    hit.ranges = {{number, number + 65535}};
    hit.range_raw = "bytes=" + std::to_string(number) + "-" + std::to_string(number + 65535);
    hit.sent_bytes = 65536;
    hit.user_agent = "AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)";
    hit.referrer = "www.example.com";
    hit.country = "CZ";
    hit.asn = 64500;
    hit.flags = analytics::flag_aborted;
    hit.playback_id = "p" + std::to_string(number);
    return hit;
}

}  // namespace mooring::storage::spool
