#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::app::accounts {

/// The page that answers the silent sign-in (accounts-oauth.md, section 3.2). Connectors read it with a regular
/// expression and a YAML reader, or search the whole page, so every byte of it is fixed there.

/// What can go wrong as far as the page tells it (section 3.3).
enum class AuthorizationError {
    login_required,
    consent_required,
    invalid_scope,
    invalid_request,
    unsupported_response_type
};

std::string_view to_string(AuthorizationError error);  ///< `login_required`, …

/// True for printable ASCII of at most 1024 characters, which includes the empty text: what may come back.
bool is_state(std::string_view text);

/// Where the page is shown and whom it tells.
struct AuthorizationPage {
    std::string_view nonce;            ///< of the Content-Security-Policy: new for each answer, base64 characters only
    std::string_view target_origin;    ///< `origin_of` the redirect URI; never `*`
    std::optional<std::string> state;  ///< as the request had it; without one the answer has none
};

/// The page of success. `code` comes from `make_authorization_code`. The word `login_required` is nowhere on it, not
/// even when the state holds it.
/// Errors: invalid_argument (the state is not `is_state`; answer `invalid_request` without a state).
Result<std::string> render_authorization(const AuthorizationPage& page, std::string_view code);

/// The page that says `error`. Errors: as above.
Result<std::string> render_authorization(const AuthorizationPage& page, AuthorizationError error);

}  // namespace mooring::app::accounts
