#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace mooring::outbound {

/// A small HTTP server on a loopback address, for tests: one connection at a time, one request each.
class LoopbackServer {
public:
    /// Gets the request's head (and what came with it) and the connection to answer on.
    using Handler = std::function<void(int connection, const std::string& request)>;

    explicit LoopbackServer(Handler handler, const std::string& address = "127.0.0.1", std::uint16_t port = 0)
        : handler_(std::move(handler)), address_(address) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        inet_pton(AF_INET, address.c_str(), &where.sin_addr);
        is_bound_ =
            bind(listener_, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0 && listen(listener_, 16) == 0;
        socklen_t size = sizeof where;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &size);
        port_ = ntohs(where.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~LoopbackServer() {
        is_stopping_ = true;
        shutdown(listener_, SHUT_RDWR);
        {
            const std::lock_guard lock(mutex_);
            if (connection_ >= 0) shutdown(connection_, SHUT_RDWR);
        }
        thread_.join();
        close(listener_);
    }
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    /// Answer every request with these bytes.
    static Handler always(std::string answer) {
        return [answer = std::move(answer)](int connection, const std::string&) { say(connection, answer); };
    }
    static void say(int connection, std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Wait for the other side to hang up.
    static void wait_for_end(int connection) {
        char buffer[256];
        while (recv(connection, buffer, sizeof buffer, 0) > 0) {
        }
    }

    bool is_bound() const { return is_bound_; }
    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }
    std::string url(std::string_view target, std::string_view host = {}) const {
        return "http://" + (host.empty() ? address_ : std::string(host)) + ":" + std::to_string(port_) +
               std::string(target);
    }
    std::vector<std::string> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    void run() {
        while (!is_stopping_) {
            const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection < 0) return;
            ++connections_;
            {
                const std::lock_guard lock(mutex_);
                connection_ = connection;
            }
            if (!is_stopping_) serve(connection);
            {
                const std::lock_guard lock(mutex_);
                connection_ = -1;
            }
            close(connection);
        }
    }

    void serve(int connection) {
        std::string request;
        char buffer[4096];
        while (!is_whole(request)) {
            const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
            if (got <= 0) return;
            request.append(buffer, static_cast<std::size_t>(got));
        }
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        handler_(connection, request);
        shutdown(connection, SHUT_WR);
        wait_for_end(connection);
    }

    static bool is_whole(const std::string& request) {
        const std::size_t end = request.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::size_t length = request.find("Content-Length: ");
        const std::size_t body = length < end ? std::stoul(request.substr(length + 16)) : 0;
        return request.size() >= end + 4 + body;
    }

    Handler handler_;
    std::string address_;
    int listener_ = -1;
    bool is_bound_ = false;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::atomic<bool> is_stopping_{false};
    mutable std::mutex mutex_;
    int connection_ = -1;
    std::vector<std::string> requests_;
    std::thread thread_;
};

}  // namespace mooring::outbound
