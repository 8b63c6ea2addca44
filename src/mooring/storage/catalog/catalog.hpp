#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/account_store.hpp"
#include "mooring/storage/catalog/app_store.hpp"
#include "mooring/storage/catalog/audit_store.hpp"
#include "mooring/storage/catalog/change_versions.hpp"
#include "mooring/storage/catalog/companion_store.hpp"
#include "mooring/storage/catalog/engagement_store.hpp"
#include "mooring/storage/catalog/episode_store.hpp"
#include "mooring/storage/catalog/guess_store.hpp"
#include "mooring/storage/catalog/idempotency_store.hpp"
#include "mooring/storage/catalog/image_store.hpp"
#include "mooring/storage/catalog/insight_store.hpp"
#include "mooring/storage/catalog/job_queue.hpp"
#include "mooring/storage/catalog/library_store.hpp"
#include "mooring/storage/catalog/listing_store.hpp"
#include "mooring/storage/catalog/outbox.hpp"
#include "mooring/storage/catalog/session_store.hpp"
#include "mooring/storage/catalog/settings_store.hpp"
#include "mooring/storage/catalog/show_store.hpp"
#include "mooring/storage/catalog/smartlink_store.hpp"
#include "mooring/storage/catalog/sponsorship_store.hpp"
#include "mooring/storage/catalog/token_store.hpp"
#include "mooring/storage/catalog/upload_store.hpp"
#include "mooring/storage/catalog/workspace_store.hpp"

namespace mooring::storage {

/// One consistent snapshot of the catalog. Valid inside `Catalog::read` or `write` only.
class CatalogSnapshot {
public:
    virtual ~CatalogSnapshot() = default;
    virtual WorkspaceReader& workspaces() = 0;
    virtual ApiKeyReader& api_keys() = 0;
    virtual SubscriberReader& subscribers() = 0;
    virtual ShowReader& shows() = 0;
    virtual EpisodeReader& episodes() = 0;
    virtual CompanionReader& companions() = 0;
    virtual ListingReader& listings() = 0;
    virtual LibraryReader& library() = 0;
    virtual EngagementReader& engagement() = 0;
    virtual SmartlinkReader& smartlinks() = 0;
    virtual InsightReader& insights() = 0;
    virtual SponsorshipReader& sponsorships() = 0;
    virtual ImageReader& images() = 0;
    virtual UploadReader& uploads() = 0;
    virtual IdempotencyReader& idempotency() = 0;
    virtual JobReader& jobs() = 0;
    virtual OutboxReader& outbox() = 0;
    virtual SettingsReader& settings() = 0;
    virtual AccountReader& accounts() = 0;
    virtual MembershipReader& memberships() = 0;
    virtual SessionReader& sessions() = 0;
    virtual AppReader& apps() = 0;
    virtual TokenReader& tokens() = 0;
    virtual AuditReader& audit() = 0;
    virtual GuessReader& guesses() = 0;
};

/// A transaction: a snapshot that sees its own changes, and the means to make them.
class CatalogTransaction : public CatalogSnapshot {
public:
    virtual WorkspaceWriter& workspace_writer() = 0;
    virtual ApiKeyWriter& api_key_writer() = 0;
    virtual SubscriberWriter& subscriber_writer() = 0;
    virtual ShowWriter& show_writer() = 0;
    virtual EpisodeWriter& episode_writer() = 0;
    virtual CompanionWriter& companion_writer() = 0;
    virtual LibraryWriter& library_writer() = 0;
    virtual EngagementWriter& engagement_writer() = 0;
    virtual SmartlinkWriter& smartlink_writer() = 0;
    virtual InsightWriter& insight_writer() = 0;
    virtual SponsorshipWriter& sponsorship_writer() = 0;
    virtual ImageWriter& image_writer() = 0;
    virtual UploadWriter& upload_writer() = 0;
    virtual IdempotencyWriter& idempotency_writer() = 0;
    virtual JobWriter& job_writer() = 0;
    virtual OutboxWriter& outbox_writer() = 0;
    virtual SettingsWriter& settings_writer() = 0;
    virtual AccountWriter& account_writer() = 0;
    virtual MembershipWriter& membership_writer() = 0;
    virtual SessionWriter& session_writer() = 0;
    virtual AppWriter& app_writer() = 0;
    virtual TokenWriter& token_writer() = 0;
    virtual AuditWriter& audit_writer() = 0;
    virtual GuessWriter& guess_writer() = 0;
};

/// The model at rest: workspaces, shows, episodes, keys, jobs, people and what lets them in. Blocking; safe from
/// several threads.
///
/// `write` runs `change` in one transaction and returns once it is durable. Changes of several callers may be
/// committed together; each stands or falls alone. A change may run more than once (after a lost race), so it
/// must have no effect outside the transaction. Whatever it returns as an error is rolled back and returned.
/// Further errors: unavailable (locked or away; nothing was written), no_space (nothing was written).
///
/// `read` runs `question` on one snapshot. Further errors: unavailable.
class Catalog {
public:
    virtual ~Catalog() = default;

    virtual Result<void> run_write(const std::function<Result<void>(CatalogTransaction&)>& change) = 0;
    virtual Result<void> run_read(const std::function<Result<void>(CatalogSnapshot&)>& question) = 0;
    /// What caches compare themselves with.
    virtual const ChangeVersions& versions() const = 0;

    /// `write([&](CatalogTransaction& tx) -> Result<Episode> { … })`
    template <class Change>
    auto write(Change&& change) -> std::invoke_result_t<Change&, CatalogTransaction&> {
        return run<CatalogTransaction>(change, [this](const auto& body) { return run_write(body); });
    }

    /// `read([&](CatalogSnapshot& catalog) -> Result<Show> { … })`
    template <class Question>
    auto read(Question&& question) -> std::invoke_result_t<Question&, CatalogSnapshot&> {
        return run<CatalogSnapshot>(question, [this](const auto& body) { return run_read(body); });
    }

private:
    template <class View, class Body, class Run>
    static auto run(Body& body, Run&& execute) -> std::invoke_result_t<Body&, View&> {
        using Outcome = std::invoke_result_t<Body&, View&>;
        if constexpr (std::is_void_v<typename Outcome::value_type>) {
            return execute(std::function<Result<void>(View&)>([&](View& view) { return body(view); }));
        } else {
            std::optional<typename Outcome::value_type> value;
            Result<void> done = execute(std::function<Result<void>(View&)>([&](View& view) -> Result<void> {
                Outcome outcome = body(view);
                if (!outcome) return std::move(outcome).error();
                value.emplace(std::move(*outcome));
                return ok();
            }));
            if (!done) return std::move(done).error();
            return std::move(*value);
        }
    }
};

}  // namespace mooring::storage
