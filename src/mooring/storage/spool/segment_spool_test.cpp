#include "mooring/storage/spool/segment_spool.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>
#include <vector>

#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/spool/sample_hits.hpp"
#include "mooring/storage/spool/segment_format.hpp"

namespace mooring::storage::spool {
namespace {

namespace fs = std::filesystem;
using Numbers = std::vector<std::int64_t>;

std::int64_t number_of(const analytics::RawHit& hit) {
    return (unix_micros(hit.at) - unix_micros(sample_hit(0).at)) / 1000;
}

/// The numbers of all hits from `from` on.
Numbers numbers_in(HitSpool& spool, SpoolPosition from = {}) {
    Numbers numbers;
    EXPECT_TRUE(spool.read(from, [&](const analytics::RawHit& hit) {
        numbers.push_back(number_of(hit));
        return true;
    }));
    return numbers;
}

class SegmentSpoolTest : public testing::Test {
protected:
    /// No flush comes by itself in the time of a test, unless the queue is half full.
    std::unique_ptr<SegmentSpool> open(const std::function<void(SegmentSpoolOptions&)>& change = {}) {
        SegmentSpoolOptions options{.directory = path_, .flush_every = std::chrono::hours{1}};
        if (change) {
            change(options);
        }
        auto spool = open_segment_spool(options);
        EXPECT_TRUE(spool) << spool.error().message;
        return spool ? std::move(*spool) : nullptr;
    }

    std::size_t segment_count() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator{path_}, fs::directory_iterator{}));
    }

    files::TemporaryDirectory directory_;
    const std::string path_ = directory_.path() + "/spool";
};

TEST_F(SegmentSpoolTest, MakesNoFileBeforeTheFirstRecord) {
    open();
    open();
    EXPECT_EQ(segment_count(), 0U);
    struct stat state {};
    ASSERT_EQ(::stat(path_.c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777U, 0700U);
}

TEST_F(SegmentSpoolTest, FlushesByItselfWithinFlushEvery) {
    auto spool = open([](auto& options) { options.flush_every = std::chrono::milliseconds{1}; });
    ASSERT_TRUE(spool->append(sample_hit(0)));
    while (spool->queued() > 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(numbers_in(*spool), Numbers{0});
}

TEST_F(SegmentSpoolTest, FlushesEarlyWhenTheQueueIsHalfFull) {
    auto spool = open([](auto& options) { options.queue_limit = 100; });
    ASSERT_TRUE(spool->append(sample_hit(0)));
    ASSERT_TRUE(spool->settle());  // from now on the next flush is an hour away
    for (std::int64_t number = 1; number <= 50; ++number) {
        ASSERT_TRUE(spool->append(sample_hit(number)));
    }
    while (spool->queued() > 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(numbers_in(*spool).size(), 51U);
}

TEST_F(SegmentSpoolTest, FlushesWhatWaitsWhenItIsClosed) {
    {
        auto spool = open();
        for (std::int64_t number = 0; number < 10; ++number) {
            ASSERT_TRUE(spool->append(sample_hit(number)));
        }
    }
    EXPECT_EQ(numbers_in(*open()).size(), 10U);
}

TEST_F(SegmentSpoolTest, BeginsANewSegmentWithEachStart) {
    for (std::int64_t run = 0; run < 3; ++run) {
        auto spool = open();
        ASSERT_TRUE(spool->append(sample_hit(run)));
        ASSERT_TRUE(spool->settle());
    }
    EXPECT_EQ(segment_count(), 3U);
    EXPECT_EQ(numbers_in(*open()), (Numbers{0, 1, 2}));
}

TEST_F(SegmentSpoolTest, GoesOnAfterATornTailAndNeverAppendsToIt) {
    {
        auto spool = open();
        ASSERT_TRUE(spool->append(sample_hit(0)));
        ASSERT_TRUE(spool->append(sample_hit(1)));
    }
    const std::string first = path_ + "/" + segment_name(1);
    fs::resize_file(first, fs::file_size(first) - 1);
    const auto torn_size = fs::file_size(first);
    auto spool = open();
    ASSERT_TRUE(spool->append(sample_hit(2)));
    ASSERT_TRUE(spool->settle());
    EXPECT_EQ(numbers_in(*spool), (Numbers{0, 2}));
    EXPECT_EQ(fs::file_size(first), torn_size);
}

TEST_F(SegmentSpoolTest, KeepsSegmentsWithinTheirSize) {
    auto spool = open([](auto& options) { options.segment_bytes = 4096; });
    Numbers expected;
    for (std::int64_t number = 0; number < 200; ++number) {
        expected.push_back(number);
        ASSERT_TRUE(spool->append(sample_hit(number)));
        if (number % 7 == 0) {
            ASSERT_TRUE(spool->settle());
        }
    }
    ASSERT_TRUE(spool->settle());
    EXPECT_GT(segment_count(), 8U);
    std::uint64_t bytes = 0;
    for (const auto& file : fs::directory_iterator{path_}) {
        EXPECT_LE(file.file_size(), 4096U);
        bytes += file.file_size();
    }
    EXPECT_EQ(spool->stored_bytes(), bytes);
    EXPECT_EQ(numbers_in(*spool), expected);
    spool.reset();
    spool = open();
    EXPECT_EQ(spool->stored_bytes(), bytes);
    EXPECT_EQ(numbers_in(*spool), expected);
}

TEST_F(SegmentSpoolTest, ShedsWhatIsOverTheQueueLimit) {
    auto spool = open([](auto& options) {
        options.queue_limit = 65536;
        options.queue_bytes_limit = 2000;
    });
    ASSERT_TRUE(spool->append(sample_hit(0)));
    ASSERT_TRUE(spool->settle());
    std::int64_t taken = 1;
    while (spool->append(sample_hit(taken))) {
        ++taken;
    }
    EXPECT_EQ(spool->shed(), 1U);
    EXPECT_FALSE(spool->append(sample_hit(taken)));
    EXPECT_EQ(spool->shed(), 2U);
    EXPECT_GT(taken, 5);
    ASSERT_TRUE(spool->settle());
    EXPECT_TRUE(spool->append(sample_hit(taken)));
    ASSERT_TRUE(spool->settle());
    EXPECT_EQ(numbers_in(*spool).size(), static_cast<std::size_t>(taken) + 1);
}

TEST_F(SegmentSpoolTest, ShedsARecordThatNoSegmentCouldHold) {
    auto spool = open();
    analytics::RawHit hit = sample_hit(0);
    hit.user_agent = std::string(max_payload_bytes, 'x');
    EXPECT_FALSE(spool->append(hit));
    EXPECT_EQ(spool->shed(), 1U);
}

TEST_F(SegmentSpoolTest, ShedsWhenFullAndKeepsTheOldest) {
    const auto small = [](auto& options) {
        options.segment_bytes = 1024;
        options.max_total_bytes = 4096;
    };
    auto spool = open(small);
    std::int64_t taken = 0;
    while (spool->append(sample_hit(taken))) {
        ++taken;
        ASSERT_TRUE(spool->settle());
    }
    EXPECT_EQ(spool->shed(), 1U);
    EXPECT_EQ(numbers_in(*spool).front(), 0);
    EXPECT_EQ(numbers_in(*spool).size(), static_cast<std::size_t>(taken));
    // A start does not forget how full it is; making room helps.
    spool.reset();
    spool = open(small);
    EXPECT_FALSE(spool->append(sample_hit(taken)));
    ASSERT_TRUE(spool->release({.segment = 2}));
    EXPECT_TRUE(spool->append(sample_hit(taken)));
}

TEST_F(SegmentSpoolTest, ReleasesWholeSegmentsButNotTheLast) {
    auto spool = open([](auto& options) { options.segment_bytes = 1024; });
    for (std::int64_t number = 0; number < 20; ++number) {
        ASSERT_TRUE(spool->append(sample_hit(number)));
        ASSERT_TRUE(spool->settle());
    }
    const Numbers all = numbers_in(*spool);
    const std::size_t segments = segment_count();
    Numbers rest;
    ASSERT_TRUE(spool->release({.segment = 3, .offset = 500}));
    EXPECT_EQ(segment_count(), segments - 2);
    rest = numbers_in(*spool);
    ASSERT_FALSE(rest.empty());
    EXPECT_TRUE(std::equal(rest.rbegin(), rest.rend(), all.rbegin()));
    ASSERT_TRUE(spool->release({.segment = 1'000'000}));
    EXPECT_EQ(segment_count(), 1U);
    ASSERT_TRUE(spool->append(sample_hit(20)));
    ASSERT_TRUE(spool->settle());
    EXPECT_EQ(numbers_in(*spool).back(), 20);
}

TEST_F(SegmentSpoolTest, ServesReadersWhileManyThreadsAppend) {
    constexpr std::int64_t threads = 4;
    constexpr std::int64_t each = 2000;
    auto spool = open([](auto& options) {
        options.segment_bytes = 64 * 1024;
        options.flush_every = std::chrono::milliseconds{1};
    });
    std::atomic<bool> finished{false};
    std::vector<std::thread> readers;
    std::vector<Numbers> seen(2);
    for (auto& numbers : seen) {
        readers.emplace_back([&spool, &numbers, &finished] {
            SpoolPosition place;
            for (bool last = false; !last;) {
                last = finished.load();
                const auto next = spool->read(place, [&](const analytics::RawHit& hit) {
                    numbers.push_back(number_of(hit));
                    return numbers.size() % 100 != 0;  // in small steps
                });
                ASSERT_TRUE(next);
                last = last && *next == place;
                place = *next;
            }
        });
    }
    std::vector<std::thread> writers;
    for (std::int64_t thread = 0; thread < threads; ++thread) {
        writers.emplace_back([&spool, thread] {
            for (std::int64_t index = 0; index < each; ++index) {
                ASSERT_TRUE(spool->append(sample_hit(thread * each + index)));
            }
        });
    }
    for (auto& writer : writers) {
        writer.join();
    }
    ASSERT_TRUE(spool->settle());
    finished = true;
    for (auto& reader : readers) {
        reader.join();
    }
    for (const Numbers& numbers : seen) {
        ASSERT_EQ(numbers.size(), static_cast<std::size_t>(threads * each));
        std::map<std::int64_t, std::int64_t> newest;  // per thread: its own order is kept
        for (const std::int64_t number : numbers) {
            const auto [entry, is_first] = newest.try_emplace(number / each, number);
            EXPECT_TRUE(is_first || entry->second == number - 1);
            entry->second = number;
        }
    }
}

}  // namespace
}  // namespace mooring::storage::spool
