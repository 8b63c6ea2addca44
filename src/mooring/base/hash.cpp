#include "mooring/base/hash.hpp"

// OpenSSL 3's own HMAC looks up, allocates and copies more than it hashes when the text is short: a hit has two of
// them. The digest below it has no such cost, and is deprecated only in favour of that.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "mooring/base/assert.hpp"

namespace mooring {
namespace {

struct FreeDigestContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

/// Looked up once and kept for the life of the process: OpenSSL 3 otherwise searches its providers for
/// every digest, which costs more than hashing a short text.
const EVP_MD* fetch_digest(const char* name) {
    const EVP_MD* digest = EVP_MD_fetch(nullptr, name, nullptr);
    MOORING_ASSERT(digest != nullptr, "OpenSSL must offer this digest");
    return digest;
}

const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA256");
    return algorithm;
}

const EVP_MD* sha384_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA384");
    return algorithm;
}

const EVP_MD* md5_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("MD5");
    return algorithm;
}

/// Of the digests that are streamed, the one of `length` bytes.
const EVP_MD* algorithm_of(std::size_t length) {
    return length == 16 ? md5_algorithm() : length == 32 ? sha256_algorithm() : sha384_algorithm();
}

DigestContext make_digest_context() {
    DigestContext context{EVP_MD_CTX_new()};
    MOORING_ASSERT(context != nullptr, "out of memory");
    return context;
}

template <std::size_t N>
std::array<std::byte, N> digest_of(const EVP_MD* algorithm, std::string_view bytes) {
    thread_local const DigestContext context = make_digest_context();
    std::array<std::byte, N> digest;
    const bool done = EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1;
    MOORING_ASSERT(done, "a digest of bytes in memory cannot fail");
    return digest;
}

constexpr std::size_t hmac_block_bytes = 64;  // RFC 2104, 2: of SHA-256

/// SHA-256 that has read one block of the key, padded and xored with `pad` (RFC 2104, 2).
SHA256_CTX after_key(std::span<const std::byte> key, unsigned char pad) {
    std::array<unsigned char, hmac_block_bytes> block{};
    if (key.size() > block.size()) {
        SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), block.data());
    } else {
        std::ranges::transform(key, block.begin(), [](std::byte b) { return std::to_integer<unsigned char>(b); });
    }
    for (unsigned char& one : block) one ^= pad;
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, block.data(), block.size());
    OPENSSL_cleanse(block.data(), block.size());
    return state;
}

/// An HMAC's two digests, as they are before the text. The same key comes again and again: its half of the work is
/// kept.
struct KeyedHmac {
    explicit KeyedHmac(std::span<const std::byte> of) : key(of.begin(), of.end()) {
        inner = after_key(of, 0x36);
        outer = after_key(of, 0x5c);
    }
    std::vector<std::byte> key;
    SHA256_CTX inner{}, outer{};
};

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    MOORING_ASSERT(started, "libsodium must start");
}

}  // namespace

template <std::size_t N>
struct StreamedDigest<N>::State {
    DigestContext context = make_digest_context();
};

template <std::size_t N>
StreamedDigest<N>::StreamedDigest() : state_(std::make_unique<State>()) {
    const bool started = EVP_DigestInit_ex2(state_->context.get(), algorithm_of(N), nullptr) == 1;
    MOORING_ASSERT(started, "a digest must start");
}

template <std::size_t N>
StreamedDigest<N>::~StreamedDigest() = default;
template <std::size_t N>
StreamedDigest<N>::StreamedDigest(StreamedDigest&&) noexcept = default;
template <std::size_t N>
StreamedDigest<N>& StreamedDigest<N>::operator=(StreamedDigest&&) noexcept = default;

template <std::size_t N>
void StreamedDigest<N>::update(std::string_view bytes) {
    MOORING_ASSERT(state_ != nullptr, "a finished digest takes no more bytes");
    const bool done = EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1;
    MOORING_ASSERT(done, "a digest of bytes in memory cannot fail");
}

template <std::size_t N>
std::array<std::byte, N> StreamedDigest<N>::finish() {
    MOORING_ASSERT(state_ != nullptr, "a digest is finished once");
    std::array<std::byte, N> digest;
    const bool done =
        EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1;
    MOORING_ASSERT(done, "a digest of bytes in memory cannot fail");
    state_.reset();
    return digest;
}

template class StreamedDigest<16>;
template class StreamedDigest<32>;
template class StreamedDigest<48>;

Digest256 sha256(std::string_view bytes) {
    return digest_of<32>(sha256_algorithm(), bytes);
}

std::array<std::byte, 48> sha384(std::string_view bytes) {
    return digest_of<48>(sha384_algorithm(), bytes);
}

std::array<std::byte, 20> sha1(std::string_view bytes) {
    static const EVP_MD* const algorithm = fetch_digest("SHA1");
    return digest_of<20>(algorithm, bytes);
}

Digest256 hmac_sha256(std::span<const std::byte> key, std::string_view bytes) {
    thread_local std::optional<KeyedHmac> keyed;
    if (!keyed || !std::ranges::equal(keyed->key, key)) keyed.emplace(key);
    Digest256 digest;
    auto* const digest_bytes = reinterpret_cast<unsigned char*>(digest.data());
    SHA256_CTX state = keyed->inner;
    SHA256_Update(&state, bytes.data(), bytes.size());
    SHA256_Final(digest_bytes, &state);
    state = keyed->outer;
    SHA256_Update(&state, digest_bytes, digest.size());
    SHA256_Final(digest_bytes, &state);
    return digest;
}

Digest256 keyed_hash(std::span<const std::byte, 32> key, std::string_view bytes) {
    start_sodium();
    Digest256 digest;
    const int failed = crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                                          reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                                          reinterpret_cast<const unsigned char*>(key.data()), key.size());
    MOORING_ASSERT(failed == 0, "a digest of bytes in memory cannot fail");
    return digest;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace mooring
