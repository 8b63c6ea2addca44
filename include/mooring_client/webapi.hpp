#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mooring_client/rest.hpp"

namespace mooring_client {

struct WebApiOptions {
    RestOptions rest;          ///< the base address ends in `/v1`, such as `https://api.spotify.com/v1`
    std::string bearer_token;  ///< a user's or an app's token; or else the three below
    std::string token_url = "https://accounts.spotify.com/api/token";
    std::string client_id;
    std::string client_secret;
};

/// A stretch of a list, and the country it is seen from; what is not set is not sent.
struct WebPage {
    std::optional<int> limit = std::nullopt;
    std::optional<int> offset = std::nullopt;
    std::optional<std::string> market = std::nullopt;
};

/// The shows part of Spotify's Web API, of Spotify or of a Mooring; a method per operation.
///
/// With an app's credentials it fetches an app token by itself, and another one before that ends. `me` and the library
/// need a user's token. Repeated on 429, 502, 503, 504 and broken connections; every write is one that may be repeated.
/// Safe to use from several threads. Errors as `PublishingApi`. Source: webapi-v1.md.
class WebApi {
public:
    using Ids = std::vector<std::string>;

    /// Sends nothing. Errors: invalid_argument (no address, neither token nor app).
    static Result<WebApi> make(WebApiOptions options);
    WebApi(WebApi&&) noexcept;
    WebApi& operator=(WebApi&&) noexcept;
    ~WebApi();

    Result<Answer> get_show(const std::string& id, const std::string& market = {});
    Result<Answer> get_shows(const Ids& ids, const std::string& market = {});
    Result<Answer> list_episodes(const std::string& show_id, const WebPage& page = {});
    /// Every episode of a show, following `next`, as one JSON array.
    Result<Answer> list_all_episodes(const std::string& show_id, const std::string& market = {});
    Result<Answer> get_episode(const std::string& id, const std::string& market = {});
    Result<Answer> get_episodes(const Ids& ids, const std::string& market = {});
    Result<Answer> search(const std::string& text, const std::string& types, const WebPage& page = {});
    Result<Answer> get_markets();
    Result<Answer> get_me();
    Result<Answer> list_saved_shows(const WebPage& page = {});
    Result<void> save_shows(const Ids& ids);
    Result<void> remove_shows(const Ids& ids);
    Result<Answer> contains_shows(const Ids& ids);
    Result<Answer> list_saved_episodes(const WebPage& page = {});
    Result<void> save_episodes(const Ids& ids);
    Result<void> remove_episodes(const Ids& ids);
    Result<Answer> contains_episodes(const Ids& ids);
    Result<void> save_library(const Ids& uris);
    Result<void> remove_library(const Ids& uris);
    Result<Answer> contains_library(const Ids& uris);

private:
    struct State;
    explicit WebApi(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace mooring_client
