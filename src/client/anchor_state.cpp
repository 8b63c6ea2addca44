#include "client/anchor_state.hpp"

#include "client/rest_calls.hpp"
#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"
#include "mooring_client/version.hpp"

namespace mooring_client {
namespace {

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
    if (response->status != 200) {
        Error error = error_of_answer(*response, "GET", url);
        if (error.kind == ErrorKind::unauthorized) {
            error.message +=
                "; fetch a fresh anchorpw_s value from the browser (Application, Cookies, podcasters.spotify.com)";
        }
        return error;
    }
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
    std::optional<std::int64_t> known;
    {
        const std::lock_guard lock{mutex};
        known = station;
    }
    // 2026-12: client 0.6.3 asks by the number as soon as it knows it, as the `next` links do.
    const std::string id = known ? std::to_string(*known) : "webStationId:" + percent_encode(options.webstation_id);
    MOORING_TRY(Answer page, get("stations/" + id + "/episodePage", fields));
    const Json* items = find_member(page.json, "items");
    if (items == nullptr || !items->is_array()) {
        return Error{.kind = ErrorKind::bad_answer, .message = "the episode page has no items", .status = 200};
    }
    learn_station(page);
    return page;
}

}  // namespace mooring_client
