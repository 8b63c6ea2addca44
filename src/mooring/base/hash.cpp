#include "mooring/base/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>

#include <optional>

#include "mooring/base/assert.hpp"

namespace mooring {
namespace {

struct FreeDigestContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

struct FreeMacContext {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMacContext>;

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

MacContext make_hmac_sha256_context() {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    MOORING_ASSERT(algorithm != nullptr, "OpenSSL must offer HMAC");
    MacContext context{EVP_MAC_CTX_new(algorithm)};
    MOORING_ASSERT(context != nullptr, "out of memory");
    char digest_name[] = "SHA256";
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
                                OSSL_PARAM_construct_end()};
    MOORING_ASSERT(EVP_MAC_CTX_set_params(context.get(), parameters.data()) == 1, "OpenSSL must offer HMAC-SHA-256");
    return context;
}

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    MOORING_ASSERT(started, "libsodium must start");
}

}  // namespace

struct Sha256::State {
    DigestContext context = make_digest_context();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    const bool started = EVP_DigestInit_ex2(state_->context.get(), sha256_algorithm(), nullptr) == 1;
    MOORING_ASSERT(started, "a digest must start");
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
    MOORING_ASSERT(state_ != nullptr, "a finished digest takes no more bytes");
    const bool done = EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1;
    MOORING_ASSERT(done, "a digest of bytes in memory cannot fail");
}

Digest256 Sha256::finish() {
    MOORING_ASSERT(state_ != nullptr, "a digest is finished once");
    Digest256 digest;
    const bool done =
        EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1;
    MOORING_ASSERT(done, "a digest of bytes in memory cannot fail");
    state_.reset();
    return digest;
}

Digest256 sha256(std::string_view bytes) {
    return digest_of<32>(sha256_algorithm(), bytes);
}

std::array<std::byte, 48> sha384(std::string_view bytes) {
    static const EVP_MD* const algorithm = fetch_digest("SHA384");
    return digest_of<48>(algorithm, bytes);
}

std::array<std::byte, 20> sha1(std::string_view bytes) {
    static const EVP_MD* const algorithm = fetch_digest("SHA1");
    return digest_of<20>(algorithm, bytes);
}

Digest256 hmac_sha256(std::span<const std::byte> key, std::string_view bytes) {
    thread_local const MacContext context = make_hmac_sha256_context();
    // The context keeps the key it was last given; taking the same one again is half of the work for a short text.
    thread_local std::optional<std::string> last_key;
    bool done = false;
    if (last_key && equal_in_constant_time(*last_key, text_of(key))) {
        done = EVP_MAC_init(context.get(), nullptr, 0, nullptr) == 1;
    } else {
        last_key.emplace(text_of(key));
        // A null key would mean "the key of last time" to OpenSSL; a string's bytes always have an address.
        const auto* key_bytes = reinterpret_cast<const unsigned char*>(last_key->data());
        done = EVP_MAC_init(context.get(), key_bytes, last_key->size(), nullptr) == 1;
    }
    Digest256 digest;
    std::size_t length = 0;
    done = done &&
           EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1 &&
           EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &length, digest.size()) == 1;
    MOORING_ASSERT(done && length == digest.size(), "a digest of bytes in memory cannot fail");
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
