#include "mooring_client/http.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

namespace mooring_client {
namespace {

/// A server on a loopback port that answers each connection's one request by `answer` and closes.
class OneShotServer {
public:
    explicit OneShotServer(std::function<std::string(const std::string&)> answer) : answer_(std::move(answer)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 16);
        socklen_t length = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
        base = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        thread_ = std::jthread{[this] { serve(); }};
    }
    ~OneShotServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    std::vector<std::string> requests() {
        const std::lock_guard lock{mutex_};
        return requests_;
    }

    std::string base;

private:
    void serve() {
        while (true) {
            const int peer = ::accept(listener_, nullptr, nullptr);
            if (peer < 0) return;
            const std::string request = read_request(peer);
            {
                const std::lock_guard lock{mutex_};
                requests_.push_back(request);
            }
            const std::string text = answer_(request);
            (void)!::send(peer, text.data(), text.size(), MSG_NOSIGNAL);
            ::shutdown(peer, SHUT_WR);
            char rest[4096];
            while (::read(peer, rest, sizeof rest) > 0) {
            }
            ::close(peer);
        }
    }
    static std::string read_request(int peer) {
        std::string text;
        char block[4096];
        while (true) {
            const auto head = text.find("\r\n\r\n");
            if (head != std::string::npos) {
                const auto at = text.find("Content-Length: ");
                const std::size_t length = at < head ? std::stoul(text.substr(at + 16)) : 0;
                if (text.size() >= head + 4 + length) return text;
            }
            const ssize_t got = ::read(peer, block, sizeof block);
            if (got <= 0) return text;
            text.append(block, static_cast<std::size_t>(got));
        }
    }

    std::function<std::string(const std::string&)> answer_;
    int listener_ = -1;
    std::mutex mutex_;
    std::vector<std::string> requests_;
    std::jthread thread_;
};

std::string ok_with(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

TEST(HttpTransport, StreamsAStretchOfAFile) {
    OneShotServer server{[](const std::string&) { return ok_with(""); }};
    const std::string file = "/tmp/http-transport-" + std::to_string(::getpid());
    std::ofstream{file} << "0123456789";
    std::int64_t last = 0;
    Request request{.method = "PUT", .url = server.base + "/part"};
    request.body_file = BodyFile{.path = file, .first_byte = 3, .length = 4};
    request.progress = [&](std::int64_t sent, std::int64_t) {
        last = sent;
        return true;
    };
    const auto transport = make_transport();
    ASSERT_TRUE(transport->send(request));
    EXPECT_TRUE(server.requests()[0].ends_with("\r\n\r\n3456")) << server.requests()[0];
    EXPECT_EQ(last, 4);
    request.body_file = BodyFile{.path = file + "-missing"};
    EXPECT_EQ(transport->send(request).error().kind, ErrorKind::local);
    ::unlink(file.c_str());
}

TEST(HttpTransport, BoundsAnswersAndTellsHalfOnes) {
    OneShotServer server{[](const std::string& request) -> std::string {
        if (request.starts_with("GET /long")) return ok_with(std::string(5000, 'x'));
        if (request.starts_with("GET /half")) return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
        return "";
    }};
    const auto transport = make_transport({.longest_answer = 4096});
    EXPECT_EQ(transport->send({.url = server.base + "/long"}).error().kind, ErrorKind::bad_answer);
    EXPECT_EQ(transport->send({.url = server.base + "/half"}).error().kind, ErrorKind::unreachable);
    EXPECT_EQ(transport->send({.url = server.base + "/none"}).error().kind, ErrorKind::unreachable);
    EXPECT_EQ(transport->send({.url = "ftp://x.example/"}).error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(transport->send({.url = "http://127.0.0.1:1/"}).error().kind, ErrorKind::unreachable);
}

TEST(HttpTransport, StopsARequestThatIsUnderWay) {
    std::stop_source stop;
    std::stop_source ended;
    OneShotServer server{[&](const std::string&) -> std::string {
        stop.request_stop();
        while (!ended.stop_requested()) std::this_thread::yield();  // no answer: only the stop can end the wait
        return "";
    }};
    Request request{.url = server.base + "/", .stop = stop.get_token()};
    const auto response = make_transport()->send(request);
    ended.request_stop();
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::cancelled);
    EXPECT_EQ(make_transport()->send(request).error().kind, ErrorKind::cancelled);
}

TEST(HttpTransport, SpacesRequestsByTheRate) {
    OneShotServer server{[](const std::string&) { return ok_with("{}"); }};
    std::chrono::steady_clock::time_point now{std::chrono::seconds{1}};
    std::vector<double> waits;
    Timing timing = Timing::real();
    timing.ticks = [&] { return now; };
    timing.sleep = [&](Seconds length, const std::stop_token&) {
        waits.push_back(length.count());
        return true;
    };
    const auto transport = make_transport({.requests_per_second = 4}, timing);
    for (int n = 0; n < 3; ++n) ASSERT_TRUE(transport->send({.url = server.base + "/"}));
    EXPECT_EQ(waits, (std::vector<double>{0.25, 0.5}));
}

}  // namespace
}  // namespace mooring_client
