#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "mooring/storage/files/file_operations.hpp"
#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/spool/sample_hits.hpp"
#include "mooring/storage/spool/segment_spool.hpp"

namespace mooring::storage {
namespace {

constexpr const char* directory_variable = "MOORING_SPOOL_TO_FILL";

spool::SegmentSpoolOptions options_for(const std::string& directory) {
    return {.directory = directory, .segment_bytes = 16 * 1024, .flush_every = std::chrono::milliseconds{1}};
}

// The child of the test below; by itself it does nothing. Appends for ever, and says on descriptor 1 how many
// records were settled.
TEST(SpoolKill, DISABLED_ChildAppendsUntilItIsKilled) {
    const char* const directory = std::getenv(directory_variable);
    if (directory == nullptr) {
        GTEST_SKIP() << "started by SpoolKill.LosesNothingThatWasSettled only";
    }
    auto spool = spool::open_segment_spool(options_for(directory)).value();
    for (std::int64_t number = 0;; ++number) {
        while (!spool->append(spool::sample_hit(number))) {
        }
        if (number % 97 == 96 && spool->settle()) {
            const std::string line = "settled " + std::to_string(number + 1) + "\n";
            if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) {
                return;
            }
        }
    }
}

/// Run the child until it has settled at least `records`, kill it, and tell the last number it said.
std::int64_t fill_until_killed(const std::string& directory, std::int64_t records) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return -1;
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::setenv(directory_variable, directory.c_str(), 1);
        ::execl("/proc/self/exe", "spool_kill", "--gtest_also_run_disabled_tests", "--gtest_filter=SpoolKill.*Child*",
                static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[1]);
    const files::Descriptor said_by_child{ends[0]};
    std::string said;
    std::array<char, 4096> block;
    std::int64_t settled = 0;
    bool killed = false;
    // After the kill the pipe is read to its end: what was said just before counts as well.
    for (ssize_t got = 0; (got = ::read(said_by_child.get(), block.data(), block.size())) > 0;) {
        said.append(block.data(), static_cast<std::size_t>(got));
        for (std::size_t end = said.find('\n'); end != std::string::npos; end = said.find('\n')) {
            static constexpr std::string_view word = "settled ";
            if (said.starts_with(word)) {
                std::from_chars(said.data() + word.size(), said.data() + end, settled);
            }
            said.erase(0, end + 1);
        }
        if (!killed && settled >= records) {
            ::kill(child, SIGKILL);
            killed = true;
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? settled : -1;
}

TEST(SpoolKill, LosesNothingThatWasSettled) {
    for (const std::int64_t records : {1, 300, 1000, 2500}) {
        const files::TemporaryDirectory directory;
        const std::int64_t settled = fill_until_killed(directory.path(), records);
        ASSERT_GE(settled, records);
        auto spool = spool::open_segment_spool(options_for(directory.path())).value();
        std::int64_t read = 0;
        ASSERT_TRUE(spool->read({}, [&](const analytics::RawHit& hit) {
            EXPECT_TRUE(hit == spool::sample_hit(read)) << read;
            ++read;
            return true;
        }));
        EXPECT_GE(read, settled);
        // The next run goes on behind the tail.
        ASSERT_TRUE(spool->append(spool::sample_hit(-1)));
        ASSERT_TRUE(spool->settle());
        analytics::RawHit last;
        ASSERT_TRUE(spool->read({}, [&](const analytics::RawHit& hit) {
            last = hit;
            return true;
        }));
        EXPECT_TRUE(last == spool::sample_hit(-1));
    }
}

}  // namespace
}  // namespace mooring::storage
