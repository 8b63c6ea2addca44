#include "mooring/outbound/url_rules.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace mooring::outbound {
namespace {

struct UrlCase {
    std::string_view url;
    bool is_accepted;
};

// publishing-v1.md, 8.1 and section 18: schemes, user info, ports, odd IPv4 spellings, IPv6 with embedded IPv4,
// `localhost.`, trailing dots, internationalised names.
constexpr std::array url_cases{
    UrlCase{"https://archive.tidepool.example/2025/harbour-1.mp3", true},
    UrlCase{"http://archive.tidepool.example", true},
    UrlCase{"HTTPS://Archive.Tidepool.EXAMPLE/a.mp3?x=1#t", true},
    UrlCase{"hTTp://a.example/", true},
    UrlCase{"https://a_b.example/x", true},
    UrlCase{"https://a.example?x=1", true},
    UrlCase{"ftp://a.example/x.mp3", false},
    UrlCase{"file:///etc/passwd", false},
    UrlCase{"gopher://a.example/", false},
    UrlCase{"javascript:alert(1)", false},
    UrlCase{"//a.example/x", false},
    UrlCase{"/x.mp3", false},
    UrlCase{"a.example/x.mp3", false},
    UrlCase{"https:a.example/x", false},
    UrlCase{"https:/a.example/x", false},
    UrlCase{"https://", false},
    UrlCase{"https:///x", false},
    UrlCase{"https://?x", false},
    UrlCase{"", false},

    UrlCase{"https://user@a.example/", false},
    UrlCase{"https://user:secret@a.example/", false},
    UrlCase{"https://@a.example/", false},
    UrlCase{"https://a.example@127.0.0.1/", false},
    UrlCase{"https://a.example/@b", true},

    UrlCase{"http://a.example:80/", true},
    UrlCase{"http://a.example:443/", true},
    UrlCase{"http://a.example:1024/", true},
    UrlCase{"http://a.example:65535/", true},
    UrlCase{"http://a.example:/", true},
    UrlCase{"http://a.example:1023/", false},
    UrlCase{"http://a.example:81/", false},
    UrlCase{"http://a.example:22/", false},
    UrlCase{"http://a.example:0/", false},
    UrlCase{"http://a.example:65536/", false},
    UrlCase{"http://a.example:-80/", false},
    UrlCase{"http://a.example:8o80/", false},
    UrlCase{"http://a.example:80:80/", false},

    UrlCase{"https://a.example/x y.mp3", false},
    UrlCase{" https://a.example/", false},
    UrlCase{"https://a.example/\t", false},
    UrlCase{"https://a.example/x\n", false},
    UrlCase{"https://a.example/x\x7f", false},
    UrlCase{"https://a.example\\b.example/", false},
    UrlCase{"https://a.example/\xc2\xa0", false},      // no-break space
    UrlCase{"https://a.example/\xe2\x80\xa8", false},  // line separator
    UrlCase{"https://a.example/\xff", false},          // not UTF-8
    UrlCase{"https://a.example/caf\xc3\xa9.mp3", true},

    UrlCase{"http://localhost/", false},
    UrlCase{"http://LOCALHOST/", false},
    UrlCase{"http://localhost./", false},
    UrlCase{"http://a.localhost/", false},
    UrlCase{"http://a.localhost./", false},
    UrlCase{"http://printer.local/", false},
    UrlCase{"http://metadata.google.internal/", false},
    UrlCase{"http://router.home.arpa/", false},
    UrlCase{"http://home.arpa/", false},
    UrlCase{"http://intranet/", false},
    UrlCase{"http://intranet./", false},
    UrlCase{"http://notlocal.example/", true},
    UrlCase{"http://my-internal.example/", true},
    UrlCase{"http://a.example./", true},
    UrlCase{"http://a.example../", false},
    UrlCase{"http://.a.example/", false},
    UrlCase{"http://a..example/", false},
    UrlCase{"http://./", false},
    UrlCase{"http://a.exa%6dple/", false},
    UrlCase{"http://a.exa<mple/", false},

    UrlCase{"http://127.0.0.1/", false},
    UrlCase{"http://127.0.0.1./", false},
    UrlCase{"http://127.1/", false},
    UrlCase{"http://127.0.1/", false},
    UrlCase{"http://2130706433/", false},
    UrlCase{"http://0177.0.0.1/", false},
    UrlCase{"http://0x7f.1/", false},
    UrlCase{"http://0X7F000001/", false},
    UrlCase{"http://017700000001/", false},
    UrlCase{"http://0/", false},
    UrlCase{"http://0x/", false},
    UrlCase{"http://10.1.2.3/", false},
    UrlCase{"http://169.254.169.254/latest/meta-data/", false},
    UrlCase{"http://192.168.1.1:8080/", false},
    UrlCase{"http://1.2.3.4.5/", false},
    UrlCase{"http://256.1.1.1/", false},
    UrlCase{"http://08.1.1.1/", false},
    UrlCase{"http://a.b.0x10/", false},
    UrlCase{"http://4294967296/", false},
    UrlCase{"http://8.8.8.8/", true},
    UrlCase{"http://134744072/", true},  // 8.8.8.8
    UrlCase{"http://0x08.8.2056/", true},

    UrlCase{"http://[::1]/", false},
    UrlCase{"http://[::]/", false},
    UrlCase{"http://[::ffff:127.0.0.1]/", false},
    UrlCase{"http://[::ffff:7f00:1]/", false},
    UrlCase{"http://[64:ff9b::10.0.0.1]/", false},
    UrlCase{"http://[::8.8.8.8]/", false},
    UrlCase{"http://[fe80::1]/", false},
    UrlCase{"http://[fe80::1%25eth0]/", false},
    UrlCase{"http://[fd00::1]/", false},
    UrlCase{"http://[2002:7f00:1::]/", false},
    UrlCase{"http://[::ffff:8.8.8.8]/", true},
    UrlCase{"http://[64:ff9b::808:808]/", true},
    UrlCase{"http://[2606:4700::1111]:8443/", true},
    UrlCase{"http://[2606:4700::1111/", false},
    UrlCase{"http://2606:4700::1111/", false},
    UrlCase{"http://[127.0.0.1]/", false},

    UrlCase{"https://b\xc3\xbc"
            "cher.example/x.mp3",
            true},
    UrlCase{"https://xn--bcher-kva.example/", true},
    UrlCase{"https://\xe6\x97\xa5\xe6\x9c\xac.example/", true},
    UrlCase{"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/", false},  // full-width digits
    UrlCase{"http://127\xe3\x80\x82"
            "0\xe3\x80\x82"
            "0\xe3\x80\x82"
            "1/",
            false},                                  // ideographic full stops
    UrlCase{"http://\xe2\x93\x9bocalhost/", false},  // a circled l
};

TEST(IsAcceptableUrl, FollowsTheTable) {
    for (const auto& row : url_cases) {
        EXPECT_EQ(is_acceptable_url(row.url), row.is_accepted) << row.url;
    }
}

TEST(IsAcceptableUrl, TakesTwoThousandCharactersAndNoMore) {
    const std::string start = "https://a.example/";
    EXPECT_TRUE(is_acceptable_url(start + std::string(2000 - start.size(), 'x')));
    EXPECT_FALSE(is_acceptable_url(start + std::string(2001 - start.size(), 'x')));
    std::string astral = start;
    while (astral.size() < start.size() + 4 * (2000 - start.size())) astral += "\xf0\x9f\x8c\x8a";
    EXPECT_TRUE(is_acceptable_url(astral));
    EXPECT_FALSE(is_acceptable_url(astral + "x"));
}

TEST(IsAcceptableUrl, LetsListedAddressesThrough) {
    const std::array allowed{*IpNetwork::parse("127.0.0.0/8")};
    EXPECT_TRUE(is_acceptable_url("http://127.0.0.1:40123/x.mp3", allowed));
    EXPECT_TRUE(is_acceptable_url("http://0x7f.1:40123/x.mp3", allowed));
    EXPECT_TRUE(is_acceptable_url("http://localhost:40123/x.mp3", allowed));
    EXPECT_FALSE(is_acceptable_url("http://10.0.0.1:40123/x.mp3", allowed));
    EXPECT_FALSE(is_acceptable_url("http://user@127.0.0.1:40123/x.mp3", allowed));
}

TEST(ParseHttpUrl, TakesTheUrlApart) {
    const auto url = parse_http_url(
        "HTTP://User:pw@B\xc3\xbc"
        "cher.Example.:8080/caf\xc3\xa9?q=1#part");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "http");
    EXPECT_EQ(url->host, "xn--bcher-kva.example");
    EXPECT_EQ(url->port, 8080);
    EXPECT_EQ(url->target, "/caf%C3%A9?q=1");
    EXPECT_TRUE(url->has_credentials);
    EXPECT_EQ(url->text(), "http://xn--bcher-kva.example:8080/caf%C3%A9?q=1");
}

TEST(ParseHttpUrl, FillsInWhatIsLeftOut) {
    const auto url = parse_http_url("https://[2001:DB8::1]?x");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->host, "2001:db8::1");
    EXPECT_EQ(url->port, 443);
    EXPECT_EQ(url->target, "/?x");
    EXPECT_EQ(url->text(), "https://[2001:db8::1]/?x");
}

struct LiteralCase {
    std::string_view host;
    std::string_view address;  ///< empty: a name
};

constexpr std::array literal_cases{
    LiteralCase{"127.0.0.1", "127.0.0.1"},
    LiteralCase{"127.1", "127.0.0.1"},
    LiteralCase{"127.0.257", "127.0.1.1"},
    LiteralCase{"2130706433", "127.0.0.1"},
    LiteralCase{"0177.0.0.1", "127.0.0.1"},
    LiteralCase{"0x7f.1", "127.0.0.1"},
    LiteralCase{"0x7F000001", "127.0.0.1"},
    LiteralCase{"4294967295", "255.255.255.255"},
    LiteralCase{"4294967296", ""},
    LiteralCase{"1.16777216", ""},
    LiteralCase{"1.2.65536", ""},
    LiteralCase{"1.2.3.256", ""},
    LiteralCase{"256.1", ""},
    LiteralCase{"1.2.3.4.5", ""},
    LiteralCase{"09.1.1.1", ""},
    LiteralCase{"1..1", ""},
    LiteralCase{"", ""},
    LiteralCase{"a.example", ""},
    LiteralCase{"::1", "::1"},
    LiteralCase{"::ffff:127.0.0.1", "::ffff:127.0.0.1"},
    LiteralCase{"[::1]", "::1"},
    LiteralCase{"0.0.0.0", "0.0.0.0"},
};

TEST(LiteralAddress, ReadsWhatTheCLibraryReads) {
    for (const auto& row : literal_cases) {
        const auto address = literal_address(row.host);
        EXPECT_EQ(address ? address->to_string() : "", row.address) << row.host;
    }
}

struct AddressCase {
    std::string_view address;
    bool is_public;
};

// Both ends of each range of publishing-v1.md, 8.2, and their neighbours.
constexpr std::array address_cases{
    AddressCase{"0.0.0.0", false},
    AddressCase{"0.255.255.255", false},
    AddressCase{"1.0.0.0", true},
    AddressCase{"9.255.255.255", true},
    AddressCase{"10.0.0.0", false},
    AddressCase{"10.255.255.255", false},
    AddressCase{"11.0.0.0", true},
    AddressCase{"100.63.255.255", true},
    AddressCase{"100.64.0.0", false},
    AddressCase{"100.127.255.255", false},
    AddressCase{"100.128.0.0", true},
    AddressCase{"126.255.255.255", true},
    AddressCase{"127.0.0.0", false},
    AddressCase{"127.255.255.255", false},
    AddressCase{"128.0.0.0", true},
    AddressCase{"169.253.255.255", true},
    AddressCase{"169.254.169.254", false},
    AddressCase{"169.255.0.0", true},
    AddressCase{"172.15.255.255", true},
    AddressCase{"172.16.0.0", false},
    AddressCase{"172.31.255.255", false},
    AddressCase{"172.32.0.0", true},
    AddressCase{"192.0.0.255", false},
    AddressCase{"192.0.1.0", true},
    AddressCase{"192.0.2.1", false},
    AddressCase{"192.88.99.1", false},
    AddressCase{"192.88.98.1", true},
    AddressCase{"192.168.0.0", false},
    AddressCase{"192.169.0.0", true},
    AddressCase{"198.17.255.255", true},
    AddressCase{"198.18.0.0", false},
    AddressCase{"198.19.255.255", false},
    AddressCase{"198.20.0.0", true},
    AddressCase{"198.51.100.7", false},
    AddressCase{"203.0.113.7", false},
    AddressCase{"223.255.255.255", true},
    AddressCase{"224.0.0.0", false},
    AddressCase{"239.255.255.255", false},
    AddressCase{"240.0.0.0", false},
    AddressCase{"255.255.255.255", false},
    AddressCase{"::", false},
    AddressCase{"::1", false},
    AddressCase{"::8.8.8.8", false},
    AddressCase{"::ffff:10.0.0.1", false},
    AddressCase{"::ffff:8.8.8.8", true},
    AddressCase{"64:ff9b::7f00:1", false},
    AddressCase{"64:ff9b::8.8.8.8", true},
    AddressCase{"64:ff9b:1::8.8.8.8", false},
    AddressCase{"100::1", false},
    AddressCase{"1fff::1", false},
    AddressCase{"2000::1", true},
    AddressCase{"2001::1", false},
    AddressCase{"2001:1ff:ffff::1", false},
    AddressCase{"2001:200::1", true},
    AddressCase{"2001:db8::1", false},
    AddressCase{"2001:db9::1", true},
    AddressCase{"2002:808:808::1", false},
    AddressCase{"2003::1", true},
    AddressCase{"3fff:ffff::1", true},
    AddressCase{"4000::1", false},
    AddressCase{"fc00::1", false},
    AddressCase{"fe80::1", false},
    AddressCase{"fec0::1", false},
    AddressCase{"ff02::1", false},
};

TEST(IsPublicAddress, FollowsTheLists) {
    for (const auto& row : address_cases) {
        const auto address = IpAddress::parse(row.address);
        ASSERT_TRUE(address) << row.address;
        EXPECT_EQ(is_public_address(*address), row.is_public) << row.address;
    }
}

}  // namespace
}  // namespace mooring::outbound
