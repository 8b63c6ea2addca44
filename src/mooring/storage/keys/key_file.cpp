#include "mooring/storage/keys/key_file.hpp"

#include <sodium.h>

#include <cstring>
#include <tuple>

namespace mooring::storage::keys {

namespace {

constexpr std::string_view magic = "MRGKEY\x01";
constexpr std::size_t period_bytes = 7;
constexpr std::size_t plain_bytes = period_bytes + 32;

static_assert(key_file_bytes == magic.size() + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain_bytes);
static_assert(crypto_secretbox_KEYBYTES == std::tuple_size_v<MasterKey>);

const unsigned char* bytes_of(const std::byte* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}
const unsigned char* bytes_of(const char* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace

std::string seal_key(const MasterKey& master_key, std::chrono::year_month period, const analytics::ListenerKey& key,
                     Random& random) {
    std::array<unsigned char, plain_bytes> plain{};
    const std::string text = analytics::period_text(period);
    std::memcpy(plain.data(), text.data(), period_bytes);
    std::memcpy(plain.data() + period_bytes, key.data(), key.size());

    std::array<std::byte, crypto_secretbox_NONCEBYTES> nonce{};
    random.fill(nonce);
    std::array<unsigned char, crypto_secretbox_MACBYTES + plain_bytes> box{};
    crypto_secretbox_easy(box.data(), plain.data(), plain.size(), bytes_of(nonce.data()), bytes_of(master_key.data()));
    sodium_memzero(plain.data(), plain.size());

    std::string file{magic};
    file.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
    file.append(reinterpret_cast<const char*>(box.data()), box.size());
    return file;
}

Result<analytics::ListenerKey> open_key(const MasterKey& master_key, std::chrono::year_month period,
                                        std::string_view bytes) {
    const std::string text = analytics::period_text(period);
    if (bytes.size() != key_file_bytes || !bytes.starts_with(magic)) {
        return Error{Errc::corrupt, "not a listener key file: " + text};
    }
    const char* const nonce = bytes.data() + magic.size();
    const std::string_view box = bytes.substr(magic.size() + crypto_secretbox_NONCEBYTES);
    std::array<unsigned char, plain_bytes> plain{};
    if (crypto_secretbox_open_easy(plain.data(), bytes_of(box.data()), box.size(), bytes_of(nonce),
                                   bytes_of(master_key.data())) != 0) {
        return Error{Errc::corrupt, "the listener key of " + text + " does not open with this master key"};
    }
    const bool same_period = std::memcmp(plain.data(), text.data(), period_bytes) == 0;
    analytics::ListenerKey key{};
    std::memcpy(key.data(), plain.data() + period_bytes, key.size());
    sodium_memzero(plain.data(), plain.size());
    if (!same_period) {
        sodium_memzero(key.data(), key.size());
        return Error{Errc::corrupt, "the listener key file of " + text + " holds the key of another period"};
    }
    return key;
}

}  // namespace mooring::storage::keys
