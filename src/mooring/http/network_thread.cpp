#include "mooring/http/network_thread.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "mooring/base/log.hpp"
#include "mooring/base/prompt_thread.hpp"
#include "mooring/http/connection.hpp"

namespace mooring::http {
namespace {

using boost::system::error_code;

constexpr std::string_view refusal =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::chrono::milliseconds accept_pause{100};  // after the process ran out of descriptors
constexpr std::size_t most_swept_at_once = 128;         // connections; some tens of microseconds

IpAddress address_of(const boost::asio::ip::tcp::endpoint& endpoint) {
    IpAddress address;
    if (endpoint.address().is_v4()) {
        const auto bytes = endpoint.address().to_v4().to_bytes();
        return IpAddress::v4(bytes[0], bytes[1], bytes[2], bytes[3]);
    }
    address.is_v4 = false;
    address.bytes = endpoint.address().to_v6().to_bytes();
    return address.unwrapped();
}

/// Say 503 without reading the request; what already came is read over so that closing sends no reset.
void refuse(Socket& socket, bool is_tls) {
    if (!is_tls) {
        ::send(socket.native_handle(), refusal.data(), refusal.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    ::recv(socket.native_handle(), nullptr, 1024 * 1024, MSG_TRUNC | MSG_DONTWAIT);
}

}  // namespace

NetworkThread::NetworkThread(ServerShared& shared) : shared_(shared) {}
NetworkThread::~NetworkThread() = default;

void NetworkThread::add_acceptor(Acceptor acceptor, int listener) {
    ports_.push_back({std::move(acceptor), listener});
}

void NetworkThread::run() {
    wake_promptly();
    for (Port& port : ports_) {
        accept_from(port);
    }
    schedule_sweep();
    io_.run();
}

void NetworkThread::accept_from(Port& port) {
    port.acceptor.async_accept([this, &port](const error_code& error, Socket socket) {
        if (is_draining_ || error == boost::asio::error::operation_aborted) {
            return;
        }
        if (!error) {
            take(std::move(socket), port.listener);
        } else if (error == boost::asio::error::no_descriptors || error == boost::system::errc::not_enough_memory ||
                   error == boost::system::errc::too_many_files_open_in_system ||
                   error == boost::asio::error::no_buffer_space) {
            accept_later(port);
            return;
        }
        accept_from(port);
    });
}

void NetworkThread::accept_later(Port& port) {
    log::warning("cannot accept connections: out of descriptors or memory");
    accept_timer_.expires_after(accept_pause);
    accept_timer_.async_wait([this, &port](const error_code&) {
        if (!is_draining_) {
            accept_from(port);
        }
    });
}

void NetworkThread::take(Socket socket, int listener) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) {
        return;  // gone already
    }
    const Listener& settings = shared_.options.listeners[static_cast<std::size_t>(listener)];
    if (shared_.connections.fetch_add(1, std::memory_order_relaxed) >= shared_.options.limits.connections) {
        shared_.connections.fetch_sub(1, std::memory_order_relaxed);
        shared_.metrics.connections_refused.add();
        refuse(socket, settings.tls);
        return;
    }
    shared_.metrics.connections_accepted.add();
    shared_.metrics.connections_open.add(1);
    socket.native_non_blocking(true, error);
    socket.set_option(boost::asio::ip::tcp::no_delay{true}, error);
    connections_.push_back(std::make_unique<Connection>(*this, std::move(socket), address_of(endpoint), listener));
    Connection& connection = *connections_.back();
    connection.set_index(connections_.size() - 1);
    connection.start();
}

void NetworkThread::remove(Connection& connection) {
    const std::size_t index = connection.index();
    std::swap(connections_[index], connections_.back());
    connections_[index]->set_index(index);
    connections_.pop_back();
    shared_.connections.fetch_sub(1, std::memory_order_relaxed);
    shared_.metrics.connections_open.add(-1);
    stop_when_empty();
}

void NetworkThread::schedule_sweep() {
    sweep_timer_.expires_after(shared_.options.limits.sweep_interval);
    sweep_timer_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        sweep_from(0);
    });
}

void NetworkThread::sweep_from(std::size_t first) {
    const auto now = SteadyClock::now();
    const std::size_t end = std::min(first + most_swept_at_once, connections_.size());
    for (std::size_t index = first; index < end; ++index) {
        connections_[index]->sweep(now);  // never removes one: what it wakes runs later
    }
    if (end >= connections_.size()) {
        schedule_sweep();
        return;
    }
    // Requests go first. One that takes a removed connection's place meanwhile is seen in the next round.
    boost::asio::post(io_, [this, end] { sweep_from(end); });
}

void NetworkThread::post_drain() {
    boost::asio::post(io_, [this] { drain(); });
}

void NetworkThread::drain() {
    is_draining_ = true;
    for (Port& port : ports_) {
        error_code ignored;
        port.acceptor.close(ignored);
    }
    for (const auto& connection : connections_) {
        connection->drain();
    }
    drain_timer_.expires_after(shared_.options.limits.drain_timeout);
    drain_timer_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        for (const auto& connection : connections_) {
            connection->abort();
        }
    });
    stop_when_empty();
}

void NetworkThread::stop_when_empty() {
    if (is_draining_ && connections_.empty()) {
        io_.stop();
    }
}

}  // namespace mooring::http
