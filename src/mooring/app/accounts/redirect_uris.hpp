#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "mooring/base/result.hpp"
#include "mooring/domain/account.hpp"

namespace mooring::app::accounts {

/// Redirect URIs of apps (accounts-oauth.md, section 4). After registration they are texts: compared, never normalised.

/// Whether an app of `kind` may register `uri`: https to any host but `localhost`; http to `127.0.0.1` and `[::1]`,
/// spelled so; other schemes for public apps only, without those that browsers act upon themselves (`javascript`,
/// `data`, …). At most 2048 bytes of what RFC 3986 allows, no fragment, no user name; scheme and host in lower case, so
/// that the origin is part of the text.
/// Errors: invalid_argument (field `redirect_uri`; says which rule).
Result<void> check_redirect_uri(std::string_view uri, domain::AppKind kind);

/// True when `given`, from a request, is the `registered` one: the same text, or, when that is a loopback literal
/// without a port, the same text with a port from 1 to 65535 (RFC 8252, 7.3).
bool redirect_matches(std::string_view registered, std::string_view given);

/// `scheme://host[:port]` of an http or https URI, as a browser writes it: without the scheme's own port. Nothing for
/// other schemes. `uri` has passed `check_redirect_uri`, or matches one that has: then the origin has only
/// `A-Z a-z 0-9 - . _ : / [ ]` and may stand in a header or a script as it is.
std::optional<std::string> origin_of(std::string_view uri);

/// What stands for `uri` in a Content-Security-Policy (`form-action`): its origin, or `scheme:` for other schemes.
std::string policy_source_of(std::string_view uri);

/// `uri` with `parameters` after what query it has, names and values percent-encoded (section 4, step 5).
std::string with_query(std::string_view uri, std::span<const std::pair<std::string_view, std::string_view>> parameters);

}  // namespace mooring::app::accounts
