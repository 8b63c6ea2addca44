#include "mooring/server/fetcher.hpp"

#include "mooring/outbound/guarded_fetcher.hpp"
#include "mooring/server/static_resolver.hpp"

namespace mooring::server {

Result<std::unique_ptr<outbound::Fetcher>> make_fetcher(const Config& config, const std::string& base_url) {
    outbound::GuardOptions options;
    options.allowed = config.outbound_allowed;
    options.ports = config.outbound_ports;
    options.ca_file = config.outbound_ca_file;
    options.user_agent = outbound::default_user_agent(base_url);
    if (!config.testing_hosts.empty()) {
        MOORING_TRY(options.resolver, make_static_resolver(config.testing_hosts));
    }
    return outbound::make_guarded_fetcher(std::move(options));
}

}  // namespace mooring::server
