#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::app {

/// The 32 random bytes that key every stored hash and signature of an instance (accounts-oauth.md, section 11).
/// A copy of the catalog without them opens nothing.
class ServerSecret {
public:
    explicit ServerSecret(std::array<std::byte, 32> bytes) : bytes_(bytes) {}

    /// BLAKE2b-256 of `token`: the form in which API keys and tokens are stored. 32 bytes.
    std::string hash_token(std::string_view token) const;
    /// A key for one purpose, such as `preview`, that tells nothing of the secret or of other keys.
    std::array<std::byte, 32> derive(std::string_view purpose) const;
    /// HMAC-SHA-256 of `text` under `derive(purpose)`, base64url.
    std::string sign(std::string_view purpose, std::string_view text) const;

private:
    std::array<std::byte, 32> bytes_;
};

}  // namespace mooring::app
