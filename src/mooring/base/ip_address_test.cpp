#include "mooring/base/ip_address.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace mooring {
namespace {

IpAddress address(std::string_view text) {
    const auto parsed = IpAddress::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(IpAddress{});
}

IpNetwork network(std::string_view text) {
    const auto parsed = IpNetwork::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(IpNetwork{});
}

struct TextCase {
    std::string_view text;
    std::string_view canonical;
};

constexpr std::array text_cases{
    TextCase{"192.0.2.1", "192.0.2.1"},
    TextCase{"0.0.0.0", "0.0.0.0"},
    TextCase{"255.255.255.255", "255.255.255.255"},
    TextCase{"::", "::"},    // RFC 4291, 2.2
    TextCase{"::1", "::1"},  // RFC 4291, 2.2
    TextCase{"2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"},
    TextCase{"[2001:db8::1]", "2001:db8::1"},          // RFC 3986, 3.2.2
    TextCase{"::ffff:192.0.2.1", "::ffff:192.0.2.1"},  // RFC 4291, 2.5.5.2
    TextCase{"1111:2222:3333:4444:5555:6666:123.123.123.123", "1111:2222:3333:4444:5555:6666:7b7b:7b7b"},
};

TEST(IpAddress, ReadsAndWritesText) {
    for (const auto& [text, canonical] : text_cases) {
        EXPECT_EQ(address(text).to_string(), canonical) << text;
    }
}

TEST(IpAddress, RefusesEverythingElse) {
    using namespace std::literals;
    for (const std::string_view text : {""sv,
                                        "1"sv,
                                        "127.1"sv,
                                        "1.2.3"sv,
                                        "1.2.3.4.5"sv,
                                        "1.2.3.256"sv,
                                        "01.2.3.4"sv,
                                        "0x7f.0.0.1"sv,
                                        "1.2.3.4 "sv,
                                        " 1.2.3.4"sv,
                                        "1.2.3.4:80"sv,
                                        "[1.2.3.4]"sv,
                                        "1.2.3.4\0"sv,
                                        "[::1"sv,
                                        "::1]"sv,
                                        "[]"sv,
                                        "[[::1]]"sv,
                                        "[::1]:80"sv,
                                        "fe80::1%eth0"sv,
                                        ":::"sv,
                                        "1::2::3"sv,
                                        "12345::"sv,
                                        "::1\0x"sv,
                                        "unknown"sv,
                                        "1111:2222:3333:4444:5555:6666:123.123.123.1234"sv,
                                        "0000:0000:0000:0000:0000:0000:0000:0000:0000"sv}) {
        EXPECT_FALSE(IpAddress::parse(text)) << text;
    }
}

TEST(IpAddress, KeepsFormsOfDifferentFamiliesApart) {
    EXPECT_NE(address("1.2.3.4"), address("102:304::"));
    EXPECT_EQ(address("1.2.3.4"), IpAddress::v4(1, 2, 3, 4));
    const std::unordered_set<IpAddress> set{address("1.2.3.4"), address("102:304::"), address("1.2.3.4")};
    EXPECT_EQ(set.size(), 2U);
}

TEST(IpAddress, UnwrapsTheFormsThatCarryIpv4) {  // measurement.md, 3.3
    constexpr std::array cases{
        TextCase{"::ffff:192.0.2.1", "192.0.2.1"},
        TextCase{"::192.0.2.1", "192.0.2.1"},
        TextCase{"64:ff9b::192.0.2.1", "192.0.2.1"},
        TextCase{"64:ff9b:1::192.0.2.1", "64:ff9b:1::c000:201"},
        TextCase{"192.0.2.1", "192.0.2.1"},
        TextCase{"2001:db8::1", "2001:db8::1"},
        TextCase{"::", "::"},
        TextCase{"::1", "::1"},
        TextCase{"::fffe:192.0.2.1", "::fffe:c000:201"},
    };
    for (const auto& [text, unwrapped] : cases) {
        EXPECT_EQ(address(text).unwrapped().to_string(), unwrapped) << text;
    }
}

TEST(IpAddress, KnowsLoopback) {
    for (const std::string_view text : {"127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(address(text).is_loopback()) << text;
    }
    for (const std::string_view text : {"128.0.0.1", "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1"}) {
        EXPECT_FALSE(address(text).is_loopback()) << text;
    }
}

TEST(IpAddress, CountsLimitsByNeighbourhood) {
    EXPECT_EQ(address("192.0.2.77").limit_prefix(), address("192.0.2.0"));
    EXPECT_EQ(address("2001:db8:1:2:3:4:5:6").limit_prefix(), address("2001:db8:1:2::"));
}

struct RangeCase {
    std::string_view range;
    std::string_view inside;
    std::string_view outside;
};

constexpr std::array range_cases{
    RangeCase{"10.0.0.0/8", "10.255.255.255", "11.0.0.0"},
    RangeCase{"172.16.0.0/12", "172.31.0.1", "172.32.0.1"},
    RangeCase{"192.0.2.1", "192.0.2.1", "192.0.2.2"},
    RangeCase{"192.0.2.129/25", "192.0.2.254", "192.0.2.127"},  // bits after the prefix say nothing
    RangeCase{"0.0.0.0/0", "255.255.255.255", "::"},
    RangeCase{"::/0", "2001:db8::1", "0.0.0.0"},
    RangeCase{"::1/128", "::1", "::2"},
    RangeCase{"fe80::/10", "febf::1", "fec0::1"},
    RangeCase{"[2001:db8::]/33", "2001:db8:7fff::", "2001:db8:8000::"},
    RangeCase{"10.0.0.0/8", "10.0.0.1", "::ffff:10.0.0.1"},
};

TEST(IpNetwork, HoldsTheAddressesOfItsRange) {
    for (const auto& [range, inside, outside] : range_cases) {
        EXPECT_TRUE(network(range).contains(address(inside))) << range << " " << inside;
        EXPECT_FALSE(network(range).contains(address(outside))) << range << " " << outside;
    }
}

TEST(IpNetwork, RefusesMalformedRanges) {
    for (const std::string_view text :
         {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/-0", "10.0.0.0/08", "10.0.0.0/+8",
          "10.0.0.0/8 ", "10.0.0.0/8/8", "10/8", "::/129", "::/99999999999"}) {
        EXPECT_FALSE(IpNetwork::parse(text)) << text;
    }
}

}  // namespace
}  // namespace mooring
