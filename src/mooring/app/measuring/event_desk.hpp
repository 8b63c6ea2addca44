#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mooring/analytics/agents/agent_rules.hpp"
#include "mooring/analytics/hit_identity.hpp"
#include "mooring/analytics/listener_keys.hpp"
#include "mooring/analytics/listening/playback_pace.hpp"
#include "mooring/analytics/listening/telemetry_batch.hpp"
#include "mooring/analytics/places.hpp"
#include "mooring/app/accounts/principal.hpp"
#include "mooring/app/delivering/media_facts.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/metrics.hpp"
#include "mooring/storage/catalog/catalog.hpp"
#include "mooring/storage/spool/event_spool.hpp"

namespace mooring::app::measuring {

/// Who sends a batch. Views are read during the call only.
struct EventSender {
    IpAddress address;
    analytics::HitHeaders headers;
    std::shared_ptr<const accounts::Principal> principal;  ///< null: nobody is signed in
};

/// What became of a batch; each of its events is in exactly one of the three.
struct TakenEvents {
    std::size_t accepted = 0;
    std::size_t duplicate = 0;
    std::vector<analytics::RejectedEvent> rejected;
};

/// Takes what players report (measurement.md, section 4): judges every event, and keeps those that are good durably
/// until they are counted. What it remembers of playbacks to judge by is bounded, and begins anew with the process.
/// Safe from several threads.
class EventDesk {
public:
    struct Ports {
        storage::Catalog& catalog;
        delivering::MediaFacts& media;
        storage::EventSpool& spool;
        analytics::ListenerKeys& keys;
        const ServerSecret& secret;
        MetricRegistry& metrics;
        /// The rules in use; null while there are none.
        std::function<std::shared_ptr<const analytics::AgentRules>()> rules;
        const analytics::CurrentPlaces* places = nullptr;  ///< null: events have no place
    };

    explicit EventDesk(Ports ports);

    /// Take a batch received at `now`. When it returns, what was accepted is on disk.
    /// Errors: invalid_argument (not a batch), too_large, unavailable (nothing was taken; the same batch may be sent
    /// again), no_space (likewise), gone (its time's key was destroyed).
    Result<TakenEvents> take(std::string_view body, const EventSender& sender, Instant now);

private:
    struct Batch;
    struct Judged;

    Result<void> keep(const std::vector<analytics::ListenerEvent>& events);
    Result<std::string> judge(Batch& batch, const analytics::TelemetryEvent& event, analytics::ListenerEvent& made);
    Result<std::string> judge_playback(Batch& batch, const analytics::TelemetryEvent& event,
                                       const delivering::MediaFact& fact, analytics::ListenerEvent& made);
    std::string remember(const analytics::ListenerEvent& event, std::string_view nonce);
    /// Of events that could not be kept: they will come again.
    void forget(const std::vector<analytics::ListenerEvent>& events);
    bool is_known(const std::array<std::byte, 16>& id);
    Result<bool> is_owner(const Batch& batch, const domain::Show& show);
    void count(std::string_view outcome, std::uint64_t events);

    /// The younger and the older half of what is remembered: when the younger is full, the older goes.
    template <class Value>
    class Remembered {
    public:
        Value& operator[](const std::string& key);
        void erase(const std::string& key) {
            young_.erase(key);
            old_.erase(key);
        }
        bool contains(const std::string& key) const { return young_.contains(key) || old_.contains(key); }

    private:
        static constexpr std::size_t most = 50'000;
        std::unordered_map<std::string, Value> young_, old_;
    };

    const Ports ports_;
    const analytics::ListenerKey account_secret_;
    std::mutex mutex_;
    Remembered<bool> ids_;                                   ///< of events that were accepted
    Remembered<analytics::PlaybackPace> paces_;              ///< by playback
    Remembered<std::set<std::string>> playbacks_of_actors_;  ///< by actor, episode and day
    Remembered<std::set<std::string>> playbacks_of_tokens_;  ///< by nonce
};

}  // namespace mooring::app::measuring
