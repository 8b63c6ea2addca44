#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"

namespace mooring::app::accounts {

/// Passwords: what is accepted, and argon2id by libsodium (accounts-oauth.md, 8.2). The functions that hash take tens
/// of milliseconds and `PasswordCost::memory_bytes`: a server calls them by way of `PasswordPool` only.

/// Overwrite all that `text` holds, its spare room included, and empty it. For the buffers that a password passed
/// through, such as the body of a form.
void wipe(std::string& text);

/// A password as it was typed. Only one copy exists, and it is overwritten when the object goes.
class Password {
public:
    /// Takes the text over: `typed` is wiped.
    explicit Password(std::string&& typed);
    ~Password();
    Password(Password&& other) noexcept;
    Password& operator=(Password&& other) noexcept;

    /// Empty after a move.
    std::string_view text() const { return {bytes_.get(), size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
};

/// Whether `password` may be chosen: 12 to 1024 bytes of UTF-8 without NUL, none of `own_names` (the e-mail, the names)
/// and none of `common_passwords`, in any case. Nothing about which characters it is composed of.
/// Errors: invalid_argument (field `password`; says which rule, never the password).
Result<void> check_new_password(const Password& password, std::span<const std::string_view> own_names);

/// What one hash costs. The defaults are libsodium's for interactive use.
struct PasswordCost {
    std::uint64_t passes = 2;
    std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
    bool operator==(const PasswordCost&) const = default;
};

/// `$argon2id$…` with a random salt, at most 127 ASCII characters.
/// Errors: invalid_argument (a cost that libsodium does not take), unavailable (no memory for it).
Result<std::string> hash_password(const Password& password, const PasswordCost& cost);

/// Whether `hash` was made of `password`. False for a text that is not a hash, after no work at all.
/// Errors: unavailable (no memory; says nothing about the password).
Result<bool> verify_password(const std::string& hash, const Password& password);

/// True for the form `$argon2id$…` with all its parts.
bool is_password_hash(const std::string& hash);

/// True when `hash` was made at another cost than `cost`, or is not a hash.
bool needs_rehash(const std::string& hash, const PasswordCost& cost);

/// A hash of that cost which no password has: its salt and digest are random. For e-mails that nobody has, so that they
/// take the same work.
std::string make_dummy_hash(Random& random, const PasswordCost& cost);

}  // namespace mooring::app::accounts
