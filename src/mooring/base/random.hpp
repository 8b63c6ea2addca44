#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace mooring {

/// A source of random bytes. Safe to use from several threads.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> bytes) = 0;
};

/// The operating system's random source (libsodium). The only one secrets may come from.
class SystemRandom final : public Random {
public:
    SystemRandom();
    void fill(std::span<std::byte> bytes) override;
};

/// The same bytes every time for the same seed. For demos and tests; not thread safe.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}
    void fill(std::span<std::byte> bytes) override;

private:
    std::uint64_t seed_;
    std::uint64_t counter_ = 0;
};

/// `length` random characters of `0-9A-Za-z`, each equally likely.
std::string random_base62(Random& random, std::size_t length);

/// A random 128-bit number as 22 base-62 digits (`0-9a-zA-Z`), padded on the left with `0`.
/// Source: webapi-v1.md, 1.1.
std::string random_opaque_id(Random& random);

/// A random version-4 UUID, lower case, with hyphens.
std::string random_uuid(Random& random);

/// An evenly spread number below `bound` (which is at least 1).
std::uint64_t random_below(Random& random, std::uint64_t bound);

}  // namespace mooring
