#include <string>
#include <utility>

#include "mooring/api/accounts/answers.hpp"
#include "mooring/api/accounts/home/endpoints.hpp"
#include "mooring/app/managing/own_account.hpp"

namespace mooring::api::accounts::home {
namespace {

using app::accounts::Password;
using Confirmation = app::managing::WithPassword::Confirmation;

http::Response account_page(const Visit& visit, int status, const std::string& error) {
    const domain::Account& person = *visit.asker.principal.account;
    HtmlWriter html;
    begin_visit(html, visit, "Account", error);
    begin_form(html, visit.facts, "/home/account");
    field(html, {"Your name", "text", "display_name", person.display_name, "name"});
    field(html, {"Country (two letters)", "text", "country", person.country, "country", false, false});
    button(html, "Save");
    html.close("form");
    html.element("h2", {}, "Password");
    html.element("p", {{"class", "soft"}}, "Everybody else who is signed in as you is signed out.");
    begin_form(html, visit.facts, "/home/password");
    field(html, {"Present password", "password", "current_password", "", "current-password"});
    field(html, {"New password", "password", "password", "", "new-password"});
    button(html, "Change password");
    html.close("form");
    return end_page(status, html);
}

}  // namespace

http::Response show_account(const Visit& visit) {
    return account_page(visit, 200, {});
}

http::Response change_account(const Visit& visit, Form form) {
    app::managing::AccountPatch patch;
    patch.display_name = std::string{form.get("display_name")};
    patch.country = std::string{form.get("country")};
    const auto changed =
        visit.write([&](CatalogTransaction& tx) { return update_own_account(tx, visit.mint(), visit.asker, patch); });
    if (changed) return visit.go_to("/home");
    if (const auto refusal = refusal_of(changed.error())) return account_page(visit, refusal->status, refusal->text);
    return failure_page(changed.error());
}

void change_password(const Visit& visit, Form form, Done done) {
    Password current{form.take("current_password")};
    Password wanted{form.take("password")};
    visit.services.with_password.change_password(
        visit.asker, visit.request.client, std::move(current), std::move(wanted),
        [visit, done = std::move(done)](Result<Confirmation> changed) {
            if (!changed) {
                const auto refusal = refusal_of(changed.error());
                return done(refusal ? account_page(visit, refusal->status, refusal->text)
                                    : failure_page(changed.error()));
            }
            if (changed->wait) {
                return done(wait_for(account_page(visit, 429, "Too many tries. Please wait a while."), *changed->wait));
            }
            if (!changed->is_right) return done(account_page(visit, 403, "The present password is wrong."));
            done(visit.go_to("/home"));
        });
}

}  // namespace mooring::api::accounts::home
