#include "mooring/http/server.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <csignal>
#include <thread>
#include <utility>

#include "mooring/http/connection.hpp"
#include "mooring/http/network_thread.hpp"

namespace mooring::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 4096;

Error bind_error(const Listener& listener, const error_code& error) {
    const std::string where = listener.address + ':' + std::to_string(listener.port);
    const bool is_bad_address =
        error == asio::error::address_family_not_supported || error == boost::system::errc::address_not_available;
    return Error{is_bad_address ? Errc::invalid_argument : Errc::unavailable,
                 "cannot listen on " + where + ": " + error.message(), "listen"};
}

/// Another process on the same port would go unseen once SO_REUSEPORT is set: look without it first.
Result<void> check_free(const Listener& listener, const tcp::endpoint& endpoint) {
    asio::io_context io;
    tcp::acceptor probe{io};
    error_code error;
    probe.open(endpoint.protocol(), error);
    if (!error) {
        probe.set_option(tcp::acceptor::reuse_address{true}, error);
    }
    if (!error) {
        probe.bind(endpoint, error);
    }
    if (!error) {
        probe.listen(1, error);
    }
    if (error) {
        return bind_error(listener, error);
    }
    return ok();
}

Result<Acceptor> open_acceptor(NetworkThread& thread, const Listener& listener, const tcp::endpoint& endpoint) {
    Acceptor acceptor{thread.executor()};
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(Acceptor::reuse_address{true}, error);
    }
    if (!error) {
        acceptor.set_option(ReusePort{true}, error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(backlog, error);
    }
    if (error) {
        return bind_error(listener, error);
    }
    return acceptor;
}

/// A listening socket that was handed over: each thread accepts from its own duplicate of it.
Result<Acceptor> adopt_acceptor(NetworkThread& thread, const Listener& listener) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    int is_listening = 0;
    socklen_t option_size = sizeof is_listening;
    if (::getsockname(listener.inherited_descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        (address.ss_family != AF_INET && address.ss_family != AF_INET6) ||
        ::getsockopt(listener.inherited_descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &option_size) != 0 ||
        is_listening == 0) {
        return invalid("listen", "inherited descriptor " + std::to_string(listener.inherited_descriptor) +
                                     " is no listening tcp socket");
    }
    const int own = ::fcntl(listener.inherited_descriptor, F_DUPFD_CLOEXEC, 3);
    Acceptor acceptor{thread.executor()};
    error_code error;
    acceptor.assign(address.ss_family == AF_INET ? tcp::v4() : tcp::v6(), own, error);
    if (own < 0 || error) {
        return Error{Errc::unavailable, "cannot adopt an inherited listening socket", "listen"};
    }
    return acceptor;
}

class ServerImpl final : public Server {
public:
    ServerImpl(ServerOptions options, std::shared_ptr<FamilyRouter> router, std::shared_ptr<WorkerPool> workers,
               const Clock& clock, MetricRegistry& metrics)
        : shared_(std::move(options), std::move(router), std::move(workers), clock, metrics) {}

    ~ServerImpl() override { stop(); }

    Result<void> open() {
        MOORING_CHECK(reload_tls());
        std::size_t count = shared_.options.network_threads;
        if (count == 0) {
            count = std::max(1U, std::thread::hardware_concurrency());
        }
        for (std::size_t index = 0; index < count; ++index) {
            threads_.push_back(std::make_unique<NetworkThread>(shared_));
        }
        for (std::size_t index = 0; index < shared_.options.listeners.size(); ++index) {
            MOORING_CHECK(listen(shared_.options.listeners[index], static_cast<int>(index)));
        }
        return ok();
    }

    void start() override {
        for (const auto& thread : threads_) {
            running_.emplace_back([&network = *thread] { network.run(); });
        }
    }

    void stop() override {
        if (running_.empty()) {
            return;
        }
        for (const auto& thread : threads_) {
            thread->post_drain();
        }
        for (std::thread& thread : running_) {
            thread.join();
        }
        running_.clear();
        for (const auto& thread : threads_) {
            while (thread->has_workers_inside()) {
                std::this_thread::yield();  // a worker is on its last instruction in the loop
            }
        }
    }

    Result<void> reload_tls() override {
        const ServerOptions& options = shared_.options;
        const bool wants_tls = std::any_of(options.listeners.begin(), options.listeners.end(),
                                           [](const Listener& listener) { return listener.tls; });
        if (!options.tls) {
            return wants_tls ? Result<void>{invalid("tls.certificate", "a tls listener needs a certificate")} : ok();
        }
        MOORING_TRY(auto context, TlsContext::load(*options.tls));
        shared_.set_tls(std::move(context));
        return ok();
    }

    std::vector<std::uint16_t> ports() const override { return ports_; }

private:
    Result<void> listen(const Listener& listener, int index) {
        std::optional<tcp::endpoint> endpoint;
        if (listener.inherited_descriptor < 0) {
            error_code error;
            const auto address = asio::ip::make_address(listener.address, error);
            if (error) {
                return invalid("listen", "'" + listener.address + "' is no address");
            }
            endpoint = tcp::endpoint{address, listener.port};
            if (listener.port != 0) {
                MOORING_CHECK(check_free(listener, *endpoint));
            }
        }
        for (std::size_t at = 0; at < threads_.size(); ++at) {
            MOORING_TRY(Acceptor acceptor, endpoint ? open_acceptor(*threads_[at], listener, *endpoint)
                                                    : adopt_acceptor(*threads_[at], listener));
            if (at == 0) {
                error_code error;
                const auto bound = acceptor.local_endpoint(error);
                ports_.push_back(bound.port());
                if (endpoint) {
                    endpoint->port(bound.port());
                }
            }
            threads_[at]->add_acceptor(std::move(acceptor), index);
        }
        return ok();
    }

    ServerShared shared_;
    std::vector<std::unique_ptr<NetworkThread>> threads_;
    std::vector<std::thread> running_;
    std::vector<std::uint16_t> ports_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::bind(ServerOptions options, std::shared_ptr<FamilyRouter> router,
                                             std::shared_ptr<WorkerPool> workers, const Clock& clock,
                                             MetricRegistry& metrics) {
    std::signal(SIGPIPE, SIG_IGN);  // sendfile and OpenSSL's socket writes have no flag against it
    auto server =
        std::make_unique<ServerImpl>(std::move(options), std::move(router), std::move(workers), clock, metrics);
    MOORING_CHECK(server->open());
    return std::unique_ptr<Server>{std::move(server)};
}

}  // namespace mooring::http
