#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <random>
#include <string>

#include "mooring/storage/files/file_operations.hpp"
#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"

namespace mooring::storage {
namespace {

constexpr const char* directory_variable = "MOORING_PLAYS_TO_FILL";
constexpr std::chrono::sys_days first_day = std::chrono::year{2026} / 3 / 2;

duckdb::DuckdbOptions options_for(const std::string& directory) {
    return {.path = directory + "/plays.duckdb", .memory_bytes = 128LL << 20U, .threads = 1, .runs_per_level = 2};
}

/// Batch n: one download of listener n, on a day that moves on every ten batches; the fact before it once more.
PlayBatch numbered_batch(std::uint64_t number) {
    const auto play_of = [](std::uint64_t listener) {
        return analytics::Play{.kind = analytics::PlayKind::download,
                               .show = domain::ShowId{static_cast<std::int64_t>(listener % 3) + 1},
                               .episode = domain::EpisodeId{10},
                               .at = first_day + std::chrono::days{listener / 10},
                               .listener = listener};
    };
    PlayBatch batch{.stream = "spool", .end = {.segment = 1, .offset = number}};
    batch.changes.put = {play_of(number)};
    if (number > 1) batch.changes.put.push_back(play_of(number - 1));
    return batch;
}

std::uint64_t position_of(PlayStore& store) {
    return store.position_of("spool").value().offset;
}

// The child of the test below; by itself it does nothing. Goes on where the plays are, puts them in order now and then,
// and says on descriptor 1 what was put down.
TEST(PlaysKill, DISABLED_ChildAppendsUntilItIsKilled) {
    const char* const directory = std::getenv(directory_variable);
    if (directory == nullptr) GTEST_SKIP() << "started by PlaysKill.LosesNothingAndCountsNothingTwice only";
    auto store = duckdb::open_duckdb_plays(options_for(directory)).value();
    for (std::uint64_t number = position_of(*store) + 1;; ++number) {
        if (!store->append(numbered_batch(number))) return;
        const std::string line = "done " + std::to_string(number) + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) return;
        if (number % 25 == 0 && !store->cluster(first_day + std::chrono::days{number / 10 - 1})) return;
    }
}

/// Run the child until it has put down `batches` more, wait `extra` lines, kill it; the last number it said.
std::uint64_t fill_until_killed(const std::string& directory, std::uint64_t until) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return 0;
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::setenv(directory_variable, directory.c_str(), 1);
        ::execl("/proc/self/exe", "plays_kill", "--gtest_also_run_disabled_tests", "--gtest_filter=PlaysKill.*Child*",
                static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[1]);
    const files::Descriptor said_by_child{ends[0]};
    std::string said;
    std::array<char, 4096> block;
    std::uint64_t done = 0;
    bool killed = false;
    for (ssize_t got = 0; (got = ::read(said_by_child.get(), block.data(), block.size())) > 0;) {
        said.append(block.data(), static_cast<std::size_t>(got));
        for (std::size_t end = said.find('\n'); end != std::string::npos; end = said.find('\n')) {
            static constexpr std::string_view word = "done ";
            if (said.starts_with(word)) std::from_chars(said.data() + word.size(), said.data() + end, done);
            said.erase(0, end + 1);
        }
        if (!killed && done >= until) {
            ::kill(child, SIGKILL);
            killed = true;
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? done : 0;
}

int rounds() {
    const char* const wanted = std::getenv("MOORING_KILLS");
    return wanted != nullptr ? std::atoi(wanted) : 5;
}

TEST(PlaysKill, LosesNothingAndCountsNothingTwice) {
    const files::TemporaryDirectory directory;
    std::mt19937 random{9};
    std::uint64_t until = 0;
    for (int round = 0; round < rounds(); ++round) {
        until += 1 + random() % 60;
        const std::uint64_t said = fill_until_killed(directory.path(), until);
        ASSERT_GE(said, until);
        const auto store = duckdb::open_duckdb_plays(options_for(directory.path()));
        ASSERT_TRUE(store) << store.error().message;
        const std::uint64_t position = position_of(**store);
        ASSERT_GE(position, said) << "round " << round;
        const auto table = (*store)->answer(
            {.metric = analytics::Metric::downloads, .days = {first_day, first_day + std::chrono::days{10'000}}});
        ASSERT_EQ(static_cast<std::uint64_t>(table.value().cells[0].count), position) << "round " << round;
        until = position;
    }
}

}  // namespace
}  // namespace mooring::storage
