#pragma once

#include <openssl/types.h>

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/metrics.hpp"
#include "mooring/http/server.hpp"

namespace mooring::http::testing {

/// An answer as a client reads it.
struct Answer {
    int status = 0;  ///< 0: the connection ended before a whole head
    std::string head;
    std::string body;
    bool is_whole = false;

    std::string header(std::string_view name) const;
};

/// A client that sends exactly the bytes it is told to. Every wait ends after ten seconds.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// Speak TLS from here on. False when the handshake fails.
    bool begin_tls(const std::string& alpn = {});
    std::string chosen_protocol() const;
    std::string server_name() const;  ///< the certificate's common name

    bool send(std::string_view bytes);
    /// Read one answer; `to_head` when it was a HEAD that was asked.
    Answer read_answer(bool to_head = false);
    /// Read at most `limit` bytes, or to the end.
    std::string read_some(std::size_t limit);
    std::string read_to_end();
    /// Did the server end the connection in good order (no reset)? Reads over what still comes.
    bool is_closed_by_server();
    void shut_sending();
    /// Go away with a reset.
    void reset();
    int descriptor() const { return descriptor_; }

private:
    std::ptrdiff_t receive(char* into, std::size_t size);

    int descriptor_ = -1;
    std::string buffered_;
    SSL_CTX* context_ = nullptr;
    SSL* session_ = nullptr;
};

/// Something a test waits for, set by another thread.
class Signal {
public:
    void set();
    bool wait();  ///< false after ten seconds

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_set_ = false;
};

/// What was told of a response's end.
class TransferLog {
public:
    void add(const Transfer& transfer);
    /// Waits until `count` were told.
    std::vector<Transfer> wait_for(std::size_t count);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Transfer> transfers_;
};

/// Answers that a test gives by hand.
class DeferredAnswers {
public:
    void add(std::function<void()> answer);
    /// Wait until `count` requests wait for their answers, then give them, from the calling thread.
    bool give(std::size_t count);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::function<void()>> answers_;
};

/// A family with a route for everything the server has to cope with.
class ExampleFamily final : public Handler {
public:
    std::optional<Response> answer_from_memory(const Request& request) override;
    Decision decide(const Request& request) override;
    Response failure(int status, std::string_view message) override;
    std::string_view family() const override { return "pages"; }

    TransferLog transfers;
    TransferLog progress;
    std::shared_ptr<const SendableFile> file;  ///< for `/file`
    std::int64_t file_size = 0;
    Signal slow_began;
    Signal slow_may_end;
    Signal sink_destroyed;
    DeferredAnswers deferred;  ///< of `/later`
};

/// A file of `size` bytes whose byte at `n` is `file_byte(n)`, already without a name.
std::shared_ptr<const SendableFile> example_file(std::int64_t size);
char file_byte(std::int64_t position);

/// A self-signed certificate for `name`, written as PEM into `folder`.
TlsFiles make_certificate(const std::filesystem::path& folder, const std::string& name);

/// A running server on free loopback ports. Its deadlines are looked at every 5 ms.
class TestServer {
public:
    struct Settings {
        std::vector<Listener> listeners{Listener{.port = 0}};
        std::optional<TlsFiles> tls;
        std::vector<IpNetwork> trusted_proxies;
        ServerLimits limits;
        std::size_t workers = 2;
        std::size_t queue = 16;
        std::size_t network_threads = 1;
        std::vector<std::optional<Family>> families;
    };

    TestServer() : TestServer(Settings{}) {}
    explicit TestServer(Settings settings);
    ~TestServer();

    std::uint16_t port(std::size_t listener = 0) const { return server->ports().at(listener); }
    std::string metrics_text() const { return metrics.render(); }

    MetricRegistry metrics;
    SystemClock clock;
    std::shared_ptr<ExampleFamily> pages = std::make_shared<ExampleFamily>();
    std::shared_ptr<WorkerPool> workers;
    std::unique_ptr<Server> server;
};

}  // namespace mooring::http::testing
