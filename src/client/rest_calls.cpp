#include "client/rest_calls.hpp"

#include <utility>

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
        case 409: return ErrorKind::conflict;
        case 413: return ErrorKind::too_large;
        case 429: return ErrorKind::rate_limited;
        default: break;
    }
    if (status >= 500) return ErrorKind::server_error;
    return status >= 400 ? ErrorKind::http : ErrorKind::bad_answer;
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
        const Json* inner = find_member(answer->json, "error");  // the Web API puts the message inside
        if (error.message.empty() && inner != nullptr) error.message = text_member(*inner, "message");
        if (error.message.empty()) error.message = text_member(answer->json, "error");
    }
    if (error.message.empty()) error.message = "the server answered " + std::to_string(response.status);
    return error;
}

RestCalls::RestCalls(RestOptions options, Sign sign) : options_(std::move(options)), sign_(std::move(sign)) {
    options_.base_url = without_trailing_slashes(std::move(options_.base_url));
    if (!options_.transport) options_.transport = make_transport();
}

Result<Response> RestCalls::send(const RestCall& call) {
    const bool is_whole = call.path.starts_with("http://") || call.path.starts_with("https://");
    std::string url = is_whole ? call.path : options_.base_url + call.path;
    if (!call.query.empty()) url += (url.find('?') == std::string::npos ? '?' : '&') + query_text(call.query);
    const auto make = [&]() -> Result<Request> {
        Request request{.method = call.method, .url = url, .headers = call.headers};
        // A link leads to the same service or goes without the credential.
        if (origin_of(url) == origin_of(options_.base_url)) MOORING_CHECK(sign_(request.headers));
        request.headers.emplace_back("Accept", "application/json");
        request.headers.emplace_back("User-Agent", std::string{"Mooring/"} + version);
        if (!call.json.empty()) request.headers.emplace_back("Content-Type", "application/json");
        request.body = call.json;
        request.form = call.form;
        request.progress = call.progress;
        return request;
    };
    const auto judge = [](const Response& response) {
        const int status = response.status;
        return status == 429 || (status >= 502 && status <= 504) ? Verdict::again : Verdict::take;
    };
    RetryPolicy policy = options_.retry;
    if (!call.may_repeat) policy.max_attempts = 1;
    auto response = send_with_retries(*options_.transport, policy, options_.timing, options_.stop, make, judge);
    if (!response) {
        Error error = std::move(response).error();
        if (error.method.empty()) {
            error.method = call.method;
            error.path = path_of(url);
        }
        return error;
    }
    if (response->status < 200 || response->status > 299) return error_of_answer(*response, call.method, url);
    return response;
}

Result<Answer> RestCalls::ask(const RestCall& call) {
    MOORING_TRY(Response response, send(call));
    auto answer = parse_answer(std::move(response.body));
    if (answer) return answer;
    Error error = std::move(answer).error();
    error.status = response.status;
    error.method = call.method;
    error.path = call.path;
    return error;
}

Result<void> RestCalls::tell(const RestCall& call) {
    MOORING_TRY(const Response response, send(call));
    return {};
}

}  // namespace mooring_client
