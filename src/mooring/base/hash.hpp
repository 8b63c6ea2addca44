#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mooring {

using Digest256 = std::array<std::byte, 32>;

/// A digest of bytes that arrive in pieces. `N`: its length in bytes, which says which it is.
template <std::size_t N>
class StreamedDigest {
public:
    StreamedDigest();
    ~StreamedDigest();
    StreamedDigest(StreamedDigest&&) noexcept;
    StreamedDigest& operator=(StreamedDigest&&) noexcept;

    void update(std::string_view bytes);
    /// The digest of all that was given. The object is spent afterwards.
    std::array<std::byte, N> finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

using Sha256 = StreamedDigest<32>;
using Sha384 = StreamedDigest<48>;  ///< what browsers check resources with (Subresource Integrity)
/// Only for the ETags that object stores give (creators-rest.md, 6-B).
using Md5 = StreamedDigest<16>;

Digest256 sha256(std::string_view bytes);
std::array<std::byte, 48> sha384(std::string_view bytes);
/// SHA-1, for UUIDv5 only (RFC 4122, 4.3).
std::array<std::byte, 20> sha1(std::string_view bytes);
Digest256 hmac_sha256(std::span<const std::byte> key, std::string_view bytes);

/// BLAKE2b-256 keyed with the server secret: how tokens and keys are stored (publishing-v1.md, 2.1).
Digest256 keyed_hash(std::span<const std::byte, 32> key, std::string_view bytes);

/// Compare without telling by its time where the first difference is.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// The bytes of a digest as a string view, for storage and comparison.
template <std::size_t N>
std::string_view as_text(const std::array<std::byte, N>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The bytes of a text.
inline std::span<const std::byte> as_bytes(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

}  // namespace mooring
