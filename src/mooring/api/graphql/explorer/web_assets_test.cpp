#include "mooring/api/graphql/explorer/web_assets.hpp"

#include <gtest/gtest.h>

namespace mooring::api::graphql::explorer {
namespace {

TEST(WebAssets, AreWholeFiles) {
    for (const char* name :
         {"graphiql/graphiql.js", "graphiql/graphiql.css", "graphiql/react.js", "graphiql/react-dom.js",
          "graphiql/start.css", "graphiql/start.js", "graphiql/licences.txt"}) {
        const auto found = find_web_asset(name);
        ASSERT_TRUE(found) << name;
        EXPECT_FALSE(found->empty()) << name;
        EXPECT_EQ(found->find('\0'), std::string_view::npos) << name;
    }
}

TEST(WebAssets, HaveTheFlagsOfCountries) {
    for (const char* name : {"flags/fr.svg", "flags/us.svg", "flags/jp.svg", "flags/xk.svg"}) {
        const auto found = find_web_asset(name);
        ASSERT_TRUE(found) << name;
        EXPECT_TRUE(found->starts_with("<svg")) << name;
    }
    EXPECT_FALSE(find_web_asset("flags/zz.svg"));
    EXPECT_FALSE(find_web_asset("flags/FR.svg"));
    EXPECT_FALSE(find_web_asset(""));
}

}  // namespace
}  // namespace mooring::api::graphql::explorer
