#include "mooring/base/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "mooring/base/assert.hpp"

namespace mooring {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // RFC 4291, 2.5.5.2
constexpr std::array<std::uint8_t, 12> compatible_prefix{};                                      // RFC 4291, 2.5.5.1
constexpr std::array<std::uint8_t, 12> nat64_prefix{0, 0x64, 0xff, 0x9b};                        // RFC 6052, 2.1

bool starts_with(const IpAddress& address, const std::array<std::uint8_t, 12>& prefix) {
    return std::equal(prefix.begin(), prefix.end(), address.bytes.begin());
}

IpAddress last_four(const IpAddress& address) {
    return IpAddress::v4(address.bytes[12], address.bytes[13], address.bytes[14], address.bytes[15]);
}

/// `address` with every bit after the first `length` cleared.
IpAddress masked(IpAddress address, int length) {
    for (std::size_t index = 0; index < address.bytes.size(); ++index) {
        const int kept = std::clamp(length - static_cast<int>(index) * 8, 0, 8);
        address.bytes[index] = static_cast<std::uint8_t>(address.bytes[index] & (0xff00U >> kept));
    }
    return address;
}

}  // namespace

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return IpAddress{.is_v4 = true, .bytes = {a, b, c, d}};
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const bool has_brackets = text.size() >= 2 && text.front() == '[' && text.back() == ']';
    if (has_brackets) {
        text = text.substr(1, text.size() - 2);
    }
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    text.copy(terminated.data(), text.size());

    IpAddress address;
    address.is_v4 = text.find(':') == std::string_view::npos;
    if (address.is_v4 && has_brackets) {  // RFC 3986, 3.2.2: brackets are for IPv6
        return std::nullopt;
    }
    if (inet_pton(address.is_v4 ? AF_INET : AF_INET6, terminated.data(), address.bytes.data()) != 1) {
        return std::nullopt;
    }
    return address;
}

std::string IpAddress::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const char* written =
        inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes.data(), text.data(), static_cast<socklen_t>(text.size()));
    MOORING_ASSERT(written != nullptr, "every address has a text");
    return written;
}

bool IpAddress::is_loopback() const {
    if (is_v4) {
        return bytes[0] == 127;
    }
    if (starts_with(*this, mapped_prefix)) {
        return bytes[12] == 127;
    }
    return starts_with(*this, compatible_prefix) && bytes[12] == 0 && bytes[13] == 0 && bytes[14] == 0 &&
           bytes[15] == 1;
}

IpAddress IpAddress::unwrapped() const {
    if (is_v4) {
        return *this;
    }
    if (starts_with(*this, mapped_prefix) || starts_with(*this, nat64_prefix)) {
        return last_four(*this);
    }
    if (starts_with(*this, compatible_prefix)) {
        const bool is_unspecified_or_loopback =
            bytes[12] == 0 && bytes[13] == 0 && bytes[14] == 0 && bytes[15] <= 1;  // :: and ::1 carry no IPv4
        return is_unspecified_or_loopback ? *this : last_four(*this);
    }
    return *this;
}

IpAddress IpAddress::limit_prefix() const {
    return masked(*this, is_v4 ? 24 : 64);
}

std::optional<IpNetwork> IpNetwork::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) {
        return std::nullopt;
    }
    const int longest = address->is_v4 ? 32 : 128;
    int length = longest;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        if (error != std::errc{} || end != digits.data() + digits.size() || length < 0 || length > longest ||
            digits.front() == '-' || (digits.size() > 1 && digits.front() == '0')) {
            return std::nullopt;
        }
    }
    return IpNetwork{.base = masked(*address, length), .prefix_length = length};
}

bool IpNetwork::contains(const IpAddress& address) const {
    return address.is_v4 == base.is_v4 && masked(address, prefix_length) == base;
}

}  // namespace mooring
