#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "mooring_client/answer.hpp"
#include "mooring_client/http.hpp"
#include "mooring_client/retry.hpp"

namespace mooring_client {

using TimePoint = std::chrono::system_clock::time_point;

struct AnchorOptions {
    std::string base_url;       ///< such as `https://podcasters.spotify.com/pod/api/proxy/v3`
    std::string webstation_id;  ///< bare hexadecimal id, such as `2c2ad3a8`; may have the label `webStationId:`
    std::string anchorpw_s;     ///< the cookie's value as the browser shows it
    std::string bearer_token;   ///< instead of the cookie
    std::optional<std::int64_t> station_id;  ///< given, it replaces the bootstrap
    RetryPolicy retry;
    Timing timing = Timing::real();
    std::shared_ptr<Transport> transport;  ///< none: one of its own
    std::stop_token stop;                  ///< ends every call early
};

/// An episode as the caller knows it: a number, or a text that is sent as it is (`webEpisodeId:e181nk7`).
using EpisodeRef = std::variant<std::int64_t, std::string>;

/// The lengths of a point of a series.
enum class Interval : std::int64_t { hourly = 3600, daily = 86400, weekly = 604800, monthly = 2628000 };

/// `daily`, `weekly`, `monthly`, `hourly`; none for any other word.
std::optional<Interval> interval_of(std::string_view word);

class AnchorConnector;

/// The episodes of a station one by one; a page is asked for only once the one before it is used up.
class EpisodeWalk {
public:
    /// The next episode, or none after the last. Errors end the walk.
    Result<std::optional<Answer>> next();

private:
    friend class AnchorConnector;
    struct State;
    explicit EpisodeWalk(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
};

/// Station and episode analytics over REST, of the original service or of a Mooring.
///
/// Every call is a read, so it is repeated on 429, 502, 503, 504, time-outs and cut connections. The numeric station id
/// is looked up once, by the first call that needs it. Safe to use from several threads.
/// Errors: unauthorized, forbidden, not_found, invalid_argument, rate_limited, server_error, timeout, unreachable,
/// bad_answer, station_id_not_found, cancelled.
/// Source: analytics-rest.md, part two.
class AnchorConnector {
public:
    /// Sends nothing. Errors: invalid_argument (no base address, no credential, neither id of a station).
    static Result<AnchorConnector> make(AnchorOptions options);
    AnchorConnector(AnchorConnector&&) noexcept;
    AnchorConnector& operator=(AnchorConnector&&) noexcept;
    ~AnchorConnector();

    /// The numeric id of the station.
    Result<std::int64_t> station_id();

    EpisodeWalk episodes(int limit = 15, std::string order_by = "publishOn",
                         std::optional<std::string> page_token = std::nullopt);
    /// All episodes as one JSON array.
    Result<Answer> podcast_episode(int page_size = 50);
    Result<Answer> total_plays();
    Result<Answer> total_plays_by_episode();
    Result<Answer> unique_listeners();
    Result<Answer> audience_size();
    Result<Answer> plays(TimePoint start, TimePoint end, Interval interval = Interval::daily);
    Result<Answer> plays_by_age_range(TimePoint start, TimePoint end);
    Result<Answer> plays_by_gender(TimePoint start, TimePoint end);
    Result<Answer> plays_by_app(TimePoint start, TimePoint end, std::optional<std::string> user_id = std::nullopt);
    Result<Answer> plays_by_device(TimePoint start, TimePoint end, std::optional<std::string> user_id = std::nullopt);
    Result<Answer> plays_by_episode(TimePoint start, TimePoint end, Interval interval = Interval::daily,
                                    std::optional<int> limit = std::nullopt);
    Result<Answer> plays_by_geo(int limit = 200);
    /// The regions of a country, despite its name.
    Result<Answer> plays_by_geo_city(const std::string& country, int limit = 200);
    /// The 29 days up to `end`; none: two days before now.
    Result<Answer> impressions(std::optional<TimePoint> end = std::nullopt);
    Result<Answer> episode_plays(const EpisodeRef& episode, TimePoint start, TimePoint end,
                                 Interval interval = Interval::daily);
    Result<Answer> episode_performance(const EpisodeRef& episode);
    Result<Answer> episode_aggregated_performance(const EpisodeRef& episode);
    Result<Answer> episode_metadata(const EpisodeRef& episode);
    /// None when the episode has no video.
    Result<std::optional<Answer>> episode_all_time_video_data(const EpisodeRef& episode);

private:
    friend struct EpisodeWalk::State;
    struct State;
    explicit AnchorConnector(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

/// The text that `impressions` sends, before percent-encoding. Source: analytics-rest.md, 9.7.
std::string impressions_query(TimePoint end);

}  // namespace mooring_client
