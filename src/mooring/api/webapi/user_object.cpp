#include "mooring/api/webapi/user_object.hpp"

namespace mooring::api::webapi {

void write_user(JsonWriter& json, const UserObject& user, const Links& links) {
    json.begin_object().member("display_name", user.display_name);
    json.name("external_urls").begin_object().member("spotify", user.page_url).end_object();
    json.name("followers").begin_object().name("href").null().member("total", 0).end_object();
    json.member("href", links.user(user.username)).member("id", user.username).name("images");
    write_images(json, user.images);
    json.member("type", "user").member("uri", "spotify:user:" + user.username);
    if (user.shows_private) {
        if (!user.country.empty()) json.member("country", user.country);
        json.name("explicit_content")
            .begin_object()
            .flag("filter_enabled", user.filters_explicit)
            .flag("filter_locked", false)
            .end_object();
        json.member("product", "premium");  // clients refuse to run for anybody else
    }
    if (user.shows_email) json.member("email", user.email);
    json.end_object();
}

}  // namespace mooring::api::webapi
