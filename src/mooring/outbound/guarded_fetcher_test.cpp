#include "mooring/outbound/guarded_fetcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <atomic>
#include <cstdlib>
#include <map>

#include "mooring/outbound/curl_transfer.hpp"
#include "mooring/outbound/loopback_server_for_test.hpp"

namespace mooring::outbound {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

/// Answers each look-up of a name with the next of its lists, the last one for ever.
class ScriptedResolver final : public Resolver {
public:
    explicit ScriptedResolver(std::vector<std::vector<std::string>> answers) : answers_(std::move(answers)) {}
    Result<std::vector<IpAddress>> resolve(const std::string&, milliseconds) override {
        const auto& texts = answers_[std::min(lookups_, answers_.size() - 1)];
        ++lookups_;
        std::vector<IpAddress> addresses;
        for (const auto& text : texts) addresses.push_back(*IpAddress::parse(text));
        return addresses;
    }
    std::size_t lookups() const { return lookups_; }

private:
    std::vector<std::vector<std::string>> answers_;
    std::size_t lookups_ = 0;
};

GuardOptions options_with(std::vector<std::string> allowed, std::shared_ptr<Resolver> resolver = nullptr) {
    GuardOptions options;
    for (const auto& text : allowed) options.allowed.push_back(*IpNetwork::parse(text));
    options.user_agent = default_user_agent("https://pods.saltmarsh.example");
    options.resolver = std::move(resolver);
    return options;
}

std::string answer(std::string_view status, std::string_view headers, std::string_view body) {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
           "\r\n" + std::string(body);
}

std::string gzip(const std::string& plain) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

Errc code_of(const Result<FetchResponse>& result) {
    EXPECT_FALSE(result);
    return result ? Errc::internal : result.error().code;
}

TEST(GuardedFetcher, FetchesFromAListedAddressAtAnyPort) {
    const LoopbackServer server(LoopbackServer::always(answer("200 OK", "X-Thing:  one \r\n", "hello")));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.1/32"}));
    const auto response = fetcher->fetch({.url = server.url("/a?b=1"), .headers = {{"X-Mine", "2"}}});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->header("x-thing"), "one");
    EXPECT_EQ(response->header("absent"), std::nullopt);
    EXPECT_EQ(response->final_url, server.url("/a?b=1"));

    const std::string request = server.requests().at(0);
    EXPECT_THAT(request, testing::StartsWith("GET /a?b=1 HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("X-Mine: 2\r\n"));
    EXPECT_THAT(request, HasSubstr("bot"));
    EXPECT_THAT(request, HasSubstr("+https://pods.saltmarsh.example"));
    EXPECT_THAT(request, Not(HasSubstr("Referer")));
    EXPECT_THAT(request, Not(HasSubstr("Cookie")));
}

TEST(GuardedFetcher, ConnectsToNoPrivateAddressInAnySpelling) {
    const LoopbackServer server(LoopbackServer::always(answer("200 OK", "", "secret")));
    GuardOptions options = options_with({});
    options.ports.push_back(server.port());
    const auto fetcher = make_guarded_fetcher(options);
    for (const auto* host : {"127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::1]",
                             "0.0.0.0", "127.0.0.1.", "10.0.0.1", "169.254.169.254"}) {
        EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/", host)})), Errc::forbidden) << host;
    }
    EXPECT_EQ(server.connections(), 0);
}

TEST(GuardedFetcher, RefusesANameThatHasOnePrivateAddressAmongOthers) {
    const LoopbackServer server(LoopbackServer::always(answer("200 OK", "", "secret")));
    const auto resolver =
        std::make_shared<ScriptedResolver>(std::vector<std::vector<std::string>>{{"127.0.0.2", "127.0.0.1"}});
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.2/32"}, resolver));
    EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/", "pods.example")})), Errc::forbidden);
    EXPECT_EQ(server.connections(), 0);
}

TEST(GuardedFetcher, UsesTheAddressItCheckedAndLooksUpOnce) {
    const LoopbackServer good(LoopbackServer::always(answer("200 OK", "", "good")), "127.0.0.2");
    const LoopbackServer loopback(LoopbackServer::always(answer("200 OK", "", "secret")), "127.0.0.1", good.port());
    ASSERT_TRUE(good.is_bound() && loopback.is_bound());
    const auto resolver =
        std::make_shared<ScriptedResolver>(std::vector<std::vector<std::string>>{{"127.0.0.2"}, {"127.0.0.1"}});
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.2/32"}, resolver));

    const auto first = fetcher->fetch({.url = good.url("/", "rebinding.example")});
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->body, "good");
    EXPECT_EQ(resolver->lookups(), 1U);
    EXPECT_THAT(good.requests().at(0), HasSubstr("Host: rebinding.example:"));

    // The name's second answer is loopback: refused, never connected to.
    EXPECT_EQ(code_of(fetcher->fetch({.url = good.url("/", "rebinding.example")})), Errc::forbidden);
    EXPECT_EQ(loopback.connections(), 0);
}

TEST(GuardedFetcher, ChecksEachRedirectAgain) {
    const LoopbackServer loopback(LoopbackServer::always(answer("200 OK", "", "secret")));
    const LoopbackServer good(
        LoopbackServer::always(answer("302 Found", "Location: " + loopback.url("/admin") + "\r\n", "moved")),
        "127.0.0.2");
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.2/32"}));
    EXPECT_EQ(code_of(fetcher->fetch({.url = good.url("/")})), Errc::forbidden);
    EXPECT_EQ(good.connections(), 1);
    EXPECT_EQ(loopback.connections(), 0);
}

TEST(GuardedFetcher, ChecksTheNameOfARedirectOnItsSecondAnswer) {
    // The name answers well at first; after its own redirect it answers loopback.
    const LoopbackServer good(LoopbackServer::always(answer("301 Moved Permanently", "Location: /again\r\n", "")),
                              "127.0.0.2");
    const LoopbackServer loopback(LoopbackServer::always(answer("200 OK", "", "secret")), "127.0.0.1", good.port());
    ASSERT_TRUE(good.is_bound() && loopback.is_bound());
    const auto resolver =
        std::make_shared<ScriptedResolver>(std::vector<std::vector<std::string>>{{"127.0.0.2"}, {"127.0.0.1"}});
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.2/32"}, resolver));
    EXPECT_EQ(code_of(fetcher->fetch({.url = good.url("/", "rebinding.example")})), Errc::forbidden);
    EXPECT_EQ(loopback.connections(), 0);
}

struct LocationCase {
    std::string_view location;
    Errc code;
};

TEST(GuardedFetcher, RefusesRedirectsToOtherKindsOfPlaces) {
    for (const auto& row :
         {LocationCase{"file:///etc/passwd", Errc::forbidden}, LocationCase{"gopher://127.0.0.2/", Errc::forbidden},
          LocationCase{"http://user:pw@127.0.0.2/", Errc::forbidden},
          LocationCase{"http://8.8.8.8:25/", Errc::forbidden}, LocationCase{"http://[::1]/", Errc::forbidden}}) {
        const LoopbackServer server(
            LoopbackServer::always(answer("302 Found", "Location: " + std::string(row.location) + "\r\n", "")));
        const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
        EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/")})), row.code) << row.location;
    }
}

TEST(RedirectTarget, LeavesHttpsOnlyWhenAllowed) {
    const HttpUrl secure = *parse_http_url("https://pods.example/a/b?c");
    EXPECT_EQ(redirect_target(secure, "http://pods.example/x", false).error().code, Errc::forbidden);
    EXPECT_EQ(redirect_target(secure, "http://pods.example/x", true)->text(), "http://pods.example/x");
    EXPECT_EQ(redirect_target(secure, "//other.example/x", false)->text(), "https://other.example/x");
    EXPECT_EQ(redirect_target(secure, "../x#part", false)->text(), "https://pods.example/x");
    const HttpUrl plain = *parse_http_url("http://pods.example/");
    EXPECT_EQ(redirect_target(plain, "https://pods.example/x", false)->text(), "https://pods.example/x");
}

TEST(GuardedFetcher, FollowsRelativeRedirectsAndGivesTheLastBodyOnly) {
    const LoopbackServer server([](int connection, const std::string& request) {
        LoopbackServer::say(connection, request.starts_with("GET /a/first ")
                                            ? answer("302 Found", "Location: ../b/second file\r\n", "moved")
                                            : answer("200 OK", "", "arrived"));
    });
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    const auto response = fetcher->fetch({.url = server.url("/a/first")});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "arrived");
    EXPECT_EQ(response->final_url, server.url("/b/second%20file"));
}

TEST(GuardedFetcher, GivesUpAfterTheAgreedNumberOfRedirects) {
    const LoopbackServer server(LoopbackServer::always(answer("302 Found", "Location: /\r\n", "")));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/"), .max_redirects = 3})), Errc::unavailable);
    EXPECT_EQ(server.connections(), 4);
}

TEST(GuardedFetcher, SendsNoTokenToAnotherOrigin) {
    const LoopbackServer second(LoopbackServer::always(answer("200 OK", "", "")));
    const LoopbackServer first(
        LoopbackServer::always(answer("307 Temporary Redirect", "Location: " + second.url("/") + "\r\n", "")));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    ASSERT_TRUE(fetcher->fetch(
        {.method = "POST", .url = first.url("/"), .headers = {{"Authorization", "token"}}, .body = "x=1"}));
    EXPECT_THAT(first.requests().at(0), HasSubstr("Authorization: token"));
    EXPECT_THAT(second.requests().at(0), Not(HasSubstr("token")));
    EXPECT_THAT(second.requests().at(0), testing::EndsWith("\r\n\r\nx=1"));
}

TEST(GuardedFetcher, RefusesPortsThatAreNotListed) {
    const auto resolver = std::make_shared<ScriptedResolver>(std::vector<std::vector<std::string>>{{"93.184.216.34"}});
    const auto fetcher = make_guarded_fetcher(options_with({}, resolver));
    EXPECT_EQ(code_of(fetcher->fetch({.url = "http://pods.example:22/"})), Errc::forbidden);
    EXPECT_EQ(code_of(fetcher->fetch({.url = "http://pods.example:8080/"})), Errc::forbidden);
    EXPECT_EQ(resolver->lookups(), 0U);
}

TEST(GuardedFetcher, RefusesWhatIsNoRequest) {
    const auto fetcher = make_guarded_fetcher(options_with({}));
    EXPECT_EQ(code_of(fetcher->fetch({.url = "ftp://pods.example/"})), Errc::invalid_argument);
    EXPECT_EQ(code_of(fetcher->fetch({.method = "DELETE", .url = "http://pods.example/"})), Errc::invalid_argument);
    EXPECT_EQ(code_of(fetcher->fetch({.url = "http://pods.example/", .headers = {{"A", "b\r\nC: d"}}})),
              Errc::invalid_argument);
    EXPECT_EQ(code_of(fetcher->fetch({.url = "http://user:pw@pods.example/"})), Errc::forbidden);
}

TEST(GuardedFetcher, IgnoresProxiesOfTheEnvironment) {
    const LoopbackServer proxy(LoopbackServer::always(answer("200 OK", "", "proxied")));
    const LoopbackServer server(LoopbackServer::always(answer("200 OK", "", "direct")), "127.0.0.2");
    setenv("http_proxy", proxy.url("").c_str(), 1);
    setenv("ALL_PROXY", proxy.url("").c_str(), 1);
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    const auto response = fetcher->fetch({.url = server.url("/")});
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "direct");
    EXPECT_EQ(proxy.connections(), 0);
}

TEST(GuardedFetcher, EndsAtTheCapWhetherTheLengthIsToldOrNot) {
    const std::string body(5000, 'x');
    const LoopbackServer told(LoopbackServer::always(answer("200 OK", "", body)));
    const LoopbackServer untold(LoopbackServer::always("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    for (const LoopbackServer* server : {&told, &untold}) {
        EXPECT_EQ(code_of(fetcher->fetch({.url = server->url("/"), .max_bytes = 4999})), Errc::too_large);
        const auto exact = fetcher->fetch({.url = server->url("/"), .max_bytes = 5000});
        ASSERT_TRUE(exact) << exact.error().message;
        EXPECT_EQ(exact->body.size(), 5000U);
        const auto head = fetcher->fetch({.url = server->url("/"), .max_bytes = 100, .stop_at_max_bytes = true});
        ASSERT_TRUE(head) << head.error().message;
        EXPECT_EQ(head->body.size(), 100U);
    }
}

TEST(GuardedFetcher, UnpacksWhatIsPackedSensibly) {
    std::string text;
    for (int line = 0; line < 20000; ++line) text += "line " + std::to_string(line * 7919) + "\n";
    const LoopbackServer server(LoopbackServer::always(answer("200 OK", "Content-Encoding: gzip\r\n", gzip(text))));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    const auto response = fetcher->fetch({.url = server.url("/")});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, text);
    EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/"), .max_bytes = 1000})), Errc::too_large);
}

TEST(GuardedFetcher, StopsAGzipBomb) {
    // 20 MB of zeros in 20 kB: far over 200 to 1, far below the cap.
    const LoopbackServer server(
        LoopbackServer::always(answer("200 OK", "Content-Encoding: gzip\r\n", gzip(std::string(20'000'000, '\0')))));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    std::size_t unpacked = 0;
    const auto response =
        fetcher->fetch_to({.url = server.url("/"), .max_bytes = 64 << 20}, [&](std::string_view bytes) {
            unpacked += bytes.size();
            return ok();
        });
    EXPECT_EQ(code_of(response), Errc::too_large);
    EXPECT_LT(unpacked, 20'000'000U);
}

TEST(GuardedFetcher, AsksForRangesUnpacked) {
    const LoopbackServer server(
        LoopbackServer::always(answer("206 Partial Content", "Content-Range: bytes 0-1/10\r\n", "ab")));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    ASSERT_TRUE(fetcher->fetch({.url = server.url("/"), .headers = {{"Range", "bytes=0-1"}}}));
    EXPECT_THAT(server.requests().at(0), Not(HasSubstr("Accept-Encoding")));
}

TEST(GuardedFetcher, HasNoTimeForASourceThatNeverSendsHeaders) {
    const LoopbackServer server([](int connection, const std::string&) {
        LoopbackServer::say(connection, "HTTP/1.1 200 OK\r\nX-Slow: ");
        LoopbackServer::wait_for_end(connection);
    });
    GuardOptions options = options_with({"127.0.0.0/8"});
    options.limits.headers = milliseconds{80};
    EXPECT_EQ(code_of(make_guarded_fetcher(options)->fetch({.url = server.url("/")})), Errc::timeout);
}

TEST(GuardedFetcher, HasNoTimeForABodyThatStops) {
    const LoopbackServer server([](int connection, const std::string&) {
        LoopbackServer::say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        LoopbackServer::wait_for_end(connection);
    });
    GuardOptions options = options_with({"127.0.0.0/8"});
    options.limits.idle = milliseconds{80};
    EXPECT_EQ(code_of(make_guarded_fetcher(options)->fetch({.url = server.url("/")})), Errc::timeout);
}

TEST(GuardedFetcher, KeepsTheTotalTimeOverAllThatHappens) {
    const LoopbackServer server([](int connection, const std::string&) {
        LoopbackServer::say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        LoopbackServer::wait_for_end(connection);
    });
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/"), .total_timeout = std::chrono::seconds{0}})),
              Errc::timeout);
    EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/"), .total_timeout = std::chrono::seconds{1}})),
              Errc::timeout);
}

std::string with_header_lines(int count) {
    std::string headers;
    for (int line = 2; line < count; ++line) headers += "X-" + std::to_string(line) + ": y\r\n";
    return answer("200 OK", headers, "x");  // two lines are there already
}

TEST(GuardedFetcher, TakesAHundredHeaderLinesAndNoMore) {
    const LoopbackServer good(LoopbackServer::always(with_header_lines(100)));
    const LoopbackServer flood(LoopbackServer::always(with_header_lines(101)));
    const LoopbackServer big(
        LoopbackServer::always(answer("200 OK", "X-Big: " + std::string(70'000, 'y') + "\r\n", "x")));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    EXPECT_TRUE(fetcher->fetch({.url = good.url("/")}));
    EXPECT_EQ(code_of(fetcher->fetch({.url = flood.url("/")})), Errc::too_large);
    EXPECT_EQ(code_of(fetcher->fetch({.url = big.url("/")})), Errc::too_large);
}

TEST(GuardedFetcher, TellsABrokenTransferFromAWholeOne) {
    const LoopbackServer server(LoopbackServer::always("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    EXPECT_EQ(code_of(fetcher->fetch({.url = server.url("/")})), Errc::unavailable);
}

TEST(GuardedFetcher, PassesOnTheSinksError) {
    const LoopbackServer server(LoopbackServer::always(answer("200 OK", "", "abc")));
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    const auto response = fetcher->fetch_to({.url = server.url("/")}, [](std::string_view) -> Result<void> {
        return Error{Errc::no_space, "full"};
    });
    EXPECT_EQ(code_of(response), Errc::no_space);
}

TEST(GuardedFetcher, AnswersHeadAndErrorStatuses) {
    const LoopbackServer server([](int connection, const std::string& request) {
        const std::string whole = answer("404 Not Found", "", "nothing here");
        LoopbackServer::say(connection, request.starts_with("HEAD ") ? whole.substr(0, whole.size() - 12) : whole);
    });
    const auto fetcher = make_guarded_fetcher(options_with({"127.0.0.0/8"}));
    const auto head = fetcher->fetch({.method = "HEAD", .url = server.url("/")});
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(head->status, 404);
    EXPECT_EQ(head->header("content-length"), "12");
    EXPECT_EQ(head->body, "");
    const auto get = fetcher->fetch({.url = server.url("/")});
    ASSERT_TRUE(get) << get.error().message;
    EXPECT_EQ(get->body, "nothing here");
}

}  // namespace
}  // namespace mooring::outbound
