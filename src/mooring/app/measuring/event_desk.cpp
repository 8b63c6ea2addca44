#include "mooring/app/measuring/event_desk.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "mooring/analytics/counting/verdict.hpp"
#include "mooring/app/accounts/rights.hpp"
#include "mooring/app/measuring/play_token.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::measuring {
namespace {

using analytics::Agent;
using analytics::EventType;
using analytics::HitKey;
using analytics::ListenerEvent;
using analytics::RejectedEvent;
using analytics::TelemetryEvent;
using analytics::TelemetryType;

constexpr std::size_t sessions_of_actor = 20;  ///< on one episode in one UTC day (measurement.md, 4.3)
constexpr std::chrono::milliseconds past_the_end{1'000};

// The reasons of 4.3. The empty one: accepted.
const std::string accepted;
const std::string duplicate = "duplicate";

bool is_of_playback(TelemetryType type) {
    return type <= TelemetryType::end;
}

bool is_follow(TelemetryType type) {
    return type == TelemetryType::follow || type == TelemetryType::unfollow;
}

std::string text_of(const std::array<std::byte, 16>& bytes) {
    return std::string{as_text(bytes)};
}

/// A playback of one episode.
std::string session_of(const ListenerEvent& event) {
    return event.playback.playback_id + std::to_string(event.playback.episode.value);
}

/// What counting would say of a request for media from the same sender (6.1, rules 3 to 6).
bool is_program(const analytics::HitIdentity& identity, const Agent& agent, const analytics::Place& place) {
    analytics::RawHit hit;
    hit.method = "GET";
    hit.status = 200;
    hit.user_agent = identity.user_agent;
    hit.flags = identity.flags & ~std::uint32_t{analytics::flag_prefetch};
    hit.asn = place.autonomous_system;
    switch (analytics::judge(hit, agent).disposition) {
        case analytics::Disposition::no_ua:
        case analytics::Disposition::watch:
        case analytics::Disposition::bot:
        case analytics::Disposition::hosting: return true;
        default: return false;
    }
}

/// An episode that is out now may not have been when the event happened.
bool was_out(const delivering::MediaFact& fact, Instant at) {
    return fact.is_visible(at) && (!fact.episode.publish_at || *fact.episode.publish_at <= at);
}

/// The bytes that were playing, and how long they are.
void add_audio(const domain::Episode& episode, ListenerEvent& event) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        event.playback.revision = stored->sha256;
        event.duration = stored->duration;
    } else if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        event.playback.revision = to_hex(sha256(external->url));
        event.duration = external->duration;
    }
}

}  // namespace

/// What is the same for all events of a batch.
struct EventDesk::Batch {
    const EventSender& sender;
    std::string token;
    Instant now;
    HitKey actor{};
    analytics::PlayContext context;
    bool is_program = false;
    std::map<domain::ShowId, bool> owned;  ///< shows asked about
};

template <class Value>
Value& EventDesk::Remembered<Value>::operator[](const std::string& key) {
    if (const auto found = young_.find(key); found != young_.end()) return found->second;
    if (young_.size() >= most) {
        old_ = std::move(young_);
        young_ = {};
    }
    auto moved = old_.extract(key);
    if (!moved.empty()) return young_.insert(std::move(moved)).position->second;
    return young_[key];
}

EventDesk::EventDesk(Ports ports) : ports_(std::move(ports)), account_secret_(ports_.secret.derive("listeners")) {}

void EventDesk::count(std::string_view outcome, std::uint64_t events) {
    if (events == 0) return;
    ports_.metrics
        .counter("mooring_events_total", "Reports of players by what became of them.",
                 "outcome=\"" + std::string{outcome} + "\"")
        .add(events);
}

Result<TakenEvents> EventDesk::take(std::string_view body, const EventSender& sender, Instant now) {
    MOORING_TRY(analytics::TelemetryBatch sent, analytics::parse_telemetry(body, now));
    const auto rules = ports_.rules();
    if (!rules) return Error{Errc::unavailable, "the rules about programs are not there yet"};
    MOORING_TRY(const analytics::HitIdentity identity,
                analytics::identify(ports_.keys, sender.address, sender.headers, now));
    const analytics::Place place = ports_.places != nullptr ? ports_.places->find(sender.address) : analytics::Place{};
    const Agent agent = rules->classify(sender.headers.user_agent, identity.referrer);
    const bool is_opted_out = (identity.flags & analytics::flag_opt_out) != 0;

    Batch batch{.sender = sender, .token = std::move(sent.token), .now = now};
    batch.is_program = is_program(identity, agent, place);
    if (sender.principal && sender.principal->account) {
        batch.actor = analytics::account_key(account_secret_, sender.principal->account->id);
    } else if (is_opted_out) {
        batch.actor = analytics::anon_key(ports_.keys.opt_out_key_for(now), sender.address, sender.headers.user_agent);
    } else {
        MOORING_TRY(const analytics::ListenerKey key, ports_.keys.key_for(now));
        batch.actor = analytics::anon_key(key, sender.address, sender.headers.user_agent);
    }
    batch.context = {.app = "Mooring Player",
                     .device = agent.device,
                     .system = agent.system,
                     .country = place.country.empty() ? "ZZ" : place.country,
                     .region = is_opted_out ? std::string{} : place.region,
                     .city = is_opted_out ? std::string{} : place.city,
                     .referrer = identity.referrer,
                     .source = "player",
                     .age = {},
                     .gender = {}};

    TakenEvents taken;
    taken.rejected = std::move(sent.rejected);
    std::vector<ListenerEvent> good;
    for (const TelemetryEvent& event : sent.events) {
        ListenerEvent made;
        const Result<std::string> reason = judge(batch, event, made);
        if (!reason) {
            forget(good);
            return reason.error();
        }
        if (*reason == duplicate) {
            ++taken.duplicate;
        } else if (!reason->empty()) {
            taken.rejected.push_back({uuid_text(event.id), *reason});
        } else {
            good.push_back(std::move(made));
        }
    }
    if (const Result<void> kept = keep(good); !kept) {
        forget(good);
        return kept.error();
    }
    taken.accepted = good.size();
    count("accepted", taken.accepted);
    count("duplicate", taken.duplicate);
    std::map<std::string, std::uint64_t> reasons;
    for (const RejectedEvent& event : taken.rejected) ++reasons[event.reason];
    for (const auto& [reason, events] : reasons) count(reason, events);
    return taken;
}

Result<void> EventDesk::keep(const std::vector<ListenerEvent>& events) {
    for (const ListenerEvent& event : events) {
        if (!ports_.spool.append(event)) return Error{Errc::unavailable, "there is no room for events"};
    }
    return events.empty() ? ok() : ports_.spool.settle();
}

void EventDesk::forget(const std::vector<ListenerEvent>& events) {
    const std::lock_guard lock(mutex_);
    for (const ListenerEvent& event : events) {
        ids_.erase(text_of(event.playback.id));
        if (is_of_playback(event.type)) paces_.erase(session_of(event));
    }
}

Result<bool> EventDesk::is_owner(const Batch& batch, const domain::Show& show) {
    const auto& principal = batch.sender.principal;
    if (!principal || !principal->account) return false;
    MOORING_TRY(const auto role, ports_.catalog.read([&](storage::CatalogSnapshot& catalog) {
        return accounts::role_on(catalog, *principal->account, show);
    }));
    return role.has_value();
}

/// Why an event is not taken; `accepted` fills `made`.
Result<std::string> EventDesk::judge(Batch& batch, const TelemetryEvent& event, ListenerEvent& made) {
    if (is_known(event.id)) return duplicate;
    if (batch.is_program) return std::string{"bot"};
    made.type = event.type;
    made.surface = event.surface;
    analytics::PlaybackEvent& playback = made.playback;
    playback.id = event.id;
    playback.at = event.at;
    playback.actor = batch.actor;
    playback.context = batch.context;

    std::optional<domain::Show> show;
    delivering::MediaFactPointer fact;
    if (!event.episode.empty()) {
        MOORING_TRY(fact, ports_.media.get(event.episode));
        if (!fact || !was_out(*fact, event.at)) return std::string{"no_episode"};
        show = fact->show;
        playback.episode = fact->episode.id;
    } else {
        MOORING_TRY(show, ports_.catalog.read([&](storage::CatalogSnapshot& catalog) {
            return catalog.shows().find_by_key(event.show);
        }));
        if (!show || show->deleted_at || show->visibility != domain::ShowVisibility::published) {
            return std::string{"no_episode"};
        }
    }
    playback.show = show->id;
    if (!batch.owned.contains(show->id)) {
        MOORING_TRY(batch.owned[show->id], is_owner(batch, *show));
    }
    if (batch.owned[show->id]) return std::string{"owner"};
    const bool is_signed_in = batch.sender.principal && batch.sender.principal->account;
    if (is_follow(event.type)) {
        if (!is_signed_in) return std::string{"bad_token"};
        return remember(made, {});
    }
    if (is_of_playback(event.type)) return judge_playback(batch, event, *fact, made);
    return remember(made, {});
}

Result<std::string> EventDesk::judge_playback(Batch& batch, const TelemetryEvent& event,
                                              const delivering::MediaFact& fact, ListenerEvent& made) {
    std::string nonce;
    if (!batch.sender.principal || !batch.sender.principal->account) {
        const auto checked =
            check_play_token(ports_.secret, event.episode, batch.sender.headers.user_agent, batch.token, batch.now);
        if (!checked) return std::string{"bad_token"};
        nonce = *checked;
    }
    add_audio(fact.episode, made);
    analytics::PlaybackEvent& playback = made.playback;
    playback.type = static_cast<EventType>(event.type);
    playback.sequence = event.sequence;
    playback.playback_id = event.playback_id;
    playback.heard_ms = event.heard_ms;
    playback.rate = event.rate;
    playback.is_foreground = event.is_foreground;
    const bool is_beyond =
        made.duration && !event.heard_ms.empty() && event.heard_ms.back().end > (*made.duration + past_the_end).count();
    if (is_beyond) return std::string{"bad_range"};
    return remember(made, nonce);
}

bool EventDesk::is_known(const std::array<std::byte, 16>& id) {
    const std::lock_guard lock(mutex_);
    return ids_.contains(text_of(id));
}

/// The rules that look at other events; the event is remembered when they let it pass.
std::string EventDesk::remember(const ListenerEvent& event, std::string_view nonce) {
    const analytics::PlaybackEvent& playback = event.playback;
    const std::lock_guard lock(mutex_);
    if (ids_.contains(text_of(playback.id))) return duplicate;
    if (is_of_playback(event.type)) {
        const std::string session = session_of(event);
        auto& of_actor =
            playbacks_of_actors_[text_of(playback.actor) + std::to_string(playback.episode.value) + "/" +
                                 std::to_string(analytics::day_of(playback.at).time_since_epoch().count())];
        if (!of_actor.contains(session) && of_actor.size() >= sessions_of_actor) return "over_cap";
        if (!nonce.empty()) {
            auto& of_token = playbacks_of_tokens_[std::string{nonce}];
            if (!of_token.contains(playback.playback_id) && of_token.size() >= playbacks_of_token) return "bad_token";
            of_token.insert(playback.playback_id);
        }
        of_actor.insert(session);
        analytics::PlaybackPace& pace = paces_[session];
        if (!pace.allows_from_start(playback)) return "too_fast";
        pace.add(playback);
    }
    ids_[text_of(playback.id)] = true;
    return accepted;
}

}  // namespace mooring::app::measuring
