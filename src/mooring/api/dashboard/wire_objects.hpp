#pragma once

#include <optional>
#include <string_view>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/app/managing/members.hpp"
#include "mooring/app/managing/own_account.hpp"
#include "mooring/app/managing/places.hpp"

namespace mooring::api::dashboard {

// The objects of the dashboard's answers. Instants are ISO 8601 in UTC, absent ones null.

void write_instant(JsonWriter& json, std::string_view name, std::optional<Instant> instant);
/// The members of a person, without braces.
void write_account_members(JsonWriter& json, const domain::Account& account);
void write_account(JsonWriter& json, const domain::Account& account);
void write_session(JsonWriter& json, const domain::Session& session, domain::SessionId current);
/// `secret` is left out when empty.
void write_app(JsonWriter& json, const domain::App& app, std::string_view secret = {});
void write_grant(JsonWriter& json, const app::managing::GivenGrant& given);
/// `text` is the key itself, this once.
void write_key(JsonWriter& json, const domain::ApiKey& key, std::string_view text = {});
void write_member(JsonWriter& json, const app::managing::Member& member);
/// `url` is the link, this once.
void write_invitation(JsonWriter& json, const domain::Invitation& invitation, std::string_view url = {});
void write_workspace(JsonWriter& json, const app::managing::OwnWorkspace& place);
void write_show(JsonWriter& json, const app::managing::OwnShow& show);
void write_audit_entry(JsonWriter& json, const domain::AuditEntry& entry);

}  // namespace mooring::api::dashboard
