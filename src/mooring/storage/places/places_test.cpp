#include <gtest/gtest.h>

#include <fstream>

#include "mooring/storage/files/temporary_directory.hpp"
#include "mooring/storage/places/file_places.hpp"
#include "mooring/storage/places/network_table.hpp"
#include "mooring/storage/places/place_database.hpp"
#include "mooring/storage/places/place_file_for_test.hpp"

namespace mooring::storage::places {
namespace {

using File = PlaceFileForTest;

IpAddress address(std::string_view text) {
    return *IpAddress::parse(text);
}

std::string flat(const std::string& country, const std::string& region, const std::string& city) {
    return File::map(
        {{"country_code", File::text(country)}, {"state1", File::text(region)}, {"city", File::text(city)}});
}

std::string nested(const std::string& country, const std::string& region, const std::string& city) {
    const auto names = [](const std::string& name) {
        return File::map({{"names", File::map({{"en", File::text(name)}})}});
    };
    return File::map({{"country", File::map({{"iso_code", File::text(country)}})},
                      {"subdivisions", File::list({names(region)})},
                      {"city", names(city)}});
}

class PlacesTest : public testing::Test {
protected:
    std::string write(const std::string& name, const std::string& bytes) {
        const std::string path = directory_.path() + "/" + name;
        std::ofstream{path, std::ios::binary} << bytes;
        return path;
    }
    const std::string& folder() const { return directory_.path(); }

private:
    files::TemporaryDirectory directory_;
};

TEST_F(PlacesTest, ReadsBothShapes) {
    File v4{true};
    v4.add("81.2.69.0/24", flat("GB", "England", "London"));
    v4.add("89.160.20.112/28", nested("SE", "Östergötland County", "Linköping"));
    const auto database = PlaceDatabase::open(write("a.mmdb", v4.bytes()));
    ASSERT_TRUE(database) << database.error().message;
    analytics::Place place;
    ASSERT_TRUE(database->find(address("81.2.69.142"), place));
    EXPECT_EQ(place, (analytics::Place{"GB", "England", "London", 0}));
    ASSERT_TRUE(database->find(address("89.160.20.115"), place));
    EXPECT_EQ(place, (analytics::Place{"SE", "Östergötland County", "Linköping", 0}));
    EXPECT_FALSE(database->find(address("10.0.0.1"), place));
    EXPECT_FALSE(database->find(address("2001:db8::1"), place));
    EXPECT_EQ(database->data().date, "2026-06-01");
    EXPECT_EQ(database->data().kind, "Test-Places");
}

TEST_F(PlacesTest, UnwrapsMappedAddresses) {
    File v4{true};
    v4.add("81.2.69.0/24", flat("GB", "", ""));
    write("a-v4.mmdb", v4.bytes());
    File v6{false};
    v6.add("2001:db8::/32", flat("NO", "", "Bergen"));
    write("b-v6.mmdb", v6.bytes());
    const auto places = open_places(folder());
    EXPECT_EQ(places->find(address("::ffff:81.2.69.1")).country, "GB");
    EXPECT_EQ(places->find(address("2001:db8::1")).city, "Bergen");
    EXPECT_EQ(places->find(address("203.0.113.9")).country, "ZZ");
    EXPECT_EQ(places->data().size(), 2U);
}

TEST_F(PlacesTest, KnowsNothingWithoutFilesAndLeavesOutBrokenOnes) {
    EXPECT_EQ(open_places(folder() + "/missing")->find(address("81.2.69.142")), analytics::Place{});
    write("a.mmdb", "this is no database");
    write("b.csv", "neither is this");
    write("c.csv", "81.2.69.0,81.2.69.255,64500,Harbour Net\n");
    const auto places = open_places(folder());
    EXPECT_EQ(places->find(address("81.2.69.142")), (analytics::Place{.autonomous_system = 64500}));
    EXPECT_EQ(places->data().size(), 1U);
}

TEST(NetworkTable, FindsTheNarrowestRange) {
    NetworkTable table;
    ASSERT_TRUE(
        table.add_csv("10.0.0.0,10.255.255.255,1,\"Wide, Inc\"\n"
                      "10.1.0.0,10.1.255.255,2,Middle\n"
                      "10.1.1.0,10.1.1.255,3,Narrow\r\n"
                      "10.1.1.0,10.1.3.255,4,Same beginning\n"
                      "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,5,Six\n"
                      "broken line\n"
                      "10.9.0.0,10.8.0.0,6,Backwards\n"));
    table.finish();
    EXPECT_EQ(table.size(), 5U);
    EXPECT_EQ(table.find(address("10.0.0.0")), 1U);
    EXPECT_EQ(table.find(address("10.255.255.255")), 1U);
    EXPECT_EQ(table.find(address("10.1.0.1")), 2U);
    EXPECT_EQ(table.find(address("10.1.1.255")), 3U);
    EXPECT_EQ(table.find(address("10.1.2.0")), 4U);
    EXPECT_EQ(table.find(address("10.1.4.0")), 2U);
    EXPECT_EQ(table.find(address("10.2.0.0")), 1U);
    EXPECT_EQ(table.find(address("11.0.0.0")), 0U);
    EXPECT_EQ(table.find(address("9.255.255.255")), 0U);
    EXPECT_EQ(table.find(address("2001:db8:1::")), 5U);
    EXPECT_EQ(table.find(address("2001:db9::")), 0U);
    EXPECT_EQ(table.find(address("::ffff:10.1.1.1")), 3U);
}

}  // namespace
}  // namespace mooring::storage::places
