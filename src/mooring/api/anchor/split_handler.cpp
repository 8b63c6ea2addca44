#include "mooring/api/anchor/split_handler.hpp"

#include <utility>

#include "mooring/api/anchor/request_path.hpp"

namespace mooring::api::anchor {
namespace {

class SplitHandler final : public http::Handler {
public:
    SplitHandler(std::shared_ptr<http::Handler> analytics, std::shared_ptr<http::Handler> creators)
        : analytics_(std::move(analytics)), creators_(std::move(creators)) {}

    http::Decision decide(const http::Request& request) override { return chosen(request).decide(request); }
    http::Response failure(int status, std::string_view message) override {
        return creators_->failure(status, message);
    }
    std::string_view family() const override { return creators_->family(); }

private:
    http::Handler& chosen(const http::Request& request) const {
        return canonical_path(request.path).starts_with("/v3/analytics/") ? *analytics_ : *creators_;
    }

    std::shared_ptr<http::Handler> analytics_;
    std::shared_ptr<http::Handler> creators_;
};

}  // namespace

std::shared_ptr<http::Handler> make_split_handler(std::shared_ptr<http::Handler> analytics,
                                                  std::shared_ptr<http::Handler> creators) {
    return std::make_shared<SplitHandler>(std::move(analytics), std::move(creators));
}

}  // namespace mooring::api::anchor
