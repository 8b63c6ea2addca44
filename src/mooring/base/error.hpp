#pragma once

#include <string>
#include <string_view>

namespace mooring {

/// What went wrong, as far as a caller can act on it. Each wire family maps every code to its own
/// status in one switch without `default`, so that a new code has to be placed.
enum class Errc {
    invalid_argument,  ///< a value given by the caller breaks a rule; `Error::field` names it
    not_found,         ///< the thing named does not exist, or not for this caller
    gone,              ///< it existed and was deleted by its owner
    conflict,          ///< it contradicts what is stored
    unauthenticated,   ///< no credential
    forbidden,         ///< the credential does not allow it
    rate_limited,      ///< too many; try again later
    too_large,         ///< over a documented size
    unsupported,       ///< a format or feature that is not offered here
    corrupt,           ///< bytes that do not mean what they claim to
    timeout,           ///< a deadline passed
    unavailable,       ///< a store or a peer is away for now; nothing was changed
    no_space,          ///< the disk is full; nothing was changed
    internal           ///< a bug of ours
};

/// Expected trouble as a value.
struct Error {
    Errc code = Errc::internal;
    std::string message;     ///< one phrase, lower case, for logs and callers; never holds a secret
    std::string field = {};  ///< the request field at fault; empty when there is none

    bool operator==(const Error&) const = default;
};

/// The stable name of `code`, such as "not_found"; for logs and metrics.
std::string_view to_string(Errc code);

/// Shorthand for `Error{Errc::invalid_argument, message, field}`.
Error invalid(std::string field, std::string message);

}  // namespace mooring
