#pragma once

#include <string>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::server {

/// PEM texts of a private authority and of a certificate it signed.
struct IssuedTls {
    std::string authority_certificate;
    std::string authority_key;
    std::string certificate_chain;  ///< the server's certificate, then the authority's
    std::string private_key;
};

/// Make a private authority and a certificate for `names` (host names or IP addresses), good for 825 days from
/// `now`: what host aliases need (accounts-oauth.md, 9.2). Errors: invalid_argument (no names), internal.
Result<IssuedTls> issue_tls(const std::vector<std::string>& names, Instant now);

}  // namespace mooring::server
