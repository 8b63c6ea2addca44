#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mooring {

/// An IPv4 or IPv6 address.
struct IpAddress {
    bool is_v4 = true;
    std::array<std::uint8_t, 16> bytes{};  ///< network order; the first 4 for IPv4

    auto operator<=>(const IpAddress&) const = default;

    static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);
    /// Dotted IPv4, or textual IPv6 (RFC 4291, 2.2) with or without brackets; no zone, no port. The address is
    /// as written: whoever reads it from a socket or a header calls `unwrapped()`.
    static std::optional<IpAddress> parse(std::string_view text);

    std::string to_string() const;
    bool is_loopback() const;
    /// The IPv4 address inside an IPv4-mapped, IPv4-compatible or 64:ff9b::/96 form; any other address as it is.
    /// Source: measurement.md, 3.3.
    IpAddress unwrapped() const;
    /// /24 of IPv4, /64 of IPv6: the unit that limits count by.
    IpAddress limit_prefix() const;
};

/// A range such as `10.0.0.0/8`, `::1/128`, or a single address.
struct IpNetwork {
    IpAddress base;  ///< with the bits after the prefix cleared
    int prefix_length = 0;

    static std::optional<IpNetwork> parse(std::string_view text);
    /// An IPv6 form of an IPv4 address lies in no IPv4 range: unwrap it first.
    bool contains(const IpAddress& address) const;
};

}  // namespace mooring

template <>
struct std::hash<mooring::IpAddress> {
    std::size_t operator()(const mooring::IpAddress& address) const noexcept {
        std::size_t seed = address.is_v4 ? 1469598103934665603ULL : 1099511628211ULL;
        for (const auto byte : address.bytes) {
            seed = (seed ^ byte) * 1099511628211ULL;
        }
        return seed;
    }
};
