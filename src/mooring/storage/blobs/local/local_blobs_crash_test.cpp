#include <gtest/gtest.h>

#include <vector>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"
#include "mooring/storage/files/faulty_files.hpp"
#include "mooring/storage/files/temporary_directory.hpp"

namespace mooring::storage::local {
namespace {

std::string name_of(std::string_view bytes) {
    return to_hex(sha256(bytes));
}

/// Store two files, and one of them again; tell which calls were answered with success.
std::vector<std::string> store_some(BlobStore& store) {
    std::vector<std::string> acknowledged;
    const std::string large(150'000, 'l');
    for (const std::string_view bytes : {std::string_view{large}, std::string_view{"small"}, std::string_view{large}}) {
        auto incoming = store.begin(static_cast<std::int64_t>(bytes.size()));
        if (!incoming || !(*incoming)->append(bytes.substr(0, bytes.size() / 2)) ||
            !(*incoming)->append(bytes.substr(bytes.size() / 2))) {
            continue;
        }
        if (const auto stored = (*incoming)->commit()) {
            acknowledged.push_back(stored->sha256);
        }
    }
    return acknowledged;
}

TEST(LocalBlobsAfterACrash, HoldEveryAcknowledgedBlobAndNoHalfOne) {
    // The process stops before its 1st, 2nd, 3rd … call that touches the disk, the write it is in being torn.
    std::int64_t stop = 0;
    for (bool finished = false; !finished; ++stop) {
        const files::TemporaryDirectory directory;
        std::vector<std::string> acknowledged;
        {
            files::FaultyFiles stopping;
            stopping.stop_at = stop;
            stopping.free_space = 100'000'000'000;
            if (auto store = open_local_blobs({.root = directory.path() + "/media", .files = &stopping})) {
                acknowledged = store_some(**store);
            }
            finished = stopping.calls() <= stop;
        }
        auto store = open_local_blobs({.root = directory.path() + "/media", .reserve_bytes = 0}).value();
        ASSERT_TRUE(store->for_each([&](const Blob& blob, Instant) {
            const auto opened = store->open(blob.sha256).value();
            const std::string bytes = opened->read(0, static_cast<std::size_t>(blob.size_bytes)).value();
            EXPECT_EQ(name_of(bytes), blob.sha256) << "stopped at call " << stop;
        }));
        for (const std::string& name : acknowledged) {
            EXPECT_TRUE(store->contains(name).value()) << "stopped at call " << stop;
        }
        EXPECT_EQ(acknowledged.size(), finished ? 3U : acknowledged.size());
        EXPECT_EQ(store_some(*store).size(), 3U) << "service goes on after a stop at call " << stop;
    }
    EXPECT_GT(stop, 30);
}

TEST(LocalBlobsOnAFullDisk, AnswerNoSpaceAtEveryStepAndGoOn) {
    const files::TemporaryDirectory directory;
    files::FaultyFiles filling;
    filling.free_space = 100'000'000'000;
    auto store = open_local_blobs({.root = directory.path() + "/media", .files = &filling}).value();
    for (std::atomic<int>* error : {&filling.open_error, &filling.write_error, &filling.flush_error,
                                    &filling.make_directory_error, &filling.rename_error}) {
        *error = ENOSPC;
        EXPECT_TRUE(store_some(*store).empty());
        ASSERT_TRUE(store->for_each([&](const Blob& blob, Instant) { ADD_FAILURE() << blob.sha256; }));
        *error = 0;
    }
    EXPECT_EQ(store_some(*store).size(), 3U);
}

}  // namespace
}  // namespace mooring::storage::local
