#include "mooring/app/accounts/passwords.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "mooring/app/accounts/common_passwords.hpp"
#include "mooring/base/assert.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::accounts {
namespace {

constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 1024;
constexpr std::size_t digest_length = 43;  // 32 bytes in base64, unpadded

static_assert(PasswordCost{}.passes == crypto_pwhash_OPSLIMIT_INTERACTIVE);
static_assert(PasswordCost{}.memory_bytes == crypto_pwhash_MEMLIMIT_INTERACTIVE);

void start_sodium() {
    MOORING_ASSERT(sodium_init() >= 0, "libsodium must start");
}

bool is_possible(const PasswordCost& cost) {
    return cost.passes >= crypto_pwhash_opslimit_min() && cost.passes <= crypto_pwhash_opslimit_max() &&
           cost.memory_bytes >= crypto_pwhash_memlimit_min() && cost.memory_bytes <= crypto_pwhash_memlimit_max();
}

Error refused(std::string why) {
    return invalid("password", "password " + std::move(why));
}

std::string unpadded_base64(std::string_view bytes) {
    std::string text = to_base64(bytes);
    text.resize(std::min(text.size(), text.find('=')));
    return text;
}

}  // namespace

void wipe(std::string& text) {
    text.resize(text.capacity());
    sodium_memzero(text.data(), text.size());
    text.clear();
}

Password::Password(std::string&& typed)
    : bytes_(std::make_unique<char[]>(std::max<std::size_t>(typed.size(), 1))), size_(typed.size()) {
    std::memcpy(bytes_.get(), typed.data(), size_);
    // A short string keeps its text inside itself: moving it would leave the text behind.
    wipe(typed);
}

Password::~Password() {
    if (bytes_) sodium_memzero(bytes_.get(), size_);
}

Password::Password(Password&& other) noexcept : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Password& Password::operator=(Password&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    return *this;
}

Result<void> check_new_password(const Password& password, std::span<const std::string_view> own_names) {
    const std::string_view text = password.text();
    if (text.size() < shortest_password) return refused("is under 12 bytes");
    if (text.size() > longest_password) return refused("is over 1024 bytes");
    if (text.find('\0') != std::string_view::npos) return refused("has a nul");
    if (!is_valid_utf8(text)) return refused("is not utf-8");
    std::string folded = fold_case(text);
    const bool is_own =
        std::ranges::any_of(own_names, [&](std::string_view name) { return fold_case(trim(name)) == folded; });
    const bool is_common = is_common_password(folded);
    wipe(folded);
    if (is_own) return refused("is the e-mail or name");
    if (is_common) return refused("is one of the most common ones");
    return ok();
}

Result<std::string> hash_password(const Password& password, const PasswordCost& cost) {
    start_sodium();
    if (!is_possible(cost)) return invalid("cost", "cost of password hashes is out of bounds");
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), password.text().data(), password.text().size(), cost.passes,
                          cost.memory_bytes) != 0) {
        return Error{Errc::unavailable, "no memory to hash a password"};
    }
    return std::string{hash.data()};
}

Result<bool> verify_password(const std::string& hash, const Password& password) {
    start_sodium();
    if (!is_password_hash(hash)) return false;
    errno = 0;
    if (crypto_pwhash_str_verify(hash.c_str(), password.text().data(), password.text().size()) == 0) return true;
    // libsodium 1.0.18 sets EINVAL for a password that differs; the allocation sets ENOMEM or EAGAIN.
    if (errno == ENOMEM || errno == EAGAIN) return Error{Errc::unavailable, "no memory to hash a password"};
    return false;
}

bool is_password_hash(const std::string& hash) {
    // libsodium takes shorter digests too, so a hash that was cut off could pass for one.
    const std::size_t digest = hash.rfind('$') + 1;
    return hash.starts_with(crypto_pwhash_STRPREFIX) && hash.size() < crypto_pwhash_STRBYTES &&
           hash.size() - digest == digest_length && hash.find('\0') == std::string::npos &&
           crypto_pwhash_str_needs_rehash(hash.c_str(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) >= 0;
}

bool needs_rehash(const std::string& hash, const PasswordCost& cost) {
    return !is_password_hash(hash) || crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_bytes) != 0;
}

std::string make_dummy_hash(Random& random, const PasswordCost& cost) {
    std::array<std::byte, crypto_pwhash_SALTBYTES> salt;
    std::array<std::byte, 32> digest;
    random.fill(salt);
    random.fill(digest);
    // The form that libsodium writes: version 1.3, memory in KiB, one lane.
    return std::string{crypto_pwhash_STRPREFIX} + "v=19$m=" + std::to_string(cost.memory_bytes / 1024) +
           ",t=" + std::to_string(cost.passes) + ",p=1$" + unpadded_base64(as_text(salt)) + "$" +
           unpadded_base64(as_text(digest));
}

}  // namespace mooring::app::accounts
