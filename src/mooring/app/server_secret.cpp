#include "mooring/app/server_secret.hpp"

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app {

std::string ServerSecret::hash_token(std::string_view token) const {
    return std::string{as_text(keyed_hash(bytes_, token))};
}

std::array<std::byte, 32> ServerSecret::derive(std::string_view purpose) const {
    return hmac_sha256(bytes_, "mooring derive " + std::string{purpose});
}

std::string ServerSecret::sign(std::string_view purpose, std::string_view text) const {
    return to_base64url(as_text(hmac_sha256(derive(purpose), text)));
}

}  // namespace mooring::app
