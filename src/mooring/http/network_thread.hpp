#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "mooring/http/input_buffer.hpp"
#include "mooring/http/net.hpp"
#include "mooring/http/response_head.hpp"
#include "mooring/http/server.hpp"
#include "mooring/http/server_metrics.hpp"
#include "mooring/http/tls_context.hpp"

namespace mooring::http {

class Connection;

/// What all threads of one server share.
struct ServerShared {
    ServerShared(ServerOptions options_in, std::shared_ptr<FamilyRouter> router_in,
                 std::shared_ptr<WorkerPool> workers_in, const Clock& clock_in, MetricRegistry& registry)
        : options(std::move(options_in)),
          router(std::move(router_in)),
          workers(std::move(workers_in)),
          clock(clock_in),
          metrics(registry, workers) {}

    std::shared_ptr<const TlsContext> tls() const {
        const std::lock_guard lock{tls_mutex};
        return tls_context;
    }
    void set_tls(std::shared_ptr<const TlsContext> context) {
        const std::lock_guard lock{tls_mutex};
        tls_context = std::move(context);
    }

    const ServerOptions options;
    const std::shared_ptr<FamilyRouter> router;
    const std::shared_ptr<WorkerPool> workers;
    const Clock& clock;
    ServerMetrics metrics;
    std::atomic<std::size_t> connections{0};
    mutable std::mutex tls_mutex;
    std::shared_ptr<const TlsContext> tls_context;
};

/// One event loop with its own acceptors and connections. Apart from `post_drain` and the worker count, everything is
/// used by the thread that runs it alone.
class NetworkThread {
public:
    explicit NetworkThread(ServerShared& shared);
    ~NetworkThread();

    Executor executor() { return io_.get_executor(); }
    /// Accept from `acceptor`, the listener of that index. Before `run`.
    void add_acceptor(Acceptor acceptor, int listener);
    /// Serve until drained.
    void run();
    /// Begin to drain. From any thread.
    void post_drain();

    ServerShared& shared() { return shared_; }
    BlockPool& blocks() { return blocks_; }
    std::string_view date(Instant now) { return date_.at(now); }
    bool is_draining() const { return is_draining_; }
    /// Destroy a connection that is over.
    void remove(Connection& connection);

    /// A worker is about to come back to this thread; counted so that the loop outlives it.
    void enter_worker() { workers_inside_.fetch_add(1, std::memory_order_relaxed); }
    void leave_worker() { workers_inside_.fetch_sub(1, std::memory_order_release); }
    bool has_workers_inside() const { return workers_inside_.load(std::memory_order_acquire) != 0; }

private:
    struct Port {
        Acceptor acceptor;
        int listener;
    };

    void accept_from(Port& port);
    void accept_later(Port& port);
    void take(Socket socket, int listener);
    void schedule_sweep();
    void sweep_from(std::size_t first);
    void drain();
    void stop_when_empty();

    ServerShared& shared_;
    boost::asio::io_context io_{1};  // one thread runs it; workers may still post to it
    std::deque<Port> ports_;
    Timer sweep_timer_{io_.get_executor()};
    Timer drain_timer_{io_.get_executor()};
    Timer accept_timer_{io_.get_executor()};
    BlockPool blocks_;
    DateText date_;
    bool is_draining_ = false;
    std::atomic<int> workers_inside_{0};
    std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace mooring::http
