#pragma once

#include <functional>
#include <stop_token>

#include "mooring_client/http.hpp"

namespace mooring_client {

/// How often a request is repeated, and how long before each time.
struct RetryPolicy {
    int max_attempts = 6;
    double delay_base = 2.0;             ///< seconds: before attempt n + 1 comes a wait of `delay_base` to the n
    double jitter = 0.0;                 ///< up to this share of the wait is added by chance, so that crowds scatter
    Seconds longest_retry_after{120.0};  ///< a `Retry-After` that is longer than the wait counts, up to this
};

enum class Verdict { take, again };

/// Send what `make` gives until `judge` takes the answer, the attempts are used up, or the caller stops it. Failures of
/// the connection and time-outs are repeated too. Gives the last answer or error.
Result<Response> send_with_retries(Transport& transport, const RetryPolicy& policy, const Timing& timing,
                                   const std::stop_token& stop, const std::function<Result<Request>()>& make,
                                   const std::function<Verdict(const Response&)>& judge);

/// The seconds that a `Retry-After` asks for: a number, or a date after `now`. None when there is no such header.
std::optional<Seconds> retry_after(const Response& response, std::chrono::system_clock::time_point now);

}  // namespace mooring_client
