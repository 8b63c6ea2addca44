#pragma once

#include "mooring/api/accounts/home/visit.hpp"

namespace mooring::api::accounts::home {

// The pages on which people manage what is theirs, without scripts. They call the same use cases as the dashboard's
// operations. A refused form comes back with the reason above it.

// overview.cpp
http::Response show_overview(const Visit& visit);
http::Response create_workspace(const Visit& visit, Form form);

// account.cpp
http::Response show_account(const Visit& visit);
http::Response change_account(const Visit& visit, Form form);
void change_password(const Visit& visit, Form form, Done done);

// sessions.cpp
http::Response show_sessions(const Visit& visit);
void create_session(const Visit& visit, Form form, Done done);
http::Response revoke_session(const Visit& visit, Form form);
http::Response revoke_grant(const Visit& visit, Form form);

// places.cpp: a workspace or a show, with its members and invitations
http::Response show_workspace(const Visit& visit);
http::Response show_show(const Visit& visit);
http::Response create_show(const Visit& visit, Form form);
http::Response change_workspace_member(const Visit& visit, Form form);
http::Response change_show_member(const Visit& visit, Form form);
http::Response invite_to_workspace(const Visit& visit, Form form);
http::Response invite_to_show(const Visit& visit, Form form);
http::Response withdraw_workspace_invitation(const Visit& visit, Form form);
http::Response withdraw_show_invitation(const Visit& visit, Form form);

// apps.cpp
http::Response show_apps(const Visit& visit);
http::Response register_app(const Visit& visit, Form form);
http::Response change_app(const Visit& visit, Form form);

// keys.cpp
http::Response show_keys(const Visit& visit);
http::Response create_key(const Visit& visit, Form form);
http::Response revoke_key(const Visit& visit, Form form);

// users.cpp
http::Response show_users(const Visit& visit);
void create_user(const Visit& visit, Form form, Done done);
http::Response change_user(const Visit& visit, Form form);

// audit.cpp
http::Response show_audit(const Visit& visit);

}  // namespace mooring::api::accounts::home
