#include "mooring/api/creators/endpoints.hpp"
#include "mooring/base/utf8.hpp"

// Who is asking, and how far they are: 1-D, 1-I, 1-J, 1-K, 1-P, 1-Y.

namespace mooring::api::creators {
namespace {

std::string_view verification_word(domain::Verification state) {
    switch (state) {
        case domain::Verification::unverified: return "unverified";
        case domain::Verification::verified: return "verified";
        case domain::Verification::email_change_requested: return "verifiedEmailChangeRequested";
    }
    return "unverified";
}

/// The `{ID}` of an onboarding path: a user or a station of whoever asks, and the show that it leads to, if any.
struct Newcomer {
    AccountId user;
    std::optional<Show> show;
};

Checked<Newcomer> newcomer(const Call& call) {
    const auto number = parse_decimal(call.path.at(0));
    if (!number || *number < 1) return not_found();
    MOORING_TRY(const std::vector<Show> shows, own_shows(call));
    if (*number == call.account().id.value) {
        return Newcomer{call.account().id, shows.empty() ? std::nullopt : std::optional{shows.front()}};
    }
    for (const Show& show : shows) {
        MOORING_TRY(const Account owner,
                    call.read([&](CatalogSnapshot& catalog) { return app::creators::owner_of(catalog, show); }));
        if (show.id.value == *number || owner.id.value == *number) return Newcomer{owner.id, show};
    }
    return not_found();
}

/// Only the own account, by either number.
Checked<void> check_path_user(const Call& call) {
    MOORING_CHECK(newcomer(call));
    return {};
}

void write_step(JsonWriter& json, std::string_view name, bool is_complete) {
    json.begin_object().member("step", name).flag("isComplete", is_complete).end_object();
}

}  // namespace

Answer region(const Call& call) {
    const std::string& country = call.account().country;
    JsonWriter json;
    json.begin_object().member("region", country.empty() ? call.services.settings.region : country).end_object();
    return json_answer(json);
}

Answer verification(const Call& call) {
    JsonWriter json;
    json.begin_object().member("userVerificationState", verification_word(call.account().standing.verification));
    json.flag("hasValidBirthdate", call.account().standing.has_valid_birthdate).end_object();
    return json_answer(json);
}

Answer terms(const Call& call) {
    MOORING_CHECK(check_path_user(call));
    return json_answer(200, R"({"termsOfServiceVersion":1,"agreedToMinimumRequiredTermsOfService":true,)"
                            R"("contactabilityStatus":"optedOut","countryRule":"needsResponseOptInSelected"})");
}

Answer partner_ids(const Call& call, const Body&) {
    MOORING_CHECK(check_path_user(call));
    JsonWriter json;
    json.begin_object().member("optimizely", call.account().standing.optimizely_id);
    json.member("mparticle", call.account().standing.mparticle_id).end_object();
    return json_answer(json);
}

Answer onboarding_redirect(const Call& call) {
    MOORING_CHECK(newcomer(call));
    return json_answer(200, R"({"shouldRedirect":false,"redirectPath":null})");
}

Answer onboarding_steps(const Call& call) {
    MOORING_TRY(const Newcomer asker, newcomer(call));
    bool has_published = false;
    if (asker.show) {
        MOORING_TRY(has_published, call.read([&](CatalogSnapshot& catalog) {
            return catalog.episodes().has_published(asker.show->id, call.now);
        }));
    }
    const bool has_cover = asker.show && !asker.show->image_hash.empty();
    JsonWriter json;
    json.begin_object().member("userId", asker.user.value);
    json.name("stationId");
    asker.show ? json.number(asker.show->id.value) : json.null();
    json.flag("isOnboardingComplete", asker.show && has_cover && has_published).name("steps").begin_array();
    write_step(json, "createShow", asker.show.has_value());
    write_step(json, "uploadCoverArt", has_cover);
    write_step(json, "publishEpisode", has_published);
    json.end_array().end_object();
    return json_answer(json);
}

}  // namespace mooring::api::creators
