// Files, delivered bytes, TLS, and what proxies say: the server over real loopback sockets.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "mooring/http/server.hpp"
#include "mooring/http/server_test_support.hpp"

namespace mooring::http {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::RawClient;
using testing::TestServer;

constexpr std::string_view get_file = "GET /file HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view who_am_i = "GET /whoami HTTP/1.1\r\nHost: Pods.Example:80\r\n\r\n";

void give_file(TestServer& server, std::int64_t size) {
    server.pages->file = testing::example_file(size);
    server.pages->file_size = size;
}

/// Is `body` the file between its two marks?
bool is_file_body(const std::string& body, std::int64_t size) {
    if (body.size() != static_cast<std::size_t>(size) + 2 || body.front() != '<' || body.back() != '>') {
        return false;
    }
    for (std::int64_t at = 0; at < size; ++at) {
        if (body[static_cast<std::size_t>(at) + 1] != testing::file_byte(at)) {
            return false;
        }
    }
    return true;
}

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = ::testing::TempDir() + "mooring-tls-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

TEST(HttpTransfer, SendsFilesBetweenPiecesOfMemory) {
    TestServer server;
    for (const std::int64_t size : {1, 1000, 70'000, 5'000'000}) {
        give_file(server, size);
        RawClient client{server.port()};
        client.send(std::string{get_file} + std::string{get_file});
        EXPECT_TRUE(is_file_body(client.read_answer().body, size)) << size;
        EXPECT_TRUE(is_file_body(client.read_answer().body, size)) << size;
    }
    const auto transfers = server.pages->transfers.wait_for(8);
    ASSERT_EQ(transfers.size(), 8U);
    for (const Transfer& transfer : transfers) {
        EXPECT_TRUE(transfer.is_complete);
        EXPECT_EQ(transfer.body_bytes_delivered, transfer.body_bytes_written);
    }
    EXPECT_EQ(transfers.back().body_bytes_delivered, 5'000'002);
}

TEST(HttpTransfer, TellsDeliveredBytesOfAHalfClosedConnection) {
    TestServer server;
    give_file(server, 300'000);
    RawClient client{server.port(), 4096};
    client.send(get_file);
    client.shut_sending();
    EXPECT_TRUE(is_file_body(client.read_answer().body, 300'000));
    const auto transfers = server.pages->transfers.wait_for(1);
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_TRUE(transfers[0].is_complete);
    EXPECT_EQ(transfers[0].body_bytes_delivered, 300'002);
}

// measurement.md, 3.2: within 64 KiB and 1 % of what the client took.
TEST(HttpTransfer, TellsWhatReachedAClientThatGoesAway) {
    for (const std::size_t taken : {0U, 100'000U, 1'000'000U}) {
        TestServer server;
        give_file(server, 20'000'000);
        RawClient client{server.port(), 4096};
        client.send(get_file);
        EXPECT_EQ(client.read_some(15), "HTTP/1.1 200 OK");
        client.read_some(taken);
        client.reset();
        const auto transfers = server.pages->transfers.wait_for(1);
        ASSERT_EQ(transfers.size(), 1U);
        EXPECT_FALSE(transfers[0].is_complete);
        EXPECT_NEAR(static_cast<double>(transfers[0].body_bytes_delivered), static_cast<double>(taken),
                    65'536.0 + static_cast<double>(taken) / 100);
        EXPECT_LE(transfers[0].body_bytes_delivered, transfers[0].body_bytes_written);
    }
}

TEST(HttpTransfer, TellsOfEveryResponseOfOneConnectionApart) {
    TestServer server;
    give_file(server, 50'000);
    RawClient client{server.port()};
    client.send(std::string{get_file} + "HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n" +
                "GET /refuse HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(is_file_body(client.read_answer().body, 50'000));
    EXPECT_EQ(client.read_answer(true).header("Content-Length"), "50002");
    EXPECT_EQ(client.read_answer().status, 403);
    const auto transfers = server.pages->transfers.wait_for(3);
    ASSERT_EQ(transfers.size(), 3U);
    std::vector<std::int64_t> delivered;
    for (const Transfer& transfer : transfers) {
        EXPECT_TRUE(transfer.is_complete);
        delivered.push_back(transfer.body_bytes_delivered);
    }
    std::sort(delivered.begin(), delivered.end());
    EXPECT_EQ(delivered, (std::vector<std::int64_t>{0, 2, 50'002}));
}

TEST(HttpTransfer, ClosesOnAClientThatTakesNothing) {
    TestServer server{{.limits = {.write_idle_timeout = 50ms}}};
    give_file(server, 20'000'000);
    RawClient client{server.port(), 4096};
    client.send(get_file);
    const auto transfers = server.pages->transfers.wait_for(1);
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_FALSE(transfers[0].is_complete);
    EXPECT_LT(transfers[0].body_bytes_delivered, 1'000'000);
}

TEST(HttpTransfer, ClosesOnAClientBelowTheLeastRate) {
    TestServer server{{.limits = {.write_rate_bytes_per_second = 1'000'000'000'000, .write_rate_window = 50ms}}};
    give_file(server, 20'000'000);
    RawClient client{server.port(), 4096};
    client.send(get_file);
    const auto transfers = server.pages->transfers.wait_for(1);
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_FALSE(transfers[0].is_complete);
}

TEST(HttpTransfer, ReportsProgressOfALongTransfer) {
    TestServer server{{.limits = {.progress_interval = 20ms}}};
    give_file(server, 20'000'000);
    RawClient client{server.port(), 4096};
    client.send(get_file);
    EXPECT_EQ(client.read_some(100'000).size(), 100'000U);
    const auto progress = server.pages->progress.wait_for(3);
    ASSERT_GE(progress.size(), 3U);
    EXPECT_GT(progress.back().body_bytes_delivered, 90'000);
    EXPECT_LT(progress.back().body_bytes_delivered, 300'000);
    client.reset();
    EXPECT_EQ(server.pages->transfers.wait_for(1).size(), 1U);
}

TEST(HttpTransfer, FailsWhenAFileIsShorterThanPromised) {
    TestServer server;
    give_file(server, 1000);
    server.pages->file_size = 5000;
    RawClient client{server.port()};
    client.send(get_file);
    const Answer answer = client.read_answer();
    EXPECT_FALSE(answer.is_whole);
    const auto transfers = server.pages->transfers.wait_for(1);
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_FALSE(transfers[0].is_complete);
}

TEST(HttpTls, ServesReloadsAndRefuses) {
    TemporaryFolder folder;
    const TlsFiles files = testing::make_certificate(folder.path(), "first.example");
    TestServer server{{.listeners = {Listener{.port = 0, .tls = true}}, .tls = files}};
    give_file(server, 3'000'000);

    RawClient client{server.port()};
    ASSERT_TRUE(client.begin_tls("http/1.1"));
    EXPECT_EQ(client.chosen_protocol(), "http/1.1");
    EXPECT_EQ(client.server_name(), "first.example");
    client.send(std::string{who_am_i} + std::string{get_file});
    EXPECT_EQ(client.read_answer().body, "127.0.0.1 127.0.0.1 pods.example secure");
    EXPECT_TRUE(is_file_body(client.read_answer().body, 3'000'000));
    client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'x'));
    EXPECT_TRUE(client.read_answer().body.starts_with("300000 small"));
    const auto transfers = server.pages->transfers.wait_for(1);
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_EQ(transfers[0].body_bytes_delivered, 3'000'002);

    testing::make_certificate(folder.path(), "second.example");
    ASSERT_TRUE(server.server->reload_tls());
    RawClient later{server.port()};
    ASSERT_TRUE(later.begin_tls());
    EXPECT_EQ(later.server_name(), "second.example");
    client.send(who_am_i);
    EXPECT_EQ(client.read_answer().status, 200) << "a reload drops no connection";

    std::filesystem::resize_file(files.private_key, 10);
    const auto bad = server.server->reload_tls();
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Errc::invalid_argument);
    EXPECT_EQ(bad.error().field, "tls.private_key");
    RawClient still{server.port()};
    EXPECT_TRUE(still.begin_tls());
    EXPECT_EQ(still.server_name(), "second.example");

    RawClient wrong_protocol{server.port()};
    EXPECT_FALSE(wrong_protocol.begin_tls("h2"));
    RawClient plain{server.port()};
    plain.send(get_file);
    EXPECT_EQ(plain.read_answer().status, 0);

    later.send("GET /whoami HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(later.read_answer().status, 200);
    EXPECT_TRUE(later.is_closed_by_server());
}

TEST(HttpTls, TellsWhatReachedAClientThatGoesAway) {
    TemporaryFolder folder;
    TestServer server{{.listeners = {Listener{.port = 0, .tls = true}},
                       .tls = testing::make_certificate(folder.path(), "pods.example")}};
    give_file(server, 20'000'000);
    RawClient client{server.port(), 4096};
    ASSERT_TRUE(client.begin_tls());
    client.send(get_file);
    client.read_some(1'000'000);
    client.reset();
    const auto transfers = server.pages->transfers.wait_for(1);
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_NEAR(static_cast<double>(transfers[0].body_bytes_delivered), 1'000'000.0, 75'536.0);
}

TEST(HttpProxies, AreBelievedOnlyWhenTrusted) {
    const std::string request =
        "GET /whoami HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Host: Pods.Example\r\n\r\n";
    TestServer trusting{{.trusted_proxies = {*IpNetwork::parse("127.0.0.0/8")}}};
    RawClient believed{trusting.port()};
    believed.send(request);
    EXPECT_EQ(believed.read_answer().body, "192.0.2.7 127.0.0.1 pods.example secure");
    believed.send("GET /whoami HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: nonsense\r\n\r\n");
    EXPECT_EQ(believed.read_answer().body, "127.0.0.1 127.0.0.1 a plain bad");

    TestServer wary{{.trusted_proxies = {*IpNetwork::parse("10.0.0.0/8")}}};
    RawClient stranger{wary.port()};
    stranger.send(request);
    EXPECT_EQ(stranger.read_answer().body, "127.0.0.1 127.0.0.1 a plain");
}

TEST(HttpProxies, SpeakTheProxyProtocolWhereItIsAskedFor) {
    TemporaryFolder folder;
    TestServer server{{.listeners = {Listener{.port = 0, .proxy_protocol = true},
                                     Listener{.port = 0, .tls = true, .proxy_protocol = true}},
                       .tls = testing::make_certificate(folder.path(), "pods.example"),
                       .trusted_proxies = {*IpNetwork::parse("127.0.0.1")}}};
    const std::string version_1 = "PROXY TCP4 192.0.2.7 127.0.0.1 5555 80\r\n";
    const std::string version_2 =
        std::string{"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0C\xC0\0\x02\x09\x7F\0\0\x01\x15\xB3\0\x50", 28};

    RawClient first{server.port()};
    first.send(version_1 + std::string{who_am_i});
    EXPECT_EQ(first.read_answer().body, "192.0.2.7 127.0.0.1 pods.example plain");
    RawClient slow{server.port()};
    for (const char byte : version_2 + std::string{who_am_i}) {
        ASSERT_TRUE(slow.send({&byte, 1}));
    }
    EXPECT_EQ(slow.read_answer().body, "192.0.2.9 127.0.0.1 pods.example plain");
    RawClient local{server.port()};
    local.send("PROXY UNKNOWN\r\n" + std::string{who_am_i});
    EXPECT_EQ(local.read_answer().body, "127.0.0.1 127.0.0.1 pods.example plain");
    RawClient without{server.port()};
    without.send(who_am_i);
    EXPECT_EQ(without.read_answer().status, 0);
    RawClient encrypted{server.port(1)};
    encrypted.send(version_1);
    ASSERT_TRUE(encrypted.begin_tls());
    encrypted.send(who_am_i);
    EXPECT_EQ(encrypted.read_answer().body, "192.0.2.7 127.0.0.1 pods.example secure");

    TestServer wary{{.listeners = {Listener{.port = 0, .proxy_protocol = true}}}};
    RawClient stranger{wary.port()};
    stranger.send(version_1 + std::string{who_am_i});
    EXPECT_EQ(stranger.read_answer().status, 0);
}

TEST(HttpListeners, MayServeOneFamilyAlone) {
    TestServer server{
        {.listeners = {Listener{.port = 0}, Listener{.port = 0}}, .families = {std::nullopt, Family::publishing}}};
    RawClient client{server.port(1)};
    client.send(who_am_i);
    EXPECT_EQ(client.read_answer().body, R"({"error":"this server does not serve the publishing family"})");
}

TEST(HttpListeners, MayBeInherited) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(descriptor, 16), 0);
    TestServer server{{.listeners = {Listener{.inherited_descriptor = descriptor}}, .network_threads = 2}};
    for (int index = 0; index < 8; ++index) {
        RawClient client{server.port()};
        client.send(who_am_i);
        EXPECT_EQ(client.read_answer().status, 200);
    }
    ::close(descriptor);
}

}  // namespace
}  // namespace mooring::http
