#include "mooring/storage/blobs/local/blob_paths.hpp"

#include <gtest/gtest.h>

namespace mooring::storage::local {
namespace {

const std::string name = "abcd" + std::string(60, '0');

TEST(IsBlobName, TakesSixtyFourLowerCaseHexDigitsOnly) {
    EXPECT_TRUE(is_blob_name(name));
    EXPECT_FALSE(is_blob_name(""));
    EXPECT_FALSE(is_blob_name(name.substr(1)));
    EXPECT_FALSE(is_blob_name(name + "0"));
    EXPECT_FALSE(is_blob_name("ABCD" + std::string(60, '0')));
    EXPECT_FALSE(is_blob_name("../../../../etc/passwd" + std::string(42, '0')));
    EXPECT_FALSE(is_blob_name(std::string(64, '\0')));
}

TEST(BlobPaths, SpreadBlobsOverTwoLevels) {
    const BlobPaths paths{"/data/media"};
    EXPECT_EQ(paths.incoming(), "/data/media/incoming");
    EXPECT_EQ(paths.outer_folder(name), "/data/media/blobs/ab");
    EXPECT_EQ(paths.inner_folder(name), "/data/media/blobs/ab/cd");
    EXPECT_EQ(paths.blob(name), "/data/media/blobs/ab/cd/" + name);
}

}  // namespace
}  // namespace mooring::storage::local
