#include "mooring/app/accounts/redirect_uris.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mooring::app::accounts {
namespace {

using domain::AppKind;

TEST(CheckRedirectUri, TakesHttpsLoopbackLiteralsAndSchemesOfPublicApps) {
    struct Case {
        std::string uri;
        bool confidential, public_client;
        std::string_view clause;
    };
    const Case cases[] = {
        {"https://podcasters.spotify.com", true, true, "accounts-oauth.md, 3.1"},
        {"https://app.example/cb?x=1&y=%20", true, true, "accounts-oauth.md, 4: https, with a query"},
        {"https://app.example:8443/cb", true, true, "accounts-oauth.md, 4: https"},
        {"https://192.0.2.7/cb", true, true, "accounts-oauth.md, 4: https"},
        {"https://[2001:db8::1]:8443/cb", true, true, "accounts-oauth.md, 4: https"},
        {"http://127.0.0.1", true, true, "accounts-oauth.md, 4: loopback literal"},
        {"http://127.0.0.1/cb", true, true, "accounts-oauth.md, 4: loopback literal"},
        {"http://127.0.0.1:8888/cb", true, true, "accounts-oauth.md, 4: loopback literal"},
        {"http://[::1]:8888/cb", true, true, "accounts-oauth.md, 4: loopback literal"},
        {"com.example.app:/cb", false, true, "accounts-oauth.md, 4: custom schemes for public apps"},
        {"my-app://login/cb", false, true, "accounts-oauth.md, 4: custom schemes for public apps"},
        {"http://localhost:8888/cb", false, false, "accounts-oauth.md, 4: localhost"},
        {"http://localhost", false, false, "accounts-oauth.md, 4: localhost"},
        {"https://localhost/cb", false, false, "accounts-oauth.md, 4: localhost"},
        {"https://localhost./cb", false, false, "accounts-oauth.md, 4: localhost"},
        {"https://app.localhost/cb", false, false, "RFC 6761, 6.3: names below localhost"},
        {"http://app.example/cb", false, false, "accounts-oauth.md, 4: http"},
        {"http://192.168.0.7/cb", false, false, "accounts-oauth.md, 4: http"},
        {"http://127.0.0.2/cb", false, false, "accounts-oauth.md, 4: the literals"},
        {"http://127.1/cb", false, false, "accounts-oauth.md, 4: the literals"},
        {"http://0x7f000001/cb", false, false, "accounts-oauth.md, 4: the literals"},
        {"http://[0:0:0:0:0:0:0:1]/cb", false, false, "accounts-oauth.md, 4: the literals"},
        {"http://127.0.0.1.evil.example/cb", false, false, "accounts-oauth.md, 4: the literals"},
        {"http://127.0.0.1@evil.example/cb", false, false, "RFC 9110, 4.2.4: userinfo"},
        {"https://a:b@evil.example/cb", false, false, "RFC 9110, 4.2.4: userinfo"},
        {"https://app.example/cb#x", false, false, "RFC 6749, 3.1.2: no fragment"},
        {"https://app.example/cb#", false, false, "RFC 6749, 3.1.2: no fragment"},
        {"my-app:/cb#x", false, false, "RFC 6749, 3.1.2: no fragment"},
        {"HTTPS://app.example/cb", false, false, "compared as text"},
        {"https://App.example/cb", false, false, "compared as text"},
        {"https:app.example", false, false, "RFC 9110, 4.2.2"},
        {"https:///cb", false, false, "RFC 9110, 4.2.2"},
        {"https://", false, false, "RFC 9110, 4.2.2"},
        {"https://app.example:/cb", false, false, "no empty port"},
        {"https://app.example:0/cb", false, false, "ports"},
        {"https://app.example:65536/cb", false, false, "ports"},
        {"https://app.example:080/cb", false, false, "ports"},
        {"https://app.example:8x/cb", false, false, "ports"},
        {"https://a;script-src/cb", false, false, "the origin stands in a policy"},
        {"https://a,b/cb", false, false, "the origin stands in a policy"},
        {"https://*.example/cb", false, false, "the origin stands in a policy"},
        {"https://%61.example/cb", false, false, "the origin stands in a policy"},
        {"https://[::1", false, false, "RFC 3986, 3.2.2"},
        {"https://[]/cb", false, false, "RFC 3986, 3.2.2"},
        {"https://[::1]x/cb", false, false, "RFC 3986, 3.2.2"},
        {"https://app.example/a b", false, false, "RFC 3986, 2"},
        {"https://app.example/\"><script>", false, false, "RFC 3986, 2"},
        {"https://app.example/\\", false, false, "RFC 3986, 2"},
        {"https://app.example/\r\nX: y", false, false, "RFC 3986, 2"},
        {"https://app.example/%zz", false, false, "RFC 3986, 2.1"},
        {"https://app.example/M\xC3\xB6wen", false, false, "RFC 3986, 2"},
        {"javascript:alert(1)", false, false, "a scheme of browsers"},
        {"data:text/html,x", false, false, "a scheme of browsers"},
        {"file:///etc/passwd", false, false, "a scheme of browsers"},
        {"ftp://evil.example/", false, false, "carries the code elsewhere"},
        {"1app:/cb", false, false, "RFC 3986, 3.1"},
        {":/cb", false, false, "RFC 3986, 3.1"},
        {"/cb", false, false, "RFC 6749, 3.1.2: absolute"},
        {"", false, false, "RFC 6749, 3.1.2: absolute"},
        {"https://app.example/" + std::string(2028, 'a'), true, true, "2048 bytes"},
        {"https://app.example/" + std::string(2029, 'a'), false, false, "2048 bytes"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(check_redirect_uri(c.uri, AppKind::confidential).has_value(), c.confidential) << c.clause << c.uri;
        const auto checked = check_redirect_uri(c.uri, AppKind::public_client);
        EXPECT_EQ(checked.has_value(), c.public_client) << c.clause << ": " << c.uri;
        if (!checked) {
            EXPECT_EQ(checked.error().code, Errc::invalid_argument) << c.uri;
            EXPECT_EQ(checked.error().field, "redirect_uri") << c.uri;
        }
    }
}

TEST(RedirectMatches, ComparesTextsAndLeavesOnlyALoopbackPortOpen) {
    struct Case {
        std::string_view registered, given;
        bool matches;
        std::string_view clause;
    };
    const std::string_view page = "https://app.example/cb", local = "http://127.0.0.1/cb";
    const Case cases[] = {
        {page, page, true, "accounts-oauth.md, 4: exactly"},
        {page, "https://app.example/cb/", false, "accounts-oauth.md, 4: trailing slash"},
        {page, "https://app.example/CB", false, "accounts-oauth.md, 4: case"},
        {page, "https://App.example/cb", false, "accounts-oauth.md, 4: case"},
        {page, "https://app.example/cb?x=1", false, "accounts-oauth.md, 13: extra query"},
        {page, "https://app.example/cb#x", false, "accounts-oauth.md, 13: fragment"},
        {page, "https://app.example:443/cb", false, "accounts-oauth.md, 4: exactly"},
        {page, "http://app.example/cb", false, "accounts-oauth.md, 13: http"},
        {page, "", false, "accounts-oauth.md, 4: required"},
        {local, local, true, "accounts-oauth.md, 4: exactly"},
        {local, "http://127.0.0.1:1/cb", true, "accounts-oauth.md, 4: any port"},
        {local, "http://127.0.0.1:65535/cb", true, "accounts-oauth.md, 4: any port"},
        {local, "http://127.0.0.1:65536/cb", false, "ports end at 65535"},
        {local, "http://127.0.0.1:0/cb", false, "ports begin at 1"},
        {local, "http://127.0.0.1:/cb", false, "no empty port"},
        {local, "http://127.0.0.1:80:80/cb", false, "one port"},
        {local, "http://127.0.0.1:80@evil.example/cb", false, "digits only"},
        {local, "http://127.0.0.1:8080/cb/", false, "accounts-oauth.md, 4: trailing slash"},
        {local, "http://127.0.0.1:8080/cb?x=1", false, "accounts-oauth.md, 13: extra query"},
        {local, "http://127.0.0.1.evil.example/cb", false, "another host"},
        {local, "http://[::1]:8080/cb", false, "another literal"},
        {local, "http://localhost:8080/cb", false, "accounts-oauth.md, 13: localhost"},
        {local, "https://127.0.0.1:8080/cb", false, "another scheme"},
        {"http://127.0.0.1:8888/cb", "http://127.0.0.1:9999/cb", false, "registered with a port"},
        {"http://127.0.0.1:8888/cb", "http://127.0.0.1/cb", false, "registered with a port"},
        {"http://127.0.0.1", "http://127.0.0.1:8080", true, "accounts-oauth.md, 4: any port"},
        {"http://127.0.0.1", "http://127.0.0.1:8080/", false, "accounts-oauth.md, 4: trailing slash"},
        {"http://127.0.0.1?a=b", "http://127.0.0.1:8080?a=b", true, "accounts-oauth.md, 4: any port"},
        {"http://[::1]/cb", "http://[::1]:8080/cb", true, "accounts-oauth.md, 4: any port"},
        {"http://[::1]/cb", "http://[::1]:/cb", false, "no empty port"},
        {"https://127.0.0.1.example/cb", "https://127.0.0.1.example:1/cb", false, "not a literal"},
        {"my-app://127.0.0.1/cb", "my-app://127.0.0.1:80/cb", false, "not http"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(redirect_matches(c.registered, c.given), c.matches)
            << c.clause << ": " << c.registered << " " << c.given;
    }
}

TEST(OriginOf, IsWhatABrowserWrites) {
    struct Case {
        std::string_view uri;
        std::optional<std::string> origin;
        std::string policy_source;
    };
    const Case cases[] = {
        {"https://podcasters.spotify.com", "https://podcasters.spotify.com", "https://podcasters.spotify.com"},
        {"https://app.example/cb?x=1", "https://app.example", "https://app.example"},
        {"https://app.example?x=1", "https://app.example", "https://app.example"},
        {"https://app.example:443/cb", "https://app.example", "https://app.example"},
        {"https://app.example:8443/cb", "https://app.example:8443", "https://app.example:8443"},
        {"http://127.0.0.1:80/cb", "http://127.0.0.1", "http://127.0.0.1"},
        {"http://[::1]:8888/cb", "http://[::1]:8888", "http://[::1]:8888"},
        {"https://[2001:db8::1]/cb", "https://[2001:db8::1]", "https://[2001:db8::1]"},
        {"my-app://login/cb", std::nullopt, "my-app:"},
        {"com.example.app:/cb", std::nullopt, "com.example.app:"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(origin_of(c.uri), c.origin) << c.uri;
        EXPECT_EQ(policy_source_of(c.uri), c.policy_source) << c.uri;
    }
}

TEST(WithQuery, KeepsTheQueryThatIsThereAndEncodesValues) {
    using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;
    struct Case {
        std::string_view uri;
        Parameters parameters;
        std::string_view result;
    };
    const Case cases[] = {
        {"https://app.example/cb", {}, "https://app.example/cb"},
        {"https://app.example/cb",
         {{"code", "AQx-_"}, {"state", "a b&c=d+e%/?#\r\n\xC3\xB6"}},
         "https://app.example/cb?code=AQx-_&state=a%20b%26c%3Dd%2Be%25%2F%3F%23%0D%0A%C3%B6"},
        {"https://app.example/cb?x=1", {{"code", "c"}}, "https://app.example/cb?x=1&code=c"},
        {"https://app.example/cb?", {{"code", "c"}}, "https://app.example/cb?code=c"},
        {"https://app.example/cb?x=1&", {{"code", "c"}}, "https://app.example/cb?x=1&code=c"},
        {"https://podcasters.spotify.com", {{"error", "x"}}, "https://podcasters.spotify.com?error=x"},
        {"my-app:/cb", {{"error", "access_denied"}, {"state", ""}}, "my-app:/cb?error=access_denied&state="},
    };
    for (const Case& c : cases) EXPECT_EQ(with_query(c.uri, c.parameters), c.result);
}

}  // namespace
}  // namespace mooring::app::accounts
