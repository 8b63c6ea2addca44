#include "mooring/api/dashboard/wire_objects.hpp"

#include "mooring/base/time_text.hpp"

namespace mooring::api::dashboard {
namespace {

template <class List>
void write_texts(JsonWriter& json, std::string_view name, const List& texts) {
    json.name(name).begin_array();
    for (const auto& text : texts) json.text(text);
    json.end_array();
}

template <class Id>
void write_id(JsonWriter& json, std::string_view name, const std::optional<Id>& id) {
    if (id) {
        json.member(name, id->value);
    } else {
        json.name(name).null();
    }
}

}  // namespace

void write_instant(JsonWriter& json, std::string_view name, std::optional<Instant> instant) {
    if (instant) {
        json.member(name, iso8601_seconds(*instant));
    } else {
        json.name(name).null();
    }
}

void write_account_members(JsonWriter& json, const domain::Account& account) {
    json.member("id", account.id.value).member("username", account.username).member("email", account.email);
    json.member("display_name", account.display_name).member("country", account.country);
    json.flag("filters_explicit", account.filters_explicit).flag("administrator", account.is_administrator);
    json.flag("disabled", account.is_disabled);
    write_instant(json, "created_at", account.created_at);
    write_instant(json, "password_changed_at", account.password_changed_at);
}

void write_account(JsonWriter& json, const domain::Account& account) {
    json.begin_object();
    write_account_members(json, account);
    json.end_object();
}

void write_session(JsonWriter& json, const domain::Session& session, domain::SessionId current) {
    json.begin_object().member("id", session.id.value);
    json.member("kind", session.kind == domain::SessionKind::browser ? "browser" : "connector");
    json.member("label", session.label).flag("read_only", session.is_read_only);
    write_instant(json, "created_at", session.created_at);
    write_instant(json, "last_used_at", session.last_used_at);
    json.member("last_address", session.last_address);
    write_instant(json, "expires_at", session.expires_at);
    json.flag("current", session.id == current).end_object();
}

void write_app(JsonWriter& json, const domain::App& app, std::string_view secret) {
    json.begin_object().member("id", app.id.value);
    write_id(json, "workspace_id", app.workspace);
    json.member("client_id", app.client_id).member("name", app.name);
    json.member("kind", app.kind == domain::AppKind::confidential ? "confidential" : "public");
    write_texts(json, "redirect_uris", app.redirect_uris);
    write_instant(json, "created_at", app.created_at);
    if (!secret.empty()) json.member("client_secret", secret);
    json.end_object();
}

void write_grant(JsonWriter& json, const app::managing::GivenGrant& given) {
    json.begin_object().member("app_id", given.app.id.value).member("client_id", given.app.client_id);
    json.member("name", given.app.name);
    write_texts(json, "scopes", given.grant.scopes);
    write_instant(json, "created_at", given.grant.created_at);
    write_instant(json, "updated_at", given.grant.updated_at);
    json.end_object();
}

void write_key(JsonWriter& json, const domain::ApiKey& key, std::string_view text) {
    json.begin_object().member("id", key.id.value).member("display", key.display).member("label", key.label);
    json.name("scopes").begin_array();
    for (const domain::Scope scope : key.scopes) json.text(domain::to_string(scope));
    json.end_array().member("created_by", key.created_by);
    write_instant(json, "created_at", key.created_at);
    write_instant(json, "expires_at", key.expires_at);
    write_instant(json, "revoked_at", key.revoked_at);
    write_instant(json, "last_used_at", key.last_used_at);
    if (!text.empty()) json.member("api_key", text);
    json.end_object();
}

void write_member(JsonWriter& json, const app::managing::Member& member) {
    json.begin_object().member("user_id", member.account.id.value).member("username", member.account.username);
    json.member("email", member.account.email).member("display_name", member.account.display_name);
    json.member("role", domain::to_string(member.role));
    write_instant(json, "since", member.since);
    json.end_object();
}

void write_invitation(JsonWriter& json, const domain::Invitation& invitation, std::string_view url) {
    json.begin_object().member("id", invitation.id.value);
    write_id(json, "workspace_id", invitation.workspace);
    write_id(json, "show_id", invitation.show);
    json.member("role", domain::to_string(invitation.role)).member("email", invitation.email);
    json.member("created_by", invitation.created_by.value);
    write_instant(json, "created_at", invitation.created_at);
    write_instant(json, "expires_at", invitation.expires_at);
    if (!url.empty()) json.member("url", url);
    json.end_object();
}

void write_show(JsonWriter& json, const app::managing::OwnShow& own) {
    json.begin_object().member("id", own.show.id.value).member("workspace_id", own.show.workspace.value);
    json.member("title", own.show.title).member("uri", "spotify:show:" + own.show.opaque_id);
    json.member("web_station_id", domain::web_station_id(own.show.id)).member("slug", own.show.slug);
    json.member("role", domain::to_string(own.role)).end_object();
}

void write_workspace(JsonWriter& json, const app::managing::OwnWorkspace& place) {
    json.begin_object().member("id", place.workspace.id.value).member("name", place.workspace.name);
    json.member("time_zone", place.workspace.time_zone);
    json.flag("publishing_api", place.workspace.publishing_api_enabled).name("role");
    if (place.role) {
        json.text(domain::to_string(*place.role));
    } else {
        json.null();
    }
    json.name("shows").begin_array();
    for (const app::managing::OwnShow& show : place.shows) write_show(json, show);
    json.end_array().end_object();
}

void write_audit_entry(JsonWriter& json, const domain::AuditEntry& entry) {
    json.begin_object().member("id", entry.id);
    write_instant(json, "at", entry.at);
    json.member("actor", entry.actor).member("action", entry.action).member("subject", entry.subject);
    json.member("address", entry.address);
    write_id(json, "workspace_id", entry.workspace);
    write_id(json, "account_id", entry.account);
    json.end_object();
}

}  // namespace mooring::api::dashboard
