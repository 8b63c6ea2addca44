#include "mooring/app/reporting/country_names.hpp"

#include <gtest/gtest.h>

namespace mooring::app::reporting {
namespace {

TEST(CountryNames, AreEnglishShortNames) {
    EXPECT_EQ(country_name("DE"), "Germany");
    EXPECT_EQ(country_name("US"), "United States");
    EXPECT_EQ(country_name("CZ"), "Czech Republic");
    EXPECT_EQ(country_name("VN"), "Vietnam");
}

TEST(CountryNames, AreFoundByNameAndCode) {
    EXPECT_EQ(find_country("germany"), "DE");
    EXPECT_EQ(find_country("de"), "DE");
    EXPECT_EQ(find_country("CZECH REPUBLIC"), "CZ");
    EXPECT_FALSE(find_country("Atlantis"));
    EXPECT_FALSE(find_country(""));
}

}  // namespace
}  // namespace mooring::app::reporting
