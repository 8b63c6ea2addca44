#include "mooring/api/webapi/conditional_answer.hpp"
#include "mooring/api/webapi/endpoints.hpp"
#include "mooring/api/webapi/user_object.hpp"

// Whoever asks, and the markets there are (webapi-v1.md, 7.9 and 7.10).

namespace mooring::api::webapi {

http::Response get_me(const Call& call) {
    const domain::Account& account = *call.principal->account;
    UserObject user;
    user.username = account.username;
    user.display_name = account.display_name;
    user.page_url = call.services.urls.user_page(account.username);
    user.country = account.country;
    user.email = account.email;
    user.filters_explicit = account.filters_explicit;
    user.shows_private = call.principal->scopes.contains("user-read-private");
    user.shows_email = call.principal->scopes.contains("user-read-email");
    JsonWriter json;
    write_user(json, user, call.links);
    return conditional_answer(call.request.headers, json.take());
}

http::Response get_markets(const Call& call) {
    JsonWriter json;
    json.begin_object().name("markets").begin_array();
    for (const std::string_view market : domain::all_markets()) json.text(market);
    json.end_array().end_object();
    return conditional_answer(call.request.headers, json.take());
}

}  // namespace mooring::api::webapi
