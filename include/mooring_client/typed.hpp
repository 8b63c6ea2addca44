#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mooring_client/answer.hpp"

namespace mooring_client {

// Documented answers as values. What is not documented stays in `Answer::json`; a reader refuses an answer that is not
// what the contract says (bad_answer), and takes members that are null or missing as their defaults.

/// A cell of a table: nothing, an integer, a fraction or a text.
using Cell = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// A table of station or episode analytics (analytics-rest.md, 4). A single number is a table of one cell.
struct Table {
    struct Column {
        std::string name;
        std::string type;  ///< integer, number, string: a label for people
        bool is_date_time = false;
    };
    std::optional<std::int64_t> station_id;
    std::optional<std::int64_t> episode_id;
    std::string kind;  ///< such as `playsByGeo`
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
};
Result<Table> read_table(const Answer& answer);

/// An episode in the pages of `AnchorConnector::episodes` (analytics-rest.md, 5.1).
struct StationEpisode {
    std::int64_t episode_id = 0;
    std::string web_episode_id;
    std::string spotify_episode_uri;
    std::optional<std::string> title;  ///< none while it is not ready
    std::int64_t published = 0;        ///< Unix seconds; 0: not published
    std::int64_t total_plays = 0;
    std::int64_t duration_ms = 0;
};
Result<StationEpisode> read_station_episode(const Answer& answer);
/// The answer of `podcast_episode`.
Result<std::vector<StationEpisode>> read_station_episodes(const Answer& answer);

/// A show of the account (`get_user_shows`, `get_shows_for_user`).
struct AccountShow {
    std::string uri;
    std::string name;
    std::string hosting_provider;  ///< `S4P` for hosted shows
    std::optional<std::int64_t> station_id;
};
Result<std::vector<AccountShow>> read_account_shows(const Answer& answer);

/// A point of a series: a day, or the first day of a bucket (`YYYY-MM-DD`).
struct SeriesPoint {
    std::string date;
    double value = 0;
};
/// The series under the key `name` of a show or episode, such as `playsDaily`. Empty when the server gave null.
Result<std::vector<SeriesPoint>> read_series(const Answer& answer, std::string_view name);
/// The total under the key `name`, such as `impressionsTotal`; none when the server gave null.
Result<std::optional<double>> read_total(const Answer& answer, std::string_view name);

/// An episode of the publishing API (publishing-v1.md, 4).
struct PublishedEpisode {
    std::int64_t id = 0;
    std::string title;
    std::string description;
    std::string image;
    std::int64_t datetime = 0;  ///< Unix seconds
    std::string audio_url;
    std::int64_t audio_length = 0;  ///< bytes
    std::string show;
    std::int64_t show_id = 0;
};
Result<PublishedEpisode> read_published_episode(const Answer& answer);
/// A page of `list_episodes`, or all of `list_all_episodes`.
Result<std::vector<PublishedEpisode>> read_published_episodes(const Answer& answer);

/// A show of the publishing API (publishing-v1.md, 11).
struct PublishedShow {
    std::int64_t id = 0;
    std::string title;
    bool is_published = false;
};
Result<std::vector<PublishedShow>> read_published_shows(const Answer& answer);

/// An episode of the Web API (webapi-v1.md, 5.2).
struct WebEpisode {
    std::string id;
    std::string uri;
    std::string name;
    std::string description;
    std::int64_t duration_ms = 0;
    std::string release_date;
    std::string release_date_precision;
    std::vector<std::string> languages;
    bool is_explicit = false;
};
Result<WebEpisode> read_web_episode(const Answer& answer);

/// A show of the Web API with its first page of episodes (webapi-v1.md, 5.1).
struct WebShow {
    std::string id;
    std::string uri;
    std::string name;
    std::string publisher;
    std::string description;
    std::vector<std::string> languages;
    bool is_explicit = false;
    std::int64_t total_episodes = 0;
    std::vector<WebEpisode> episodes;
};
Result<WebShow> read_web_show(const Answer& answer);

}  // namespace mooring_client
