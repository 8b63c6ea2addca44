#include "mooring/api/graphql/serving/remembered_documents.hpp"

#include <gtest/gtest.h>

#include "mooring/api/graphql/creators_schema.hpp"
#include "mooring/api/graphql/fields/resolvers.hpp"

namespace mooring::api::graphql::serving {
namespace {

TEST(RememberedDocuments, DropsTheOneAskedForLongestAgo) {
    const auto schema = make_creators_schema();
    ASSERT_TRUE(schema);
    const auto engine = mooring::graphql::Engine::make(*schema, fields::make_resolvers(**schema), {});
    ASSERT_TRUE(engine) << engine.error().message;
    const auto document = (*engine)->prepare("{ user { username } }");
    ASSERT_TRUE(document);
    RememberedDocuments remembered(2);
    remembered.put("a", *document);
    remembered.put("b", *document);
    EXPECT_NE(remembered.find("a"), nullptr);
    remembered.put("c", *document);
    EXPECT_EQ(remembered.find("b"), nullptr);
    EXPECT_NE(remembered.find("a"), nullptr);
    EXPECT_NE(remembered.find("c"), nullptr);
    RememberedDocuments small(10, (*document)->size_bytes());
    small.put("a", *document);
    small.put("b", *document);
    EXPECT_EQ(small.find("a"), nullptr);
    EXPECT_NE(small.find("b"), nullptr);
}

}  // namespace
}  // namespace mooring::api::graphql::serving
