#include "mooring/storage/spool/segment_reader.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <vector>

#include "mooring/base/log.hpp"
#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/spool/hit_codec.hpp"
#include "mooring/storage/spool/sample_hits.hpp"
#include "mooring/storage/spool/segment_format.hpp"

namespace mooring::storage::spool {
namespace {

constexpr std::uint64_t everything = std::numeric_limits<std::uint64_t>::max();

std::string frame_of(std::int64_t number) {
    std::string frame(frame_head_bytes, '\0');
    encode_hit(sample_hit(number), frame);
    seal_frame(frame);
    return frame;
}

class SegmentReaderTest : public testing::Test {
protected:
    void SetUp() override { log::configure(log::Level::error, log::Format::human); }

    /// The numbers of the hits read from a file with these bytes, and where reading came to.
    std::vector<std::int64_t> read(const std::string& bytes, std::uint64_t offset = 0,
                                   std::uint64_t limit = everything) {
        std::ofstream{path_, std::ios::binary} << bytes;
        std::vector<std::int64_t> numbers;
        const auto done = read_hits(path_, 3, offset, limit, [&](const analytics::RawHit& hit) {
            const std::int64_t number = (unix_micros(hit.at) - unix_micros(sample_hit(0).at)) / 1000;
            EXPECT_TRUE(hit == sample_hit(number));
            numbers.push_back(number);
            return true;
        });
        EXPECT_TRUE(done);
        end_ = done ? done->offset : 0;
        return numbers;
    }

    files::TemporaryDirectory directory_;
    const std::string path_ = directory_.path() + "/segment";
    const std::string header_ = segment_header(3);
    std::uint64_t end_ = 0;
};

using Numbers = std::vector<std::int64_t>;

TEST_F(SegmentReaderTest, VisitsRecordsInOrder) {
    const std::string bytes = header_ + frame_of(0) + frame_of(1) + frame_of(2);
    EXPECT_EQ(read(bytes), (Numbers{0, 1, 2}));
    EXPECT_EQ(end_, bytes.size());
}

TEST_F(SegmentReaderTest, BeginsAndEndsWhereItIsTold) {
    const std::string bytes = header_ + frame_of(0) + frame_of(1) + frame_of(2);
    const std::uint64_t second = header_.size() + frame_of(0).size();
    const std::uint64_t third = second + frame_of(1).size();
    EXPECT_EQ(read(bytes, second), (Numbers{1, 2}));
    EXPECT_EQ(read(bytes, 0, third), (Numbers{0, 1}));
    EXPECT_EQ(read(bytes, 0, third + 1), (Numbers{0, 1}));
    EXPECT_EQ(end_, third);
    EXPECT_EQ(read(bytes, bytes.size()), Numbers{});
    EXPECT_EQ(read(bytes, bytes.size() + 100), Numbers{});
}

TEST_F(SegmentReaderTest, LeavesOutATailTornAtAnyByte) {
    const std::string whole = header_ + frame_of(0) + frame_of(1);
    const std::string torn = frame_of(2);
    for (std::size_t length = 0; length < torn.size(); ++length) {
        EXPECT_EQ(read(whole + torn.substr(0, length)), (Numbers{0, 1})) << length;
        EXPECT_EQ(end_, whole.size()) << length;
        // What a file system may leave where the bytes never arrived.
        EXPECT_EQ(read(whole + torn.substr(0, length) + std::string(500, '\0')), (Numbers{0, 1})) << length;
    }
}

TEST_F(SegmentReaderTest, HoldsNothingWhenTheHeaderIsTorn) {
    for (std::size_t length = 0; length < header_.size(); ++length) {
        EXPECT_EQ(read(header_.substr(0, length)), Numbers{}) << length;
    }
    EXPECT_EQ(read(segment_header(4) + frame_of(0)), Numbers{});
}

TEST_F(SegmentReaderTest, LosesOnlyTheRecordInWhichABitIsFlipped) {
    const std::string damaged = frame_of(1);
    for (std::size_t bit = 0; bit < damaged.size() * 8; bit += 7) {  // every byte; every bit in segment_format_test
        std::string flipped = damaged;
        flipped[bit / 8] = static_cast<char>(static_cast<unsigned char>(flipped[bit / 8]) ^ (1U << (bit % 8)));
        ASSERT_EQ(read(header_ + frame_of(0) + flipped + frame_of(2)), (Numbers{0, 2})) << bit;
    }
}

TEST_F(SegmentReaderTest, ReadsFilesLongerThanItsMemory) {
    std::string bytes = header_;
    Numbers expected;
    while (bytes.size() < 1'500'000) {
        expected.push_back(static_cast<std::int64_t>(expected.size()));
        bytes += frame_of(expected.back());
    }
    EXPECT_EQ(read(bytes), expected);
    EXPECT_EQ(end_, bytes.size());
}

TEST_F(SegmentReaderTest, StopsWhenItIsTold) {
    std::ofstream{path_, std::ios::binary} << header_ << frame_of(0) << frame_of(1);
    const auto done = read_hits(path_, 3, 0, everything, [](const analytics::RawHit&) { return false; });
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->stopped);
    EXPECT_EQ(done->offset, header_.size() + frame_of(0).size());
}

TEST_F(SegmentReaderTest, TellsALaterVersionAndAMissingFile) {
    std::ofstream{path_, std::ios::binary} << std::string{header_}.replace(7, 1, "\x02") << frame_of(0);
    const auto visit = [](const analytics::RawHit&) { return true; };
    EXPECT_EQ(read_hits(path_, 3, 0, everything, visit).error().code, Errc::unsupported);
    EXPECT_EQ(read_hits(path_ + "x", 3, 0, everything, visit).error().code, Errc::not_found);
}

}  // namespace
}  // namespace mooring::storage::spool
