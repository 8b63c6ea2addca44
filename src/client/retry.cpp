#include "mooring_client/retry.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cmath>

#include "client/wire_text.hpp"

namespace mooring_client {

std::optional<Seconds> retry_after(const Response& response, std::chrono::system_clock::time_point now) {
    const auto header = response.header("retry-after");
    if (!header) return std::nullopt;
    if (const auto seconds = parse_number(trimmed(*header))) {
        return Seconds{static_cast<double>(std::max<std::int64_t>(0, *seconds))};
    }
    const std::time_t date = curl_getdate(std::string{*header}.c_str(), nullptr);
    if (date < 0) return std::nullopt;
    return std::max(Seconds{0}, Seconds{std::chrono::system_clock::from_time_t(date) - now});
}

Result<Response> send_with_retries(Transport& transport, const RetryPolicy& policy, const Timing& timing,
                                   const std::stop_token& stop, const std::function<Result<Request>()>& make,
                                   const std::function<Verdict(const Response&)>& judge) {
    for (int attempt = 1;; ++attempt) {
        if (stop.stop_requested()) return Error{.kind = ErrorKind::cancelled, .message = "stopped"};
        auto request = make();
        if (!request) return std::move(request).error();
        request->stop = stop;
        auto response = transport.send(*request);
        std::optional<Seconds> asked;
        if (response) {
            if (judge(*response) == Verdict::take) return response;
            asked = retry_after(*response, timing.now());
        } else if (response.error().kind != ErrorKind::timeout && response.error().kind != ErrorKind::unreachable) {
            return response;
        }
        if (attempt >= policy.max_attempts) return response;
        Seconds wait{std::pow(policy.delay_base, attempt)};
        wait += wait * policy.jitter * timing.random();
        if (asked) wait = std::max(wait, std::min(*asked, policy.longest_retry_after));
        if (!timing.sleep(wait, stop)) return Error{.kind = ErrorKind::cancelled, .message = "stopped"};
    }
}

}  // namespace mooring_client
