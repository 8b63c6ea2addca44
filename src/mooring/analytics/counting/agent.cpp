#include "mooring/analytics/counting/agent.hpp"

#include <algorithm>
#include <array>

namespace mooring::analytics {

namespace {

struct KnownNetwork {
    std::uint32_t number = 0;
    NetworkClass network_class = NetworkClass::unknown;
};

// 2026-06: the starting list of measurement.md, 6.6, checked there against the table of autonomous systems. Privacy
// relays carry ordinary listeners and are counted. By number.
constexpr std::array known_networks = std::to_array<KnownNetwork>({
    {7203, NetworkClass::hosting},    // Leaseweb
    {8075, NetworkClass::hosting},    // Microsoft
    {8100, NetworkClass::hosting},    // QuadraNet
    {8560, NetworkClass::hosting},    // IONOS
    {9009, NetworkClass::hosting},    // M247
    {12876, NetworkClass::hosting},   // Scaleway
    {13335, NetworkClass::relay},     // Cloudflare
    {14061, NetworkClass::hosting},   // DigitalOcean
    {14618, NetworkClass::hosting},   // Amazon
    {15169, NetworkClass::hosting},   // Google cloud
    {16276, NetworkClass::hosting},   // OVH
    {16509, NetworkClass::hosting},   // Amazon
    {19148, NetworkClass::hosting},   // Leaseweb
    {19994, NetworkClass::hosting},   // Rackspace
    {20473, NetworkClass::hosting},   // Vultr
    {24940, NetworkClass::hosting},   // Hetzner
    {25820, NetworkClass::hosting},   // IT7
    {27411, NetworkClass::hosting},   // Leaseweb
    {28753, NetworkClass::hosting},   // Leaseweb
    {29802, NetworkClass::hosting},   // HIVELOCITY
    {30058, NetworkClass::hosting},   // FDCservers
    {30633, NetworkClass::hosting},   // Leaseweb
    {31898, NetworkClass::hosting},   // Oracle
    {33070, NetworkClass::hosting},   // Rackspace
    {33425, NetworkClass::hosting},   // CoreWeave
    {36183, NetworkClass::relay},     // Akamai
    {36352, NetworkClass::hosting},   // HostPapa
    {37963, NetworkClass::hosting},   // Alibaba
    {40021, NetworkClass::hosting},   // Contabo
    {40676, NetworkClass::hosting},   // Psychz
    {45090, NetworkClass::hosting},   // Tencent
    {45102, NetworkClass::hosting},   // Alibaba
    {47583, NetworkClass::hosting},   // Hostinger
    {49981, NetworkClass::hosting},   // WorldStream
    {51167, NetworkClass::hosting},   // Contabo
    {53667, NetworkClass::hosting},   // FranTech
    {54113, NetworkClass::relay},     // Fastly
    {55990, NetworkClass::hosting},   // Huawei cloud
    {59253, NetworkClass::hosting},   // Leaseweb
    {60068, NetworkClass::hosting},   // Datacamp
    {60781, NetworkClass::hosting},   // Leaseweb
    {62610, NetworkClass::hosting},   // Zenlayer
    {62874, NetworkClass::hosting},   // Web2Objects
    {62904, NetworkClass::hosting},   // Eonix
    {63949, NetworkClass::hosting},   // Akamai/Linode
    {132203, NetworkClass::hosting},  // Tencent
    {136907, NetworkClass::hosting},  // Huawei cloud
    {197540, NetworkClass::hosting},  // netcup
    {204646, NetworkClass::hosting},  // Web2Objects
    {209242, NetworkClass::relay},    // Cloudflare
    {212238, NetworkClass::hosting},  // Datacamp
    {213230, NetworkClass::hosting},  // Hetzner
    {393886, NetworkClass::hosting},  // Leaseweb
    {395954, NetworkClass::hosting},  // Leaseweb
    {396356, NetworkClass::hosting},  // Latitude.sh
    {396982, NetworkClass::hosting},  // Google cloud
    {399296, NetworkClass::hosting},  // Rackdog
});
static_assert(std::ranges::is_sorted(known_networks, {}, &KnownNetwork::number));

}  // namespace

std::string_view to_string(AgentClass agent_class) {
    switch (agent_class) {
        case AgentClass::unknown: return "unknown";
        case AgentClass::app: return "app";
        case AgentClass::browser: return "browser";
        case AgentClass::library: return "library";
        case AgentClass::bot: return "bot";
    }
    return "unknown";
}

std::string_view to_string(NetworkClass network_class) {
    switch (network_class) {
        case NetworkClass::unknown: return "unknown";
        case NetworkClass::isp: return "isp";
        case NetworkClass::hosting: return "hosting";
        case NetworkClass::relay: return "relay";
    }
    return "unknown";
}

NetworkClass network_class(std::uint32_t autonomous_system) {
    if (autonomous_system == 0) return NetworkClass::unknown;
    const auto known = std::ranges::lower_bound(known_networks, autonomous_system, {}, &KnownNetwork::number);
    const bool is_known = known != known_networks.end() && known->number == autonomous_system;
    return is_known ? known->network_class : NetworkClass::isp;
}

}  // namespace mooring::analytics
