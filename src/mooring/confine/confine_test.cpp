#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "mooring/confine/process.hpp"
#include "mooring/confine/run.hpp"

namespace mooring::confine {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;
using Lines = std::vector<std::string>;

constexpr std::chrono::seconds patience{60};  // for what takes milliseconds

/// A temporary folder with a work folder in it, a secret beside it, and an input.
class Confined : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("mooring_confine_" + std::to_string(std::random_device{}()));
        fs::create_directories(folder_ / "work");
        write(folder_ / "secret", "secret");
        write(folder_ / "input", "input");
    }
    void TearDown() override { fs::remove_all(folder_); }

    static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

    Confinement confinement() const {
        return {.work_folder = folder_ / "work",
                .readable_files = {folder_ / "input"},
                .limits = {.cpu = std::chrono::seconds{20}, .wall = patience},
                .walls = walls_};
    }

    Result<Ending> run_intruder(std::vector<std::string> arguments, const Confinement& within,
                                std::stop_token stop = {}) {
        arguments.insert(arguments.begin(), MOORING_INTRUDER);
        output_.clear();
        progress_.clear();
        return run(arguments, within,
                   {.output =
                        [this](std::string_view text) {
                            output_.append(text);
                            if (on_output_) on_output_();
                            return ok();
                        },
                    .progress =
                        [this](std::string_view text) {
                            progress_.append(text);
                            return ok();
                        }},
                   std::move(stop));
    }

    /// The lines that the intruder prints in `mode`.
    Lines told(std::vector<std::string> arguments) {
        const auto ending = run_intruder(std::move(arguments), confinement());
        EXPECT_TRUE(ending) << ending.error().message;
        if (!ending) return {};
        EXPECT_TRUE(ending->is_success()) << ending->code << ending->errors;
        layers_ = ending->layers;
        Lines lines;
        std::istringstream text{output_};
        for (std::string line; std::getline(text, line);) lines.push_back(line);
        return lines;
    }

    fs::path folder_;
    Walls walls_;
    std::string output_, progress_;
    std::function<void()> on_output_;
    Layers layers_;
};

/// What has to hold with each wall that keeps files out alone, and with both.
class BehindEachWall : public Confined, public testing::WithParamInterface<Walls> {
protected:
    void SetUp() override {
        Confined::SetUp();
        walls_ = GetParam();
        const auto ending = run_intruder({"work"}, confinement());
        if (!ending && ending.error().code == Errc::unsupported) GTEST_SKIP() << ending.error().message;
        fs::remove_all(folder_ / "work");
        fs::create_directory(folder_ / "work");
    }
};

TEST_P(BehindEachWall, NothingOpensASocketOrLeavesItsProcess) {
    const Lines lines = told({"break-out"});
    EXPECT_EQ(lines.size(), 16U);
    EXPECT_THAT(lines, Each(Not(EndsWith(": done")))) << "by layers " << layers_.bits();
    EXPECT_TRUE(layers_.has(Layer::system_call_filter));
}

TEST_P(BehindEachWall, NoFileOutsideCanBeRead) {
    const Lines lines =
        told({"read", folder_ / "secret", "../secret", "/etc/passwd", "/etc/hostname", "/proc/self/maps",
              "/proc/1/environ", "/root", "/", "/tmp", "/dev/null", "/usr/share", "/bin/sh", "/sys"});
    EXPECT_EQ(lines.size(), 13U);
    // The root of a private view is a folder with nothing but what was put there; Landlock alone refuses it too.
    for (const std::string& line : lines) {
        const bool is_private_root = line == "/: done" || line == "/tmp: done";
        EXPECT_TRUE(is_private_root || !line.ends_with(": done")) << line;
    }
    EXPECT_TRUE(layers_.keep_files_out());
}

TEST_P(BehindEachWall, NoFileOutsideCanBeWritten) {
    const Lines lines = told({"write", folder_ / "secret", folder_ / "new", "../new", "/tmp/new", "/usr/lib/new",
                              "/new", folder_ / "input", MOORING_INTRUDER});
    EXPECT_EQ(lines.size(), 8U);
    EXPECT_THAT(lines, Each(Not(EndsWith(": done"))));
    EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_P(BehindEachWall, ALinkInTheFolderLeadsNowhere) {
    fs::create_symlink("/etc/passwd", folder_ / "work" / "link");
    fs::create_symlink(folder_ / "secret", folder_ / "work" / "other");
    EXPECT_THAT(told({"read", "link", "other"}), Each(Not(EndsWith(": done"))));
}

TEST_P(BehindEachWall, TheInputAndTheFolderCanBeUsed) {
    EXPECT_THAT(told({"read", folder_ / "input", folder_ / "work"}), Each(EndsWith(": done")));
    EXPECT_THAT(told({"work"}), UnorderedElementsAre("thread: done", "make folder: done", "write: done", "rename: done",
                                                     "remove: done", "progress: done"));
    EXPECT_EQ(progress_, "half\n");
    EXPECT_TRUE(fs::is_directory(folder_ / "work" / "made"));
}

INSTANTIATE_TEST_SUITE_P(Walls, BehindEachWall,
                         testing::Values(Walls{}, Walls{.namespaces = true, .landlock = false},
                                         Walls{.namespaces = false, .landlock = true}),
                         [](const auto& row) {
                             return row.param.namespaces && row.param.landlock ? "All"
                                    : row.param.landlock                       ? "LandlockAlone"
                                                                               : "NamespacesAlone";
                         });

TEST_F(Confined, NothingRunsWhereNothingKeepsFilesOut) {
    walls_ = {.namespaces = false, .landlock = false};
    const auto ending = run_intruder({"work"}, confinement());
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().code, Errc::unsupported);
    EXPECT_THAT(ending.error().message, HasSubstr("Landlock"));
    EXPECT_TRUE(output_.empty() && fs::is_empty(folder_ / "work")) << "it must not have begun";
}

TEST_F(Confined, GetsNoDescriptorAndNoEnvironmentOfOurs) {
    ::setenv("MOORING_SECRET", "swordfish", 1);
    std::FILE* secret = std::fopen((folder_ / "secret").c_str(), "r");
    const int copy = ::dup(::fileno(secret));  // without close-on-exec
    EXPECT_EQ(told({"descriptors"}), Lines{"descriptors: 4"});
    EXPECT_THAT(told({"environment"}), UnorderedElementsAre("LC_ALL=C", "HOME=" + (folder_ / "work").string(),
                                                            "TMPDIR=" + (folder_ / "work").string(),
                                                            "AV_LOG_FORCE_NOCOLOR=1", "MALLOC_ARENA_MAX=4"));
    ::close(copy);
    std::fclose(secret);
    ::unsetenv("MOORING_SECRET");
}

TEST_F(Confined, CannotUseMoreThanItsLimits) {
    Confinement small = confinement();
    small.limits.file_bytes = 3 << 20;
    small.limits.address_space_bytes = std::int64_t{1} << 30;
    auto ending = run_intruder({"fill"}, small);
    ASSERT_TRUE(ending) << ending.error().message;
    EXPECT_EQ(output_, "write more: File too large\n");
    EXPECT_EQ(fs::file_size(folder_ / "work" / "big"), 3U << 20);
    ending = run_intruder({"memory"}, small);
    ASSERT_TRUE(ending);
    EXPECT_EQ(output_, "map: Cannot allocate memory\n");

    small.limits.cpu = std::chrono::seconds{1};
    ending = run_intruder({"spin"}, small);
    ASSERT_TRUE(ending) << ending.error().message;
    EXPECT_EQ(ending->kind, Ending::Kind::cpu_limit);
    EXPECT_GE(ending->cpu, std::chrono::milliseconds{500});
}

TEST_F(Confined, IsKilledAtItsDeadline) {
    Confinement hasty = confinement();
    hasty.limits.wall = std::chrono::milliseconds{200};
    const auto ending = run_intruder({"wait"}, hasty);
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().code, Errc::timeout);
}

TEST_F(Confined, IsKilledWhenCancelled) {
    std::stop_source stop;
    on_output_ = [&] { stop.request_stop(); };  // it waits for ever from here on
    const auto ending = run_intruder({"wait"}, confinement(), stop.get_token());
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().message, cancelled);

    const auto again = run_intruder({"wait"}, confinement(), stop.get_token());
    ASSERT_FALSE(again) << "cancelled before it began";
}

TEST_F(Confined, CanBeCancelledFromAnotherThread) {
    std::stop_source stop;
    std::jthread other;
    on_output_ = [&] { other = std::jthread([&] { stop.request_stop(); }); };
    const auto ending = run_intruder({"spin"}, confinement(), stop.get_token());
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().message, cancelled);
}

TEST_F(Confined, AReaderThatFailsEndsIt) {
    const auto ending = run({MOORING_INTRUDER, "wait"}, confinement(), {.output = [](std::string_view) {
                                return Result<void>(Error{Errc::no_space, "full"});
                            }});
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().code, Errc::no_space);
}

TEST_F(Confined, SaysHowItEnded) {
    auto ending = run_intruder({"fail"}, confinement());
    ASSERT_TRUE(ending);
    EXPECT_EQ(ending->kind, Ending::Kind::exited);
    EXPECT_EQ(ending->code, 3);
    EXPECT_EQ(ending->errors, "this went wrong\n");
    EXPECT_FALSE(ending->is_success());
    ending = run_intruder({"crash"}, confinement());
    ASSERT_TRUE(ending);
    EXPECT_EQ(ending->kind, Ending::Kind::killed);

    const auto absent = run({"/nowhere/ffmpeg"}, confinement(), {});
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, Errc::not_found);
}

TEST_F(Confined, DiesWithItsParent) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t parent = ::fork();
    if (parent == 0) {
        // What it prints first is in its pipe when `start` returns or soon after; its number is all we need.
        auto process = Process::start({MOORING_INTRUDER, "wait"}, confinement());
        const pid_t child = process ? process->id() : -1;
        if (::write(ends[1], &child, sizeof child) < 0) ::_exit(1);
        for (;;) ::pause();
    }
    pid_t child = -1;
    ASSERT_EQ(::read(ends[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
    ASSERT_GT(child, 0);
    pollfd handle{static_cast<int>(::syscall(SYS_pidfd_open, child, 0)), POLLIN, 0};
    ASSERT_GE(handle.fd, 0);
    EXPECT_EQ(::poll(&handle, 1, 0), 0) << "it must be running";
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    EXPECT_EQ(::poll(&handle, 1, 60'000), 1);
    ::close(handle.fd);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_F(Confined, PathsHaveToBePlain) {
    for (const std::string& folder : {std::string{"work"}, (folder_ / "work" / ".." / "work").string()}) {
        Confinement odd = confinement();
        odd.work_folder = folder;
        const auto ending = run_intruder({"work"}, odd);
        ASSERT_FALSE(ending) << folder;
        EXPECT_EQ(ending.error().code, Errc::invalid_argument);
    }
}

TEST(Survey, SaysOfEachLayerWhetherItHoldsInWords) {
    const auto states = survey();
    ASSERT_TRUE(states) << states.error().message;
    ASSERT_EQ(states->size(), layer_count);
    EXPECT_EQ(states->front().layer, Layer::system_call_filter);
    EXPECT_TRUE(states->front().holds);
    for (const LayerState& state : *states) {
        EXPECT_FALSE(state.words.empty());
        EXPECT_FALSE(to_string(state.layer).empty());
        RecordProperty(std::string{to_string(state.layer)}, state.holds ? "holds" : state.words);
    }
}

}  // namespace
}  // namespace mooring::confine
