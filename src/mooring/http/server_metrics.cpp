#include "mooring/http/server_metrics.hpp"

#include <algorithm>
#include <string>

namespace mooring::http {

ServerMetrics::ServerMetrics(MetricRegistry& registry, const std::shared_ptr<WorkerPool>& workers)
    : bytes_received(registry.counter("mooring_http_received_bytes_total", "Bytes read from clients.")),
      bytes_sent(registry.counter("mooring_http_sent_bytes_total", "Bytes of answers handed to the kernel.")),
      connections_accepted(registry.counter("mooring_http_connections_total", "Connections accepted.")),
      connections_refused(
          registry.counter("mooring_http_connections_refused_total", "Connections closed for want of room.")),
      requests_shed(registry.counter("mooring_http_shed_requests_total", "Requests answered 503 for overload.")),
      connections_open(registry.gauge("mooring_http_connections_open", "Connections open now.")) {
    for (std::size_t family = 0; family < family_count; ++family) {
        const std::string family_label = "family=\"" + std::string{to_string(static_cast<Family>(family))} + '"';
        families_[family].seconds = &registry.histogram("mooring_http_request_seconds",
                                                        "From a complete head to the last byte written.", family_label);
        for (std::size_t method = 0; method < method_count; ++method) {
            for (std::size_t status_class = 0; status_class < class_count; ++status_class) {
                const std::string labels = family_label + ",method=\"" +
                                           std::string{to_string(static_cast<Method>(method))} + "\",status=\"" +
                                           std::to_string(status_class + 1) + "xx\"";
                families_[family].requests[method][status_class] =
                    &registry.counter("mooring_http_requests_total", "Requests answered.", labels);
            }
        }
    }
    const std::weak_ptr<WorkerPool> pool = workers;
    registry.gauge_function("mooring_http_worker_queue", "Requests that wait for a worker.", [pool] {
        const auto alive = pool.lock();
        return alive ? static_cast<double>(alive->queued()) : 0.0;
    });
}

void ServerMetrics::count_request(Family family, Method method, int status, double seconds) {
    const PerFamily& own = families_[static_cast<std::size_t>(family)];
    const int status_class = std::clamp(status / 100, 1, static_cast<int>(class_count)) - 1;
    own.requests[static_cast<std::size_t>(method)][static_cast<std::size_t>(status_class)]->add();
    own.seconds->observe(seconds);
}

}  // namespace mooring::http
