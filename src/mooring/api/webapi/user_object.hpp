#pragma once

#include <string>
#include <vector>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/api/webapi/image_list.hpp"
#include "mooring/api/webapi/links.hpp"

namespace mooring::api::webapi {

/// Whoever a user token belongs to, as `/v1/me` shows them (webapi-v1.md, 7.9).
struct UserObject {
    std::string username;  ///< the `id`
    std::string display_name;
    std::string page_url;
    std::vector<ImageEntry> images;
    std::string country;  ///< upper case; empty when not set, and then left out
    std::string email;
    bool filters_explicit = false;
    bool shows_private = false;  ///< `user-read-private`: country, explicit_content and product
    bool shows_email = false;    ///< `user-read-email`
};

void write_user(JsonWriter& json, const UserObject& user, const Links& links);

}  // namespace mooring::api::webapi
