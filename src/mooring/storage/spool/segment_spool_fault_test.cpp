#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <thread>
#include <vector>

#include "mooring/storage/files/faulty_files.hpp"
#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/spool/sample_hits.hpp"
#include "mooring/storage/spool/segment_spool.hpp"

namespace mooring::storage::spool {
namespace {

using Numbers = std::vector<std::int64_t>;

std::int64_t number_of(const analytics::RawHit& hit) {
    return (unix_micros(hit.at) - unix_micros(sample_hit(0).at)) / 1000;
}

Numbers numbers_in(HitSpool& spool) {
    Numbers numbers;
    EXPECT_TRUE(spool.read({}, [&](const analytics::RawHit& hit) {
        EXPECT_TRUE(hit == sample_hit(number_of(hit)));
        numbers.push_back(number_of(hit));
        return true;
    }));
    return numbers;
}

Numbers up_to(std::int64_t end) {
    Numbers numbers;
    for (std::int64_t number = 0; number < end; ++number) {
        numbers.push_back(number);
    }
    return numbers;
}

TEST(SegmentSpoolOnAFullDisk, KeepsWhatWaitsShedsTheRestAndGoesOn) {
    for (const auto error :
         {&files::FaultyFiles::write_error, &files::FaultyFiles::flush_error, &files::FaultyFiles::open_error}) {
        const files::TemporaryDirectory directory;
        files::FaultyFiles disk;
        auto spool = open_segment_spool({.directory = directory.path(),
                                         .flush_every = std::chrono::hours{1},
                                         .queue_limit = 10,
                                         .files = &disk})
                         .value();
        if (error != &files::FaultyFiles::open_error) {  // that one fails before there is a segment
            ASSERT_TRUE(spool->append(sample_hit(0)));
            ASSERT_TRUE(spool->settle());
        }
        const std::int64_t stored = static_cast<std::int64_t>(numbers_in(*spool).size());

        disk.*error = ENOSPC;
        for (std::int64_t number = stored; number < stored + 10; ++number) {
            EXPECT_TRUE(spool->append(sample_hit(number)));
        }
        EXPECT_FALSE(spool->append(sample_hit(stored + 10)));
        EXPECT_EQ(spool->shed(), 1U);
        for (int attempt = 0; attempt < 3; ++attempt) {
            const auto settled = spool->settle();
            ASSERT_FALSE(settled);
            EXPECT_EQ(settled.error().code, Errc::no_space);
        }
        EXPECT_EQ(spool->queued(), 10U);
        EXPECT_EQ(numbers_in(*spool), up_to(stored));

        disk.*error = 0;
        ASSERT_TRUE(spool->settle());
        EXPECT_EQ(spool->queued(), 0U);
        EXPECT_TRUE(spool->append(sample_hit(stored + 10)));
        ASSERT_TRUE(spool->settle());
        EXPECT_EQ(numbers_in(*spool), up_to(stored + 11));
        std::uint64_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator{directory.path()}) {
            bytes += file.file_size();
        }
        EXPECT_EQ(spool->stored_bytes(), bytes) << "nothing half-written is left";
    }
}

TEST(SegmentSpoolOnAFullDisk, TriesAgainByItself) {
    const files::TemporaryDirectory directory;
    files::FaultyFiles disk;
    auto spool =
        open_segment_spool({.directory = directory.path(), .flush_every = std::chrono::milliseconds{1}, .files = &disk})
            .value();
    disk.write_error = ENOSPC;
    ASSERT_TRUE(spool->append(sample_hit(0)));
    const std::int64_t before = disk.calls();
    while (disk.calls() < before + 20) {  // several attempts
        std::this_thread::yield();
    }
    disk.write_error = 0;
    while (spool->queued() > 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(numbers_in(*spool), Numbers{0});
    EXPECT_EQ(spool->shed(), 0U);
}

TEST(SegmentSpoolOnAFullDisk, WritesEveryRecordOnceWhateverFailsWhen) {
    // One error at each call in turn, over several rotations; what was flushed before must not be written again.
    for (std::int64_t failing = 0; failing < 60; ++failing) {
        const files::TemporaryDirectory directory;
        files::FaultyFiles disk;
        auto spool = open_segment_spool({.directory = directory.path(),
                                         .segment_bytes = 1024,
                                         .flush_every = std::chrono::hours{1},
                                         .files = &disk})
                         .value();
        const std::int64_t begin = disk.calls();
        for (std::int64_t number = 0; number < 30; ++number) {
            ASSERT_TRUE(spool->append(sample_hit(number)));
        }
        disk.fail_once_at = begin + failing;
        const bool settled = spool->settle().has_value() || spool->settle().has_value();
        EXPECT_TRUE(settled) << failing;
        EXPECT_EQ(numbers_in(*spool), up_to(30)) << failing;
        spool.reset();
        spool = open_segment_spool({.directory = directory.path()}).value();
        EXPECT_EQ(numbers_in(*spool), up_to(30)) << failing;
    }
}

TEST(SegmentSpoolAfterACrash, HoldsAllThatWasSettledAndNothingGarbled) {
    bool finished = false;
    for (std::int64_t stop = 0; !finished; ++stop) {
        const files::TemporaryDirectory directory;
        std::int64_t settled = 0;
        {
            files::FaultyFiles stopping;
            stopping.stop_at = stop;
            auto spool = open_segment_spool({.directory = directory.path() + "/spool",
                                             .segment_bytes = 2048,
                                             .flush_every = std::chrono::hours{1},
                                             .files = &stopping});
            for (std::int64_t number = 0; spool && number < 40; ++number) {
                ASSERT_TRUE((*spool)->append(sample_hit(number)));
                if (number % 5 == 4 && (*spool)->settle()) {
                    settled = number + 1;
                }
            }
            if (spool) {
                spool->reset();  // which tries once more, in vain
            }
            finished = stopping.calls() <= stop;
        }
        auto spool = open_segment_spool({.directory = directory.path() + "/spool"}).value();
        const Numbers numbers = numbers_in(*spool);
        EXPECT_GE(static_cast<std::int64_t>(numbers.size()), settled) << stop;
        EXPECT_EQ(numbers, up_to(static_cast<std::int64_t>(numbers.size()))) << stop;
        EXPECT_EQ(settled, finished ? 40 : settled);
        ASSERT_TRUE(spool->append(sample_hit(0)));
        EXPECT_TRUE(spool->settle()) << stop;
    }
}

}  // namespace
}  // namespace mooring::storage::spool
