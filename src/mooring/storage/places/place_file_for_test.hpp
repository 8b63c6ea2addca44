#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mooring/base/ip_address.hpp"

namespace mooring::storage::places {

/// For tests: writes small MMDB files (MaxMind DB format, version 2.0), records of 24 bits.
class PlaceFileForTest {
public:
    using Members = std::vector<std::pair<std::string, std::string>>;  // name and coded value

    explicit PlaceFileForTest(bool is_v4) : is_v4_(is_v4), nodes_(1, {empty, empty}) {}

    static std::string text(const std::string& value) { return head(2, value.size()) + value; }
    static std::string map(const Members& members) {
        std::string bytes = head(7, members.size());
        for (const auto& [name, value] : members) bytes += text(name) + value;
        return bytes;
    }
    static std::string list(const std::vector<std::string>& items) {
        std::string bytes = head(11, items.size());
        for (const auto& item : items) bytes += item;
        return bytes;
    }

    void add(const std::string& network, const std::string& record) {
        const IpNetwork parsed = *IpNetwork::parse(network);
        const auto offset = static_cast<std::int64_t>(data_.size());
        data_ += record;
        std::size_t node = 0;
        for (int bit = 0; bit < parsed.prefix_length; ++bit) {
            const auto byte = parsed.base.bytes[static_cast<std::size_t>(bit / 8)];
            const std::size_t side = (byte >> (7 - bit % 8)) & 1U;
            if (bit + 1 == parsed.prefix_length) {
                nodes_[node][side] = first_data - offset;
                break;
            }
            if (nodes_[node][side] == empty) {
                nodes_[node][side] = static_cast<std::int64_t>(nodes_.size());
                nodes_.push_back({empty, empty});
            }
            node = static_cast<std::size_t>(nodes_[node][side]);
        }
    }

    std::string bytes() const {
        const auto count = static_cast<std::int64_t>(nodes_.size());
        std::string file;
        for (const auto& node : nodes_) {
            for (const std::int64_t side : node) {
                const std::int64_t record = side == empty ? count : side >= 0 ? side : count + 16 + (first_data - side);
                for (const int shift : {16, 8, 0}) file.push_back(static_cast<char>((record >> shift) & 0xFF));
            }
        }
        file += std::string(16, '\0') + data_ + "\xAB\xCD\xEFMaxMind.com";
        return file + map({{"node_count", number(6, static_cast<std::uint64_t>(count))},
                           {"record_size", number(5, 24)},
                           {"ip_version", number(5, is_v4_ ? 4 : 6)},
                           {"database_type", text("Test-Places")},
                           {"languages", list({text("en")})},
                           {"binary_format_major_version", number(5, 2)},
                           {"binary_format_minor_version", number(5, 0)},
                           {"build_epoch", number(9, 1'780'272'000)},
                           {"description", map({})}});
    }

private:
    static constexpr std::int64_t empty = -1;
    static constexpr std::int64_t first_data = -2;

    /// The control bytes of a value; types above 7 take a second byte.
    static std::string head(unsigned type, std::size_t size) {
        const std::size_t in_first = size < 29 ? size : 29;
        std::string bytes{static_cast<char>(((type <= 7 ? type : 0) << 5U) | in_first)};
        if (type > 7) bytes.push_back(static_cast<char>(type - 7));
        if (size >= 29) bytes.push_back(static_cast<char>(size - 29));
        return bytes;
    }
    static std::string number(unsigned type, std::uint64_t value) {
        std::string digits;
        for (; value > 0; value >>= 8U) digits.insert(digits.begin(), static_cast<char>(value & 0xFFU));
        return head(type, digits.size()) + digits;
    }

    bool is_v4_;
    std::vector<std::array<std::int64_t, 2>> nodes_;
    std::string data_;
};

}  // namespace mooring::storage::places
