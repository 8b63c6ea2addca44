#include "mooring/outbound/guarded_fetcher.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"
#include "mooring/outbound/curl_transfer.hpp"
#include "mooring/outbound/url_rules.hpp"

namespace mooring::outbound {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool is_header_text(std::string_view text) {
    return !has_control_character(text, "\t");
}

class GuardedFetcher final : public Fetcher {
public:
    explicit GuardedFetcher(GuardOptions options) : options_(std::move(options)) {
        if (!options_.resolver) options_.resolver = make_system_resolver();
    }

    Result<FetchResponse> fetch(const FetchRequest& request) override {
        std::string body;
        MOORING_TRY(FetchResponse response, fetch_to(request, [&](std::string_view bytes) {
                        body += bytes;
                        return ok();
                    }));
        response.body = std::move(body);
        return response;
    }

    Result<FetchResponse> fetch_to(const FetchRequest& request,
                                   const std::function<Result<void>(std::string_view)>& sink) override {
        auto url = parse_http_url(request.url);
        if (!url) return invalid("url", "not an http or https URL");
        MOORING_CHECK(check_request(request));

        Hop hop{.url = {},
                .addresses = {},
                .method = request.method,
                .headers = request.headers,
                .body = request.body,
                .max_bytes = request.max_bytes,
                .stop_at_max_bytes = request.stop_at_max_bytes,
                .on_head = request.on_head,
                .deadline = steady_clock::now() + request.total_timeout};
        for (int redirects = 0;; ++redirects) {
            hop.url = std::move(*url);
            MOORING_TRY(hop.addresses, checked_addresses(hop.url, hop.deadline));
            MOORING_TRY(FetchResponse response, run_hop(hop, options_, sink));
            const auto location = response.header("location");
            if (!is_redirect(response.status) || !location) {
                response.final_url = hop.url.text();
                return response;
            }
            if (redirects == request.max_redirects) {
                return Error{Errc::unavailable, hop.url.host + " redirects too often"};
            }
            MOORING_TRY(url, redirect_target(hop.url, *location, request.allow_downgrade));
            follow(hop, *url, response.status);
        }
    }

private:
    static Result<void> check_request(const FetchRequest& request) {
        if (request.method != "GET" && request.method != "HEAD" && request.method != "POST") {
            return invalid("method", "GET, HEAD or POST only");
        }
        for (const auto& [name, value] : request.headers) {
            if (name.empty() || !is_header_text(name) || !is_header_text(value)) {
                return invalid("headers", "control character in a header");
            }
        }
        return ok();
    }

    /// The request as it is sent on after a redirect with `status`.
    static void follow(Hop& hop, const HttpUrl& next, int status) {
        if (hop.method == "POST" && status != 307 && status != 308) {  // RFC 9110, 15.4
            hop.method = "GET";
            hop.body = {};
            std::erase_if(hop.headers,
                          [](const auto& header) { return equals_ignoring_case(header.first, "content-type"); });
        }
        const bool is_same_origin =
            hop.url.scheme == next.scheme && hop.url.host == next.host && hop.url.port == next.port;
        if (!is_same_origin) {
            std::erase_if(hop.headers,
                          [](const auto& header) { return equals_ignoring_case(header.first, "authorization"); });
        }
    }

    bool is_listed_port(std::uint16_t port) const {
        return std::ranges::find(options_.ports, port) != options_.ports.end();
    }

    /// Every address of the host, each of which may be called at the port (delivery.md, 10.3).
    Result<std::vector<IpAddress>> checked_addresses(HttpUrl& url, SteadyTime deadline) const {
        if (url.has_credentials) return Error{Errc::forbidden, "the URL holds credentials"};
        if (!is_listed_port(url.port) && options_.allowed.empty()) return refused_port(url);

        std::vector<IpAddress> addresses;
        if (const auto literal = literal_address(url.host)) {
            url.host = literal->to_string();  // one spelling from here on
            addresses.push_back(*literal);
        } else {
            const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
            if (left <= milliseconds{0}) return Error{Errc::timeout, url.host + " took too long"};
            MOORING_TRY(addresses, options_.resolver->resolve(url.host, std::min(left, options_.limits.connect)));
        }
        if (addresses.empty()) return Error{Errc::unavailable, "the name " + url.host + " has no address"};
        for (const IpAddress& address : addresses) {
            const bool is_allowed = is_listed(address, options_.allowed);
            if (!is_allowed && !is_public_address(address)) {
                return Error{Errc::forbidden, url.host + " leads to an address that is not public"};
            }
            if (!is_allowed && !is_listed_port(url.port)) return refused_port(url);
        }
        return addresses;
    }

    static Error refused_port(const HttpUrl& url) {
        return Error{Errc::forbidden, "port " + std::to_string(url.port) + " of " + url.host + " is not called"};
    }

    GuardOptions options_;
};

}  // namespace

std::string default_user_agent(const std::string& base_url) {
    return "Mooring/0.1 (podcast host; bot; +" + base_url + ")";
}

std::unique_ptr<Fetcher> make_guarded_fetcher(GuardOptions options) {
    return std::make_unique<GuardedFetcher>(std::move(options));
}

}  // namespace mooring::outbound
