#include "mooring/storage/keys/file_listener_keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "mooring/base/time_text.hpp"
#include "mooring/storage/files/faulty_files.hpp"
#include "mooring/storage/files/temporary_directory.hpp"

namespace mooring::storage::keys {
namespace {

namespace fs = std::filesystem;

Instant at(std::string_view text) {
    return parse_iso8601(text).value();
}

class FileListenerKeysTest : public testing::Test {
protected:
    Result<std::unique_ptr<FileListenerKeys>> try_open() {
        return open_listener_keys(
            {.directory = path_, .master_key = master_key_, .clock = &clock_, .random = &random_, .files = &files_});
    }

    std::unique_ptr<FileListenerKeys> open() {
        auto keys = try_open();
        EXPECT_TRUE(keys) << keys.error().message;
        return std::move(*keys);
    }

    std::set<std::string> names() const {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator{path_}) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }

    files::TemporaryDirectory directory_;
    const std::string path_ = directory_.path() + "/keys";
    MasterKey master_key_{std::byte{7}};
    ManualClock clock_{at("2026-03-15T12:00:00Z")};
    SystemRandom random_;
    files::FaultyFiles files_;
};

using Names = std::set<std::string>;

TEST_F(FileListenerKeysTest, AreMadeBeforeTheirPeriodAndKeptToTheOwner) {
    open();
    EXPECT_EQ(names(), (Names{"2026-03.key", "2026-04.key"}));
    struct stat state {};
    ASSERT_EQ(::stat(path_.c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777U, 0700U);
    ASSERT_EQ(::stat((path_ + "/2026-03.key").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777U, 0600U);
}

TEST_F(FileListenerKeysTest, ChangeAtTheEndOfTheMonthAndOnlyThen) {
    auto keys = open();
    const auto march = keys->key_for(at("2026-03-01T00:00:00Z")).value();
    EXPECT_EQ(keys->key_for(at("2026-03-31T23:59:59.999Z")).value(), march);
    const auto april = keys->key_for(at("2026-04-01T00:00:00Z")).value();
    EXPECT_NE(april, march);
    EXPECT_NE(march, analytics::ListenerKey{});
    clock_.set(at("2026-04-01T00:00:00Z"));
    ASSERT_TRUE(keys->maintain());
    EXPECT_EQ(keys->key_for(clock_.now()).value(), april);
    EXPECT_EQ(names(), (Names{"2026-03.key", "2026-04.key", "2026-05.key"}));
}

TEST_F(FileListenerKeysTest, AreTheSameAfterARestart) {
    auto keys = open();
    const auto march = keys->key_for(at("2026-03-01T00:00:00Z")).value();
    const auto april = keys->key_for(at("2026-04-01T00:00:00Z")).value();
    keys = open();
    EXPECT_EQ(keys->key_for(at("2026-03-01T00:00:00Z")).value(), march);
    EXPECT_EQ(keys->key_for(at("2026-04-01T00:00:00Z")).value(), april);
}

TEST_F(FileListenerKeysTest, AreDestroyedFortyDaysAfterTheirPeriod) {
    auto keys = open();
    const Instant in_march = at("2026-03-15T00:00:00Z");
    const auto march = keys->key_for(in_march).value();
    clock_.set(at("2026-05-10T23:59:59.999999Z"));
    ASSERT_TRUE(keys->maintain());
    EXPECT_EQ(keys->key_for(in_march).value(), march);
    EXPECT_TRUE(names().contains("2026-03.key"));

    clock_.set(at("2026-05-11T00:00:00Z"));
    EXPECT_EQ(keys->key_for(in_march).error().code, Errc::gone) << "even before the upkeep has run";
    std::error_code failure;
    fs::create_hard_link(path_ + "/2026-03.key", directory_.path() + "/kept", failure);
    ASSERT_FALSE(failure);
    ASSERT_TRUE(keys->maintain());
    EXPECT_EQ(names(), (Names{"2026-04.key", "2026-05.key", "2026-06.key"}));
    EXPECT_EQ(files::read_file(directory_.path() + "/kept", 1000).value(), std::string(key_file_bytes, '\0'))
        << "its bytes are overwritten, not merely unlinked";
    EXPECT_EQ(keys->key_for(in_march).error().code, Errc::gone);
    keys = open();
    EXPECT_EQ(keys->key_for(in_march).error().code, Errc::gone);
}

TEST_F(FileListenerKeysTest, AreDestroyedAtStartWhenTheTimeCameWhileStopped) {
    open();
    clock_.set(at("2027-01-01T00:00:00Z"));
    open();
    EXPECT_EQ(names(), (Names{"2027-01.key", "2027-02.key"}));
}

TEST_F(FileListenerKeysTest, AreDestroyedOnAFullDiskToo) {
    auto keys = open();
    clock_.set(at("2026-05-11T00:00:00Z"));
    files_.write_error = ENOSPC;
    EXPECT_EQ(keys->maintain().error().code, Errc::no_space);
    EXPECT_FALSE(names().contains("2026-03.key"));
    const auto may = keys->key_for(clock_.now()).value();  // made in memory, so that service goes on
    files_.write_error = 0;
    ASSERT_TRUE(keys->maintain());
    keys = open();
    EXPECT_EQ(keys->key_for(clock_.now()).value(), may);
}

TEST_F(FileListenerKeysTest, AskTheDiskForNothingWhileHitsArrive) {
    auto keys = open();
    const std::int64_t calls = files_.calls();
    ASSERT_TRUE(keys->key_for(clock_.now()));
    ASSERT_TRUE(keys->key_for(at("2026-12-01T00:00:00Z")));  // the upkeep has not run for months
    keys->opt_out_key_for(clock_.now());
    EXPECT_EQ(files_.calls(), calls);
}

TEST_F(FileListenerKeysTest, DoNotOpenWithAnotherMasterKey) {
    open();
    master_key_[0] = std::byte{8};
    const auto opened = try_open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::corrupt);
    EXPECT_EQ(names(), (Names{"2026-03.key", "2026-04.key"})) << "nothing is overwritten";
}

TEST_F(FileListenerKeysTest, SurviveAStopAtAnyCall) {
    for (std::int64_t stop = 0; stop < 40; ++stop) {
        fs::remove_all(path_);
        const Instant now = clock_.now();
        std::optional<analytics::ListenerKey> stored;
        {
            files::FaultyFiles stopping;
            stopping.stop_at = stop;
            const auto keys = open_listener_keys({.directory = path_,
                                                  .master_key = master_key_,
                                                  .clock = &clock_,
                                                  .random = &random_,
                                                  .files = &stopping});
            if (keys) {
                stored = (*keys)->key_for(now).value();
            }
        }
        auto keys = open();
        EXPECT_EQ(names(), (Names{"2026-03.key", "2026-04.key"})) << stop;
        if (stored) {
            EXPECT_EQ(keys->key_for(now).value(), *stored) << stop;
        }
    }
}

TEST_F(FileListenerKeysTest, OfADayAreInMemoryOnlyAndLastForTheDay) {
    auto keys = open();
    const auto monday = keys->opt_out_key_for(at("2026-03-02T00:00:00Z"));
    EXPECT_EQ(keys->opt_out_key_for(at("2026-03-02T23:59:59.999Z")), monday);
    const auto tuesday = keys->opt_out_key_for(at("2026-03-03T00:00:00Z"));
    EXPECT_NE(tuesday, monday);
    EXPECT_NE(keys->key_for(at("2026-03-02T00:00:00Z")).value(), monday);
    EXPECT_EQ(keys->opt_out_key_for(at("2026-03-02T12:00:00Z")), monday);  // a request that began before midnight
    keys->opt_out_key_for(at("2026-03-04T00:00:00Z"));
    keys->opt_out_key_for(at("2026-03-05T00:00:00Z"));
    EXPECT_NE(keys->opt_out_key_for(at("2026-03-02T12:00:00Z")), monday);  // forgotten by now
    EXPECT_EQ(names(), (Names{"2026-03.key", "2026-04.key"}));
    keys = open();
    EXPECT_NE(keys->opt_out_key_for(at("2026-03-03T00:00:00Z")), tuesday);
}

TEST_F(FileListenerKeysTest, AreOneForAllThreads) {
    auto keys = open();
    std::vector<std::thread> threads;
    std::vector<std::set<analytics::ListenerKey>> seen(4);
    for (auto& distinct : seen) {
        threads.emplace_back([&keys, &distinct] {
            for (int count = 0; count < 200; ++count) {
                distinct.insert(keys->key_for(at("2026-09-01T00:00:00Z")).value());
                distinct.insert(keys->opt_out_key_for(at("2026-09-01T00:00:00Z")));
                ASSERT_TRUE(keys->maintain());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto& distinct : seen) {
        EXPECT_EQ(distinct.size(), 2U);
        EXPECT_EQ(distinct, seen.front());
    }
}

}  // namespace
}  // namespace mooring::storage::keys
