#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mooring/api/creators/answers.hpp"
#include "mooring/api/creators/body.hpp"
#include "mooring/api/people/services.hpp"
#include "mooring/app/creators/change_episode.hpp"
#include "mooring/app/creators/names.hpp"
#include "mooring/app/creators/play_counts.hpp"
#include "mooring/app/creators/uploads.hpp"
#include "mooring/app/processing/upload_progress.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/base/rolling_limiter.hpp"
#include "mooring/http/router.hpp"

namespace mooring::api::creators {

using app::creators::Account;
using app::creators::AccountId;
using app::creators::CatalogSnapshot;
using app::creators::CatalogTransaction;
using app::creators::Episode;
using app::creators::EpisodeId;
using app::creators::EpisodeInShow;
using app::creators::Right;
using app::creators::Show;
using app::creators::ShowId;
using app::creators::Upload;
using app::creators::UploadKind;
using app::creators::UploadState;

/// What an operator decides about this family.
struct CreatorsSettings {
    enum class DraftOverview { client_header, forbidden, allowed };
    DraftOverview draft_overview = DraftOverview::client_header;  ///< of 1-B
    bool require_mums_param = false;
    bool offers_legacy = true;  ///< the endpoints of tier T3
    std::string region = "US";  ///< of accounts that have none
    app::creators::ChangeRules rules;
    std::vector<std::string> allowed_origins;  ///< besides the built-in ones
};

/// What the family works with. All of it outlives the handler.
struct Services {
    people::Services people;
    app::creators::BlobStore& blobs;
    app::creators::PlayCounts& plays;
    RollingLimiter<AccountId>& limiter;  ///< off unless the operator sets it
    const app::processing::UploadProgress& progress;
    CreatorsSettings settings;

    app::creators::Catalog& catalog = people.catalog;
    const app::ServerSecret& secret = people.mint.secret;
    const Clock& clock = people.mint.clock;
    Random& random = people.mint.random;
    const app::PublicUrls& urls = people.urls;
};

/// A request that has passed the checks of its head: credential, origin, ids, rights. It owns what it holds, for a
/// body may still be on its way.
struct Call {
    const Services& services;
    http::PathParameters path;
    http::QueryParameters query;
    std::shared_ptr<const app::accounts::Principal> principal;  ///< null where none is needed and none was sent
    Instant now;
    std::optional<EpisodeInShow> episode;  ///< whom `{EP}` names
    std::optional<Show> show;              ///< whom `{ST}` or `{SHOW}` names, or the episode's
    bool has_client_headers = false;       ///< both `Anchor-API-Version` and `Anchor-Client-Type`

    const Account& account() const { return *principal->account; }
    EpisodeId episode_id() const { return episode->episode.id; }

    /// The value of a query parameter: the last one; empty counts as absent.
    std::optional<std::string> parameter(std::string_view name) const;

    /// `catalog.read` and `catalog.write`, with their error as a refusal.
    template <class Question>
    auto read(Question&& question) const {
        return services.catalog.read(std::forward<Question>(question));
    }
    template <class Change>
    auto write(Change&& change) const {
        return services.catalog.write(std::forward<Change>(change));
    }

    /// A whole number of the query. Errors: `invalid_field`.
    Checked<std::optional<std::int64_t>> number(std::string_view name) const;

    /// Refuse a `userId` that is neither the owner's, the asker's, nor a station of the owner (section 5).
    Checked<void> check_user(const Body& body, const Show& show) const;
    Checked<void> check_user(std::optional<std::int64_t> number, const Show& show) const;
};

/// The shows of whoever asks, oldest first. Errors: 404 when there is none.
Checked<std::vector<Show>> own_shows(const Call& call);
/// The oldest of them on which they may do `right`.
Checked<Show> oldest_show(const Call& call, Right right);

}  // namespace mooring::api::creators
