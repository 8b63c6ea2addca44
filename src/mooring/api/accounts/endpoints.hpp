#pragma once

#include "mooring/api/accounts/form.hpp"
#include "mooring/api/people/csrf.hpp"
#include "mooring/api/people/services.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::accounts {

using people::CsrfToken;
using people::Done;
using people::Services;

// The operations of accounts-oauth.md, section 2, by the names the route table gives them. `form` is the request's
// body.

// authorize.cpp
http::Response silent_authorize(const Services& services, const http::Request& request);
http::Response authorize(const Services& services, const http::Request& request);
http::Response answer_consent(const Services& services, const http::Request& request, Form form);

// token.cpp
http::Response give_token(const Services& services, const http::Request& request, Form form);
http::Response revoke(const Services& services, const http::Request& request, Form form);

// metadata.cpp
http::Response metadata(const Services& services, const http::Request& request);

// sign_in.cpp
http::Response show_sign_in(const Services& services, const http::Request& request);
void sign_in(const Services& services, const http::Request& request, Form form, Done done);
http::Response sign_out(const Services& services, const http::Request& request, Form form);

// first_run.cpp
http::Response show_first_run(const Services& services, const http::Request& request);
void first_run(const Services& services, const http::Request& request, Form form, Done done);

// invitation.cpp
http::Response show_invitation(const Services& services, const http::Request& request,
                               const http::PathParameters& parameters);
void take_invitation(const Services& services, const http::Request& request, const http::PathParameters& parameters,
                     Form form, Done done);

}  // namespace mooring::api::accounts
