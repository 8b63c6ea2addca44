#include "mooring/server/admin/hit_lines.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <vector>

#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/storage/spool/segment_format.hpp"
#include "mooring/storage/spool/segment_reader.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
using analytics::RawHit;

constexpr const char* source_names[]{"local", "redirect", "hls", "import"};

json::value describe(const RawHit& hit) {
    json::array ranges;
    for (const auto& [first, last] : hit.ranges) ranges.push_back(json::array{first, last});
    json::array flags;
    for (const auto& [flag, name] :
         {std::pair{analytics::flag_prefetch, "prefetch"}, std::pair{analytics::flag_preview_grant, "preview"},
          std::pair{analytics::flag_opt_out, "opt_out"}, std::pair{analytics::flag_play_token, "play_token"},
          std::pair{analytics::flag_aborted, "aborted"}, std::pair{analytics::flag_estimated, "estimated"},
          std::pair{analytics::flag_bad_forward, "bad_forward"},
          std::pair{analytics::flag_provisional, "provisional"}}) {
        if ((hit.flags & flag) != 0) flags.push_back(name);
    }
    return json::object{{"hit_id", to_hex(hit.hit_id)},
                        {"at", iso8601_millis(hit.at)},
                        {"subject", hit.subject == analytics::HitSubject::feed ? "feed" : "media"},
                        {"source", source_names[static_cast<std::size_t>(hit.source)]},
                        {"method", hit.method},
                        {"status", hit.status},
                        {"show", hit.show_id},
                        {"episode", hit.episode_id},
                        {"ranges", std::move(ranges)},
                        {"range_raw", hit.range_raw},
                        {"sent", hit.sent_bytes},
                        {"duration_ms", hit.duration_ms},
                        {"revision", hit.revision},
                        {"net_key", to_hex(hit.net_key)},
                        {"ip_key", to_hex(hit.ip_key)},
                        {"user_agent", hit.user_agent},
                        {"referrer", hit.referrer},
                        {"country", hit.country},
                        {"region", hit.region},
                        {"city", hit.city},
                        {"asn", hit.asn},
                        {"playback_id", hit.playback_id},
                        {"flags", std::move(flags)}};
}

}  // namespace

Result<json::value> read_hits(const std::string& spool_folder) {
    std::map<std::uint64_t, std::string> segments;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator{spool_folder, failed}) {
        const std::string name = entry.path().filename().string();
        if (const auto number = storage::spool::parse_segment_name(name)) segments[*number] = entry.path().string();
    }
    if (failed) return Error{Errc::unavailable, "cannot read the folder '" + spool_folder + "': " + failed.message()};

    std::vector<RawHit> hits;
    std::map<std::array<std::byte, 16>, std::size_t> places;
    for (const auto& [number, path] : segments) {
        MOORING_CHECK(storage::spool::read_hits(
            path, number, 0, std::numeric_limits<std::uint64_t>::max(), [&](const RawHit& hit) {
                const auto [place, is_new] = places.emplace(hit.hit_id, hits.size());
                if (is_new) {
                    hits.push_back(hit);
                } else {
                    hits[place->second] = hit;
                }
                return true;
            }));
    }
    json::array rows;
    for (const RawHit& hit : hits) rows.push_back(describe(hit));
    return json::value(std::move(rows));
}

}  // namespace mooring::server::admin
