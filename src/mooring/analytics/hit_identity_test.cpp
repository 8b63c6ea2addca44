#include "mooring/analytics/hit_identity.hpp"

#include <gtest/gtest.h>

#include "mooring/analytics/raw_hit.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::analytics {
namespace {

constexpr std::string_view core_media = "AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)";

/// The bytes 0, 1, … 31.
ListenerKey counting_key() {
    ListenerKey key{};
    for (std::size_t index = 0; index < key.size(); ++index) {
        key[index] = static_cast<std::byte>(index);
    }
    return key;
}

IpAddress address(std::string_view text) {
    return IpAddress::parse(text).value();
}

Instant at(std::string_view text) {
    return parse_iso8601(text).value();
}

/// One key for each month and another for each day, told apart by their first bytes.
class TableOfKeys final : public ListenerKeys {
public:
    Result<ListenerKey> key_for(Instant instant) override {
        if (instant < at("2026-01-01T00:00:00Z")) {
            return Error{Errc::gone, "destroyed"};
        }
        ListenerKey key = counting_key();
        key[0] = static_cast<std::byte>(static_cast<unsigned>(key_period(instant).month()));
        return key;
    }

    ListenerKey opt_out_key_for(Instant instant) override {
        ListenerKey key{};
        const auto day = std::chrono::floor<std::chrono::days>(instant).time_since_epoch().count();
        key[0] = static_cast<std::byte>(day & 0xFF);
        return key;
    }
};

// Computed apart from this code, with Python:
//   K = bytes(range(32)); ua = b"AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)"
//   hmac.new(K, b"\x01\x04" + bytes([203, 0, 113, 77]) + b"\x00" + ua, "sha256").hexdigest()[:32]
//   hmac.new(K, b"\x02\x04" + bytes([203, 0, 113, 77]) + b"\x00", "sha256").hexdigest()[:32]
//   and with b"\x06" + bytes.fromhex("20010db800010002") for the family and prefix of IPv6.
TEST(HitKeys, AreTheOnesComputedElsewhere) {
    const ListenerKey key = counting_key();
    const IpAddress v4 = address("203.0.113.77");
    const IpAddress v6 = address("2001:db8:1:2:3:4:5:6");
    EXPECT_EQ(to_hex(net_key(key, v4, core_media)), "26274311ce2bf6d09de0db1fbb4ed3ae");
    EXPECT_EQ(to_hex(ip_key(key, v4)), "478fb2625a45bd83b93de2ada58bc6b3");
    EXPECT_EQ(to_hex(net_key(key, v6, core_media)), "33e0ea00179da277a5bc6d010ded507c");
    EXPECT_EQ(to_hex(ip_key(key, v6)), "1e8c117861b8f5c978339aef5e19afff");
    EXPECT_EQ(to_hex(net_key(key, v4, "")), "f4401361a891fd928cb78372d77979ba");
}

TEST(HitKeys, AreSharedWithinASlash64AndBySpellingsOfOneAddress) {
    const ListenerKey key = counting_key();
    const auto of = [&](std::string_view text) { return net_key(key, address(text), core_media); };
    EXPECT_EQ(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    EXPECT_NE(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    EXPECT_NE(of("203.0.113.77"), of("203.0.113.78"));
    EXPECT_EQ(of("::ffff:203.0.113.77"), of("203.0.113.77"));
    EXPECT_EQ(of("64:ff9b::203.0.113.77"), of("203.0.113.77"));
    // An address that was put together without being parsed is unwrapped too.
    IpAddress mapped{.is_v4 = false, .bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 203, 0, 113, 77}};
    EXPECT_EQ(net_key(key, mapped, core_media), of("203.0.113.77"));
    EXPECT_EQ(ip_key(key, mapped), ip_key(key, address("203.0.113.77")));
}

TEST(HitKeys, DependOnTheUserAgentAfterCleaning) {
    const ListenerKey key = counting_key();
    const IpAddress v4 = address("203.0.113.77");
    EXPECT_NE(net_key(key, v4, "Overcast/3.0"), net_key(key, v4, "Overcast/3.1"));
    EXPECT_EQ(net_key(key, v4, "  Overcast/3.0\r\n"), net_key(key, v4, "Overcast/3.0"));
    EXPECT_EQ(net_key(key, v4, std::string(1024, 'x') + "y"), net_key(key, v4, std::string(1024, 'x')));
    EXPECT_NE(net_key(key, v4, std::string(1024, 'x')), net_key(key, v4, std::string(1023, 'x')));
}

TEST(IsPrefetch, ReadsAllThreeHeaders) {
    EXPECT_TRUE(is_prefetch({.sec_purpose = "prefetch"}));
    EXPECT_TRUE(is_prefetch({.sec_purpose = "prefetch;prerender"}));
    EXPECT_TRUE(is_prefetch({.sec_purpose = "Prerender"}));
    EXPECT_TRUE(is_prefetch({.purpose = "prefetch"}));
    EXPECT_TRUE(is_prefetch({.x_moz = "prefetch"}));
    EXPECT_FALSE(is_prefetch({}));
    EXPECT_FALSE(is_prefetch({.sec_purpose = "media", .purpose = "preview"}));
}

TEST(IsOptedOut, ReadsBothHeaders) {
    EXPECT_TRUE(is_opted_out({.sec_gpc = "1"}));
    EXPECT_TRUE(is_opted_out({.dnt = " 1 "}));
    EXPECT_FALSE(is_opted_out({}));
    EXPECT_FALSE(is_opted_out({.sec_gpc = "0", .dnt = "0"}));
    EXPECT_FALSE(is_opted_out({.sec_gpc = "11", .dnt = "unspecified"}));
}

TEST(ReferrerHost, KeepsTheHostAndNothingElse) {
    struct Case {
        std::string_view referrer;
        std::string_view host;
    };
    const Case cases[] = {
        {"https://www.Example.com/episodes/3?utm=secret#t=5", "www.example.com"},
        {"http://user:password@example.com:8080/", "example.com"},
        {"https://example.com", "example.com"},
        {"https://example.com./x", "example.com"},
        {"https://example.com?q=1", "example.com"},
        {"https://example.com\\@evil.example/", "example.com"},
        {"android-app://com.example.player/", "com.example.player"},
        {"https://xn--bcher-kva.example/", "xn--bcher-kva.example"},
        {"", ""},
        {"example.com/x", ""},
        {"about:blank", ""},
        {"://example.com", ""},
        {"https:///path", ""},
        {"https://b\xC3\xBC"
         "cher.example/",
         ""},
        {"https://exa mple.com/", ""},
        // Addresses are nobody's registrable domain, and no address is kept.
        {"http://203.0.113.77/player", ""},
        {"http://203.0.113.77:8000/player", ""},
        {"http://3405803853/", ""},
        {"http://0xcb.0.0x71.0x4d/", ""},
        {"http://0xCB00714D/", ""},
        {"http://[2001:db8::1]/player", ""},
        {"http://[2001:db8::1]:8000/player", ""},
    };
    for (const Case& row : cases) {
        EXPECT_EQ(referrer_host(row.referrer), row.host) << row.referrer;
    }
    EXPECT_EQ(referrer_host("https://" + std::string(254, 'a') + "/"), "");
    EXPECT_EQ(referrer_host("https://" + std::string(253, 'a') + "/"), std::string(253, 'a'));
}

TEST(Identify, UsesTheKeyOfTheMonth) {
    TableOfKeys keys;
    const HitHeaders headers{.user_agent = core_media};
    const auto identity = [&](std::string_view instant) {
        return identify(keys, address("203.0.113.77"), headers, at(instant)).value();
    };
    EXPECT_EQ(identity("2026-03-31T23:59:59.999Z"), identity("2026-03-01T00:00:00Z"));
    EXPECT_NE(identity("2026-03-31T23:59:59.999Z").net_key, identity("2026-04-01T00:00:00Z").net_key);
    EXPECT_NE(identity("2026-03-31T23:59:59.999Z").ip_key, identity("2026-04-01T00:00:00Z").ip_key);
    EXPECT_EQ(identity("2026-03-01T00:00:00Z").net_key,
              net_key(keys.key_for(at("2026-03-01T00:00:00Z")).value(), address("203.0.113.77"), core_media));
}

TEST(Identify, GivesListenersWhoOptedOutAKeyOfTheDayAndKeepsNoText) {
    TableOfKeys keys;
    const HitHeaders headers{.user_agent = core_media, .referrer = "https://example.com/", .sec_gpc = "1"};
    const auto identity = [&](std::string_view instant) {
        return identify(keys, address("203.0.113.77"), headers, at(instant)).value();
    };
    const HitIdentity morning = identity("2026-03-02T08:00:00Z");
    EXPECT_EQ(morning.user_agent, "");
    EXPECT_EQ(morning.referrer, "");
    EXPECT_EQ(morning.flags, flag_opt_out);
    EXPECT_EQ(morning, identity("2026-03-02T23:59:59Z"));
    EXPECT_NE(morning.net_key, identity("2026-03-03T00:00:00Z").net_key);
    const HitHeaders without_opt_out{.user_agent = core_media};
    EXPECT_NE(morning.net_key,
              identify(keys, address("203.0.113.77"), without_opt_out, at("2026-03-02T08:00:00Z")).value().net_key);
}

TEST(Identify, MarksPrefetchesAndMissingUserAgents) {
    TableOfKeys keys;
    const Instant now = at("2026-03-02T08:00:00Z");
    const IpAddress from = address("203.0.113.77");
    EXPECT_EQ(identify(keys, from, {.user_agent = core_media}, now).value().flags, 0U);
    EXPECT_EQ(identify(keys, from, {.user_agent = " ", .purpose = "prefetch"}, now).value().flags,
              flag_prefetch | flag_no_user_agent);
    EXPECT_EQ(identify(keys, from, {.dnt = "1"}, now).value().flags, flag_opt_out | flag_no_user_agent);
}

TEST(Identify, StoresTheScrubbedUserAgentButKeysByTheWholeOne) {
    TableOfKeys keys;
    const Instant now = at("2026-03-02T08:00:00Z");
    const IpAddress from = address("203.0.113.77");
    const auto one = identify(keys, from, {.user_agent = "App/1 00000000000000aa"}, now).value();
    const auto other = identify(keys, from, {.user_agent = "App/1 00000000000000bb"}, now).value();
    EXPECT_EQ(one.user_agent, "App/1 *");
    EXPECT_EQ(other.user_agent, "App/1 *");
    EXPECT_NE(one.net_key, other.net_key);
    EXPECT_EQ(one.ip_key, other.ip_key);
}

TEST(Identify, FailsForAPeriodWhoseKeyIsGone) {
    TableOfKeys keys;
    const auto identity = identify(keys, address("203.0.113.77"), {}, at("2025-12-31T23:59:59Z"));
    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().code, Errc::gone);
}

}  // namespace
}  // namespace mooring::analytics
