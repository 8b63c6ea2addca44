#include "mooring/outbound/resolver.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <future>

#include "mooring/base/worker_pool.hpp"
#include "mooring/outbound/socket_address.hpp"

namespace mooring::outbound {
namespace {

constexpr std::size_t lookup_threads = 4;
constexpr std::size_t waiting_lookups = 64;

Result<std::vector<IpAddress>> look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) {
        return Error{Errc::unavailable, "the name " + host + " has no address"};
    }
    std::vector<IpAddress> addresses;
    for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
        const auto address = address_of(*entry->ai_addr);
        if (address && std::ranges::find(addresses, *address) == addresses.end()) addresses.push_back(*address);
    }
    freeaddrinfo(found);
    if (addresses.empty()) return Error{Errc::unavailable, "the name " + host + " has no address"};
    return addresses;
}

class SystemResolver final : public Resolver {
public:
    SystemResolver() : pool_("resolver", lookup_threads, waiting_lookups) {}

    Result<std::vector<IpAddress>> resolve(const std::string& host, std::chrono::milliseconds timeout) override {
        // Shared with the task, which may outlive the wait.
        const auto answer = std::make_shared<std::promise<Result<std::vector<IpAddress>>>>();
        auto future = answer->get_future();
        if (!pool_.try_post([answer, host] { answer->set_value(look_up(host)); })) {
            return Error{Errc::unavailable, "too many names are being looked up"};
        }
        if (future.wait_for(timeout) != std::future_status::ready) {
            return Error{Errc::timeout, "looking up " + host + " took too long"};
        }
        return future.get();
    }

private:
    WorkerPool pool_;
};

}  // namespace

std::unique_ptr<Resolver> make_system_resolver() {
    return std::make_unique<SystemResolver>();
}

}  // namespace mooring::outbound
