#include "mooring_client/anchor.hpp"

#include <mutex>
#include <utility>

#include "client/anchor_state.hpp"
#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

std::string seconds_text(TimePoint time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

std::string number_text(Interval interval) {
    return std::to_string(static_cast<std::int64_t>(interval));
}

std::string episode_text(const EpisodeRef& episode) {
    if (const auto* number = std::get_if<std::int64_t>(&episode)) return std::to_string(*number);
    std::string text = std::get<std::string>(episode);
    // A text goes into the path as it is; what would leave the segment is encoded.
    std::string path;
    for (const char c : text) {
        if (c == ':') {
            path += c;
        } else {
            path += percent_encode({&c, 1});
        }
    }
    return path;
}

Error refused(std::string message) {
    return {.kind = ErrorKind::invalid_argument, .message = std::move(message)};
}

std::optional<Error> check_range(TimePoint start, TimePoint end) {
    if (start > end) return refused("the start lies after the end");
    return std::nullopt;
}

}  // namespace

std::optional<Interval> interval_of(std::string_view word) {
    if (word == "hourly") return Interval::hourly;
    if (word == "daily") return Interval::daily;
    if (word == "weekly") return Interval::weekly;
    if (word == "monthly") return Interval::monthly;
    return std::nullopt;
}

std::string impressions_query(TimePoint end) {
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t days_29 = std::int64_t{29} * 86400;
    const std::int64_t last = std::chrono::floor<std::chrono::hours>(end).time_since_epoch().count() * hour;
    const std::string times = R"({"version":"1.0","startTime":)" + std::to_string(last - days_29) + R"(.0,"endTime":)" +
                              std::to_string(last) + ".0}";
    return base64(R"({"include":["impressions","dailyImpressions","impressionsBySource"],"options":{"impressions":)" +
                  times + R"(,"dailyImpressions":)" + times + R"(,"impressionsBySource":)" + times + "}}");
}

Result<AnchorConnector> AnchorConnector::make(AnchorOptions options) {
    options.base_url = without_trailing_slashes(std::move(options.base_url));
    constexpr std::string_view label = "webStationId:";
    if (options.webstation_id.starts_with(label)) options.webstation_id.erase(0, label.size());
    if (options.base_url.empty()) return refused("no base address");
    if (options.anchorpw_s.empty() && options.bearer_token.empty()) return refused("no anchorpw_s cookie");
    if (options.webstation_id.empty() && !options.station_id) return refused("no station id");
    if (options.retry.max_attempts < 1) return refused("the number of attempts must be at least 1");
    if (!options.transport) options.transport = make_transport();
    auto state = std::make_shared<State>();
    state->station = options.station_id;
    state->options = std::move(options);
    return AnchorConnector{std::move(state)};
}

AnchorConnector::AnchorConnector(std::shared_ptr<State> state) : state_(std::move(state)) {}
AnchorConnector::AnchorConnector(AnchorConnector&&) noexcept = default;
AnchorConnector& AnchorConnector::operator=(AnchorConnector&&) noexcept = default;
AnchorConnector::~AnchorConnector() = default;

Result<std::int64_t> AnchorConnector::station_id() {
    return state_->station_id();
}

Result<Answer> AnchorConnector::total_plays() {
    return state_->of_station("/totalPlays", {});
}
Result<Answer> AnchorConnector::total_plays_by_episode() {
    return state_->of_station("/totalPlaysByEpisode", {});
}
Result<Answer> AnchorConnector::unique_listeners() {
    return state_->of_station("/uniqueListeners", {});
}
Result<Answer> AnchorConnector::audience_size() {
    return state_->of_station("/audienceSize", {});
}

Result<Answer> AnchorConnector::plays(TimePoint start, TimePoint end, Interval interval) {
    if (auto error = check_range(start, end)) return *error;
    return state_->of_station("/plays", {{"timeInterval", number_text(interval)},
                                         {"timeRangeStart", seconds_text(start)},
                                         {"timeRangeEnd", seconds_text(end)}});
}

Result<Answer> AnchorConnector::plays_by_age_range(TimePoint start, TimePoint end) {
    if (auto error = check_range(start, end)) return *error;
    return state_->of_station("/playsByAgeRange",
                              {{"timeRangeStart", seconds_text(start)}, {"timeRangeEnd", seconds_text(end)}});
}

Result<Answer> AnchorConnector::plays_by_gender(TimePoint start, TimePoint end) {
    if (auto error = check_range(start, end)) return *error;
    return state_->of_station("/playsByGender",
                              {{"timeRangeStart", seconds_text(start)}, {"timeRangeEnd", seconds_text(end)}});
}

Result<Answer> AnchorConnector::plays_by_app(TimePoint start, TimePoint end, std::optional<std::string> user_id) {
    if (auto error = check_range(start, end)) return *error;
    Fields fields{{"timeRangeStart", seconds_text(start)}, {"timeRangeEnd", seconds_text(end)}};
    if (user_id) fields.emplace_back("userId", std::move(*user_id));
    return state_->of_station("/playsByApp", std::move(fields));
}

Result<Answer> AnchorConnector::plays_by_device(TimePoint start, TimePoint end, std::optional<std::string> user_id) {
    if (auto error = check_range(start, end)) return *error;
    Fields fields{{"timeRangeStart", seconds_text(start)}, {"timeRangeEnd", seconds_text(end)}};
    if (user_id) fields.emplace_back("userId", std::move(*user_id));
    return state_->of_station("/playsByDevice", std::move(fields));
}

Result<Answer> AnchorConnector::plays_by_episode(TimePoint start, TimePoint end, Interval interval,
                                                 std::optional<int> limit) {
    if (auto error = check_range(start, end)) return *error;
    if (limit && *limit < 1) return refused("the limit must be at least 1");
    Fields fields{{"timeInterval", number_text(interval)},
                  {"timeRangeStart", seconds_text(start)},
                  {"timeRangeEnd", seconds_text(end)}};
    if (limit) fields.emplace_back("limit", std::to_string(*limit));
    return state_->of_station("/playsByEpisode", std::move(fields));
}

Result<Answer> AnchorConnector::plays_by_geo(int limit) {
    if (limit < 1) return refused("the limit must be at least 1");
    return state_->of_station("/playsByGeo", {{"limit", std::to_string(limit)}, {"resultGeo", "geo2"}});
}

Result<Answer> AnchorConnector::plays_by_geo_city(const std::string& country, int limit) {
    if (country.empty()) return refused("a country is needed");
    if (limit < 1) return refused("the limit must be at least 1");
    return state_->of_station("/playsByGeo",
                              {{"limit", std::to_string(limit)}, {"resultGeo", "geo3"}, {"geo2", country}});
}

Result<Answer> AnchorConnector::impressions(std::optional<TimePoint> end) {
    const TimePoint last = end.value_or(state_->options.timing.now() - std::chrono::hours{48});
    return state_->of_station("", {{"query", impressions_query(last)}});
}

Result<Answer> AnchorConnector::episode_plays(const EpisodeRef& episode, TimePoint start, TimePoint end,
                                              Interval interval) {
    if (auto error = check_range(start, end)) return *error;
    return state_->get("analytics/episode/" + episode_text(episode) + "/plays",
                       {{"timeRangeStart", seconds_text(start)},
                        {"timeRangeEnd", seconds_text(end)},
                        {"timeInterval", number_text(interval)}});
}

Result<Answer> AnchorConnector::episode_performance(const EpisodeRef& episode) {
    return state_->get("analytics/episode/" + episode_text(episode) + "/performance", {});
}
Result<Answer> AnchorConnector::episode_aggregated_performance(const EpisodeRef& episode) {
    return state_->get("analytics/episode/" + episode_text(episode) + "/aggregatedPerformance", {});
}
Result<Answer> AnchorConnector::episode_metadata(const EpisodeRef& episode) {
    return state_->get("episodes/" + episode_text(episode) + "/overview", {{"returnWebIds", "true"}});
}

Result<std::optional<Answer>> AnchorConnector::episode_all_time_video_data(const EpisodeRef& episode) {
    auto answer = state_->get("analytics/episode/" + episode_text(episode) + "/allTimeVideoData", {});
    if (answer) return std::optional<Answer>{std::move(*answer)};
    if (answer.error().kind == ErrorKind::not_found) return std::optional<Answer>{};
    return std::move(answer).error();
}

}  // namespace mooring_client
