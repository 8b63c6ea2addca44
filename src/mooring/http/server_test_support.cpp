#include "mooring/http/server_test_support.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "mooring/base/utf8.hpp"

namespace mooring::http::testing {
namespace {

constexpr std::chrono::seconds patience{10};

class OpenFile final : public SendableFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    ~OpenFile() override { ::close(descriptor_); }
    int descriptor() const override { return descriptor_; }

private:
    int descriptor_;
};

class CountingSink final : public BodySink {
public:
    explicit CountingSink(ExampleFamily& family) : family_(family) {}
    ~CountingSink() override { family_.sink_destroyed.set(); }

    std::optional<Response> take(std::string_view bytes) override {
        total_ += bytes.size();
        largest_ = std::max(largest_, bytes.size());
        for (const char c : bytes) {
            sum_ = sum_ * 31 + static_cast<unsigned char>(c);
        }
        return std::nullopt;
    }
    Response finish() override {
        return Response::text(
            200, "text/plain",
            std::to_string(total_) + ' ' + (largest_ <= 64 * 1024 ? "small" : "large") + ' ' + std::to_string(sum_));
    }

private:
    ExampleFamily& family_;
    std::size_t total_ = 0;
    std::size_t largest_ = 0;
    std::uint32_t sum_ = 0;
};

class RefusingSink final : public BodySink {
public:
    std::optional<Response> take(std::string_view) override { return Response::text(413, "text/plain", "too large"); }
    Response finish() override { return Response::empty(204); }
};

class ThrowingSink final : public BodySink {
public:
    std::optional<Response> take(std::string_view) override { throw std::runtime_error("broken sink"); }
    Response finish() override { return Response::empty(204); }
};

}  // namespace

std::string Answer::header(std::string_view name) const {
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
        const std::size_t end = head.find("\r\n", at + 2);
        const std::string_view line = std::string_view{head}.substr(at + 2, end - at - 2);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name)) {
            return std::string{trim_ascii(line.substr(colon + 1))};
        }
        at = end;
    }
    return {};
}

RawClient::RawClient(std::uint16_t port, int receive_buffer_bytes) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer_bytes > 0) {
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    }
    const timeval limit{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

RawClient::~RawClient() {
    SSL_free(session_);
    SSL_CTX_free(context_);
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

bool RawClient::begin_tls(const std::string& alpn) {
    context_ = SSL_CTX_new(TLS_client_method());
    session_ = SSL_new(context_);
    if (!alpn.empty()) {
        const std::string list = static_cast<char>(alpn.size()) + alpn;
        SSL_set_alpn_protos(session_, reinterpret_cast<const unsigned char*>(list.data()),
                            static_cast<unsigned>(list.size()));
    }
    SSL_set_fd(session_, descriptor_);
    const bool is_fine = SSL_connect(session_) == 1;
    ERR_clear_error();
    return is_fine;
}

std::string RawClient::chosen_protocol() const {
    const unsigned char* text = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(session_, &text, &length);
    return {reinterpret_cast<const char*>(text), length};
}

std::string RawClient::server_name() const {
    std::array<char, 128> name{};
    X509* certificate = SSL_get1_peer_certificate(session_);
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
    X509_free(certificate);
    return name.data();
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = session_ != nullptr
                              ? static_cast<ssize_t>(SSL_write(session_, bytes.data(), static_cast<int>(bytes.size())))
                              : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::ptrdiff_t RawClient::receive(char* into, std::size_t size) {
    return session_ != nullptr ? SSL_read(session_, into, static_cast<int>(size)) : ::recv(descriptor_, into, size, 0);
}

std::string RawClient::read_some(std::size_t limit) {
    std::array<char, 16 * 1024> bytes{};
    while (buffered_.size() < limit) {
        const auto received = receive(bytes.data(), std::min(bytes.size(), limit - buffered_.size()));
        if (received <= 0) {
            break;
        }
        buffered_.append(bytes.data(), static_cast<std::size_t>(received));
    }
    std::string text = buffered_.substr(0, limit);
    buffered_.erase(0, text.size());
    return text;
}

std::string RawClient::read_to_end() {
    return read_some(std::size_t{1} << 30);
}

Answer RawClient::read_answer(bool to_head) {
    Answer answer;
    while (!answer.head.ends_with("\r\n\r\n")) {
        const std::string byte = read_some(1);
        if (byte.empty()) {
            return answer;
        }
        answer.head += byte;
    }
    answer.status = std::atoi(answer.head.substr(9, 3).c_str());
    const std::string length = answer.header("Content-Length");
    const std::size_t size = to_head || length.empty() ? 0 : static_cast<std::size_t>(std::atoll(length.c_str()));
    answer.body = read_some(size);
    answer.is_whole = answer.body.size() == size;
    return answer;
}

bool RawClient::is_closed_by_server() {
    std::array<char, 4096> bytes{};
    buffered_.clear();
    while (true) {
        const auto received = receive(bytes.data(), bytes.size());
        if (received == 0) {
            return true;
        }
        if (received < 0) {
            return session_ != nullptr && SSL_get_error(session_, static_cast<int>(received)) == SSL_ERROR_ZERO_RETURN;
        }
    }
}

void RawClient::shut_sending() {
    ::shutdown(descriptor_, SHUT_WR);
}

void RawClient::reset() {
    const linger hard{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    ::close(descriptor_);
    descriptor_ = -1;
}

void Signal::set() {
    const std::lock_guard lock{mutex_};
    is_set_ = true;
    changed_.notify_all();
}

bool Signal::wait() {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [this] { return is_set_; });
}

void TransferLog::add(const Transfer& transfer) {
    const std::lock_guard lock{mutex_};
    transfers_.push_back(transfer);
    changed_.notify_all();
}

std::vector<Transfer> TransferLog::wait_for(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, patience, [&] { return transfers_.size() >= count; });
    return transfers_;
}

void DeferredAnswers::add(std::function<void()> answer) {
    const std::lock_guard lock{mutex_};
    answers_.push_back(std::move(answer));
    changed_.notify_all();
}

bool DeferredAnswers::give(std::size_t count) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience, [&] { return answers_.size() >= count; })) return false;
    for (const auto& answer : std::exchange(answers_, {})) answer();
    return true;
}

std::optional<Response> ExampleFamily::answer_from_memory(const Request& request) {
    if (request.path == "/memory") {
        return Response::text(200, "text/plain", "hello");
    }
    if (request.path == "/memory-throw") {
        throw std::runtime_error("broken");
    }
    return std::nullopt;
}

Decision ExampleFamily::decide(const Request& request) {
    if (request.path == "/echo") {
        return buffer_body(
            1024 * 1024, [](std::string body) { return Response::text(200, "text/plain", std::move(body)); },
            [] { return Response::text(413, "text/plain", "too large"); });
    }
    if (request.path == "/later") {
        return buffer_body_for_later(
            1024,
            [this](std::string body, std::function<void(Response)> done) {
                if (body == "now") return done(Response::text(200, "text/plain", "at once"));
                if (body == "throw") throw std::runtime_error("broken");
                deferred.add([body, done] { done(Response::text(200, "text/plain", "later " + body)); });
            },
            [] { return Response::text(413, "text/plain", "too large"); });
    }
    if (request.path == "/count") {
        return std::unique_ptr<BodySink>{std::make_unique<CountingSink>(*this)};
    }
    if (request.path == "/early") {
        return std::unique_ptr<BodySink>{std::make_unique<RefusingSink>()};
    }
    if (request.path == "/throwing-sink") {
        return std::unique_ptr<BodySink>{std::make_unique<ThrowingSink>()};
    }
    if (request.path == "/throw") {
        throw std::runtime_error("broken");
    }
    if (request.path == "/inject") {
        Response response = Response::empty(302);
        response.header("Location", "a\r\nX-Evil: 1");
        response.on_done = [this](const Transfer& transfer) { transfers.add(transfer); };
        return response;
    }
    if (request.path == "/slow") {
        slow_began.set();
        static_cast<void>(slow_may_end.wait());
        return Response::text(200, "text/plain", "slow");
    }
    if (request.path == "/file") {
        Response response = Response::empty(200);
        response.body.push_back({.source = std::string{"<"}, .offset = 0, .length = 1});
        response.body.push_back({.source = file, .offset = 0, .length = file_size});
        response.body.push_back({.source = std::make_shared<const std::string>("]>"), .offset = 1, .length = 1});
        response.on_done = [this](const Transfer& transfer) { transfers.add(transfer); };
        response.on_progress = [this](const Transfer& transfer) { progress.add(transfer); };
        return response;
    }
    if (request.path == "/whoami") {
        return Response::text(200, "text/plain",
                              request.client.to_string() + ' ' + request.peer.to_string() + ' ' + request.host + ' ' +
                                  (request.is_secure ? "secure" : "plain") + (request.bad_forward ? " bad" : ""));
    }
    if (request.path == "/") {
        return Response::text(200, "text/plain", std::string{to_string(request.method)} + ' ' + request.query);
    }
    Response refusal = Response::text(403, "text/plain", "no");
    refusal.on_done = [this](const Transfer& transfer) { transfers.add(transfer); };
    return refusal;
}

Response ExampleFamily::failure(int status, std::string_view message) {
    return Response::text(status, "text/plain", "failure: " + std::string{message});
}

char file_byte(std::int64_t position) {
    return static_cast<char>((position * 7 + position / 251) & 0xff);
}

std::shared_ptr<const SendableFile> example_file(std::int64_t size) {
    std::string name = ::testing::TempDir() + "mooring-http-XXXXXX";
    const int descriptor = ::mkstemp(name.data());
    ::unlink(name.c_str());
    std::string bytes(static_cast<std::size_t>(size), '\0');
    for (std::int64_t at = 0; at < size; ++at) {
        bytes[static_cast<std::size_t>(at)] = file_byte(at);
    }
    EXPECT_EQ(::write(descriptor, bytes.data(), bytes.size()), static_cast<ssize_t>(size));
    return std::make_shared<OpenFile>(descriptor);
}

TlsFiles make_certificate(const std::filesystem::path& folder, const std::string& name) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(certificate, subject);
    EXPECT_GT(X509_sign(certificate, key, EVP_sha256()), 0);
    const TlsFiles files{.certificate_chain = folder / "certificate.pem", .private_key = folder / "key.pem"};
    std::FILE* out = std::fopen(files.certificate_chain.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    out = std::fopen(files.private_key.c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return files;
}

TestServer::TestServer(Settings settings)
    : workers(std::make_shared<WorkerPool>("test", settings.workers, settings.queue)) {
    settings.limits.sweep_interval = std::chrono::milliseconds{5};
    auto router = std::make_shared<FamilyRouter>(FamilyRouter::Options{.listeners = settings.families},
                                                 std::map<Family, std::shared_ptr<Handler>>{{Family::pages, pages}});
    auto bound = Server::bind({.listeners = settings.listeners,
                               .tls = settings.tls,
                               .trusted_proxies = settings.trusted_proxies,
                               .limits = settings.limits,
                               .network_threads = settings.network_threads},
                              router, workers, clock, metrics);
    if (!bound) {
        ADD_FAILURE() << bound.error().message;
        std::abort();
    }
    server = std::move(*bound);
    server->start();
}

TestServer::~TestServer() {
    pages->slow_may_end.set();
    server->stop();
    server.reset();
    workers.reset();
}

}  // namespace mooring::http::testing
