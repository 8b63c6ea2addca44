#include "mooring/storage/catalog/json_codec.hpp"

#include <gtest/gtest.h>

namespace mooring::storage {
namespace {

// Whole values go around in tests/contract; here, what only the codec can see.

TEST(JsonCodec, WritesNothingForNothing) {
    EXPECT_EQ(encode_json(domain::ShowTags{}), "");
    EXPECT_EQ(encode_json(domain::EpisodeTags{}), "");
    EXPECT_EQ(encode_json(std::vector<domain::Category>{}), "");
}

TEST(JsonCodec, LeavesOutWhatIsUnset) {
    domain::EpisodeTags tags;
    tags.funding = {{"https://f.example", ""}};
    EXPECT_EQ(encode_json(tags), R"({"funding":[{"url":"https://f.example"}]})");
}

TEST(JsonCodec, KeepsFractionsExactly) {
    for (const double seconds : {0.1, 1.0 / 3.0, 1e-300, 4.9e-324, 123456789.123456789, 0.0, -0.5}) {
        domain::EpisodeTags tags;
        tags.soundbites = {{seconds, 1, ""}};
        domain::EpisodeTags read;
        ASSERT_TRUE(decode_json(encode_json(tags), read));
        EXPECT_EQ(read, tags) << seconds;
    }
}

TEST(JsonCodec, KeepsBytesThatAreNoText) {
    domain::ShowTags tags;
    tags.extra_xml = std::string("a\xff\0b\"\\\n", 7);
    domain::ShowTags read;
    ASSERT_TRUE(decode_json(encode_json(tags), read));
    EXPECT_EQ(read, tags);
}

TEST(JsonCodec, PassesOverMembersOfALaterVersion) {
    std::vector<domain::Category> categories;
    ASSERT_TRUE(decode_json(R"([{"group":"News","later":{"a":[1]}}])", categories));
    EXPECT_EQ(categories, (std::vector<domain::Category>{{"News", ""}}));
}

TEST(JsonCodec, TellsCorruptText) {
    for (const auto* text : {"{", "[]", "null", R"({"funding":{}})", R"({"funding":[1]})", R"({"extra_xml":1})",
                             R"({"images":[{"width":"1"}]})", R"({"images":[{"width":3000000000}]})",
                             R"({"value":{"time_splits":[{"start_seconds":"x"}]}})"}) {
        domain::ShowTags tags;
        const auto read = decode_json(text, tags);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, Errc::corrupt) << text;
    }
}

}  // namespace
}  // namespace mooring::storage
