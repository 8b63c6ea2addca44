#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/analytics/listener_keys.hpp"
#include "mooring/analytics/play.hpp"
#include "mooring/base/ip_address.hpp"

namespace mooring::analytics {

using HitKey = std::array<std::byte, 16>;

/// HMAC-SHA-256(key, 0x01 ‖ family ‖ prefix ‖ 0x00 ‖ ua), its first 16 bytes. Family is the byte 4 or 6, the prefix
/// all of an IPv4 address or the first 8 bytes of an IPv6 one, IPv4 inside IPv6 being IPv4; `user_agent` is the header
/// as received. Source: measurement.md, 5.1.
HitKey net_key(const ListenerKey& key, const IpAddress& address, std::string_view user_agent);

/// HMAC-SHA-256(key, 0x02 ‖ family ‖ prefix ‖ 0x00), its first 16 bytes. For the abuse rule only.
HitKey ip_key(const ListenerKey& key, const IpAddress& address);

/// HMAC-SHA-256(key, 0x06 ‖ family ‖ prefix ‖ 0x00 ‖ ua), its first 16 bytes: sessions of strangers, whose keys never
/// meet those of downloads.
HitKey anon_key(const ListenerKey& key, const IpAddress& address, std::string_view user_agent);

/// HMAC-SHA-256(key, 0x03 ‖ account id), its first 16 bytes: sessions of people who are signed in.
HitKey account_key(const ListenerKey& key, domain::AccountId account);

/// HMAC-SHA-256(key, 0x05 ‖ source ‖ hash ‖ 0x00 ‖ ua), its first 16 bytes: downloads in logs whose addresses were
/// hashed by who wrote them. Source: measurement.md, 9.1.
HitKey hashed_net_key(const ListenerKey& key, std::string_view source, std::string_view hash,
                      std::string_view user_agent);

/// What facts keep of a key.
ListenerId listener_of(const HitKey& key);

/// Request headers that measuring looks at, as received; empty when absent.
struct HitHeaders {
    std::string_view user_agent = {};
    std::string_view referrer = {};
    std::string_view sec_purpose = {};
    std::string_view purpose = {};
    std::string_view x_moz = {};
    std::string_view sec_gpc = {};
    std::string_view dnt = {};
};

/// True when one of the purpose headers says prefetch or prerender.
bool is_prefetch(const HitHeaders& headers);

/// True for `Sec-GPC: 1` and `DNT: 1`.
bool is_opted_out(const HitHeaders& headers);

/// The host of a Referer in lower case, without user, port and final dot. Empty when there is none, when it is an
/// address rather than a name (no address is ever kept), or when it is not a host name of at most 253 bytes.
std::string referrer_host(std::string_view referrer);

/// What a hit keeps of who asked. The address is not in it.
struct HitIdentity {
    HitKey net_key{};
    HitKey ip_key{};
    std::string user_agent = {};  ///< for storage; empty for listeners who opted out
    std::string referrer = {};    ///< host; empty for listeners who opted out
    std::uint32_t flags = 0;      ///< `HitFlag`s: prefetch, opt-out, no user agent

    bool operator==(const HitIdentity&) const = default;
};

/// Make the identity of a request whose headers were complete at `at`. Listeners who opted out get the key of the day.
/// Errors: gone (`at` lies in a period whose key was destroyed).
Result<HitIdentity> identify(ListenerKeys& keys, const IpAddress& address, const HitHeaders& headers, Instant at);

/// The same for a row of a log that holds a hash in the address's place.
Result<HitIdentity> identify_hashed(ListenerKeys& keys, std::string_view source, std::string_view hash,
                                    const HitHeaders& headers, Instant at);

}  // namespace mooring::analytics
