#include "mooring/app/accounts/secrets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::string_view access_mark = "BQ";
constexpr std::string_view other_mark = "AQ";
constexpr std::size_t token_digits = 43;
constexpr std::size_t sp_dc_digits = 64;
constexpr std::string_view anchorpw_mark = "s:";
constexpr std::size_t anchorpw_id_length = 32;
constexpr std::size_t signature_length = 43;
constexpr std::size_t anchorpw_length = anchorpw_mark.size() + anchorpw_id_length + 1 + signature_length;

template <std::size_t Bytes>
std::string random_base64url(Random& random) {
    std::array<std::byte, Bytes> bytes;
    random.fill(bytes);
    return to_base64url(as_text(bytes));
}

std::string make_token(Random& random, std::string_view mark) {
    return std::string{mark} + random_base64url<32>(random);
}

bool is_base64url_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool has_form(std::string_view text, std::string_view mark, std::size_t digits) {
    return text.size() == mark.size() + digits && text.starts_with(mark) &&
           std::ranges::all_of(text, is_base64url_digit);
}

std::string signature_of(const ServerSecret& secret, std::string_view id) {
    std::string signature = to_base64(as_text(hmac_sha256(secret.derive("anchorpw_s"), id)));
    signature.resize(signature_length);  // without the one `=` of padding
    return signature;
}

}  // namespace

std::string make_access_token(Random& random) {
    return make_token(random, access_mark);
}

std::string make_refresh_token(Random& random) {
    return make_token(random, other_mark);
}

std::string make_authorization_code(Random& random) {
    return make_token(random, other_mark);
}

std::string make_sp_dc(Random& random) {
    return std::string{other_mark} + random_base64url<48>(random);
}

std::string make_client_id(Random& random) {
    std::array<std::byte, 16> bytes{};
    random.fill(bytes);
    return to_hex(bytes);
}

std::string make_client_secret(Random& random) {
    return make_client_id(random);
}

domain::TokenFamily make_token_family(Random& random) {
    return random_base62(random, 22);
}

std::string make_sp_key(Random& random) {
    return random_uuid(random);
}

bool is_access_token(std::string_view text) {
    return has_form(text, access_mark, token_digits);
}

bool is_refresh_token(std::string_view text) {
    return has_form(text, other_mark, token_digits);
}

bool is_authorization_code(std::string_view text) {
    return has_form(text, other_mark, token_digits);
}

bool is_sp_dc(std::string_view text) {
    return has_form(text, other_mark, sp_dc_digits);
}

bool is_sp_key(std::string_view text) {
    const auto bytes = uuid_bytes(text);
    // RFC 9562, 4.1 and 5.4: version 4 in the high half of byte 6, variant `10` at the top of byte 8.
    return bytes && ((*bytes)[6] & std::byte{0xf0}) == std::byte{0x40} &&
           ((*bytes)[8] & std::byte{0xc0}) == std::byte{0x80};
}

std::string make_anchorpw_id(Random& random) {
    return random_base64url<24>(random);
}

std::string sign_anchorpw_s(const ServerSecret& secret, std::string_view id) {
    return std::string{anchorpw_mark} + std::string{id} + "." + signature_of(secret, id);
}

std::optional<std::string> read_anchorpw_s(const ServerSecret& secret, std::string_view value) {
    if (value.size() > 3 * anchorpw_length) return std::nullopt;  // every character encoded
    // A plain value has no `%`, so decoding leaves it as it is.
    const auto plain = percent_decode(value);
    if (!plain || plain->size() != anchorpw_length || !plain->starts_with(anchorpw_mark)) return std::nullopt;
    const std::string_view id = std::string_view{*plain}.substr(anchorpw_mark.size(), anchorpw_id_length);
    const std::string_view rest = std::string_view{*plain}.substr(anchorpw_mark.size() + anchorpw_id_length);
    // Texts are compared, not bytes: the last digit of 43 has two bits that decoding would drop.
    if (!equal_in_constant_time(rest, "." + signature_of(secret, id))) return std::nullopt;
    return std::string{id};
}

}  // namespace mooring::app::accounts
