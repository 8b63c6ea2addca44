#include "mooring/base/random.hpp"

#include <sodium.h>

#include <array>
#include <cstring>

#include "mooring/base/assert.hpp"
#include "mooring/base/encoding.hpp"

namespace mooring {
namespace {

constexpr char base62_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

}  // namespace

SystemRandom::SystemRandom() {
    MOORING_ASSERT(sodium_init() >= 0, "libsodium must start");
}

void SystemRandom::fill(std::span<std::byte> bytes) {
    randombytes_buf(bytes.data(), bytes.size());
}

void SeededRandom::fill(std::span<std::byte> bytes) {
    std::array<unsigned char, randombytes_SEEDBYTES> key{};
    std::memcpy(key.data(), &seed_, sizeof seed_);
    std::memcpy(key.data() + sizeof seed_, &counter_, sizeof counter_);
    ++counter_;
    randombytes_buf_deterministic(bytes.data(), bytes.size(), key.data());
}

std::string random_base62(Random& random, std::size_t length) {
    std::string text;
    text.reserve(length);
    std::array<std::byte, 64> pool;
    while (text.size() < length) {
        random.fill(pool);
        for (const std::byte byte : pool) {
            const auto value = static_cast<unsigned>(byte);
            if (value < 248 && text.size() < length) {  // 248 = 4 * 62: keeps every character equally likely
                text.push_back(base62_alphabet[value % 62]);
            }
        }
    }
    return text;
}

std::string random_opaque_id(Random& random) {
    std::array<std::byte, 16> bytes;
    random.fill(bytes);
    return base62_from_128_bits(bytes);
}

std::string random_uuid(Random& random) {
    std::array<std::byte, 16> bytes;
    random.fill(bytes);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    return uuid_text(bytes);
}

std::uint64_t random_below(Random& random, std::uint64_t bound) {
    MOORING_ASSERT(bound > 0, "a range must hold something");
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t value = 0;
    do {
        random.fill(std::as_writable_bytes(std::span{&value, 1}));
    } while (value >= limit);
    return value % bound;
}

}  // namespace mooring
