#include "mooring/feed/url_text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mooring::feed {
namespace {

constexpr UrlSchemes https = UrlSchemes::https_only;

TEST(FeedUrlText, IsAscii) {
    EXPECT_EQ(feed_url_text("https://x.example/a?b=c&d=%20#e", https), "https://x.example/a?b=c&d=%20#e");
    EXPECT_EQ(feed_url_text(" HTTPS://X.Example ", https), "https://x.example");
    EXPECT_EQ(feed_url_text("https://münchen.example/straße ü?q=ż", https),
              "https://xn--mnchen-3ya.example/stra%C3%9Fe%20%C3%BC?q=%C5%BC");
    EXPECT_EQ(feed_url_text("https://faß.example/", https), "https://xn--fa-hia.example/")
        << "not the transitional form";
    EXPECT_EQ(feed_url_text("https://例え.テスト:8443/x", https), "https://xn--r8jz45g.xn--zckzah:8443/x");
    EXPECT_EQ(feed_url_text("https://x.example/\"<>\\^`{|}100%#a#b", https),
              "https://x.example/%22%3C%3E%5C%5E%60%7B%7C%7D100%25#a%23b");
    EXPECT_EQ(feed_url_text("https://x.example/a\nb", https), "https://x.example/a%0Ab");
    EXPECT_EQ(feed_url_text("https://[2001:DB8::1]:8080/x", https), "https://[2001:db8::1]:8080/x");
}

TEST(FeedUrlText, ReadsABackslashAfterTheHostAsASlash) {
    EXPECT_EQ(feed_url_text("https://x.example\\a\\b", https), "https://x.example/a%5Cb");
    EXPECT_EQ(feed_url_text("https://x.example:8443\\", https), "https://x.example:8443/");
}

TEST(FeedUrlText, CarriesPlainHttpOnlyOnPlainHttp) {
    EXPECT_EQ(feed_url_text("http://x.example/", https), std::nullopt);
    EXPECT_EQ(feed_url_text("http://x.example/", UrlSchemes::https_and_http), "http://x.example/");
    EXPECT_EQ(feed_url_text("https://x.example/", UrlSchemes::https_and_http), "https://x.example/");
}

TEST(FeedUrlText, LeavesOutTheRest) {
    for (const char* url :
         {"", "x.example", "//x.example/", "ftp://x.example/", "javascript://x.example/%0aalert(1)", "https://",
          "https:///x", "https://user@x.example/", "https://user:pw@x.example/", "https://x y.example/",
          "https://x.example:abc/", "https://[x]/", "https://x.example\"/", "https://ex\xC3/"}) {
        EXPECT_EQ(feed_url_text(url, UrlSchemes::https_and_http), std::nullopt) << url;
    }
}

TEST(PrefixedEnclosureUrl, PutsTheFirstPrefixOutermost) {
    using Prefixes = std::vector<domain::EnclosurePrefix>;
    const std::string url = "https://m.example/media/k.mp3";
    EXPECT_EQ(prefixed_enclosure_url(Prefixes{}, url), url);
    EXPECT_EQ(prefixed_enclosure_url(Prefixes{{"https://op3.dev/e/", true}}, url),
              "https://op3.dev/e/m.example/media/k.mp3");
    EXPECT_EQ(prefixed_enclosure_url(Prefixes{{"https://t.example/?u=", false}}, url),
              "https://t.example/?u=https://m.example/media/k.mp3");
    EXPECT_EQ(
        prefixed_enclosure_url(
            Prefixes{{"https://a.example/e/", true}, {"https://b.example/r", true}, {"https://c.example/", false}},
            url),
        "https://a.example/e/b.example/r/c.example/https://m.example/media/k.mp3");
}

}  // namespace
}  // namespace mooring::feed
