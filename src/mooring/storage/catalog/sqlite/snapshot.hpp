#pragma once

#include "mooring/storage/catalog/catalog.hpp"
#include "mooring/storage/catalog/sqlite/accounts.hpp"
#include "mooring/storage/catalog/sqlite/api_keys.hpp"
#include "mooring/storage/catalog/sqlite/apps.hpp"
#include "mooring/storage/catalog/sqlite/audit.hpp"
#include "mooring/storage/catalog/sqlite/companions.hpp"
#include "mooring/storage/catalog/sqlite/engagement.hpp"
#include "mooring/storage/catalog/sqlite/episodes.hpp"
#include "mooring/storage/catalog/sqlite/guesses.hpp"
#include "mooring/storage/catalog/sqlite/idempotency.hpp"
#include "mooring/storage/catalog/sqlite/images.hpp"
#include "mooring/storage/catalog/sqlite/insights.hpp"
#include "mooring/storage/catalog/sqlite/jobs.hpp"
#include "mooring/storage/catalog/sqlite/library.hpp"
#include "mooring/storage/catalog/sqlite/listings.hpp"
#include "mooring/storage/catalog/sqlite/memberships.hpp"
#include "mooring/storage/catalog/sqlite/outbox.hpp"
#include "mooring/storage/catalog/sqlite/sessions.hpp"
#include "mooring/storage/catalog/sqlite/settings.hpp"
#include "mooring/storage/catalog/sqlite/shows.hpp"
#include "mooring/storage/catalog/sqlite/smartlinks.hpp"
#include "mooring/storage/catalog/sqlite/sponsorships.hpp"
#include "mooring/storage/catalog/sqlite/subscribers.hpp"
#include "mooring/storage/catalog/sqlite/tokens.hpp"
#include "mooring/storage/catalog/sqlite/uploads.hpp"
#include "mooring/storage/catalog/sqlite/workspaces.hpp"

namespace mooring::storage::sqlite {

/// The readers of a connection, as a snapshot or as the reading half of a transaction.
template <class Base>
class WithReaders : public Base {
public:
    explicit WithReaders(Connection& db)
        : workspaces_(db),
          api_keys_(db),
          subscribers_(db),
          shows_(db),
          episodes_(db),
          companions_(db),
          listings_(db),
          library_(db),
          engagement_(db),
          smartlinks_(db),
          insights_(db),
          sponsorships_(db),
          images_(db),
          uploads_(db),
          idempotency_(db),
          jobs_(db),
          outbox_(db),
          settings_(db),
          accounts_(db),
          memberships_(db),
          sessions_(db),
          apps_(db),
          tokens_(db),
          audit_(db),
          guesses_(db) {}

    WorkspaceReader& workspaces() override { return workspaces_; }
    ApiKeyReader& api_keys() override { return api_keys_; }
    SubscriberReader& subscribers() override { return subscribers_; }
    ShowReader& shows() override { return shows_; }
    EpisodeReader& episodes() override { return episodes_; }
    CompanionReader& companions() override { return companions_; }
    ListingReader& listings() override { return listings_; }
    LibraryReader& library() override { return library_; }
    EngagementReader& engagement() override { return engagement_; }
    SmartlinkReader& smartlinks() override { return smartlinks_; }
    InsightReader& insights() override { return insights_; }
    SponsorshipReader& sponsorships() override { return sponsorships_; }
    ImageReader& images() override { return images_; }
    UploadReader& uploads() override { return uploads_; }
    IdempotencyReader& idempotency() override { return idempotency_; }
    JobReader& jobs() override { return jobs_; }
    OutboxReader& outbox() override { return outbox_; }
    SettingsReader& settings() override { return settings_; }
    AccountReader& accounts() override { return accounts_; }
    MembershipReader& memberships() override { return memberships_; }
    SessionReader& sessions() override { return sessions_; }
    AppReader& apps() override { return apps_; }
    TokenReader& tokens() override { return tokens_; }
    AuditReader& audit() override { return audit_; }
    GuessReader& guesses() override { return guesses_; }

private:
    SqliteWorkspaceReader workspaces_;
    SqliteApiKeyReader api_keys_;
    SqliteSubscriberReader subscribers_;
    SqliteShowReader shows_;
    SqliteEpisodeReader episodes_;
    SqliteCompanionReader companions_;
    SqliteListingReader listings_;
    SqliteLibraryReader library_;
    SqliteEngagementReader engagement_;
    SqliteSmartlinkReader smartlinks_;
    SqliteInsightReader insights_;
    SqliteSponsorshipReader sponsorships_;
    SqliteImageReader images_;
    SqliteUploadReader uploads_;
    SqliteIdempotencyReader idempotency_;
    SqliteJobReader jobs_;
    SqliteOutboxReader outbox_;
    SqliteSettingsReader settings_;
    SqliteAccountReader accounts_;
    SqliteMembershipReader memberships_;
    SqliteSessionReader sessions_;
    SqliteAppReader apps_;
    SqliteTokenReader tokens_;
    SqliteAuditReader audit_;
    SqliteGuessReader guesses_;
};

using SqliteSnapshot = WithReaders<CatalogSnapshot>;

class SqliteTransaction final : public WithReaders<CatalogTransaction> {
public:
    explicit SqliteTransaction(WriteAccess access)
        : WithReaders(access.db),
          workspace_writer_(access),
          api_key_writer_(access),
          subscriber_writer_(access),
          show_writer_(access),
          episode_writer_(access),
          companion_writer_(access),
          library_writer_(access),
          engagement_writer_(access),
          smartlink_writer_(access),
          insight_writer_(access),
          sponsorship_writer_(access),
          image_writer_(access),
          upload_writer_(access),
          idempotency_writer_(access),
          job_writer_(access),
          outbox_writer_(access),
          settings_writer_(access),
          account_writer_(access),
          membership_writer_(access),
          session_writer_(access),
          app_writer_(access),
          token_writer_(access),
          audit_writer_(access),
          guess_writer_(access) {}

    WorkspaceWriter& workspace_writer() override { return workspace_writer_; }
    ApiKeyWriter& api_key_writer() override { return api_key_writer_; }
    SubscriberWriter& subscriber_writer() override { return subscriber_writer_; }
    ShowWriter& show_writer() override { return show_writer_; }
    EpisodeWriter& episode_writer() override { return episode_writer_; }
    CompanionWriter& companion_writer() override { return companion_writer_; }
    LibraryWriter& library_writer() override { return library_writer_; }
    EngagementWriter& engagement_writer() override { return engagement_writer_; }
    SmartlinkWriter& smartlink_writer() override { return smartlink_writer_; }
    InsightWriter& insight_writer() override { return insight_writer_; }
    SponsorshipWriter& sponsorship_writer() override { return sponsorship_writer_; }
    ImageWriter& image_writer() override { return image_writer_; }
    UploadWriter& upload_writer() override { return upload_writer_; }
    IdempotencyWriter& idempotency_writer() override { return idempotency_writer_; }
    JobWriter& job_writer() override { return job_writer_; }
    OutboxWriter& outbox_writer() override { return outbox_writer_; }
    SettingsWriter& settings_writer() override { return settings_writer_; }
    AccountWriter& account_writer() override { return account_writer_; }
    MembershipWriter& membership_writer() override { return membership_writer_; }
    SessionWriter& session_writer() override { return session_writer_; }
    AppWriter& app_writer() override { return app_writer_; }
    TokenWriter& token_writer() override { return token_writer_; }
    AuditWriter& audit_writer() override { return audit_writer_; }
    GuessWriter& guess_writer() override { return guess_writer_; }

private:
    SqliteWorkspaceWriter workspace_writer_;
    SqliteApiKeyWriter api_key_writer_;
    SqliteSubscriberWriter subscriber_writer_;
    SqliteShowWriter show_writer_;
    SqliteEpisodeWriter episode_writer_;
    SqliteCompanionWriter companion_writer_;
    SqliteLibraryWriter library_writer_;
    SqliteEngagementWriter engagement_writer_;
    SqliteSmartlinkWriter smartlink_writer_;
    SqliteInsightWriter insight_writer_;
    SqliteSponsorshipWriter sponsorship_writer_;
    SqliteImageWriter image_writer_;
    SqliteUploadWriter upload_writer_;
    SqliteIdempotencyWriter idempotency_writer_;
    SqliteJobWriter job_writer_;
    SqliteOutboxWriter outbox_writer_;
    SqliteSettingsWriter settings_writer_;
    SqliteAccountWriter account_writer_;
    SqliteMembershipWriter membership_writer_;
    SqliteSessionWriter session_writer_;
    SqliteAppWriter app_writer_;
    SqliteTokenWriter token_writer_;
    SqliteAuditWriter audit_writer_;
    SqliteGuessWriter guess_writer_;
};

}  // namespace mooring::storage::sqlite
