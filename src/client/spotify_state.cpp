#include "client/spotify_state.hpp"

#include <chrono>

#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

namespace json = boost::json;

constexpr std::string_view browser =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:147.0) Gecko/20100101 Firefox/147.0";

/// The answer as its `data`, where that is an object.
Result<Answer> read_envelope(std::string text) {
    MOORING_TRY(Answer envelope, parse_answer(std::move(text)));
    std::string errors{raw_member(envelope.text, "errors").value_or("")};
    const Json* data = find_member(envelope.json, "data");
    if (data == nullptr || !data->is_object()) {
        envelope.errors = std::move(errors);
        return envelope;
    }
    MOORING_TRY(Answer answer, parse_answer(std::string{*raw_member(envelope.text, "data")}));
    answer.errors = std::move(errors);
    return answer;
}

Error usage(std::string message) {
    return {.kind = ErrorKind::invalid_argument, .message = std::move(message)};
}

}  // namespace

bool is_unknown_operation(const Answer& answer) {
    return answer.errors.find("PersistedQueryNotFound") != std::string::npos ||
           answer.errors.find("PERSISTED_QUERY_NOT_FOUND") != std::string::npos;
}

std::optional<int> day_number(std::string_view date) {
    if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
    const auto year = parse_number(date.substr(0, 4));
    const auto month = parse_number(date.substr(5, 2));
    const auto day = parse_number(date.substr(8, 2));
    if (!year || !month || !day || *year < 1 || *month < 1 || *day < 1) return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{static_cast<int>(*year)},
                                          std::chrono::month{static_cast<unsigned>(*month)},
                                          std::chrono::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return static_cast<int>(std::chrono::sys_days{ymd}.time_since_epoch().count());
}

Result<void> append_days(json::object& variables, const Days& days) {
    if (days.start.has_value() != days.end.has_value())
        return usage("give both a start date and an end date, or neither");
    if (!days.start) {
        variables["dateRangeWindow"] = days.window;
        return {};
    }
    const auto first = day_number(*days.start);
    const auto last = day_number(*days.end);
    if (!first) return usage("'" + *days.start + "' is no date such as 2031-03-04");
    if (!last) return usage("'" + *days.end + "' is no date such as 2031-03-04");
    if (*first > *last) return usage("the start date lies after the end date");
    variables["dateRangeWindow"] = "WINDOW_CUSTOM";
    variables["customDateRange"] = json::object{{"startDate", *days.start}, {"endDate", *days.end}};
    return {};
}

Result<Response> SpotifyConnector::State::send(const std::function<Request()>& make) {
    std::string token;
    const auto with_token = [&]() -> Result<Request> {
        MOORING_TRY(token, sign_in->bearer());
        Request request = make();
        request.headers.emplace_back("Authorization", "Bearer " + token);
        return request;
    };
    const auto judge = [&](const Response& response) {
        const int status = response.status;
        if (status == 401) sign_in->forget(token);
        return status == 401 || status == 429 || (status >= 502 && status <= 504) ? Verdict::again : Verdict::take;
    };
    const Request sample = make();
    auto response =
        send_with_retries(*options.transport, options.retry, options.timing, options.stop, with_token, judge);
    if (!response) {
        Error error = std::move(response).error();
        if (error.method.empty()) {
            error.method = sample.method;
            error.path = path_of(sample.url);
        }
        if (error.kind == ErrorKind::timeout || error.kind == ErrorKind::unreachable) {
            error.message =
                "no answer after " + std::to_string(options.retry.max_attempts) + " attempts: " + error.message;
            error.kind = ErrorKind::max_retries;
        }
        return error;
    }
    if (response->status >= 200 && response->status <= 299) return response;
    const bool was_repeated = judge(*response) == Verdict::again;
    return Error{.kind = was_repeated ? ErrorKind::max_retries : ErrorKind::http,
                 .message = (was_repeated ? "no answer after " + std::to_string(options.retry.max_attempts) +
                                                " attempts: the last status was "
                                          : "the server answered ") +
                            std::to_string(response->status),
                 .status = response->status,
                 .method = sample.method,
                 .path = path_of(sample.url),
                 .body = response->body.substr(0, 4096)};
}

Result<Answer> SpotifyConnector::State::query(std::string_view name, json::object variables) {
    const Operation& row = operation(name);
    json::object body{
        {"operationName", row.name.substr(0, row.name.find('#'))},
        {"variables", std::move(variables)},
        {"extensions", json::object{{"persistedQuery", json::object{{"version", 1}, {"sha256Hash", row.hash}}}}}};
    const std::string text = json::serialize(body);
    MOORING_TRY(const Response response, send([&] {
                    Request request{.method = "POST", .url = options.graphql_url};
                    request.headers = {{"Accept", "*/*"},
                                       {"Accept-Language", "en"},
                                       {"Content-Type", "application/json"},
                                       {"x-creator-client", std::string{row.creator_client}},
                                       {"Origin", "https://creators.spotify.com"},
                                       {"Referer", "https://creators.spotify.com/"},
                                       {"User-Agent", std::string{browser}}};
                    request.body = text;
                    return request;
                }));
    auto answer = read_envelope(response.body);
    if (!answer) {
        Error error = std::move(answer).error();
        error.status = response.status;
        error.method = "POST";
        error.path = path_of(options.graphql_url);
        return error;
    }
    return answer;
}

Result<Answer> SpotifyConnector::State::newest_or(std::string_view newer, json::object newer_variables,
                                                  std::string_view older, json::object older_variables) {
    if (options.operations == Operations::newest) {
        MOORING_TRY(Answer answer, query(newer, std::move(newer_variables)));
        if (!is_unknown_operation(answer)) return answer;
    }
    return query(older, std::move(older_variables));
}

/// Source: creators-graphql.md, 12.4.
Result<std::string> SpotifyConnector::State::resolve_show() {
    const std::lock_guard lock{mutex};
    if (!show.empty()) return show;
    MOORING_TRY(const Answer answer, query("getShowsForUser", {}));
    const Json* list = find_member(answer.json, "showsForUser");
    const Json* shows = list != nullptr ? find_member(*list, "shows") : nullptr;
    if (shows == nullptr || !shows->is_array() || shows->as_array().empty()) {
        return usage("the account has no show; set SPOTIFY_SHOW_URI");
    }
    const Json* chosen = &shows->as_array().front();
    for (const Json& row : shows->as_array()) {
        if (text_member(row, "hostingProvider") == "S4P") {
            chosen = &row;
            break;
        }
    }
    const std::string uri = text_member(*chosen, "uri");
    if (uri.empty()) return usage("the account's show has no address; set SPOTIFY_SHOW_URI");
    show = uri;
    return show;
}

Result<std::string> SpotifyConnector::State::show_or(const std::string& given) {
    if (!given.empty()) return given;
    return resolve_show();
}

Result<std::string> SpotifyConnector::State::resolve_station() {
    MOORING_TRY(const std::string uri, resolve_show());
    const std::lock_guard lock{mutex};
    if (!station.empty()) return station;
    MOORING_TRY(const Answer answer, query("WebGetUserShows", {}));
    const Json* list = find_member(answer.json, "showsForUser");
    const Json* shows = list != nullptr ? find_member(*list, "shows") : nullptr;
    if (shows != nullptr && shows->is_array()) {
        for (const Json& row : shows->as_array()) {
            if (text_member(row, "uri") != uri) continue;
            for (const char* name : {"stationId", "id"}) {
                const Json* id = find_member(row, name);
                if (id == nullptr) continue;
                if (id->is_string() && !id->as_string().empty()) station = std::string{id->as_string()};
                if (id->is_int64()) station = std::to_string(id->as_int64());
                if (!station.empty()) return station;
            }
        }
    }
    return usage("no station belongs to the show; set SPOTIFY_STATION_ID");
}

Result<Answer> SpotifyConnector::State::ask_show(std::string_view name, const std::string& given) {
    MOORING_TRY(const std::string uri, show_or(given));
    return query(name, {{"showUri", uri}});
}

Result<Answer> SpotifyConnector::State::ask_show(std::string_view name, const std::string& given, const Days& days,
                                                 const json::object& more) {
    json::object variables;
    variables["showUri"] = nullptr;  // its place; filled in once the days are known to be right
    MOORING_CHECK(append_days(variables, days));
    MOORING_TRY(const std::string uri, show_or(given));
    variables["showUri"] = uri;
    for (const auto& [key, value] : more) variables[key] = value;
    return query(name, std::move(variables));
}

Result<Answer> SpotifyConnector::State::ask_episode(std::string_view name, const std::string& episode) {
    if (episode.empty()) return usage("an episode is needed");
    return query(name, {{"episodeUri", episode}});
}

Result<Answer> SpotifyConnector::State::ask_episode(std::string_view name, const std::string& episode,
                                                    const Days& days) {
    if (episode.empty()) return usage("an episode is needed");
    json::object variables{{"episodeUri", episode}};
    MOORING_CHECK(append_days(variables, days));
    return query(name, std::move(variables));
}

}  // namespace mooring_client
