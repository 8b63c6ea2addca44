#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/app/managing/clients.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::publishing::CreatedApiKey;
using app::publishing::NewApiKey;
using domain::ApiKey;
using domain::Scope;
using domain::WorkspaceId;

constexpr std::int64_t longest_life_days = 3650;

std::string keys_path(WorkspaceId workspace) {
    return "/home/workspaces/" + std::to_string(workspace.value) + "/keys";
}

std::string scope_field(Scope scope) {
    return "scope." + std::string{domain::to_string(scope)};
}

std::string dates_of(const ApiKey& key) {
    std::string text = "Made " + time_text(key.created_at) + " by " + key.created_by;
    text += key.last_used_at ? ", last used " + time_text(*key.last_used_at) : ", never used";
    if (key.expires_at) text += ", ends " + time_text(*key.expires_at);
    return text;
}

void key_row(HtmlWriter& html, const Visit& visit, const ApiKey& key) {
    html.open("li").open("div").element("strong", {}, key.label).text(" apk_" + key.display + "…").open("br");
    html.open("span", {{"class", "soft"}});
    for (const Scope scope : key.scopes) html.text(std::string{domain::to_string(scope)} + " ");
    html.open("br").text(dates_of(key)).close("span").close("div");
    begin_form(html, visit.facts, keys_path(key.workspace) + "/" + std::to_string(key.id.value) + "/revoke");
    html.element("button", {{"type", "submit"}, {"class", "quiet"}}, "Revoke").close("form").close("li");
}

void key_form(HtmlWriter& html, const Visit& visit, WorkspaceId workspace) {
    html.element("h2", {}, "New key");
    begin_form(html, visit.facts, keys_path(workspace));
    field(html, {"Label", "text", "label", "", "off"});
    html.open("fieldset").element("legend", {}, "It may");
    for (const Scope scope : domain::all_scopes()) {
        html.open("label", {{"class", "check"}});
        html.open("input", {{"type", "checkbox"}, {"name", scope_field(scope)}, {"value", "on"}});
        html.text(" " + std::string{domain::to_string(scope)}).close("label");
    }
    html.close("fieldset");
    field(html, {"Ends after days (may stay empty)", "number", "days", "", "off", false, false});
    button(html, "Make key");
    html.close("form");
}

http::Response keys_page(const Visit& visit, int status, const std::string& error) {
    const auto workspace = visit.path_id<WorkspaceId>(0);
    auto keys =
        visit.read([&](CatalogSnapshot& catalog) { return app::managing::list_keys(catalog, visit.asker, workspace); });
    if (!keys) return failure_page(keys.error());
    std::erase_if(*keys, [&](const ApiKey& key) { return !is_live(key, visit.mint().clock.now()); });
    HtmlWriter html;
    begin_visit(html, visit, "API keys", error);
    html.element("p", {{"class", "soft"}}, "Tools that publish with the publishing API send one of these.");
    html.open("ul", {{"class", "rows"}});
    for (const ApiKey& key : *keys) key_row(html, visit, key);
    if (keys->empty()) html.element("li", {{"class", "soft"}}, "None yet.");
    html.close("ul");
    key_form(html, visit, workspace);
    return end_page(status, html);
}

http::Response key_page(const Visit& visit, const CreatedApiKey& created) {
    HtmlWriter html;
    begin_visit(html, visit, created.record.label, {});
    html.element("p", {}, "Copy the key now. It is shown this once.");
    html.element("strong", {}, "API key").element("code", {{"id", "api_key"}}, created.text);
    link(html, visit.facts, keys_path(created.record.workspace), "Done");
    return end_page(201, html);
}

http::Response refused(const Visit& visit, const Error& error) {
    if (const auto refusal = refusal_of(error)) return keys_page(visit, refusal->status, refusal->text);
    return failure_page(error);
}

}  // namespace

http::Response show_keys(const Visit& visit) {
    return keys_page(visit, 200, {});
}

http::Response create_key(const Visit& visit, Form form) {
    NewApiKey wanted;
    wanted.workspace = visit.path_id<WorkspaceId>(0);
    wanted.label = form.get("label");
    for (const Scope scope : domain::all_scopes()) {
        if (form.find(scope_field(scope))) wanted.scopes.insert(scope);
    }
    if (!form.get("days").empty()) {
        const auto days = parse_decimal(form.get("days"));
        if (!days || *days < 1 || *days > longest_life_days) return keys_page(visit, 400, "Days are 1 to 3650.");
        wanted.expires_at = visit.mint().clock.now() + std::chrono::days{*days};
    }
    const auto created = visit.write(
        [&](CatalogTransaction& tx) { return app::managing::create_key(tx, visit.mint(), visit.asker, wanted); });
    return created ? key_page(visit, *created) : refused(visit, created.error());
}

http::Response revoke_key(const Visit& visit, Form) {
    const auto workspace = visit.path_id<WorkspaceId>(0);
    const auto key = visit.path_id<domain::ApiKeyId>(1);
    const auto revoked = visit.write([&](CatalogTransaction& tx) {
        return app::managing::revoke_key(tx, visit.mint(), visit.asker, workspace, key);
    });
    return revoked ? visit.go_to(keys_path(workspace)) : refused(visit, revoked.error());
}

}  // namespace mooring::api::accounts::home
