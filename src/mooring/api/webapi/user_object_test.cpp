#include "mooring/api/webapi/user_object.hpp"

#include <gtest/gtest.h>

#include "mooring/api/webapi/golden_for_test.hpp"

namespace mooring::api::webapi {
namespace {

UserObject ines() {
    return {.username = "ines",
            .display_name = "Ines Varga",
            .page_url = "https://pods.saltmarsh.example/user/ines",
            .images = {},
            .country = "SE",
            .email = "ines@saltmarsh.example",
            .filters_explicit = false,
            .shows_private = true,
            .shows_email = true};
}

boost::json::object written(const UserObject& user) {
    JsonWriter json;
    write_user(json, user, {"https://pods.saltmarsh.example/spotify/v1"});
    return boost::json::parse(json.take()).as_object();
}

TEST(UserObjects, ReproduceTheExampleOfTheContract) {
    EXPECT_EQ(boost::json::value(written(ines())), test::golden("user"));
}

TEST(UserObjects, HideWhatNoScopeShows) {
    UserObject user = ines();
    user.shows_email = false;
    EXPECT_FALSE(written(user).contains("email"));
    EXPECT_TRUE(written(user).contains("product"));
    user.shows_email = true;
    user.shows_private = false;
    for (const char* name : {"country", "explicit_content", "product"}) EXPECT_FALSE(written(user).contains(name));
    EXPECT_TRUE(written(user).contains("email"));
}

TEST(UserObjects, LeaveAnUnsetCountryOut) {
    UserObject user = ines();
    user.country.clear();
    user.filters_explicit = true;
    EXPECT_FALSE(written(user).contains("country"));
    EXPECT_EQ(written(user).at("explicit_content").at("filter_enabled"), true);
}

}  // namespace
}  // namespace mooring::api::webapi
