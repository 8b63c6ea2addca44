#include "mooring_client/typed.hpp"

#include <boost/json.hpp>

#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

Error odd(std::string message) {
    return {.kind = ErrorKind::bad_answer, .message = std::move(message), .status = 200};
}

std::int64_t number(const Json& value, std::string_view name) {
    const Json* member = find_member(value, name);
    if (member == nullptr) return 0;
    if (member->is_int64()) return member->as_int64();
    if (member->is_string()) return parse_number(std::string_view{member->as_string()}).value_or(0);
    return 0;
}

std::optional<std::int64_t> number_if(const Json& value, std::string_view name) {
    const std::int64_t found = number(value, name);
    return found != 0 ? std::optional{found} : std::nullopt;
}

bool flag(const Json& value, std::string_view name) {
    const Json* member = find_member(value, name);
    return member != nullptr && member->is_bool() && member->as_bool();
}

const boost::json::array* list(const Json* value) {
    return value != nullptr ? value->if_array() : nullptr;
}

std::vector<std::string> texts(const Json& value, std::string_view name) {
    std::vector<std::string> found;
    if (const auto* array = list(find_member(value, name))) {
        for (const Json& text : *array) {
            if (text.is_string()) found.emplace_back(text.as_string());
        }
    }
    return found;
}

Cell cell(const Json& value) {
    if (value.is_int64()) return value.as_int64();
    if (value.is_uint64()) return static_cast<double>(value.as_uint64());
    if (value.is_double()) return value.as_double();
    if (value.is_string()) return std::string{value.as_string()};
    return nullptr;
}

StationEpisode station_episode(const Json& item) {
    StationEpisode episode{.episode_id = number(item, "episodeId"),
                           .web_episode_id = text_member(item, "webEpisodeId"),
                           .spotify_episode_uri = text_member(item, "spotifyEpisodeUri"),
                           .published = number(item, "publishOnUnixTimestamp"),
                           .total_plays = number(item, "totalPlays"),
                           .duration_ms = number(item, "duration")};
    const Json* title = find_member(item, "title");
    if (title != nullptr && title->is_string()) episode.title = std::string{title->as_string()};
    return episode;
}

PublishedEpisode published_episode(const Json& item) {
    return {.id = number(item, "id"),
            .title = text_member(item, "title"),
            .description = text_member(item, "description"),
            .image = text_member(item, "image"),
            .datetime = number(item, "datetime"),
            .audio_url = text_member(item, "audio_url"),
            .audio_length = number(item, "audio_length"),
            .show = text_member(item, "show"),
            .show_id = number(item, "show_id")};
}

WebEpisode web_episode(const Json& item) {
    return {.id = text_member(item, "id"),
            .uri = text_member(item, "uri"),
            .name = text_member(item, "name"),
            .description = text_member(item, "description"),
            .duration_ms = number(item, "duration_ms"),
            .release_date = text_member(item, "release_date"),
            .release_date_precision = text_member(item, "release_date_precision"),
            .languages = texts(item, "languages"),
            .is_explicit = flag(item, "explicit")};
}

/// The value below `name` of the show or episode that an answer is about; a null pointer when the server gave null.
Result<const Json*> metric(const Answer& answer, std::string_view name) {
    for (const char* root : {"showByShowUri", "episodeByUri"}) {
        const Json* node = find_member(answer.json, root);
        if (node == nullptr) continue;
        if (node->is_null()) return static_cast<const Json*>(nullptr);
        const Json* found = find_member(*node, name);
        if (found == nullptr) return odd("the answer has no " + std::string{name});
        for (int level = 0; level < 2 && found != nullptr; ++level) found = find_member(*found, "analyticsValue");
        return found;
    }
    return odd("the answer is about neither a show nor an episode");
}

std::optional<double> as_number(const Json* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is_int64()) return static_cast<double>(value->as_int64());
    if (value->is_double()) return value->as_double();
    return std::nullopt;
}

}  // namespace

Result<Table> read_table(const Answer& answer) {
    const Json* data = find_member(answer.json, "data");
    const auto* rows = data != nullptr ? list(find_member(*data, "rows")) : nullptr;
    const auto* columns = data != nullptr ? list(find_member(*data, "columnHeaders")) : nullptr;
    if (rows == nullptr || columns == nullptr) return odd("the answer is no table");
    Table table{.station_id = number_if(answer.json, "stationId"),
                .episode_id = number_if(answer.json, "episodeId"),
                .kind = text_member(answer.json, "kind")};
    for (const Json& column : *columns) {
        table.columns.push_back({text_member(column, "name"), text_member(column, "type"), flag(column, "isDateTime")});
    }
    for (const Json& row : *rows) {
        std::vector<Cell> cells;
        if (const auto* array = row.if_array()) {
            for (const Json& value : *array) cells.push_back(cell(value));
        } else {
            cells.push_back(cell(row));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

Result<StationEpisode> read_station_episode(const Answer& answer) {
    StationEpisode episode = station_episode(answer.json);
    if (episode.episode_id <= 0) return odd("the answer is no episode");
    return episode;
}

Result<std::vector<StationEpisode>> read_station_episodes(const Answer& answer) {
    const auto* items = list(&answer.json);
    if (items == nullptr) return odd("the answer is no list of episodes");
    std::vector<StationEpisode> episodes;
    for (const Json& item : *items) episodes.push_back(station_episode(item));
    return episodes;
}

Result<std::vector<AccountShow>> read_account_shows(const Answer& answer) {
    const Json* account = find_member(answer.json, "showsForUser");
    const auto* items = account != nullptr ? list(find_member(*account, "shows")) : nullptr;
    if (items == nullptr) return odd("the answer is no list of shows");
    std::vector<AccountShow> shows;
    for (const Json& item : *items) {
        shows.push_back({text_member(item, "uri"), text_member(item, "name"), text_member(item, "hostingProvider"),
                         number_if(item, "stationId")});
    }
    return shows;
}

Result<std::vector<SeriesPoint>> read_series(const Answer& answer, std::string_view name) {
    MOORING_TRY(const Json* value, metric(answer, name));
    std::vector<SeriesPoint> series;
    if (value == nullptr) return series;
    const auto* points = list(find_member(*value, "points"));
    if (points == nullptr) return odd(std::string{name} + " is no series");
    for (const Json& point : *points) {
        const Json* inner = find_member(point, "value");
        const auto count = inner != nullptr ? as_number(find_member(*inner, "value")) : std::nullopt;
        series.push_back({text_member(point, "date"), count.value_or(0)});
    }
    return series;
}

Result<std::optional<double>> read_total(const Answer& answer, std::string_view name) {
    MOORING_TRY(const Json* value, metric(answer, name));
    if (value == nullptr) return std::optional<double>{};
    const auto total = as_number(find_member(*value, "value"));
    if (!total) return odd(std::string{name} + " is no total");
    return total;
}

Result<PublishedEpisode> read_published_episode(const Answer& answer) {
    PublishedEpisode episode = published_episode(answer.json);
    if (episode.id <= 0) return odd("the answer is no episode");
    return episode;
}

Result<std::vector<PublishedEpisode>> read_published_episodes(const Answer& answer) {
    const Json* page = find_member(answer.json, "episodes");
    const auto* items = page != nullptr ? list(page) : list(&answer.json);
    if (items == nullptr) return odd("the answer is no list of episodes");
    std::vector<PublishedEpisode> episodes;
    for (const Json& item : *items) episodes.push_back(published_episode(item));
    return episodes;
}

Result<std::vector<PublishedShow>> read_published_shows(const Answer& answer) {
    const auto* items = list(&answer.json);
    if (items == nullptr) return odd("the answer is no list of shows");
    std::vector<PublishedShow> shows;
    for (const Json& item : *items) {
        shows.push_back({number(item, "id"), text_member(item, "title"), flag(item, "published")});
    }
    return shows;
}

Result<WebEpisode> read_web_episode(const Answer& answer) {
    WebEpisode episode = web_episode(answer.json);
    if (episode.id.empty()) return odd("the answer is no episode");
    return episode;
}

Result<WebShow> read_web_show(const Answer& answer) {
    const Json& item = answer.json;
    WebShow show{.id = text_member(item, "id"),
                 .uri = text_member(item, "uri"),
                 .name = text_member(item, "name"),
                 .publisher = text_member(item, "publisher"),
                 .description = text_member(item, "description"),
                 .languages = texts(item, "languages"),
                 .is_explicit = flag(item, "explicit"),
                 .total_episodes = number(item, "total_episodes")};
    if (show.id.empty()) return odd("the answer is no show");
    const Json* page = find_member(item, "episodes");
    if (page == nullptr) return show;
    if (show.total_episodes == 0) show.total_episodes = number(*page, "total");
    if (const auto* episodes = list(find_member(*page, "items"))) {
        for (const Json& episode : *episodes) show.episodes.push_back(web_episode(episode));
    }
    return show;
}

}  // namespace mooring_client
