#include "mooring/http/server.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "mooring/http/server_test_support.hpp"

namespace mooring::http {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::RawClient;
using testing::TestServer;

std::string get(std::string_view path, std::string_view fields = {}) {
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: pods.example\r\n" + std::string{fields} + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view fields = {}) {
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: pods.example\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string{fields} + "\r\n" + std::string{body};
}

TEST(HttpServer, AnswersFromMemoryAndFromWorkers) {
    TestServer server;
    RawClient client{server.port()};
    client.send(get("/memory"));
    const Answer hello = client.read_answer();
    EXPECT_EQ(hello.status, 200);
    EXPECT_EQ(hello.body, "hello");
    EXPECT_EQ(hello.header("Content-Length"), "5");
    EXPECT_EQ(hello.header("Date").size(), 29U);
    EXPECT_EQ(hello.header("Connection"), "");
    client.send(get("/?a=b"));
    EXPECT_EQ(client.read_answer().body, "GET a=b");
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
    TestServer server;
    RawClient client{server.port()};
    std::string requests;
    for (int index = 0; index < 100; ++index) {
        requests += index % 3 == 0 ? get("/memory")
                                   : (index % 3 == 1 ? post("/echo", "body " + std::to_string(index))
                                                     : get("/?" + std::to_string(index)));
    }
    client.send(requests);
    for (int index = 0; index < 100; ++index) {
        const Answer answer = client.read_answer();
        ASSERT_EQ(answer.status, 200) << index;
        const std::string number = std::to_string(index);
        EXPECT_EQ(answer.body, index % 3 == 0 ? "hello" : (index % 3 == 1 ? "body " + number : "GET " + number));
    }
}

TEST(HttpServer, ReadsAHeadAndBodyByteByByte) {
    TestServer server;
    RawClient client{server.port()};
    for (const char byte : post("/echo", "slowly") + get("/memory")) {
        ASSERT_TRUE(client.send({&byte, 1}));
    }
    EXPECT_EQ(client.read_answer().body, "slowly");
    EXPECT_EQ(client.read_answer().body, "hello");
}

TEST(HttpServer, SendsNoBodyToHead) {
    TestServer server;
    RawClient client{server.port()};
    client.send("HEAD /memory HTTP/1.1\r\nHost: a\r\n\r\n" + get("/memory"));
    const Answer head = client.read_answer(true);
    EXPECT_EQ(head.header("Content-Length"), "5");
    EXPECT_EQ(client.read_answer().body, "hello");
}

TEST(HttpServer, ClosesAsTheClientWishes) {
    TestServer server;
    const std::vector<std::pair<std::string, std::string>> rows{
        {"GET /memory HTTP/1.0\r\n\r\n", "close"},
        {"GET /memory HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive"},
        {get("/memory", "Connection: close\r\n"), "close"},
    };
    for (const auto& [request, connection] : rows) {
        RawClient client{server.port()};
        client.send(request);
        const Answer answer = client.read_answer();
        EXPECT_EQ(answer.body, "hello");
        EXPECT_EQ(answer.header("Connection"), connection);
        if (connection == "close") {
            EXPECT_TRUE(client.is_closed_by_server());
        } else {
            client.send(request);
            EXPECT_EQ(client.read_answer().body, "hello");
        }
    }
}

TEST(HttpServer, RefusesBadHeadsInTheFormOfTheFamilyAndCloses) {
    TestServer server;
    const std::vector<std::pair<std::string, int>> rows{
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET /\r\n\r\n", 400},
        {"\x16\x03\x01\x02", 400},
        {get("/memory", "Host: b\r\n"), 400},
        {get("/memory", "X: a\r\n b\r\n"), 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
        {get("/" + std::string(17 * 1024, 'a')), 414},
        {get("/", "X: " + std::string(40 * 1024, 'a') + "\r\n"), 431},
        {post("/echo", "x", "Expect: something\r\n"), 417},
    };
    for (const auto& [request, status] : rows) {
        RawClient client{server.port()};
        client.send(request);
        const Answer answer = client.read_answer();
        EXPECT_EQ(answer.status, status) << request.substr(0, 100);
        EXPECT_TRUE(answer.body.starts_with("failure: ")) << answer.body;
        EXPECT_EQ(answer.header("Connection"), "close");
        client.shut_sending();
        EXPECT_TRUE(client.is_closed_by_server()) << request.substr(0, 100);
    }
}

TEST(HttpServer, AnswersMalformedPathsAndAbsentFamiliesInTheirForm) {
    TestServer server;
    RawClient client{server.port()};
    client.send(get("/a/../b") + get("/spotify/v1/x") + get("/memory"));
    const Answer malformed = client.read_answer();
    EXPECT_EQ(malformed.status, 400);
    EXPECT_EQ(malformed.body, "failure: malformed path");
    const Answer absent = client.read_answer();
    EXPECT_EQ(absent.status, 404);
    EXPECT_EQ(absent.header("Content-Type"), "application/json; charset=utf-8");
    EXPECT_EQ(client.read_answer().body, "hello");
}

TEST(HttpServer, AnswersOptionsForTheWholeServer) {
    TestServer server;
    RawClient client{server.port()};
    client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 204);
}

TEST(HttpServer, StreamsBodiesInSmallPieces) {
    TestServer server;
    std::string body(3 * 1024 * 1024 + 17, '\0');
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < body.size(); ++at) {
        body[at] = testing::file_byte(static_cast<std::int64_t>(at));
        sum = sum * 31 + static_cast<unsigned char>(body[at]);
    }
    const std::string expected = std::to_string(body.size()) + " small " + std::to_string(sum);
    RawClient client{server.port()};
    client.send(post("/count", body) + get("/memory"));
    EXPECT_EQ(client.read_answer().body, expected);
    EXPECT_EQ(client.read_answer().body, "hello");

    std::string chunked = "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += 100'000) {
        const std::string piece = body.substr(at, 100'000);
        std::array<char, 32> size{};
        std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
        chunked += size.data() + piece + "\r\n";
    }
    client.send(chunked + "0\r\n\r\n" + get("/memory"));
    EXPECT_EQ(client.read_answer().body, expected);
    EXPECT_EQ(client.read_answer().body, "hello");
}

TEST(HttpServer, RefusesMalformedChunks) {
    TestServer server;
    RawClient client{server.port()};
    client.send("POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n");
    EXPECT_EQ(client.read_answer().status, 400);
    EXPECT_TRUE(server.pages->sink_destroyed.wait());
    client.shut_sending();
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpServer, ContinuesOnlyWhenTheBodyIsWanted) {
    TestServer server;
    RawClient wanted{server.port()};
    wanted.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wanted.read_some(25), "HTTP/1.1 100 Continue\r\n\r\n");
    wanted.send("hello");
    EXPECT_EQ(wanted.read_answer().body, "hello");

    RawClient unwanted{server.port()};
    unwanted.send("POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    const Answer refusal = unwanted.read_answer();
    EXPECT_EQ(refusal.status, 403);
    EXPECT_EQ(refusal.header("Connection"), "close");
    EXPECT_TRUE(unwanted.is_closed_by_server());

    RawClient impatient{server.port()};
    impatient.send(post("/echo", "hello", "Expect: 100-continue\r\n"));
    EXPECT_EQ(impatient.read_answer().body, "hello");

    RawClient old{server.port()};
    old.send("POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
    EXPECT_EQ(old.read_answer().body, "hello");
}

TEST(HttpServer, KeepsAliveAfterASmallUnreadBody) {
    TestServer server;
    RawClient client{server.port()};
    client.send(post("/refuse", std::string(60'000, 'x')) + get("/memory"));
    const Answer refusal = client.read_answer();
    EXPECT_EQ(refusal.status, 403);
    EXPECT_EQ(refusal.header("Connection"), "");
    EXPECT_EQ(client.read_answer().body, "hello");
    client.send("POST /refuse HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" +
                get("/memory"));
    EXPECT_EQ(client.read_answer().status, 403);
    EXPECT_EQ(client.read_answer().body, "hello");
    client.send(post("/refuse", "small") + get("/memory"));
    EXPECT_EQ(client.read_answer().status, 403);
    EXPECT_EQ(client.read_answer().body, "hello");
}

TEST(HttpServer, LetsAClientReadAnEarlyAnswerWhileItStillSends) {
    TestServer server;
    for (const std::string path : {"/refuse", "/early", "/throwing-sink"}) {
        RawClient client{server.port()};
        // The whole body is sent before anything is read: a reset would swallow the answer.
        EXPECT_TRUE(client.send(post(path, std::string(8 * 1024 * 1024, 'x')))) << path;
        const Answer answer = client.read_answer();
        EXPECT_EQ(answer.status, path == "/refuse" ? 403 : (path == "/early" ? 413 : 500)) << path;
        EXPECT_TRUE(answer.is_whole) << path;
        EXPECT_EQ(answer.header("Connection"), "close") << path;
        client.shut_sending();
        EXPECT_TRUE(client.is_closed_by_server()) << path;
    }
}

TEST(HttpServer, TurnsWhatAHandlerThrowsInto500) {
    TestServer server;
    RawClient client{server.port()};
    client.send(get("/throw") + get("/memory-throw") + get("/inject") + get("/memory"));
    for (int index = 0; index < 3; ++index) {
        const Answer answer = client.read_answer();
        EXPECT_EQ(answer.status, 500) << index;
        EXPECT_EQ(answer.body, "failure: internal error") << index;
        EXPECT_EQ(answer.head.find("X-Evil"), std::string::npos);
    }
    EXPECT_EQ(client.read_answer().body, "hello");
    EXPECT_EQ(server.pages->transfers.wait_for(1).size(), 1U);  // the refused response's end is told, too
}

TEST(HttpServer, ShedsWhenTheWorkersAreBusy) {
    TestServer server{{.workers = 1, .queue = 0}};
    RawClient slow{server.port()};
    slow.send(get("/slow"));
    ASSERT_TRUE(server.pages->slow_began.wait());
    RawClient client{server.port()};
    client.send(post("/echo", "abc") + get("/memory"));
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_EQ(answer.body, "failure: overloaded");
    EXPECT_EQ(client.read_answer().body, "hello");
    EXPECT_NE(server.metrics_text().find("mooring_http_shed_requests_total 1"), std::string::npos);
    server.pages->slow_may_end.set();
    EXPECT_EQ(slow.read_answer().body, "slow");
}

TEST(HttpServer, RefusesConnectionsOverTheLimit) {
    TestServer server{{.limits = {.connections = 2}}};
    RawClient first{server.port()};
    first.send(get("/memory"));
    EXPECT_EQ(first.read_answer().status, 200);
    RawClient second{server.port()};
    second.send(get("/memory"));
    EXPECT_EQ(second.read_answer().status, 200);
    RawClient third{server.port()};
    EXPECT_EQ(third.read_answer().status, 503);
}

TEST(HttpServer, EndsSlowHeadsIdleConnectionsAndSlowBodies) {
    TestServer server{{.limits = {.header_timeout = 50ms, .idle_timeout = 50ms, .body_idle_timeout = 50ms}}};
    RawClient half{server.port()};
    half.send("GET / HTTP/1.1\r\nHos");
    EXPECT_EQ(half.read_answer().status, 408);
    half.shut_sending();
    EXPECT_TRUE(half.is_closed_by_server());

    RawClient idle{server.port()};
    idle.send(get("/memory"));
    EXPECT_EQ(idle.read_answer().status, 200);
    EXPECT_TRUE(idle.is_closed_by_server());

    RawClient silent{server.port()};
    EXPECT_TRUE(silent.is_closed_by_server());

    RawClient body{server.port()};
    body.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    const Answer answer = body.read_answer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(server.pages->sink_destroyed.wait());
}

TEST(HttpServer, EndsUploadsThatTakeTooLong) {
    TestServer server{{.limits = {.upload_timeout = 60ms}}};
    RawClient client{server.port()};
    client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
    const std::string piece(1000, 'x');
    std::thread sender{[&] {
        while (client.send(piece)) {
            std::this_thread::yield();
        }
    }};
    EXPECT_EQ(client.read_answer().status, 408);
    client.shut_sending();
    sender.join();
}

TEST(HttpServer, HoldsNoWorkerForAnAnswerThatComesLater) {
    TestServer server{{.workers = 1, .queue = 1}};
    std::vector<std::unique_ptr<RawClient>> waiting;
    for (int number = 0; number < 5; ++number) {
        waiting.push_back(std::make_unique<RawClient>(server.port()));
        waiting.back()->send(post("/later", std::to_string(number)) + get("/memory"));
        RawClient other{server.port()};
        other.send(post("/echo", "between"));
        EXPECT_EQ(other.read_answer().body, "between");
    }
    waiting[3]->reset();  // its answer comes to nobody
    ASSERT_TRUE(server.pages->deferred.give(5));
    for (const int number : {0, 1, 2, 4}) {
        EXPECT_EQ(waiting[static_cast<std::size_t>(number)]->read_answer().body, "later " + std::to_string(number));
        EXPECT_EQ(waiting[static_cast<std::size_t>(number)]->read_answer().body, "hello");
    }
}

TEST(HttpServer, TakesALaterAnswerAlsoAtOnce) {
    TestServer server;
    RawClient client{server.port()};
    client.send(post("/later", "now") + post("/later", "throw"));
    EXPECT_EQ(client.read_answer().body, "at once");
    EXPECT_EQ(client.read_answer().status, 500);
}

TEST(HttpServer, DropsTheSinkOfAClientThatGoesAway) {
    TestServer server;
    RawClient client{server.port()};
    client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_some(25), "HTTP/1.1 100 Continue\r\n\r\n");  // the sink is there
    client.send("abc");
    client.reset();
    EXPECT_TRUE(server.pages->sink_destroyed.wait());
}

TEST(HttpServer, CountsRequestsByFamilyMethodAndStatus) {
    TestServer server;
    RawClient client{server.port()};
    client.send(get("/memory") + get("/refuse") + get("/autopod/x", "Connection: close\r\n"));
    client.read_to_end();
    const std::string text = server.metrics_text();
    for (const std::string_view line :
         {R"(mooring_http_requests_total{family="pages",method="GET",status="2xx"} 1)",
          R"(mooring_http_requests_total{family="pages",method="GET",status="4xx"} 1)",
          R"(mooring_http_requests_total{family="publishing",method="GET",status="4xx"} 1)",
          R"(mooring_http_request_seconds_count{family="pages"} 2)", "mooring_http_connections_total 1"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line;
    }
}

TEST(HttpServer, ServesManyClientsOnSeveralThreads) {
    TestServer server{{.network_threads = 2}};
    std::vector<std::thread> clients;
    std::atomic<int> fine{0};
    for (int index = 0; index < 8; ++index) {
        clients.emplace_back([&, index] {
            RawClient client{server.port()};
            for (int round = 0; round < 50; ++round) {
                const std::string body = std::to_string(index) + ' ' + std::to_string(round);
                client.send(post("/echo", body));
                fine += client.read_answer().body == body ? 1 : 0;
            }
        });
    }
    for (std::thread& client : clients) {
        client.join();
    }
    EXPECT_EQ(fine.load(), 400);
}

TEST(HttpServer, DrainsRequestsUnderWayAndClosesIdleConnections) {
    TestServer server;
    RawClient idle{server.port()};
    idle.send(get("/memory"));
    EXPECT_EQ(idle.read_answer().status, 200);
    RawClient busy{server.port()};
    busy.send(get("/slow"));
    ASSERT_TRUE(server.pages->slow_began.wait());
    std::thread stopper{[&] { server.server->stop(); }};
    EXPECT_TRUE(idle.is_closed_by_server());
    server.pages->slow_may_end.set();
    const Answer answer = busy.read_answer();
    EXPECT_EQ(answer.body, "slow");
    EXPECT_EQ(answer.header("Connection"), "close");
    busy.shut_sending();
    stopper.join();
    EXPECT_NE(server.metrics_text().find("mooring_http_connections_open 0"), std::string::npos);
}

TEST(HttpServer, EndsTheDrainAtItsLimit) {
    TestServer server{{.limits = {.drain_timeout = 50ms}}};
    server.pages->file = testing::example_file(8 * 1024 * 1024);
    server.pages->file_size = 8 * 1024 * 1024;
    RawClient stuck{server.port(), 4096};
    stuck.send(get("/file"));
    EXPECT_EQ(stuck.read_some(8), "HTTP/1.1");
    server.server->stop();
    EXPECT_EQ(server.pages->transfers.wait_for(1).size(), 1U);
}

TEST(HttpServer, TellsWhyItCannotBind) {
    TestServer server;
    MetricRegistry metrics;
    const SystemClock clock;
    const auto workers = std::make_shared<WorkerPool>("test", 1, 1);
    const auto router =
        std::make_shared<FamilyRouter>(FamilyRouter::Options{}, std::map<Family, std::shared_ptr<Handler>>{});
    const auto code_of = [&](Listener listener) {
        const auto bound =
            Server::bind({.listeners = {listener}, .tls = {}, .trusted_proxies = {}}, router, workers, clock, metrics);
        return bound ? std::optional<Errc>{} : bound.error().code;
    };
    EXPECT_EQ(code_of({.port = server.port()}), Errc::unavailable);
    EXPECT_EQ(code_of({.address = "nonsense", .port = 0}), Errc::invalid_argument);
    EXPECT_EQ(code_of({.address = "192.0.2.1", .port = 0}), Errc::invalid_argument);
    EXPECT_EQ(code_of({.port = 0, .tls = true}), Errc::invalid_argument);
    EXPECT_EQ(code_of({.port = 0}), std::nullopt);
}

}  // namespace
}  // namespace mooring::http
