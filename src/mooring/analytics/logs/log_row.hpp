#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mooring/base/clock.hpp"

namespace mooring::analytics {

/// Where a log comes from (measurement.md, 9.2 to 9.4).
enum class LogFormat : std::uint8_t {
    combined,    ///< nginx and Apache, also with the fields of `log_format mooring` behind
    cloudfront,  ///< tab-separated, standard or real-time fields
    op3_tsv,     ///< rows of a prefix service with a head line
    op3_json     ///< the same rows as JSON objects
};

/// One row of somebody's log, in terms of a raw hit. Texts are decoded; one that was absent or `-` is empty.
struct LogRow {
    Instant at;                    ///< when the request began, as far as the row tells
    std::int64_t duration_ms = 0;  ///< 0 unknown
    std::string method;
    std::string target;  ///< path and query as requested, or a whole URL
    int status = 0;
    std::int64_t sent_bytes = 0;                                ///< of the body
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;  ///< [first, last] served, where the row says so
    std::string range_raw;                                      ///< the request's header
    bool is_position_unknown = false;                           ///< a part was served, and the row does not say which
    bool is_estimated = false;  ///< neither status nor bytes are known: what was asked for is taken for it
    std::string address;        ///< of the peer; never kept
    std::string forwarded;      ///< X-Forwarded-For
    std::string hashed_address;
    std::string referrer;
    std::string user_agent;
    std::string request_id;  ///< the log's own name of the row
    std::string country;     ///< by the log, where the address is not known
    std::string region;

    /// Make it empty again; its texts keep their memory.
    void clear();
};

}  // namespace mooring::analytics
