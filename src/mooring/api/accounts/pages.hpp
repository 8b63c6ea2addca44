#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/accounts/ports.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::accounts {

// The pages a person sees: HTML without scripts, in the light or dark of the system. Every text is escaped.

/// What all of them have in common.
struct PageFacts {
    std::string prefix;      ///< of the family, before each path
    std::string csrf_token;  ///< of the form
    std::string error;       ///< shown above it; empty for none
};

struct SignInPage {
    PageFacts facts;
    std::string email;  ///< what was typed
    std::string next;   ///< where to go afterwards
};
http::Response sign_in_page(int status, const SignInPage& page);

struct FirstRunPage {
    PageFacts facts;
    std::string token;
    std::string email;
    std::string display_name;
    std::string workspace_name;
};
http::Response first_run_page(int status, const FirstRunPage& page);

struct ConsentPage {
    PageFacts facts;
    app::accounts::Account person;
    app::accounts::App app;
    std::string made_by;  ///< the workspace that the app belongs to
    std::string redirect_uri;
    app::accounts::ScopeNames scopes;
    std::string query;  ///< of the request, sent back with the answer
};
http::Response consent_page(const ConsentPage& page);

/// A page that says one thing, such as why there is nothing to do here.
http::Response notice_page(int status, std::string_view title, std::string_view text);

/// A scope in a plain sentence (accounts-oauth.md, section 4).
std::string_view describe_scope(std::string_view scope);

}  // namespace mooring::api::accounts
