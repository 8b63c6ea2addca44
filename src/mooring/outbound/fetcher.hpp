#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::outbound {

struct FetchResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;                                          ///< empty when a sink took it
    std::string final_url;

    std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

/// One request to the outside.
struct FetchRequest {
    std::string method = "GET";  ///< GET, HEAD or POST
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;                  ///< for POST
    std::int64_t max_bytes = 1 << 20;  ///< of the body, after decoding; over it: too_large
    std::chrono::seconds total_timeout{30};
    int max_redirects = 10;
    bool allow_downgrade = false;    ///< https to http on a redirect
    bool stop_at_max_bytes = false;  ///< end quietly after `max_bytes` instead of failing with too_large
    /// Told status and headers of the answer before the first byte of its body, if it has one; not of a redirect. An
    /// error ends the transfer and is returned.
    std::function<Result<void>(const FetchResponse&)> on_head = {};
};

/// Everything that calls the outside goes through here (delivery.md, 10.3; publishing-v1.md, 8.3): the name is
/// resolved once, every address is checked, the connection goes to a checked address, each redirect is checked
/// again. No cookies, no credentials, no Referer; certificates are verified. Blocking; safe from several threads.
class Fetcher {
public:
    virtual ~Fetcher() = default;
    /// Errors: forbidden (the guard refused the URL or an address), timeout, too_large, unavailable (no
    /// connection, TLS), invalid_argument (not a URL). A status of 400 or more is an answer, not an error.
    virtual Result<FetchResponse> fetch(const FetchRequest& request) = 0;
    /// The same with the body given to `sink` in pieces; a sink's error ends the transfer and is returned.
    virtual Result<FetchResponse> fetch_to(const FetchRequest& request,
                                           const std::function<Result<void>(std::string_view)>& sink) = 0;
};

}  // namespace mooring::outbound
