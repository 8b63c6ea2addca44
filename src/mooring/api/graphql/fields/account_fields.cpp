#include <algorithm>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"

// Who asks: `user`, `userRegistration`, `externalPartnerId`.

namespace mooring::api::graphql::fields {
namespace {

void user(FieldCall& call) {
    const Account& account = context_of(call).account();
    call.set(0, record(call, {{"username", call.copy_text(account.username)},
                              {"uri", call.copy_text("spotify:user:" + account.username)},
                              {"displayName", call.copy_text(account.display_name)},
                              {"avatar", Cell::null()}}));
}

bool is_country(std::string_view code) {
    return code.size() == 2 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Whoever has an account here is registered everywhere, and there are no further terms to accept.
void user_registration(FieldCall& call) {
    const std::string_view country = call.argument("getUserRegistrationRequest")["countryCode"].text();
    if (!is_country(country)) return call.fail_all(bad_input("countryCode must be two upper-case letters"));
    call.set(0, record(call, {{"countryCode", call.copy_text(country)},
                              {"isRegistered", Cell::boolean(true)},
                              {"hasAcceptedTermsOfService", Cell::boolean(true)},
                              {"termsOfServiceVersion", Cell::null()},
                              {"isOnboardingComplete", Cell::boolean(true)}}));
}

/// The id that the operator has on record for a partner; empty when there is none.
std::string_view partner_id(const Account& account, std::string_view partner) {
    if (partner.starts_with("s4p-mparticle")) return account.standing.mparticle_id;
    if (partner.starts_with("s4p-optimizely")) return account.standing.optimizely_id;
    return {};
}

void external_partner_id(FieldCall& call) {
    const std::string_view partner = call.argument("getExternalPartnerIdRequest")["partnerName"].text();
    if (partner.empty()) return call.fail_all(bad_input("partnerName must not be empty"));
    const std::string_view id = partner_id(context_of(call).account(), partner);
    if (id.empty()) return;  // the account is not known there
    call.set(0, record(call, {{"partnerName", call.copy_text(partner)}, {"partnerId", call.copy_text(id)}}));
}

}  // namespace

void add_account_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.add("Query.user", user);
    resolvers.add("Query.userRegistration", user_registration);
    resolvers.add("Query.externalPartnerId", external_partner_id);
    resolvers.add("Query.everboardingModal", [](FieldCall&) {});  // always null
    add_records(resolvers, schema, {"User", "UserRegistration", "ExternalPartnerId", "EverboardingModal"});
}

}  // namespace mooring::api::graphql::fields
