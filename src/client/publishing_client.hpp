#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/transport.hpp"

namespace mooring::client {

/// A show as the publishing API gives it (publishing-v1.md, section 11).
struct PublishedShow {
    std::int64_t id = 0;
    std::string title;
    bool is_published = false;
};

/// An episode as the publishing API gives it (publishing-v1.md, section 4).
struct PublishedEpisode {
    std::int64_t id = 0;
    std::string title;
    std::int64_t unix_seconds = 0;
    std::string audio_url;
    std::int64_t audio_bytes = 0;
    std::string show;
    std::int64_t show_id = 0;
    std::string json;  ///< the whole answer as it came
};

/// An MP3 to put in front of listeners.
struct Upload {
    std::string file_path;
    std::int64_t show_id = 0;
    std::string title;
    std::string description;
    std::optional<std::int64_t> unix_seconds;
    std::string idempotency_key;  ///< a retry with the same key makes no second episode
};

/// The publishing API of a Mooring or of AutoPod itself. One thread at a time.
///
/// Errors besides the transport's: unauthenticated (401), forbidden (403), not_found (404), conflict (409),
/// too_large (413), rate_limited (429), invalid_argument (other 4xx), unavailable (5xx), corrupt (an answer that is
/// not what the contract says). The message is the server's own.
class PublishingClient {
public:
    /// `base_url` ends in `/v1`, such as `https://pods.example/autopod/v1`.
    PublishingClient(std::string base_url, std::string api_key);

    Result<std::vector<PublishedShow>> list_shows();
    /// Send the file; a connection that breaks is tried again, up to `attempts` times in all, under the same
    /// idempotency key. Waits as long as `Retry-After` says, at most a minute.
    Result<PublishedEpisode> upload(const Upload& upload, const Progress& progress, int attempts = 4);

private:
    Result<HttpResponse> send(HttpRequest request);

    Transport transport_;
    std::string base_url_;
    std::string api_key_;
};

}  // namespace mooring::client
