#include "mooring/http/proxy_protocol.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

constexpr std::string_view v2_signature{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::string_view v1_signature = "PROXY ";
constexpr std::size_t v1_longest = 107;
constexpr std::size_t v2_head = 16;
constexpr std::size_t v2_longest_body = 4096;  // addresses and any sensible extension

ProxyPreamble malformed() {
    return {.state = ProxyPreamble::State::malformed, .size = 0, .source = {}};
}

bool is_port(std::string_view text) {
    const auto port = parse_decimal(text);
    return port && *port >= 0 && *port <= 65535 && text.front() != '-';
}

ProxyPreamble read_v1(std::string_view bytes) {
    const std::size_t end = bytes.substr(0, v1_longest).find("\r\n");
    if (end == std::string_view::npos) {
        return bytes.size() >= v1_longest ? malformed() : ProxyPreamble{};
    }
    ProxyPreamble preamble{.state = ProxyPreamble::State::complete, .size = end + 2, .source = {}};
    std::string_view line = bytes.substr(v1_signature.size(), end - v1_signature.size());
    if (line == "UNKNOWN" || line.starts_with("UNKNOWN ")) {
        return preamble;
    }
    std::array<std::string_view, 5> words;
    for (std::size_t index = 0; index < words.size(); ++index) {
        const std::size_t space = line.find(' ');
        if ((space == std::string_view::npos) != (index + 1 == words.size())) {
            return malformed();
        }
        words[index] = line.substr(0, space);
        line = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    }
    const auto source = IpAddress::parse(words[1]);
    const auto destination = IpAddress::parse(words[2]);
    const bool is_v4 = words[0] == "TCP4";
    if ((!is_v4 && words[0] != "TCP6") || !source || !destination || source->is_v4 != is_v4 ||
        destination->is_v4 != is_v4 || !is_port(words[3]) || !is_port(words[4])) {
        return malformed();
    }
    preamble.source = source->unwrapped();
    return preamble;
}

ProxyPreamble read_v2(std::string_view bytes) {
    if (bytes.size() < v2_head) {
        return {};
    }
    const auto byte = [&](std::size_t index) {
        return static_cast<unsigned>(static_cast<unsigned char>(bytes[index]));
    };
    const unsigned command = byte(12) & 0x0fU;
    const std::size_t length = byte(14) << 8 | byte(15);
    if (byte(12) >> 4 != 2 || command > 1 || length > v2_longest_body) {
        return malformed();
    }
    if (bytes.size() < v2_head + length) {
        return {};
    }
    ProxyPreamble preamble{.state = ProxyPreamble::State::complete, .size = v2_head + length, .source = {}};
    if (command == 0) {
        return preamble;
    }
    const unsigned family = byte(13) >> 4;
    const std::size_t address_size = family == 1 ? 4 : 16;
    if (family != 1 && family != 2) {
        return preamble;  // UNSPEC, or a Unix socket: no address to take
    }
    if (length < 2 * address_size + 4) {
        return malformed();
    }
    IpAddress source;
    source.is_v4 = family == 1;
    for (std::size_t index = 0; index < address_size; ++index) {
        source.bytes[index] = static_cast<std::uint8_t>(byte(v2_head + index));
    }
    preamble.source = source.unwrapped();
    return preamble;
}

/// Is one the beginning of the other?
bool agree(std::string_view bytes, std::string_view signature) {
    const std::size_t length = std::min(bytes.size(), signature.size());
    return bytes.substr(0, length) == signature.substr(0, length);
}

}  // namespace

ProxyPreamble read_proxy_preamble(std::string_view bytes) {
    if (agree(bytes, v1_signature)) {
        return bytes.size() < v1_signature.size() ? ProxyPreamble{} : read_v1(bytes);
    }
    if (agree(bytes, v2_signature)) {
        return bytes.size() < v2_signature.size() ? ProxyPreamble{} : read_v2(bytes);
    }
    return malformed();
}

}  // namespace mooring::http
