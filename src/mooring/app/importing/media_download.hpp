#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"
#include "mooring/outbound/fetcher.hpp"

namespace mooring::app::importing {

/// One file that is fetched into `path`. What an earlier call left there is gone on with, if the origin says by a
/// strong entity tag that it still has the same bytes, and begun anew otherwise (delivery.md, 10.2).
struct DownloadWish {
    std::string url;
    std::string path;  ///< beside it lies `path.meta`, what is known of the bytes so far
    std::int64_t most_bytes = std::int64_t{4} << 30;
    std::chrono::seconds total_timeout{4 * 3600};
};

struct Downloaded {
    std::int64_t size_bytes = 0;
    std::string content_type;  ///< as the origin said
};

/// Waits for so long; false when that was cut short, because the work is to end.
using Wait = std::function<bool(std::chrono::milliseconds)>;

/// How downloads are tried again: 5 attempts, of which those that brought bytes do not count, with waits that double
/// from `first_wait` and differ by up to a quarter, or as long as the origin's `Retry-After` says, up to 10 minutes.
struct DownloadRetries {
    int attempts = 5;
    std::chrono::milliseconds first_wait{1000};
    std::chrono::milliseconds longest_wait{600'000};
};

/// Fetch a file. Blocking. `on_bytes` hears of every piece.
/// Errors: not_found (404 and 410, to the last attempt), forbidden (the guard, 401, 403), too_large, unsupported (sent
/// in a packed form), no_space, unavailable (attempts used up, or stopped), timeout.
Result<Downloaded> download(outbound::Fetcher& fetcher, const Clock& clock, const DownloadWish& wish, const Wait& wait,
                            const std::function<void(std::int64_t)>& on_bytes, DownloadRetries retries = {});

}  // namespace mooring::app::importing
