#include "mooring/api/creators/endpoints.hpp"

// What the operator has on record about a show's money: 1-R, 1-W.

namespace mooring::api::creators {
namespace {

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.name(name).begin_array();
    for (const std::string& text : texts) json.text(text);
    json.end_array();
}

}  // namespace

Answer money_lifecycle(const Call& call, const Body&) {
    const domain::Monetisation& money = call.show->money;
    JsonWriter json;
    json.begin_object().member("stationId", call.show->id.value).name("products").begin_object();
    json.name("SPOTIFY_PARTNER_PROGRAM").begin_object().member("lifecycleState", money.partner_program);
    write_texts(json, "pendingRequirements", money.pending_requirements);
    json.end_object().end_object().end_object();
    return json_answer(json);
}

Answer paywall_state(const Call& call) {
    const domain::Monetisation& money = call.show->money;
    JsonWriter json;
    json.begin_object().member("stationId", call.show->id.value).member("lifecycleState", money.paywall);
    json.flag("isEligible", money.is_paywall_eligible).end_object();
    return json_answer(json);
}

Answer wallet_availability(const Call& call) {
    const domain::Monetisation& money = call.show->money;
    JsonWriter json;
    json.begin_object().member("stationId", call.show->id.value);
    json.flag("isAvailable", money.wallet_obstacles.empty());
    write_texts(json, "reasons", money.wallet_obstacles);
    json.end_object();
    return json_answer(json);
}

Answer wallet(const Call& call) {
    const domain::Monetisation& money = call.show->money;
    JsonWriter json;
    json.begin_object().member("stationId", call.show->id.value).member("currency", money.currency);
    json.member("balanceCents", money.balance).member("pendingBalanceCents", money.pending_balance);
    json.member("lifetimeEarningsCents", money.lifetime_earnings).end_object();
    return json_answer(json);
}

Answer paywalls(const Call& call) {
    const domain::Monetisation& money = call.show->money;
    JsonWriter json;
    json.begin_object().member("stationId", call.show->id.value).flag("isEnabled", money.is_paywall_enabled);
    json.flag("isSetup", money.is_paywall_set_up).member("subscriberCount", money.subscribers);
    json.name("paywalls").begin_array().end_array().end_object();
    return json_answer(json);
}

}  // namespace mooring::api::creators
