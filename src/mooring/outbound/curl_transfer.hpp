#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/ip_address.hpp"
#include "mooring/base/result.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/outbound/guarded_fetcher.hpp"
#include "mooring/outbound/url_rules.hpp"

namespace mooring::outbound {

using SteadyTime = std::chrono::steady_clock::time_point;

/// One request to addresses that were checked already; redirects are answers here.
struct Hop {
    HttpUrl url;
    std::vector<IpAddress> addresses;  ///< the only ones that are connected to
    std::string method;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string_view body;
    std::int64_t max_bytes = 0;
    bool stop_at_max_bytes = false;
    std::function<Result<void>(const FetchResponse&)> on_head;  ///< as in `FetchRequest`; may be empty
    SteadyTime deadline;
};

using BodySink = std::function<Result<void>(std::string_view)>;

/// True for the statuses that send the client elsewhere.
bool is_redirect(int status);

/// Make the request. The body goes to `sink`, that of a redirect to nobody. Errors as `Fetcher::fetch_to`.
Result<FetchResponse> run_hop(const Hop& hop, const GuardOptions& options, const BodySink& sink);

/// Where `location` leads, seen from `base`. Errors: forbidden (no http URL, or from https to http without
/// `allow_downgrade`).
Result<HttpUrl> redirect_target(const HttpUrl& base, std::string_view location, bool allow_downgrade);

}  // namespace mooring::outbound
