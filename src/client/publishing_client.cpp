#include "client/publishing_client.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <thread>
#include <utility>

#include "mooring/base/utf8.hpp"

namespace mooring::client {
namespace {

namespace json = boost::json;

Errc code_of(int status) {
    switch (status) {
        case 401: return Errc::unauthenticated;
        case 403: return Errc::forbidden;
        case 404: return Errc::not_found;
        case 409: return Errc::conflict;
        case 413: return Errc::too_large;
        case 429: return Errc::rate_limited;
        default: return status >= 500 ? Errc::unavailable : Errc::invalid_argument;
    }
}

Result<json::value> parse(const HttpResponse& response) {
    json::error_code failed;
    json::value value = json::parse(response.body, failed);
    if (failed) return Error{Errc::corrupt, "the server's answer is not JSON"};
    return value;
}

std::string message_of(const HttpResponse& response) {
    if (const auto value = parse(response); value && value->is_object()) {
        if (const json::value* message = value->as_object().if_contains("message"); message && message->is_string()) {
            return std::string{message->as_string()};
        }
    }
    return "the server answered " + std::to_string(response.status);
}

std::string text_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

std::int64_t number_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value && value->is_int64() ? value->as_int64() : 0;
}

Result<PublishedEpisode> read_episode(const HttpResponse& response) {
    MOORING_TRY(const json::value value, parse(response));
    if (!value.is_object() || number_at(value.as_object(), "id") <= 0) {
        return Error{Errc::corrupt, "the server's answer is not an episode"};
    }
    const json::object& object = value.as_object();
    return PublishedEpisode{.id = number_at(object, "id"),
                            .title = text_at(object, "title"),
                            .unix_seconds = number_at(object, "datetime"),
                            .audio_url = text_at(object, "audio_url"),
                            .audio_bytes = number_at(object, "audio_length"),
                            .show = text_at(object, "show"),
                            .show_id = number_at(object, "show_id"),
                            .json = response.body};
}

/// Is it worth sending the same request again?
bool may_pass_later(const Error& error) {
    return error.code == Errc::unavailable || error.code == Errc::timeout || error.code == Errc::rate_limited;
}

std::chrono::seconds pause_before(int attempt, const std::optional<std::int64_t>& retry_after) {
    const std::int64_t seconds = retry_after.value_or(std::int64_t{1} << std::min(attempt, 5));
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds, 1, 60)};
}

}  // namespace

PublishingClient::PublishingClient(std::string base_url, std::string api_key)
    : base_url_(std::move(base_url)), api_key_(std::move(api_key)) {
    while (base_url_.ends_with('/')) base_url_.pop_back();
}

Result<HttpResponse> PublishingClient::send(HttpRequest request) {
    request.url = base_url_ + request.url;
    request.headers.emplace_back("X-API-Key", api_key_);
    return transport_.send(request);
}

Result<std::vector<PublishedShow>> PublishingClient::list_shows() {
    HttpRequest request{.url = "/shows"};
    MOORING_TRY(const HttpResponse response, send(std::move(request)));
    if (response.status != 200) return Error{code_of(response.status), message_of(response)};
    MOORING_TRY(const json::value value, parse(response));
    if (!value.is_array()) return Error{Errc::corrupt, "the server's answer is not a list of shows"};
    std::vector<PublishedShow> shows;
    for (const json::value& row : value.as_array()) {
        if (!row.is_object()) continue;
        const json::object& object = row.as_object();
        const json::value* published = object.if_contains("published");
        shows.push_back({number_at(object, "id"), text_at(object, "title"),
                         published != nullptr && published->is_bool() && published->as_bool()});
    }
    return shows;
}

Result<PublishedEpisode> PublishingClient::upload(const Upload& upload, const Progress& progress, int attempts) {
    Error last{Errc::internal, "nothing was tried"};
    for (int attempt = 0; attempt < attempts; ++attempt) {
        HttpRequest request{.method = "POST", .url = "/episodes/upload"};
        request.form = {{"title", upload.title, {}, {}},
                        {"show_id", std::to_string(upload.show_id), {}, {}},
                        {"description", upload.description, {}, {}}};
        if (upload.unix_seconds) request.form.push_back({"datetime", std::to_string(*upload.unix_seconds), {}, {}});
        request.form.push_back({"file", {}, upload.file_path, "audio/mpeg"});
        request.headers.emplace_back("X-Idempotency-Key", upload.idempotency_key);
        request.progress = progress;

        const auto response = send(std::move(request));
        std::optional<std::int64_t> retry_after;
        if (!response) {
            last = response.error();
        } else if (response->status == 201 || response->status == 200) {
            return read_episode(*response);
        } else {
            last = Error{code_of(response->status), message_of(*response)};
            if (const auto header = response->header("retry-after")) retry_after = parse_decimal(*header);
        }
        if (!may_pass_later(last)) break;
        if (attempt + 1 < attempts) std::this_thread::sleep_for(pause_before(attempt, retry_after));
    }
    return last;
}

}  // namespace mooring::client
