#include "cli/progress_bar.hpp"

#include <gtest/gtest.h>

namespace mooring::cli {
namespace {

TEST(ByteText, ChoosesTheUnitThatKeepsTheNumberShort) {
    EXPECT_EQ(byte_text(0), "0 B");
    EXPECT_EQ(byte_text(999), "999 B");
    EXPECT_EQ(byte_text(1000), "1.0 kB");
    EXPECT_EQ(byte_text(209'715'200), "209.7 MB");
}

TEST(ProgressText, TellsShareRateAndTimeLeft) {
    EXPECT_EQ(progress_text("Uploading", 5'000'000, 20'000'000, std::chrono::milliseconds{2000}),
              "Uploading  25 %  5.0 MB of 20.0 MB  2.5 MB/s  0:06 left");
    EXPECT_EQ(progress_text("Uploading", 0, 0, std::chrono::milliseconds{0}), "Uploading  0 %  0 B of 0 B");
}

}  // namespace
}  // namespace mooring::cli
