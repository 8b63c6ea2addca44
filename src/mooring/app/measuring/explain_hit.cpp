#include "mooring/app/measuring/explain_hit.hpp"

#include "mooring/analytics/counting/group_code.hpp"
#include "mooring/base/encoding.hpp"

namespace mooring::app::measuring {

namespace {

using analytics::DownloadWindow;
using analytics::RawHit;
using std::chrono::days;
using std::chrono::sys_days;

/// Take back the groups of the hit's address on its day: the volume rule looks at all of them.
Result<void> restore_groups(storage::PlayStore& plays, DownloadWindow window, const RawHit& hit,
                            analytics::DownloadLedger& ledger) {
    const sys_days day = window == DownloadWindow::calendar ? analytics::day_of(hit.at) : sys_days{};
    MOORING_TRY(const auto states, plays.states({day, day + days{1}}));
    for (const auto& state : states) {
        if (!state.key.starts_with('d')) continue;
        MOORING_TRY(const auto record, analytics::decode_group(state.bytes));
        if (record.ip_key == hit.ip_key) MOORING_CHECK(ledger.restore(state.key, state.bytes));
    }
    return ok();
}

std::string what_came(analytics::Disposition disposition) {
    switch (disposition) {
        case analytics::Disposition::counted: return "its group delivered a minute of audio: a download";
        case analytics::Disposition::partial: return "its group delivered less than a minute of audio";
        case analytics::Disposition::volume: return "its address made more downloads that day than a person does";
        case analytics::Disposition::own_player:
            return "made by our own player, whose listening is counted as a session";
        default: return "no group is on record for it";
    }
}

}  // namespace

Result<HitTrail> explain_hit(storage::PlayStore& plays, const analytics::CountingRules& rules,
                             const analytics::HitId& id) {
    MOORING_TRY(auto found, plays.find_hit(id));
    if (!found) return Error{Errc::not_found, "no hit " + to_hex(id) + " is on record"};
    HitTrail trail{.hit = std::move(*found)};
    trail.disposition = trail.hit.disposition;
    for (const analytics::JudgingStep& step : analytics::judging_steps()) {
        const bool decides = step.name == trail.hit.rule;
        trail.steps.push_back({std::string{step.name}, decides ? "applies" : "does not apply"});
        if (decides) return trail;
    }
    analytics::DownloadLedger ledger{rules};
    MOORING_CHECK(restore_groups(plays, rules.window, trail.hit.hit, ledger));
    trail.disposition = ledger.disposition_of(trail.hit.hit);
    trail.steps.push_back({"group", what_came(trail.disposition)});
    return trail;
}

}  // namespace mooring::app::measuring
