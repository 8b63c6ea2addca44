#include "mooring/storage/blobs/local/blob_cache.hpp"

#include <gtest/gtest.h>

namespace mooring::storage::local {
namespace {

class EmptyBlob final : public OpenBlob {
public:
    std::int64_t size_bytes() const override { return 0; }
    int descriptor() const override { return -1; }
    Result<std::string> read(std::int64_t, std::size_t) const override { return std::string{}; }
};

std::shared_ptr<const OpenBlob> blob() {
    return std::make_shared<const EmptyBlob>();
}

TEST(BlobCache, GivesBackWhatWasInserted) {
    BlobCache cache{2};
    const auto kept = blob();
    cache.insert("a", kept, cache.removals());
    EXPECT_EQ(cache.find("a"), kept);
    EXPECT_EQ(cache.find("b"), nullptr);
}

TEST(BlobCache, PushesOutTheOneUsedLongestAgo) {
    BlobCache cache{2};
    std::weak_ptr<const OpenBlob> pushed_out;
    {
        const auto second = blob();
        pushed_out = second;
        cache.insert("a", blob(), cache.removals());
        cache.insert("b", second, cache.removals());
    }
    EXPECT_NE(cache.find("a"), nullptr);  // now "b" is the older one
    cache.insert("c", blob(), cache.removals());
    EXPECT_NE(cache.find("a"), nullptr);
    EXPECT_EQ(cache.find("b"), nullptr);
    EXPECT_NE(cache.find("c"), nullptr);
    EXPECT_TRUE(pushed_out.expired());  // so its descriptor is closed
}

TEST(BlobCache, ForgetsWhatIsRemoved) {
    BlobCache cache{2};
    cache.insert("a", blob(), cache.removals());
    cache.remove("a");
    EXPECT_EQ(cache.find("a"), nullptr);
}

TEST(BlobCache, DoesNotKeepABlobThatMayHaveBeenRemovedWhileItWasOpened) {
    BlobCache cache{2};
    const std::uint64_t before = cache.removals();
    const auto opened = blob();
    cache.remove("a");
    cache.insert("a", opened, before);
    EXPECT_EQ(cache.find("a"), nullptr);
}

TEST(BlobCache, OfNoneKeepsNothing) {
    BlobCache cache{0};
    cache.insert("a", blob(), cache.removals());
    EXPECT_EQ(cache.find("a"), nullptr);
}

}  // namespace
}  // namespace mooring::storage::local
