#include "mooring/api/webapi/playability.hpp"

#include <gtest/gtest.h>

namespace mooring::api::webapi {
namespace {

TEST(Playability, NamesTheFirstRestriction) {
    EXPECT_EQ(restriction_of({}), std::nullopt);
    EXPECT_EQ(restriction_of({.is_explicit = true}), std::nullopt);
    EXPECT_EQ(restriction_of({.filters_explicit = true}), std::nullopt);
    EXPECT_EQ(restriction_of({.is_explicit = true, .filters_explicit = true}), Restriction::explicit_words);
    EXPECT_EQ(restriction_of({.has_audio = false, .is_explicit = true, .filters_explicit = true}),
              Restriction::product);
    EXPECT_EQ(restriction_of({.is_available = false, .has_audio = false}), Restriction::market);
}

TEST(Playability, HasTheWordsOfTheContract) {
    EXPECT_EQ(to_string(Restriction::market), "market");
    EXPECT_EQ(to_string(Restriction::product), "product");
    EXPECT_EQ(to_string(Restriction::explicit_words), "explicit");
}

}  // namespace
}  // namespace mooring::api::webapi
