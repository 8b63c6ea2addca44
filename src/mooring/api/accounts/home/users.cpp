#include "mooring/app/managing/users.hpp"

#include <string>
#include <utility>

#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::accounts::NewAccount;
using app::accounts::Password;
using app::managing::UserPatch;
using domain::Account;
using domain::AccountId;

constexpr std::size_t users_a_page = 50;

AccountId after_of(const Visit& visit) {
    const Form query = Form::of_query(visit.request.query);
    const auto after = parse_decimal(query.get("after"));
    return AccountId{after && *after > 0 && *after <= domain::max_wire_id ? *after : 0};
}

void order_button(HtmlWriter& html, std::string_view order, std::string_view text) {
    html.element("button", {{"type", "submit"}, {"name", "do"}, {"value", std::string{order}}, {"class", "quiet"}},
                 text);
}

void user_row(HtmlWriter& html, const Visit& visit, const Account& user) {
    html.open("li").open("div").element("strong", {}, user.display_name);
    if (user.is_administrator) html.text(" (administrator)");
    if (user.is_disabled) html.text(" (disabled)");
    html.open("br").element("span", {{"class", "soft"}}, user.email).close("div");
    begin_form(html, visit.facts, "/home/users/" + std::to_string(user.id.value));
    user.is_administrator ? order_button(html, "demote", "No administrator any more")
                          : order_button(html, "promote", "Make administrator");
    user.is_disabled ? order_button(html, "enable", "Enable") : order_button(html, "disable", "Disable");
    html.close("form").close("li");
}

void user_form(HtmlWriter& html, const Visit& visit) {
    html.element("h2", {}, "New person");
    html.element("p", {{"class", "soft"}}, "An invitation lets people choose their password themselves.");
    begin_form(html, visit.facts, "/home/users");
    field(html, {"Name", "text", "display_name", "", "off"});
    field(html, {"E-mail", "email", "email", "", "off"});
    field(html, {"Password", "password", "password", "", "new-password"});
    choice(html, "Kind", "kind", {{"person", "a person"}, {"administrator", "an administrator of this server"}});
    button(html, "Create");
    html.close("form");
}

http::Response users_page(const Visit& visit, int status, const std::string& error) {
    const auto users = visit.read([&](CatalogSnapshot& catalog) {
        return app::managing::list_users(catalog, visit.asker, after_of(visit), users_a_page);
    });
    if (!users) return failure_page(users.error());
    HtmlWriter html;
    begin_visit(html, visit, "People", error);
    html.open("ul", {{"class", "rows"}});
    for (const Account& user : *users) user_row(html, visit, user);
    html.close("ul");
    if (users->size() == users_a_page) {
        link(html, visit.facts, "/home/users?after=" + std::to_string(users->back().id.value), "More");
    }
    user_form(html, visit);
    return end_page(status, html);
}

http::Response refused(const Visit& visit, const Error& error) {
    if (const auto refusal = refusal_of(error)) return users_page(visit, refusal->status, refusal->text);
    return failure_page(error);
}

}  // namespace

http::Response show_users(const Visit& visit) {
    return users_page(visit, 200, {});
}

void create_user(const Visit& visit, Form form, Done done) {
    NewAccount wanted;
    wanted.email = form.get("email");
    wanted.display_name = form.get("display_name");
    wanted.is_administrator = form.get("kind") == "administrator";
    visit.services.with_password.create_user(
        visit.asker, wanted, Password{form.take("password")},
        [visit, done = std::move(done)](const Result<Account>& created) {
            done(created ? visit.go_to("/home/users") : refused(visit, created.error()));
        });
}

http::Response change_user(const Visit& visit, Form form) {
    const auto id = visit.path_id<AccountId>(0);
    const std::string_view order = form.get("do");
    UserPatch patch;
    if (order == "promote" || order == "demote") patch.is_administrator = order == "promote";
    if (order == "disable" || order == "enable") patch.is_disabled = order == "disable";
    const auto changed = visit.write(
        [&](CatalogTransaction& tx) { return app::managing::update_user(tx, visit.mint(), visit.asker, id, patch); });
    return changed ? visit.go_to("/home/users") : refused(visit, changed.error());
}

}  // namespace mooring::api::accounts::home
