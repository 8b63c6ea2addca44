#include "mooring/api/accounts/answers.hpp"

#include <utility>

#include "mooring/api/accounts/pages.hpp"
#include "mooring/api/json/json_writer.hpp"
#include "mooring/base/log.hpp"

namespace mooring::api::accounts {

http::Response json_answer(int status, std::string body) {
    http::Response response = http::Response::text(status, "application/json", std::move(body));
    response.header("Cache-Control", "no-store").header("Pragma", "no-cache");
    return response;
}

http::Response oauth_error(int status, std::string_view error, std::string_view description) {
    JsonWriter json;
    json.begin_object().member("error", error).member("error_description", description).end_object();
    return json_answer(status, json.take());
}

http::Response plain_answer(int status, std::string text) {
    http::Response response = http::Response::text(status, "text/plain; charset=utf-8", std::move(text));
    response.header("Cache-Control", "no-store");
    return response;
}

http::Response see_other(std::string location) {
    http::Response response = http::Response::redirect(303, std::move(location));
    response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
    return response;
}

http::Response found(std::string location) {
    http::Response response = http::Response::redirect(302, std::move(location));
    response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
    return response;
}

http::Response away(const Error& error) {
    log::warning("an accounts request was not answered", {{"error", to_string(error.code)}});
    return wait_for(notice_page(503, "Not available", "The server cannot answer now. Try again in a moment."),
                    std::chrono::seconds{1});
}

http::Response wait_for(http::Response response, std::chrono::seconds wait) {
    response.header("Retry-After", std::to_string(wait.count()));
    return response;
}

}  // namespace mooring::api::accounts
