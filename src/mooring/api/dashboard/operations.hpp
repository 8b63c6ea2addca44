#pragma once

#include <array>
#include <span>
#include <variant>

#include "mooring/api/dashboard/body.hpp"
#include "mooring/api/dashboard/call.hpp"

namespace mooring::api::dashboard {

// The management operations (accounts-oauth.md, 8.7), one function each: decode, call one use case, encode.

using Answer = Result<http::Response>;

// account.cpp
Answer get_account(const Call& call);
Answer put_account(const Call& call, const Body& body);
void put_password(const Call& call, const Body& body, Done done);

// sessions.cpp
Answer list_sessions(const Call& call);
void create_session(const Call& call, const Body& body, Done done);
Answer delete_session(const Call& call);
Answer list_grants(const Call& call);
Answer delete_grant(const Call& call);

// apps.cpp
Answer list_apps(const Call& call);
Answer create_app(const Call& call, const Body& body);
Answer put_app(const Call& call, const Body& body);
Answer delete_app(const Call& call);
Answer replace_app_secret(const Call& call, const Body& body);

// keys.cpp
Answer list_keys(const Call& call);
Answer create_key(const Call& call, const Body& body);
Answer delete_key(const Call& call);

// members.cpp; the place is a workspace or a show
Answer list_workspace_members(const Call& call);
Answer add_workspace_member(const Call& call, const Body& body);
Answer put_workspace_member(const Call& call, const Body& body);
Answer delete_workspace_member(const Call& call);
Answer list_show_members(const Call& call);
Answer add_show_member(const Call& call, const Body& body);
Answer put_show_member(const Call& call, const Body& body);
Answer delete_show_member(const Call& call);

// invitations.cpp
Answer list_workspace_invitations(const Call& call);
Answer invite_to_workspace(const Call& call, const Body& body);
Answer list_show_invitations(const Call& call);
Answer invite_to_show(const Call& call, const Body& body);
Answer delete_invitation(const Call& call);

// places.cpp
Answer list_workspaces(const Call& call);
Answer create_workspace(const Call& call, const Body& body);
Answer put_workspace(const Call& call, const Body& body);
Answer create_show(const Call& call, const Body& body);

// imports.cpp
Answer list_imports(const Call& call);
Answer create_import(const Call& call, const Body& body);

// playback.cpp
Answer put_playback(const Call& call, const Body& body);

// companions.cpp
Answer get_companions(const Call& call);
Answer get_waveform(const Call& call);
Answer put_chapters(const Call& call, std::string bytes);
Answer delete_chapters(const Call& call);
Answer put_transcript(const Call& call, std::string bytes);
Answer delete_transcript(const Call& call);

// users.cpp
Answer list_users(const Call& call);
void create_user(const Call& call, const Body& body, Done done);
Answer put_user(const Call& call, const Body& body);

// audit.cpp
Answer list_audit(const Call& call);

using Plain = Answer (*)(const Call&);                        ///< reads, or changes without a body
using WithBody = Answer (*)(const Call&, const Body&);        ///< reads a body first
using WithFile = Answer (*)(const Call&, std::string bytes);  ///< the body is a file, not an object of members
using Later = void (*)(const Call&, const Body&, Done done);  ///< the same, answered when a password is done

/// The members that a body may have, at most this many.
using Members = std::array<std::string_view, 8>;

struct Operation {
    std::variant<Plain, WithBody, WithFile, Later> answer;
    Members members = {};
};
using Route = http::Route<Operation>;

using enum http::Method;

/// Every operation. Paths are those below `/dashboard/api`.
inline constexpr std::array routes{
    Route{get, "/account", "get_account", {get_account}},
    Route{put, "/account", "put_account", {put_account, {"display_name", "country", "filters_explicit"}}},
    Route{put, "/account/password", "put_password", {put_password, {"current_password", "password"}}},

    Route{get, "/sessions", "list_sessions", {list_sessions}},
    Route{post, "/sessions", "create_session", {create_session, {"password", "label", "days", "read_only"}}},
    Route{delete_, "/sessions/{id}", "delete_session", {delete_session}},
    Route{get, "/grants", "list_grants", {list_grants}},
    Route{delete_, "/grants/{app}", "delete_grant", {delete_grant}},

    Route{get, "/apps", "list_apps", {list_apps}},
    Route{post, "/apps", "create_app", {create_app, {"workspace_id", "name", "kind", "redirect_uris"}}},
    Route{put, "/apps/{id}", "put_app", {put_app, {"name", "redirect_uris"}}},
    Route{delete_, "/apps/{id}", "delete_app", {delete_app}},
    Route{post, "/apps/{id}/secret", "replace_app_secret", {replace_app_secret, {"overlap_hours"}}},

    Route{get, "/workspaces", "list_workspaces", {list_workspaces}},
    Route{post, "/workspaces", "create_workspace", {create_workspace, {"name", "time_zone"}}},
    Route{put, "/workspaces/{id}", "put_workspace", {put_workspace, {"name", "time_zone", "publishing_api"}}},
    Route{post, "/workspaces/{id}/shows", "create_show", {create_show, {"title", "description"}}},
    Route{get, "/workspaces/{id}/keys", "list_keys", {list_keys}},
    Route{post, "/workspaces/{id}/keys", "create_key", {create_key, {"label", "scopes", "expires_at"}}},
    Route{delete_, "/workspaces/{id}/keys/{key}", "delete_key", {delete_key}},
    Route{get, "/workspaces/{id}/members", "list_workspace_members", {list_workspace_members}},
    Route{post, "/workspaces/{id}/members", "add_workspace_member", {add_workspace_member, {"email", "role"}}},
    Route{put, "/workspaces/{id}/members/{user}", "put_workspace_member", {put_workspace_member, {"role"}}},
    Route{delete_, "/workspaces/{id}/members/{user}", "delete_workspace_member", {delete_workspace_member}},
    Route{get, "/workspaces/{id}/invitations", "list_workspace_invitations", {list_workspace_invitations}},
    Route{post, "/workspaces/{id}/invitations", "invite_to_workspace", {invite_to_workspace, {"email", "role"}}},

    Route{get, "/workspaces/{id}/imports", "list_imports", {list_imports}},
    Route{post,
          "/workspaces/{id}/imports",
          "create_import",
          {create_import, {"url", "show_id", "go_live", "ignore_lock", "parallel"}}},

    Route{get, "/shows/{id}/members", "list_show_members", {list_show_members}},
    Route{post, "/shows/{id}/members", "add_show_member", {add_show_member, {"email", "role"}}},
    Route{put, "/shows/{id}/members/{user}", "put_show_member", {put_show_member, {"role"}}},
    Route{delete_, "/shows/{id}/members/{user}", "delete_show_member", {delete_show_member}},
    Route{get, "/shows/{id}/invitations", "list_show_invitations", {list_show_invitations}},
    Route{post, "/shows/{id}/invitations", "invite_to_show", {invite_to_show, {"email", "role"}}},
    Route{delete_, "/invitations/{id}", "delete_invitation", {delete_invitation}},

    Route{put, "/playback/{id}", "put_playback", {put_playback, {"position_ms", "fully_played"}}},

    Route{get, "/episodes/{id}/companions", "get_companions", {get_companions}},
    Route{get, "/episodes/{id}/waveform", "get_waveform", {get_waveform}},
    Route{put, "/episodes/{id}/chapters", "put_chapters", {put_chapters}},
    Route{delete_, "/episodes/{id}/chapters", "delete_chapters", {delete_chapters}},
    Route{put, "/episodes/{id}/transcripts/{language}", "put_transcript", {put_transcript}},
    Route{delete_, "/episodes/{id}/transcripts/{language}", "delete_transcript", {delete_transcript}},

    Route{get, "/users", "list_users", {list_users}},
    Route{post,
          "/users",
          "create_user",
          {create_user, {"email", "display_name", "password", "country", "administrator"}}},
    Route{
        put, "/users/{id}", "put_user", {put_user, {"email", "display_name", "country", "administrator", "disabled"}}},
    Route{get, "/audit", "list_audit", {list_audit}},
};

}  // namespace mooring::api::dashboard
