#include "mooring/analytics/hit_identity.hpp"

#include <algorithm>
#include <cstring>

#include "mooring/analytics/raw_hit.hpp"
#include "mooring/analytics/user_agent_text.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::analytics {

namespace {

constexpr char tag_net_key = 0x01;
constexpr char tag_ip_key = 0x02;
constexpr char tag_account = 0x03;
constexpr char tag_hashed = 0x05;
constexpr char tag_anon_key = 0x06;
constexpr std::size_t longest_host = 253;

/// tag ‖ family ‖ prefix ‖ 0x00
std::string keyed_part(char tag, const IpAddress& given) {
    const IpAddress address = given.unwrapped();
    std::string bytes{tag, address.is_v4 ? '\x04' : '\x06'};
    bytes.append(reinterpret_cast<const char*>(address.bytes.data()), address.is_v4 ? 4 : 8);
    bytes.push_back('\0');
    return bytes;
}

HitKey shortened_hmac(const ListenerKey& key, std::string_view bytes) {
    const Digest256 digest = hmac_sha256(key, bytes);
    HitKey shortened{};
    std::memcpy(shortened.data(), digest.data(), shortened.size());
    return shortened;
}

bool names_prefetch(std::string_view header) {
    const std::string text = to_lower_ascii(header);
    return text.find("prefetch") != std::string::npos || text.find("prerender") != std::string::npos;
}

bool is_host_character(char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-' ||
           character == '.' || character == '_';
}

/// Every spelling of an IPv4 address that browsers know, such as `2130706433`, `127.1` and `0x7f.0.0.1`, ends in a
/// number; no public name does. Source: the URL Standard, 3.5, "ends in a number".
bool ends_in_number(std::string_view host) {
    const std::string_view last = host.substr(host.rfind('.') + 1);
    if (last.starts_with("0x")) {
        return last.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
    }
    return last.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

HitKey net_key(const ListenerKey& key, const IpAddress& address, std::string_view user_agent) {
    return shortened_hmac(key, keyed_part(tag_net_key, address) + user_agent_for_key(user_agent));
}

HitKey ip_key(const ListenerKey& key, const IpAddress& address) {
    return shortened_hmac(key, keyed_part(tag_ip_key, address));
}

HitKey anon_key(const ListenerKey& key, const IpAddress& address, std::string_view user_agent) {
    return shortened_hmac(key, keyed_part(tag_anon_key, address) + user_agent_for_key(user_agent));
}

HitKey hashed_net_key(const ListenerKey& key, std::string_view source, std::string_view hash,
                      std::string_view user_agent) {
    std::string bytes{tag_hashed};
    bytes.append(source).append(hash).push_back('\0');
    return shortened_hmac(key, bytes + user_agent_for_key(user_agent));
}

HitKey account_key(const ListenerKey& key, domain::AccountId account) {
    return shortened_hmac(key, tag_account + std::to_string(account.value));
}

ListenerId listener_of(const HitKey& key) {
    ListenerId listener = 0;
    std::memcpy(&listener, key.data(), sizeof listener);
    return listener;
}

bool is_prefetch(const HitHeaders& headers) {
    return names_prefetch(headers.sec_purpose) || names_prefetch(headers.purpose) || names_prefetch(headers.x_moz);
}

bool is_opted_out(const HitHeaders& headers) {
    return trim_ascii(headers.sec_gpc) == "1" || trim_ascii(headers.dnt) == "1";
}

std::string referrer_host(std::string_view referrer) {
    referrer = trim_ascii(referrer);
    const std::size_t scheme = referrer.find("://");
    if (scheme == std::string_view::npos || scheme == 0) {
        return {};
    }
    referrer.remove_prefix(scheme + 3);
    referrer = referrer.substr(0, referrer.find_first_of("/?#\\"));
    if (const std::size_t user = referrer.rfind('@'); user != std::string_view::npos) {
        referrer.remove_prefix(user + 1);
    }
    referrer = referrer.substr(0, referrer.find(':'));  // of `[2001:db8::1]` only `[2001` is left: refused below
    if (referrer.ends_with('.')) {
        referrer.remove_suffix(1);
    }
    std::string host = to_lower_ascii(referrer);
    if (host.empty() || host.size() > longest_host || !std::all_of(host.begin(), host.end(), is_host_character) ||
        ends_in_number(host)) {
        return {};
    }
    return host;
}

Result<HitIdentity> identify(ListenerKeys& keys, const IpAddress& address, const HitHeaders& headers, Instant at) {
    const bool opted_out = is_opted_out(headers);
    ListenerKey key{};
    if (opted_out) {
        key = keys.opt_out_key_for(at);
    } else {
        MOORING_TRY(key, keys.key_for(at));
    }
    HitIdentity identity{.net_key = net_key(key, address, headers.user_agent), .ip_key = ip_key(key, address)};
    identity.flags = (is_prefetch(headers) ? flag_prefetch : 0U) | (opted_out ? flag_opt_out : 0U) |
                     (trim_ascii(headers.user_agent).empty() ? flag_no_user_agent : 0U);
    if (!opted_out) {
        identity.user_agent = user_agent_for_storage(headers.user_agent);
        identity.referrer = referrer_host(headers.referrer);
    }
    return identity;
}

Result<HitIdentity> identify_hashed(ListenerKeys& keys, std::string_view source, std::string_view hash,
                                    const HitHeaders& headers, Instant at) {
    MOORING_TRY(const ListenerKey key, keys.key_for(at));
    return HitIdentity{.net_key = hashed_net_key(key, source, hash, headers.user_agent),
                       .ip_key = shortened_hmac(key, tag_ip_key + std::string{source}.append(hash)),
                       .user_agent = user_agent_for_storage(headers.user_agent),
                       .referrer = referrer_host(headers.referrer),
                       .flags = trim_ascii(headers.user_agent).empty() ? std::uint32_t{flag_no_user_agent} : 0U};
}

}  // namespace mooring::analytics
