#include "cli/archive.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace mooring::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct ArchiveTest : testing::Test {
    std::string folder;
    RunSubject subject{"anchor", "https://h/v3 2c2ad3a8", "{}"};
    Instant now = from_unix_seconds(1'773'360'000);
    const Question plays{"plays", "", R"({"start":1})"};
    const Question video{"episode-all-time-video-data", "41000007", "{}"};

    ArchiveTest() {
        char name[] = "/tmp/archive-XXXXXX";
        folder = ::mkdtemp(name);
    }
    ~ArchiveTest() override { fs::remove_all(folder); }

    Result<std::unique_ptr<Archive>> open(Instant at) { return Archive::open(folder, subject, at, 12h, false); }
    std::string run_file() const {
        for (const auto& entry : fs::directory_iterator{folder + "/anchor"}) return entry.path().string();
        return {};
    }
    std::size_t objects() const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator{folder + "/objects"})
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }
};

TEST_F(ArchiveTest, ARunThatBrokeOffGoesOnWithWhatItHas) {
    {
        auto first = open(now);
        ASSERT_TRUE(first) << first.error().message;
        ASSERT_TRUE((*first)->keep(plays, {.text = R"({"a":1.0})"}, now));
        ASSERT_TRUE((*first)->keep(video, {.skipped = "no video"}, now));
    }
    auto second = open(now + 2h);
    ASSERT_TRUE(second);
    EXPECT_TRUE((*second)->was_taken_up());
    EXPECT_EQ((*second)->began(), now) << "its questions keep their times";
    EXPECT_EQ((*(*second)->find(plays))->text, R"({"a":1.0})");
    EXPECT_EQ((*(*second)->find(video))->skipped, "no video");
    EXPECT_FALSE(*(*second)->find({"plays", "", R"({"start":2})"}));
}

TEST_F(ArchiveTest, ANewRunBeginsAfterTheEndAfterALongBreakAndForAnotherSubject) {
    { ASSERT_TRUE((*open(now))->finish(now, 0)); }
    { EXPECT_FALSE((*open(now + 1s))->was_taken_up()); }
    { EXPECT_FALSE((*open(now + 13h))->was_taken_up()); }
    { EXPECT_FALSE((*open(now - 1h))->was_taken_up()) << "a clock that was set back"; }
    subject.source = "other";
    EXPECT_FALSE((*open(now + 2s))->was_taken_up());
}

TEST_F(ArchiveTest, CutsOffALineThatAKillTore) {
    { ASSERT_TRUE((*open(now))->keep(plays, {.text = "{}"}, now)); }
    const std::string whole = run_file();
    const auto size = fs::file_size(whole);
    std::ofstream{whole, std::ios::app} << R"({"event":"answer","endpoint":"aud)";
    auto again = open(now + 1s);
    ASSERT_TRUE(again);
    EXPECT_EQ(fs::file_size(whole), size);
    EXPECT_TRUE(*(*again)->find(plays));
}

TEST_F(ArchiveTest, KeepsEachContentOnceAndCompressed) {
    auto archive = *open(now);
    const std::string text(100'000, 'x');
    ASSERT_TRUE(archive->keep(plays, {.text = text}, now));
    ASSERT_TRUE(archive->keep(video, {.text = text}, now));
    EXPECT_EQ(objects(), 1U);
    for (const auto& entry : fs::recursive_directory_iterator{folder + "/objects"}) {
        if (entry.is_regular_file()) {
            EXPECT_LT(entry.file_size(), 1000U);
        }
    }
}

TEST_F(ArchiveTest, PutsUnexpectedShapesAside) {
    auto archive = *open(now);
    ASSERT_TRUE(archive->keep(plays, {.text = "[]", .drift = "no rows"}, now));
    EXPECT_TRUE(fs::exists(folder + "/quarantine"));
    EXPECT_FALSE(fs::exists(folder + "/objects"));
    EXPECT_EQ((*archive->find(plays))->text, "[]");
}

TEST_F(ArchiveTest, AsksAgainForWhatIsDamaged) {
    auto archive = *open(now);
    ASSERT_TRUE(archive->keep(plays, {.text = "{}"}, now));
    for (const auto& entry : fs::recursive_directory_iterator{folder + "/objects"}) {
        if (entry.is_regular_file()) std::ofstream{entry.path()} << "rubbish";
    }
    EXPECT_FALSE(*archive->find(plays));
}

TEST_F(ArchiveTest, TwoProcessesDoNotShareARun) {
    auto first = open(now);
    ASSERT_TRUE(first);
    EXPECT_EQ(open(now + 1s).error().code, Errc::conflict);
}

TEST_F(ArchiveTest, AFullDiskLosesNothingThatWasKept) {
    {
        auto archive = *open(now);
        ASSERT_TRUE(archive->keep(plays, {.text = "{}"}, now));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
        const auto kept = archive->keep(video, {.text = R"({"b":2})"}, now);
        ::setrlimit(RLIMIT_FSIZE, &before);
        ASSERT_FALSE(kept);
        EXPECT_EQ(kept.error().code, Errc::no_space);
    }
    auto again = *open(now + 1s);
    EXPECT_TRUE(*again->find(plays));
    EXPECT_FALSE(*again->find(video));
    EXPECT_TRUE(again->keep(video, {.text = R"({"b":2})"}, now));
}

}  // namespace
}  // namespace mooring::cli
