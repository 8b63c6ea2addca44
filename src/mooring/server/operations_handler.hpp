#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mooring/base/metrics.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::server {

/// What `/readyz` asks: a name, and whether that part can serve.
struct ReadinessCheck {
    std::string name;
    std::function<bool()> is_ready;
};

/// `GET /healthz`, `/readyz` and `/metrics` in front of the pages (design.md, section 6). With `pages` unset it
/// answers these alone, for a listener of its own.
class OperationsHandler final : public http::Handler {
public:
    OperationsHandler(std::shared_ptr<http::Handler> pages, const MetricRegistry& metrics,
                      std::vector<ReadinessCheck> checks);

    std::optional<http::Response> answer_from_memory(const http::Request& request) override;
    http::Decision decide(const http::Request& request) override;
    http::Response failure(int status, std::string_view message) override;
    std::string_view family() const override { return "pages"; }

private:
    std::shared_ptr<http::Handler> pages_;
    const MetricRegistry& metrics_;
    std::vector<ReadinessCheck> checks_;
};

}  // namespace mooring::server
