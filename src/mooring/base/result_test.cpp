#include "mooring/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace mooring {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return invalid("number", "odd number");
    }
    return number / 2;
}

Result<int> quarter(int number) {
    MOORING_TRY(const int once, half(number));
    MOORING_TRY(const int twice, half(once));
    return twice;
}

Result<void> check_quarter(int number) {
    MOORING_CHECK(quarter(number));
    return ok();
}

Result<std::unique_ptr<int>> make_number(int number) {
    return std::make_unique<int>(number);
}

Result<int> read_number(int number) {
    MOORING_TRY(const std::unique_ptr<int> owned, make_number(number));
    return *owned;
}

TEST(Result, CarriesValuesThroughTry) {
    EXPECT_EQ(quarter(12).value(), 3);
    EXPECT_TRUE(check_quarter(12));
    EXPECT_EQ(read_number(5).value(), 5);
}

TEST(Result, CarriesErrorsThroughTry) {
    const Error expected{Errc::invalid_argument, "odd number", "number"};
    EXPECT_EQ(quarter(6).error(), expected);
    EXPECT_EQ(check_quarter(6).error(), expected);
}

TEST(Errc, HasANameForLogs) {
    EXPECT_EQ(to_string(Errc::not_found), "not_found");
    EXPECT_EQ(to_string(Errc::internal), "internal");
}

}  // namespace
}  // namespace mooring
