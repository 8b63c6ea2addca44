#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring_client/answer.hpp"
#include "mooring_client/retry.hpp"
#include "mooring_client/sign_in.hpp"

namespace mooring_client {

/// Which of two generations of operations is asked. What a server does not know of the newer one is asked as the
/// older one at once, so `newest` is right for every server.
enum class Operations {
    registered,  ///< those of the Mooring contract (creators-graphql.md, 12.6)
    newest       ///< those of version 0.5.3 of the original client
};

struct SpotifyOptions {
    std::string sp_dc;
    std::string sp_key;
    std::string show_uri;    ///< empty: the first hosted show of the account
    std::string station_id;  ///< empty: looked up
    std::string auth_url = "https://accounts.spotify.com/oauth2/v2/auth";
    std::string token_url = "https://accounts.spotify.com/api/token";
    std::string graphql_url = "https://creators-graph.spotify.com/v2/graph-pq";
    std::string legacy_url = "https://api-v5.anchor.fm";
    Operations operations = Operations::newest;
    RetryPolicy retry;
    Timing timing = Timing::real();
    std::shared_ptr<Transport> transport;
    std::stop_token stop;
};

/// The days a question is about: a named window, or both ends of a range (`YYYY-MM-DD`, both counted).
struct Days {
    std::string window = "WINDOW_LAST_THIRTY_DAYS";
    std::optional<std::string> start = std::nullopt;
    std::optional<std::string> end = std::nullopt;
};

struct EpisodeListQuery {
    int current_page = 1;
    int page_size = 10;
    std::optional<std::string> sort_order = std::nullopt;
    std::optional<std::string> sort_by = std::nullopt;
    std::optional<std::string> search = std::nullopt;
    std::optional<std::string> filter = std::nullopt;
};

/// The creators' GraphQL endpoint, of the original service or of a Mooring. Each method is one registered operation and
/// gives its `data` as it came, or the whole envelope when there is no data.
///
/// Six attempts on 401 (with a new token), 429, 502, 503, 504, cut connections and time-outs. `show` left empty means
/// the configured or resolved one. Safe to use from several threads.
/// Errors: credentials_expired, authentication, max_retries, http (with status and body), invalid_argument (usage),
/// bad_answer, cancelled. Source: creators-graphql.md, 12.
class SpotifyConnector {
public:
    /// Sends nothing. Errors: invalid_argument (no cookies).
    static Result<SpotifyConnector> make(SpotifyOptions options);
    SpotifyConnector(SpotifyConnector&&) noexcept;
    SpotifyConnector& operator=(SpotifyConnector&&) noexcept;
    ~SpotifyConnector();

    /// The show that calls are about, and its station.
    Result<std::string> show_uri();
    Result<std::string> station_id();

    Result<Answer> get_user_metadata();
    Result<Answer> get_user_shows();
    Result<Answer> get_shows_for_user();
    Result<Answer> get_user_and_shows(const std::string& show_filter = "ALL");
    Result<Answer> get_user_registration(const std::string& country_code = "US");
    Result<Answer> get_external_partner_id(const std::string& partner_name);

    Result<Answer> get_show_type(const std::string& show = {});
    Result<Answer> get_monetization_lifecycle_state(const std::string& show = {});
    Result<Answer> get_show_overview_stats(const std::string& show = {});
    Result<Answer> get_streams_and_downloads_all_time(const std::string& show = {});
    Result<Answer> get_show_clips(int page_size = 1000, const std::string& show = {});
    Result<Answer> get_show_spotify_stats(const Days& days = {}, bool include_audience_size = false,
                                          const std::string& show = {});
    Result<Answer> get_show_spotify_stats_nrt(const Days& days = {}, bool include_audience_size = false,
                                              const std::string& show = {});
    /// `result_geo` is GEO_COUNTRY, GEO_REGION (needs a country) or GEO_CITY (needs country and region).
    Result<Answer> get_show_geo_stats(const Days& days = {}, const std::string& result_geo = "GEO_COUNTRY",
                                      const std::string& country = {}, const std::string& region = {},
                                      const std::string& show = {});
    /// Of two operations in the newest generation, whose members are put side by side.
    Result<Answer> get_show_demographics_stats(const Days& days = {}, const std::string& show = {});
    Result<Answer> get_show_platform_stats(const Days& days = {}, const std::string& show = {});
    Result<Answer> get_show_impressions_trend(const Days& days = {}, const std::string& show = {});
    Result<Answer> get_show_impressions_sources(const Days& days = {}, const std::string& show = {});
    /// Never asks for a custom range: a span becomes the last seven, thirty or ninety days.
    Result<Answer> get_show_audience_discovery(const Days& days = {}, const std::string& show = {});
    Result<Answer> get_show_top_episodes(const std::string& show = {});

    Result<Answer> get_episode_list(const EpisodeListQuery& query = {}, const std::string& show = {});
    /// Every episode, as one JSON array.
    Result<Answer> get_all_episodes(const std::string& show = {});

    Result<Answer> get_episode_metadata_for_analytics(const std::string& episode);
    Result<Answer> get_episode_performance_all_time(const std::string& episode);
    Result<Answer> get_episode_streams_and_downloads(const std::string& episode, const Days& days = {},
                                                     const std::string& aggregation = "AGGREGATION_TYPE_DAILY");
    Result<Answer> get_episode_plays_total(const std::string& episode,
                                           const Days& days = {.window = "WINDOW_ALL_TIME"});
    Result<Answer> get_episode_plays_daily(const std::string& episode, const Days& days = {});
    Result<Answer> get_episode_impressions_faceted(const std::string& episode, const Days& days = {});
    Result<Answer> get_episode_consumption_all_time(const std::string& episode);
    Result<Answer> get_episode_consumption(const std::string& episode, const Days& days = {});
    Result<Answer> get_episode_audience_size_all_time(const std::string& episode);
    /// `webEpisodeId`, `webStationId` and `spotifyUri` of an episode, by REST with the same token.
    Result<Answer> get_episode_legacy_web_id(const std::string& episode_id);

private:
    struct State;
    explicit SpotifyConnector(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Is `text` a date of the calendar, such as `2031-03-04`?
bool is_date(std::string_view text);

/// The named window that stands for a span of days: up to 7, up to 30, or more.
std::string window_of_span(int days);

}  // namespace mooring_client
