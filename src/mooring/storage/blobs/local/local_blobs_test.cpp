#include "mooring/storage/blobs/local/local_blobs.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <vector>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/storage/files/faulty_files.hpp"
#include "mooring/storage/files/temporary_directory.hpp"

namespace mooring::storage::local {
namespace {

namespace fs = std::filesystem;

std::size_t files_below(const std::string& path) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{path}) {
        count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
}

unsigned permissions(const std::string& path) {
    struct stat state {};
    EXPECT_EQ(::stat(path.c_str(), &state), 0) << path;
    return state.st_mode & 0777U;
}

/// Writes down what is flushed and renamed, and in which order.
class RecordingFiles final : public files::SystemFileOperations {
public:
    std::vector<std::string> calls;

    int fsync(int descriptor) override {
        calls.push_back("flush " + fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor)).string());
        return SystemFileOperations::fsync(descriptor);
    }
    int rename(const char* from, const char* to) override {
        calls.push_back(std::string{"rename to "} + to);
        return SystemFileOperations::rename(from, to);
    }
};

class LocalBlobsTest : public testing::Test {
protected:
    std::unique_ptr<BlobStore> open(std::size_t open_files = 256) {
        auto store = open_local_blobs({.root = root_,
                                       .reserve_bytes = 1'000'000'000,
                                       .open_files = open_files,
                                       .clock = &clock_,
                                       .files = &files_});
        EXPECT_TRUE(store) << store.error().message;
        return std::move(*store);
    }

    Blob put(BlobStore& store, std::string_view bytes) {
        auto incoming = store.begin(static_cast<std::int64_t>(bytes.size())).value();
        EXPECT_TRUE(incoming->append(bytes));
        return incoming->commit().value();
    }

    files::TemporaryDirectory directory_;
    std::string root_ = directory_.path() + "/data/media";
    ManualClock clock_{from_unix_seconds(2'000'000'000)};
    files::FaultyFiles files_;

    void SetUp() override { files_.free_space = 100'000'000'000; }
};

TEST_F(LocalBlobsTest, KeepsItsFoldersAndFilesToTheOwner) {
    auto store = open();
    const Blob blob = put(*store, "hello");
    for (const char* folder : {"", "/incoming", "/blobs", "/blobs/2c", "/blobs/2c/f2"}) {
        EXPECT_EQ(permissions(root_ + folder), 0700U) << folder;
    }
    EXPECT_EQ(permissions(root_ + "/blobs/2c/f2/" + blob.sha256), 0600U);
}

TEST_F(LocalBlobsTest, ReceivesInIncomingUnderANameOfItsOwn) {
    auto store = open();
    auto one = store->begin(5).value();
    auto other = store->begin(5).value();
    EXPECT_TRUE(one->path().starts_with(root_ + "/incoming/"));
    EXPECT_NE(one->path(), other->path());
    ASSERT_TRUE(one->append("hello"));
    EXPECT_EQ(fs::file_size(one->path()), 5U);
    EXPECT_EQ(files_below(root_ + "/blobs"), 0U);
}

TEST_F(LocalBlobsTest, RefusesWhenLessThanTheReserveOrTwiceTheSizeIsFree) {
    auto store = open();
    struct Case {
        std::int64_t free;
        std::int64_t declared;
        bool is_taken;
    };
    const Case cases[] = {
        {1'000'000'000, 0, true},
        {999'999'999, 0, false},
        {1'000'000'000, 500'000'000, true},
        {1'000'000'000, 500'000'001, false},
        {4'000'000'001, 2'000'000'000, true},
        {3'999'999'999, 2'000'000'000, false},
        {4'000'000'000, INT64_MAX, false},
    };
    for (const Case& row : cases) {
        files_.free_space = row.free;
        const auto begun = store->begin(row.declared);
        EXPECT_EQ(begun.has_value(), row.is_taken) << row.free << " free, " << row.declared << " declared";
        if (!begun) {
            EXPECT_EQ(begun.error().code, Errc::no_space);
        }
    }
    EXPECT_EQ(files_below(root_), 0U);
}

TEST_F(LocalBlobsTest, RemovesThePartialFileWhenTheDiskFills) {
    for (const int error : {ENOSPC, EDQUOT, EIO}) {
        auto store = open();
        auto incoming = store->begin(200'000).value();
        ASSERT_TRUE(incoming->append(std::string(100'000, 'x')));
        files_.write_error = error;
        const auto appended = incoming->append(std::string(100'000, 'x'));
        ASSERT_FALSE(appended);
        EXPECT_EQ(appended.error().code, error == EIO ? Errc::unavailable : Errc::no_space);
        EXPECT_EQ(files_below(root_), 0U);
        files_.write_error = 0;
        EXPECT_FALSE(incoming->append("more"));
        EXPECT_FALSE(incoming->commit());
        EXPECT_EQ(files_below(root_), 0U);
        EXPECT_TRUE(store->contains(put(*store, "service goes on").sha256).value());
        fs::remove_all(root_);
    }
}

TEST_F(LocalBlobsTest, LeavesNothingWhenStoringFails) {
    for (std::atomic<int>* error : {&files_.flush_error, &files_.rename_error, &files_.make_directory_error}) {
        auto store = open();
        auto incoming = store->begin(5).value();
        ASSERT_TRUE(incoming->append("hello"));
        *error = ENOSPC;
        const auto stored = incoming->commit();
        ASSERT_FALSE(stored);
        EXPECT_EQ(stored.error().code, Errc::no_space);
        EXPECT_EQ(files_below(root_), 0U);
        *error = 0;
        EXPECT_FALSE(incoming->commit());  // it is spent, not half done
        put(*store, "hello");
        fs::remove_all(root_);
    }
}

TEST_F(LocalBlobsTest, FlushesTheFileBeforeItIsNamedAndTheFoldersAfter) {
    RecordingFiles recording;
    auto store = open_local_blobs({.root = root_, .reserve_bytes = 0, .clock = &clock_, .files = &recording}).value();
    auto incoming = store->begin(5).value();
    ASSERT_TRUE(incoming->append("hello"));
    const std::string arriving = fs::canonical(incoming->path()).string();
    recording.calls.clear();
    const std::string name = incoming->commit().value().sha256;
    const std::string blobs = fs::canonical(root_ + "/blobs").string();
    EXPECT_EQ(recording.calls,
              (std::vector<std::string>{"flush " + arriving, "rename to " + root_ + "/blobs/2c/f2/" + name,
                                        "flush " + blobs + "/2c/f2", "flush " + blobs + "/2c", "flush " + blobs}));
}

TEST_F(LocalBlobsTest, RemovesLeftoversOfMoreThanADayAtStart) {
    open();
    const std::string old = root_ + "/incoming/old";
    const std::string recent = root_ + "/incoming/recent";
    const auto make = [&](const std::string& path, std::chrono::hours age) {
        std::ofstream{path} << "half an upload";
        const std::int64_t seconds = unix_seconds(clock_.now() - age);
        const timespec times[2] = {{.tv_sec = seconds, .tv_nsec = 0}, {.tv_sec = seconds, .tv_nsec = 0}};
        ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    };
    make(old, std::chrono::hours{25});
    make(recent, std::chrono::hours{24});
    auto store = open();
    EXPECT_FALSE(fs::exists(old));
    EXPECT_TRUE(fs::exists(recent));
    clock_.advance(std::chrono::seconds{1});
    store = open();
    EXPECT_FALSE(fs::exists(recent));
}

TEST_F(LocalBlobsTest, OpensAFileInDemandOnce) {
    auto store = open(1);
    const std::string hot = put(*store, "hot").sha256;
    const std::string other = put(*store, "other").sha256;
    const auto first = store->open(hot).value();
    EXPECT_EQ(store->open(hot).value(), first);
    const auto pushes_out = store->open(other).value();
    EXPECT_NE(store->open(hot).value(), first);
    EXPECT_EQ(first->read(0, 10).value(), "hot");  // pushed out, and still open for its holder
}

TEST_F(LocalBlobsTest, OpensNoFileOutsideOfItsFolders) {
    auto store = open();
    std::ofstream{root_ + "/secret"} << "secret";
    for (const std::string_view name : {"../secret", "/etc/passwd", "", ".", "2c/f2"}) {
        const auto opened = store->open(name);
        ASSERT_FALSE(opened) << name;
        EXPECT_EQ(opened.error().code, Errc::not_found) << name;
        EXPECT_FALSE(store->contains(name).value()) << name;
        EXPECT_TRUE(store->remove(name)) << name;
    }
    EXPECT_TRUE(fs::exists(root_ + "/secret"));
}

TEST_F(LocalBlobsTest, MendsADamagedBlobWhenItComesAgain) {
    auto store = open();
    const Blob blob = put(*store, "hello");
    std::ofstream{root_ + "/blobs/2c/f2/" + blob.sha256} << "hellO";
    put(*store, "hello");
    store = open();
    EXPECT_EQ(store->open(blob.sha256).value()->read(0, 5).value(), "hello");
}

TEST_F(LocalBlobsTest, PassesOverForeignFilesWhenVisiting) {
    auto store = open();
    const Blob blob = put(*store, "hello");
    std::ofstream{root_ + "/blobs/README"} << "not a blob";
    std::ofstream{root_ + "/blobs/2c/f2/notes.txt"} << "not a blob";
    std::ofstream{root_ + "/blobs/2c/f2/" + std::string(64, '0')} << "a blob in the wrong folder";
    std::vector<Blob> seen;
    ASSERT_TRUE(store->for_each([&](const Blob& each, Instant) { seen.push_back(each); }));
    EXPECT_EQ(seen, std::vector<Blob>{blob});
}

}  // namespace
}  // namespace mooring::storage::local
