#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// Whom to tell of changed feeds. What is empty is not told.
struct HookSettings {
    std::vector<std::string> hubs;  ///< WebSub
    std::string podping_url;
    std::string podping_token;
    std::string webhook_url;
    std::string webhook_secret;  ///< key of the webhook's signature
    /// At most one ping per show in this time.
    std::chrono::seconds coalesce{10};
    /// Between a change and its first ping: longer than another process on the same catalog takes to see a change, so
    /// that whoever is told finds it (delivery.md, section 9).
    std::chrono::milliseconds settle{250};
};

/// Tells the world that a feed has changed. Source: delivery.md, section 9.
///
/// Two steps, each of which survives the end of the process: `turn_events` moves what the outbox holds into jobs of
/// the kind `deliver_hook`, one per hook and show, in one transaction; `deliver` is the step of that kind. Only feeds
/// that anyone may fetch are announced, by their canonical address. Safe to use from several threads.
class PublishHooks {
public:
    PublishHooks(storage::Catalog& catalog, outbound::Fetcher& fetcher, const Clock& clock, const PublicUrls& urls,
                 HookSettings settings);

    /// Returns how many events were turned. Errors: unavailable, no_space.
    Result<int> turn_events();

    /// Make the request of one job: payload `{"hook": "websub:<hub>" | "podping" | "webhook", "show": id}`.
    StepOutcome deliver(const storage::Job& job);

    /// True while Podping is configured and its last ping was accepted; what was not tried yet counts as healthy.
    bool podping_healthy() const;

private:
    std::vector<std::string> hook_names() const;
    Result<void> plan(storage::CatalogTransaction& tx, domain::ShowId show,
                      const std::vector<storage::OutboxEvent>& events);
    Result<void> send(const std::string& hook, const domain::Show& show);
    Result<void> send_webhook(const domain::Show& show);
    Result<void> expect(const outbound::FetchRequest& request, int first_status, int last_status);

    storage::Catalog& catalog_;
    outbound::Fetcher& fetcher_;
    const Clock& clock_;
    const PublicUrls& urls_;
    const HookSettings settings_;
    std::atomic<bool> podping_failed_{false};
};

}  // namespace mooring::app::background
