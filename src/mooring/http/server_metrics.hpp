#pragma once

#include <array>
#include <memory>

#include "mooring/base/metrics.hpp"
#include "mooring/base/worker_pool.hpp"
#include "mooring/http/family_router.hpp"

namespace mooring::http {

/// The server's metrics, looked up once. The labels are closed sets: family, method, class of status.
class ServerMetrics {
public:
    ServerMetrics(MetricRegistry& registry, const std::shared_ptr<WorkerPool>& workers);

    void count_request(Family family, Method method, int status, double seconds);

    Counter& bytes_received;
    Counter& bytes_sent;
    Counter& connections_accepted;
    Counter& connections_refused;
    Counter& requests_shed;
    Gauge& connections_open;

private:
    static constexpr std::size_t method_count = 8;
    static constexpr std::size_t class_count = 5;
    struct PerFamily {
        std::array<std::array<Counter*, class_count>, method_count> requests{};
        LatencyHistogram* seconds = nullptr;
    };
    std::array<PerFamily, family_count> families_;
};

}  // namespace mooring::http
