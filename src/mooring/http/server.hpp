#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/ip_address.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/base/result.hpp"
#include "mooring/base/worker_pool.hpp"
#include "mooring/http/family_router.hpp"

namespace mooring::http {

/// One address to listen on.
struct Listener {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;      ///< 0: any free one
    int inherited_descriptor = -1;  ///< from systemd, instead of address and port
    bool tls = false;
    bool proxy_protocol = false;  ///< PROXY protocol v1 or v2 comes first, from trusted peers only
};

struct TlsFiles {
    std::string certificate_chain;  ///< PEM
    std::string private_key;        ///< PEM
};

/// Limits and times of the server. Each has a setting in server/options.
struct ServerLimits {
    std::size_t header_bytes = 32 * 1024;                  ///< over it: 431
    std::size_t target_bytes = 16 * 1024;                  ///< over it: 414
    std::chrono::milliseconds header_timeout{15'000};      ///< for a whole head, from its first byte
    std::chrono::milliseconds idle_timeout{75'000};        ///< between requests
    std::chrono::milliseconds body_idle_timeout{60'000};   ///< no byte of a body for so long: 408
    std::chrono::milliseconds upload_timeout{3'600'000};   ///< for a whole body
    std::chrono::milliseconds write_idle_timeout{60'000};  ///< nothing taken by the client for so long: closed
    std::int64_t write_rate_bytes_per_second = 1024;       ///< least rate over `write_rate_window`
    std::chrono::milliseconds write_rate_window{60'000};
    std::chrono::milliseconds progress_interval{30'000};  ///< between two calls of `Response::on_progress`
    std::chrono::milliseconds linger_timeout{10'000};     ///< for a client to read a last answer and close
    std::chrono::milliseconds sweep_interval{1'000};      ///< how often each thread looks at its deadlines
    std::size_t connections = 20000;
    std::size_t media_connections_per_address = 64;   ///< kept by delivery, by `Response::on_done`
    std::chrono::milliseconds drain_timeout{30'000};  ///< for requests under way after SIGTERM
};

struct ServerOptions {
    std::vector<Listener> listeners;
    std::optional<TlsFiles> tls;
    std::vector<IpNetwork> trusted_proxies;
    ServerLimits limits;
    std::size_t network_threads = 0;  ///< 0: one per core
};

/// The HTTP/1.1 server: one accept loop and one event loop per network thread. Handlers that may block run on
/// `workers`; a `Request` given to one stays valid until its response is over or its sink is destroyed.
class Server {
public:
    /// Bind every listener. SIGPIPE is ignored from here on, in the whole process. Errors: invalid_argument (an address
    /// or a certificate), unavailable (in use).
    static Result<std::unique_ptr<Server>> bind(ServerOptions options, std::shared_ptr<FamilyRouter> router,
                                                std::shared_ptr<WorkerPool> workers, const Clock& clock,
                                                MetricRegistry& metrics);
    virtual ~Server() = default;
    /// Start the threads; returns at once.
    virtual void start() = 0;
    /// Accept no more, let requests under way end (at most `drain_timeout`), close idle connections, join. A handler
    /// that is still at work then is waited for. Safe to call twice; the destructor calls it.
    virtual void stop() = 0;
    /// Read the certificate files again. The old ones stay when the new ones are bad.
    virtual Result<void> reload_tls() = 0;
    /// The ports that were bound, by listener.
    virtual std::vector<std::uint16_t> ports() const = 0;
};

}  // namespace mooring::http
