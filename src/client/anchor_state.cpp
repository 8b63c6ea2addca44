#include "client/anchor_state.hpp"

#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"
#include "mooring_client/version.hpp"

namespace mooring_client {
namespace {

ErrorKind kind_of_status(int status) {
    switch (status) {
        case 400: return ErrorKind::invalid_argument;
        case 401: return ErrorKind::unauthorized;
        case 403: return ErrorKind::forbidden;
        case 404: return ErrorKind::not_found;
        case 429: return ErrorKind::rate_limited;
        default: break;
    }
    if (status >= 500) return ErrorKind::server_error;
    return status >= 400 ? ErrorKind::http : ErrorKind::bad_answer;
}

/// A 64-bit integer, also one that is written as a text of digits; none below 1.
std::optional<std::int64_t> id_in(const Json* value) {
    if (value == nullptr) return std::nullopt;
    std::optional<std::int64_t> id;
    if (value->is_int64()) id = value->as_int64();
    if (value->is_string()) id = parse_number(std::string_view{value->as_string()});
    return id && *id > 0 ? id : std::nullopt;
}

/// The number between `/stations/` and `/episodePage`.
std::optional<std::int64_t> id_in_link(const std::string& link) {
    constexpr std::string_view before = "/stations/";
    const auto start = link.find(before);
    if (start == std::string::npos) return std::nullopt;
    const auto end = link.find("/episodePage", start);
    if (end == std::string::npos) return std::nullopt;
    const auto id = parse_number(std::string_view{link}.substr(start + before.size(), end - start - before.size()));
    return id && *id > 0 ? id : std::nullopt;
}

/// Source: analytics-rest.md, 9.3.
std::optional<std::int64_t> station_in(const Json& page) {
    if (const auto id = id_in(find_member(page, "stationId"))) return id;
    const Json* items = find_member(page, "items");
    if (items != nullptr && items->is_array() && !items->as_array().empty()) {
        if (const auto id = id_in(find_member(items->as_array().front(), "stationId"))) return id;
    }
    if (const auto id = id_in_link(text_member(page, "next"))) return id;
    return id_in_link(text_member(page, "first"));
}

}  // namespace

Error error_of_answer(const Response& response, const std::string& method, const std::string& url) {
    Error error{.kind = kind_of_status(response.status),
                .status = response.status,
                .method = method,
                .path = path_of(url),
                .body = response.body.substr(0, 4096)};
    if (const auto answer = parse_answer(response.body)) {
        error.code = text_member(answer->json, "code");
        error.message = text_member(answer->json, "message");
        if (error.message.empty()) error.message = text_member(answer->json, "error");
    }
    if (error.message.empty()) error.message = "the server answered " + std::to_string(response.status);
    if (error.kind == ErrorKind::unauthorized) {
        error.message +=
            "; fetch a fresh anchorpw_s value from the browser (Application, Cookies, podcasters.spotify.com)";
    }
    return error;
}

Result<Answer> AnchorConnector::State::get(const std::string& path, Fields fields) {
    fields.emplace_back("isMumsCompatible", "true");
    const std::string url = options.base_url + '/' + path + '?' + query_text(fields);
    const auto make = [&]() -> Result<Request> {
        Request request{.url = url};
        if (options.bearer_token.empty()) {
            request.headers.emplace_back("Cookie", "anchorpw_s=" + options.anchorpw_s);
        } else {
            request.headers.emplace_back("Authorization", "Bearer " + options.bearer_token);
        }
        request.headers.emplace_back("Accept", "application/json");
        request.headers.emplace_back("User-Agent", std::string{"Mooring/"} + version);
        return request;
    };
    const auto judge = [](const Response& response) {
        const int status = response.status;
        return status == 429 || (status >= 502 && status <= 504) ? Verdict::again : Verdict::take;
    };
    auto response = send_with_retries(*options.transport, options.retry, options.timing, options.stop, make, judge);
    if (!response) {
        Error error = std::move(response).error();
        error.method = "GET";
        error.path = path_of(url);
        return error;
    }
    if (response->status != 200) return error_of_answer(*response, "GET", url);
    auto answer = parse_answer(std::move(response->body));
    if (!answer) {
        Error error = std::move(answer).error();
        error.status = 200;
        error.method = "GET";
        error.path = path_of(url);
        return error;
    }
    return answer;
}

Result<Answer> AnchorConnector::State::of_station(const std::string& path, Fields fields) {
    MOORING_TRY(const std::int64_t id, station_id());
    return get("analytics/station/" + std::to_string(id) + path, std::move(fields));
}

Result<std::int64_t> AnchorConnector::State::station_id() {
    const std::lock_guard lock{mutex};
    if (station) return *station;
    MOORING_TRY(const Answer page,
                get("stations/webStationId:" + percent_encode(options.webstation_id) + "/episodePage",
                    {{"limit", "1"}, {"orderBy", "publishOn"}}));
    station = station_in(page.json);
    if (!station) {
        return Error{.kind = ErrorKind::station_id_not_found,
                     .message = "the episode page of station '" + options.webstation_id + "' holds no numeric id",
                     .status = 200};
    }
    return *station;
}

void AnchorConnector::State::learn_station(const Answer& page) {
    const std::lock_guard lock{mutex};
    if (!station) station = station_in(page.json);
}

Result<Answer> AnchorConnector::State::episode_page(const Fields& fields) {
    // Without a web id there is only the number to go by.
    const std::string id = options.webstation_id.empty() ? std::to_string(options.station_id.value_or(0))
                                                         : "webStationId:" + percent_encode(options.webstation_id);
    MOORING_TRY(Answer page, get("stations/" + id + "/episodePage", fields));
    const Json* items = find_member(page.json, "items");
    if (items == nullptr || !items->is_array()) {
        return Error{.kind = ErrorKind::bad_answer, .message = "the episode page has no items", .status = 200};
    }
    learn_station(page);
    return page;
}

}  // namespace mooring_client
