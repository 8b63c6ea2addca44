#include "mooring/app/importing/feed_download.hpp"

#include "mooring/feed/reading/read_feed.hpp"

namespace mooring::app::importing {
namespace {

constexpr std::chrono::seconds feed_timeout{60};

}  // namespace

Result<outbound::FetchResponse> download_feed(outbound::Fetcher& fetcher, const std::string& url) {
    outbound::FetchRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"}};
    request.max_bytes = static_cast<std::int64_t>(feed::reading::most_feed_bytes);
    request.total_timeout = feed_timeout;
    request.allow_downgrade = true;
    MOORING_TRY(outbound::FetchResponse response, fetcher.fetch(request));
    if (response.status != 200) {
        const std::string what = "the feed's address answers with status " + std::to_string(response.status);
        const bool is_passing = response.status == 429 || response.status == 408 || response.status >= 500;
        return Error{is_passing ? Errc::unavailable : Errc::not_found, what, is_passing ? "" : "no_feed"};
    }
    return response;
}

}  // namespace mooring::app::importing
