#include "blob_contract.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <thread>
#include <vector>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::storage {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BlobContract);

namespace {

std::string name_of(std::string_view bytes) {
    return to_hex(sha256(bytes));
}

/// Bytes that differ at every place, so that a mix-up of offsets shows.
std::string pattern(std::size_t length) {
    std::string bytes(length, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) {
        state = state * 1'664'525U + 1'013'904'223U;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

std::string read_file(const std::string& path) {
    std::string bytes;
    if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
        std::array<char, 65536> block;
        for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), file)) > 0;) {
            bytes.append(block.data(), got);
        }
        std::fclose(file);
    }
    return bytes;
}

}  // namespace

void BlobContract::reopen() {
    store_.reset();
    store_ = place_->open(clock_);
}

Blob BlobContract::put(std::string_view bytes, std::size_t piece_bytes) {
    auto incoming = store().begin(static_cast<std::int64_t>(bytes.size()));
    EXPECT_TRUE(incoming);
    for (std::size_t place = 0; place < bytes.size(); place += piece_bytes) {
        EXPECT_TRUE((*incoming)->append(bytes.substr(place, piece_bytes)));
    }
    const auto stored = (*incoming)->commit();
    EXPECT_TRUE(stored);
    return stored.value_or(Blob{});
}

std::string BlobContract::bytes_of(const std::string& sha256) {
    const auto opened = store().open(sha256);
    EXPECT_TRUE(opened) << sha256;
    return opened ? (*opened)->read(0, static_cast<std::size_t>((*opened)->size_bytes())).value() : std::string{};
}

TEST_P(BlobContract, NamesAFileByItsContent) {
    for (const std::size_t length : {0UL, 1UL, 5UL, 65535UL, 65536UL, 65537UL, 1'000'003UL}) {
        const std::string bytes = pattern(length);
        const Blob blob = put(bytes, 60'000);
        EXPECT_EQ(blob, (Blob{.sha256 = name_of(bytes), .size_bytes = static_cast<std::int64_t>(length)}));
        EXPECT_TRUE(store().contains(blob.sha256).value());
        EXPECT_EQ(bytes_of(blob.sha256), bytes);
    }
    // FIPS 180-2, B.1
    EXPECT_EQ(put("abc").sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_P(BlobContract, KeepsFilesOverARestart) {
    const std::string bytes = pattern(100'000);
    const Blob blob = put(bytes);
    reopen();
    EXPECT_EQ(bytes_of(blob.sha256), bytes);
}

TEST_P(BlobContract, TakesTheSameBytesTwice) {
    const Blob first = put("the same");
    const Blob second = put("the same");
    EXPECT_EQ(first, second);
    int seen = 0;
    ASSERT_TRUE(store().for_each([&](const Blob&, Instant) { ++seen; }));
    EXPECT_EQ(seen, 1);
    EXPECT_EQ(bytes_of(first.sha256), "the same");
}

TEST_P(BlobContract, ShowsAFileOnlyOnceItIsCommitted) {
    auto incoming = store().begin(5).value();
    ASSERT_TRUE(incoming->append("hello"));
    EXPECT_FALSE(store().contains(name_of("hello")).value());
    EXPECT_EQ(store().open(name_of("hello")).error().code, Errc::not_found);
    ASSERT_TRUE(store().for_each([](const Blob& blob, Instant) { ADD_FAILURE() << blob.sha256; }));
    ASSERT_TRUE(incoming->commit());
    EXPECT_TRUE(store().contains(name_of("hello")).value());
}

TEST_P(BlobContract, LeavesNothingOfAFileThatIsDropped) {
    std::string path;
    {
        auto incoming = store().begin(5).value();
        ASSERT_TRUE(incoming->append("hello"));
        path = incoming->path();
    }
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_FALSE(store().contains(name_of("hello")).value());
}

TEST_P(BlobContract, LetsAFileBeProbedWhileItArrives) {
    auto incoming = store().begin(11).value();
    EXPECT_EQ(incoming->size_bytes(), 0);
    ASSERT_TRUE(incoming->append("hello "));
    EXPECT_EQ(read_file(incoming->path()), "hello ");
    ASSERT_TRUE(incoming->append("world"));
    EXPECT_EQ(incoming->size_bytes(), 11);
    EXPECT_EQ(read_file(incoming->path()), "hello world");
}

TEST_P(BlobContract, SpendsAFileByCommittingIt) {
    auto incoming = store().begin(5).value();
    ASSERT_TRUE(incoming->append("hello"));
    ASSERT_TRUE(incoming->commit());
    EXPECT_FALSE(incoming->append("more"));
    EXPECT_FALSE(incoming->commit());
    incoming.reset();
    EXPECT_EQ(bytes_of(name_of("hello")), "hello");
}

TEST_P(BlobContract, TakesMoreOrLessThanWasDeclared) {
    for (const std::int64_t declared : {0, 3, 1'000'000}) {
        auto incoming = store().begin(declared).value();
        ASSERT_TRUE(incoming->append("hello"));
        EXPECT_EQ(incoming->commit().value().size_bytes, 5);
    }
}

TEST_P(BlobContract, RefusesAFileThatCannotFit) {
    if (!GetParam().can_refuse_for_space) {
        GTEST_SKIP() << GetParam().name << " does not know its free space";
    }
    const auto begun = store().begin(std::numeric_limits<std::int64_t>::max());
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code, Errc::no_space);
}

TEST_P(BlobContract, ReadsAtAnyPlace) {
    const std::string bytes = pattern(200'000);
    const auto opened = store().open(put(bytes).sha256).value();
    EXPECT_EQ(opened->size_bytes(), 200'000);
    struct Case {
        std::int64_t offset;
        std::size_t length;
    };
    for (const auto& [offset, length] :
         {Case{0, 0}, Case{0, 1}, Case{65'535, 2}, Case{100'000, 65'536}, Case{199'999, 1}, Case{199'999, 10},
          Case{150'000, 1'000'000}, Case{200'000, 1}, Case{1'000'000, 1}}) {
        const auto place = std::min<std::size_t>(static_cast<std::size_t>(offset), bytes.size());
        EXPECT_EQ(opened->read(offset, length).value(), bytes.substr(place, length)) << offset << " " << length;
    }
}

TEST_P(BlobContract, GivesADescriptorOrSaysThatItHasNone) {
    const auto opened = store().open(put("hello").sha256).value();
    if (!GetParam().has_descriptors) {
        EXPECT_EQ(opened->descriptor(), -1);
        return;
    }
    std::array<char, 5> bytes{};
    ASSERT_EQ(::pread(opened->descriptor(), bytes.data(), bytes.size(), 0), 5);
    EXPECT_EQ(std::string(bytes.data(), bytes.size()), "hello");
}

TEST_P(BlobContract, TellsWhatItDoesNotHold) {
    for (const std::string& name :
         {name_of("absent"), std::string{}, std::string{"../incoming"}, std::string(64, 'x'), std::string(64, 'A')}) {
        EXPECT_EQ(store().open(name).error().code, Errc::not_found) << name;
        EXPECT_FALSE(store().contains(name).value()) << name;
        EXPECT_TRUE(store().remove(name)) << name;
    }
}

TEST_P(BlobContract, RemovesAFileUnderItsReaders) {
    const std::string bytes = pattern(100'000);
    const Blob blob = put(bytes);
    const auto reader = store().open(blob.sha256).value();
    ASSERT_TRUE(store().remove(blob.sha256));
    EXPECT_FALSE(store().contains(blob.sha256).value());
    EXPECT_EQ(store().open(blob.sha256).error().code, Errc::not_found);
    EXPECT_EQ(reader->read(50'000, 1000).value(), bytes.substr(50'000, 1000));
    ASSERT_TRUE(store().remove(blob.sha256)) << "absent ones are fine";
    EXPECT_EQ(put(bytes), blob);
    EXPECT_EQ(bytes_of(blob.sha256), bytes);
}

TEST_P(BlobContract, VisitsEveryFileWithTheTimeItWasStored) {
    const Instant first_time = clock_.now();
    const Blob first = put("first");
    clock_.advance(std::chrono::hours{1});
    const Instant second_time = clock_.now();
    const Blob second = put("second");
    std::vector<std::pair<Blob, Instant>> seen;
    ASSERT_TRUE(store().for_each([&](const Blob& blob, Instant stored_at) { seen.emplace_back(blob, stored_at); }));
    ASSERT_EQ(seen.size(), 2U);
    std::sort(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    EXPECT_EQ(seen[0], (std::pair{first, first_time}));
    EXPECT_EQ(seen[1], (std::pair{second, second_time}));
    // Stored again, it is young again: a clean-up that spares young files spares it.
    clock_.advance(std::chrono::hours{1});
    put("first");
    ASSERT_TRUE(store().for_each([&](const Blob& blob, Instant stored_at) {
        EXPECT_EQ(stored_at, blob == first ? clock_.now() : second_time);
    }));
}

TEST_P(BlobContract, ServesSeveralThreads) {
    const std::string shared = pattern(70'000);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([this, thread, &shared] {
            for (int round = 0; round < 10; ++round) {
                const std::string own = shared + std::to_string(thread) + "/" + std::to_string(round);
                const Blob blob = put(own, 10'000);
                const Blob same = put(shared, 10'000);
                EXPECT_EQ(bytes_of(blob.sha256), own);
                EXPECT_EQ(bytes_of(same.sha256), shared);
                EXPECT_TRUE(store().remove(blob.sha256));
                EXPECT_FALSE(store().contains(blob.sha256).value());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    int seen = 0;
    ASSERT_TRUE(store().for_each([&](const Blob&, Instant) { ++seen; }));
    EXPECT_EQ(seen, 1);
}

}  // namespace mooring::storage
