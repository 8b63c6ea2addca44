#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "mooring_client/rest.hpp"

namespace mooring_client {

struct PublishingOptions {
    RestOptions rest;  ///< the base address ends in `/v1`, such as `https://pods.example/autopod/v1`
    std::string api_key;
};

/// Which episodes to list. A cursor goes on where another page ended, and wins over an offset.
struct EpisodePage {
    std::optional<int> limit = std::nullopt;
    std::optional<int> offset = std::nullopt;
    std::optional<std::string> cursor = std::nullopt;
    std::optional<std::int64_t> show_id = std::nullopt;
};

/// An episode to make or to change; what is not set is not sent.
struct EpisodeFields {
    std::optional<std::string> title = std::nullopt;
    std::optional<std::int64_t> show_id = std::nullopt;
    std::optional<std::string> audio_url = std::nullopt;
    std::optional<std::string> description = std::nullopt;
    std::optional<std::string> image_url = std::nullopt;
    std::optional<std::int64_t> datetime = std::nullopt;  ///< Unix seconds
};

/// The publishing API of AutoPod or of a Mooring; a method per operation.
///
/// Reads, changes and deletions are repeated on 429, 502, 503, 504 and broken connections; what makes an episode is
/// repeated only under an idempotency key, so that it is made once. Safe to use from several threads.
/// Errors: unauthorized, forbidden, not_found, conflict, too_large, invalid_argument, rate_limited, server_error,
/// timeout, unreachable, bad_answer, cancelled, local. Source: publishing-v1.md.
class PublishingApi {
public:
    /// Sends nothing. Errors: invalid_argument (no address or key).
    static Result<PublishingApi> make(PublishingOptions options);
    PublishingApi(PublishingApi&&) noexcept;
    PublishingApi& operator=(PublishingApi&&) noexcept;
    ~PublishingApi();

    Result<Answer> get_station();
    Result<Answer> list_episodes(const EpisodePage& page = {});
    /// Every episode, page after page by cursor, as one JSON array.
    Result<Answer> list_all_episodes(std::optional<std::int64_t> show_id = std::nullopt);
    Result<Answer> get_episode(std::int64_t id);
    Result<Answer> create_episode(const EpisodeFields& fields, const std::string& idempotency_key = {});
    /// Stream an MP3. `fields` takes title, show, description and time.
    Result<Answer> upload_episode(const std::string& file_path, const EpisodeFields& fields,
                                  const std::string& idempotency_key = {}, Progress progress = {});
    Result<Answer> generate_episode(const Json& body);
    Result<Answer> update_episode(std::int64_t id, const EpisodeFields& fields);
    Result<void> archive_episode(std::int64_t id);
    Result<Answer> list_shows();
    Result<Answer> get_show(std::int64_t id);
    Result<Answer> create_show(const Json& fields);
    Result<Answer> update_show(std::int64_t id, const Json& fields);
    Result<void> delete_show(std::int64_t id);
    Result<Answer> search(const std::string& text, std::optional<int> limit = std::nullopt);
    Result<Answer> get_schedule(int offset = 0);
    Result<Answer> put_schedule(const Json& schedule);
    Result<void> clear_schedule(std::optional<int> week = std::nullopt, const std::string& day = {});
    Result<Answer> get_now_playing();

private:
    struct State;
    explicit PublishingApi(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace mooring_client
