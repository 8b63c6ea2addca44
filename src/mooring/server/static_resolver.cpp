#include "mooring/server/static_resolver.hpp"

#include <utility>
#include <vector>

namespace mooring::server {
namespace {

class StaticResolver final : public outbound::Resolver {
public:
    explicit StaticResolver(std::map<std::string, IpAddress> hosts) : hosts_(std::move(hosts)) {}

    Result<std::vector<IpAddress>> resolve(const std::string& host, std::chrono::milliseconds timeout) override {
        if (const auto known = hosts_.find(host); known != hosts_.end()) return std::vector{known->second};
        return system_->resolve(host, timeout);
    }

private:
    std::map<std::string, IpAddress> hosts_;
    std::unique_ptr<outbound::Resolver> system_ = outbound::make_system_resolver();
};

}  // namespace

Result<std::shared_ptr<outbound::Resolver>> make_static_resolver(const std::map<std::string, std::string>& hosts) {
    std::map<std::string, IpAddress> addresses;
    for (const auto& [host, text] : hosts) {
        const auto address = IpAddress::parse(text);
        if (!address) return invalid("testing.hosts", "'" + text + "' is not an address");
        addresses.emplace(host, *address);
    }
    return std::shared_ptr<outbound::Resolver>{std::make_shared<StaticResolver>(std::move(addresses))};
}

}  // namespace mooring::server
