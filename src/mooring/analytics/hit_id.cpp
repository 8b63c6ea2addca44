#include "mooring/analytics/hit_id.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace mooring::analytics {

namespace {

void put_big_endian(HitId& id, std::size_t place, std::size_t width, std::uint64_t number) {
    for (std::size_t index = 0; index < width; ++index) {
        id[place + index] = static_cast<std::byte>((number >> (8 * (width - 1 - index))) & 0xFFU);
    }
}

}  // namespace

HitIdSource::HitIdSource(std::uint16_t node, Random& random) : node_(node) {
    std::array<std::byte, sizeof boot_> bytes{};
    random.fill(bytes);
    std::memcpy(&boot_, bytes.data(), bytes.size());
}

HitId HitIdSource::next(Instant at) {
    const auto millis = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
    HitId id{};
    put_big_endian(id, 0, 6, static_cast<std::uint64_t>(std::max<std::int64_t>(millis, 0)));
    put_big_endian(id, 6, 2, node_);
    put_big_endian(id, 8, 4, boot_);
    put_big_endian(id, 12, 4, counter_.fetch_add(1, std::memory_order_relaxed));
    return id;
}

}  // namespace mooring::analytics
