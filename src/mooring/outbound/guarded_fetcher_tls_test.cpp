#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "mooring/outbound/guarded_fetcher.hpp"
#include "mooring/outbound/tls_server_for_test.hpp"

namespace mooring::outbound {
namespace {

const std::string answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";

/// Every name is the loopback address.
class LoopbackResolver final : public Resolver {
public:
    Result<std::vector<IpAddress>> resolve(const std::string&, std::chrono::milliseconds) override {
        return std::vector{*IpAddress::parse("127.0.0.1")};
    }
};

class GuardedFetcherTls : public testing::Test {
protected:
    GuardedFetcherTls() {
        std::signal(SIGPIPE, SIG_IGN);  // of a server whose client has hung up
        std::filesystem::remove(ca_file_);
    }
    ~GuardedFetcherTls() override { std::filesystem::remove(ca_file_); }

    /// Trust `authority` alone; null: the system's authorities.
    Result<FetchResponse> fetch(const std::string& url, const TestCertificate* authority) const {
        GuardOptions options;
        options.allowed = {*IpNetwork::parse("127.0.0.0/8")};
        options.resolver = std::make_shared<LoopbackResolver>();
        if (authority) {
            std::ofstream{ca_file_} << authority->pem();
            options.ca_file = ca_file_;
        }
        FetchRequest request;
        request.url = url;
        request.max_bytes = 1000;
        return make_guarded_fetcher(std::move(options))->fetch(request);
    }
    static void expect_refused(const Result<FetchResponse>& outcome, const TlsLoopbackServer& server) {
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, Errc::unavailable);
        EXPECT_EQ(server.connections(), 1) << outcome.error().message;
        EXPECT_EQ(server.requests(), 0) << "nothing is told to a stranger";
    }

    const std::string ca_file_ =
        (std::filesystem::temp_directory_path() / ("mooring-ca-" + std::to_string(getpid()) + ".pem")).string();
    const TestCertificate authority_{"authority.example"};
    const TestCertificate leaf_{"harbour.example", &authority_};
};

TEST_F(GuardedFetcherTls, TrustsTheAuthorityOfTheSettings) {
    const TlsLoopbackServer server{leaf_, answer};
    const auto outcome = fetch(server.url("harbour.example"), &authority_);
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(outcome->body, "hello");
}

TEST_F(GuardedFetcherTls, RefusesACertificateSignedByItself) {
    const TestCertificate own{"harbour.example"};
    for (const TestCertificate* trusted : {static_cast<const TestCertificate*>(nullptr), &authority_}) {
        const TlsLoopbackServer server{own, answer};
        expect_refused(fetch(server.url("harbour.example"), trusted), server);
    }
}

TEST_F(GuardedFetcherTls, RefusesAnAuthorityThatOnlyOthersTrust) {
    const TlsLoopbackServer server{leaf_, answer};
    expect_refused(fetch(server.url("harbour.example"), nullptr), server);
}

TEST_F(GuardedFetcherTls, RefusesTheCertificateOfAnotherHost) {
    const TlsLoopbackServer server{leaf_, answer};
    expect_refused(fetch(server.url("quay.example"), &authority_), server);
}

TEST_F(GuardedFetcherTls, RefusesACertificateThatHasEnded) {
    const TestCertificate ended{"harbour.example", &authority_, std::chrono::hours{-1}};
    const TlsLoopbackServer server{ended, answer};
    expect_refused(fetch(server.url("harbour.example"), &authority_), server);
}

}  // namespace
}  // namespace mooring::outbound
