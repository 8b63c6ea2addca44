#pragma once

#include <optional>
#include <string_view>

#include "mooring/app/accounts/rights.hpp"
#include "mooring/app/publishing/ports.hpp"

namespace mooring::app::creators {

// What the creators API calls things, in every form that a client was seen to use (creators-rest.md, section 5).

using accounts::Account;
using accounts::AccountId;
using accounts::Principal;
using accounts::Right;
using domain::AudioId;
using domain::Upload;
using domain::UploadKind;
using domain::UploadPart;
using domain::UploadState;
using publishing::BlobStore;
using publishing::Catalog;
using publishing::CatalogSnapshot;
using publishing::CatalogTransaction;
using publishing::Episode;
using publishing::EpisodeId;
using publishing::EpisodeInShow;
using publishing::Show;
using publishing::ShowId;

/// Which shows a name may mean: most families know those that are hosted here only.
enum class Among { hosted, all };

/// Digits; `spotify:episode:` and 22 characters; `webEpisodeId:` and a web id or digits; a bare web id. Web ids are
/// read in either letter case. Errors: not_found (of none of these forms, unknown, archived, deleted).
Result<EpisodeInShow> find_episode(CatalogSnapshot& catalog, std::string_view name, Among among = Among::hosted);
Result<EpisodeInShow> find_episode(CatalogSnapshot& catalog, EpisodeId id, Among among = Among::hosted);

/// Digits; `webStationId:` and a web id or a slug; `spotify:show:` and 22 characters. Errors: not_found.
Result<Show> find_station(CatalogSnapshot& catalog, std::string_view name, Among among = Among::hosted);

/// 22 characters, bare or after `spotify:show:`; a web station id; a slug; digits. Errors: not_found.
Result<Show> find_show(CatalogSnapshot& catalog, std::string_view name);

/// What stands for a show in place of its computed web id: the slug that a person chose, else the computed id.
std::string public_station_name(const Show& show);

/// Whose show it is: the oldest owner of its workspace, else the server's first administrator.
/// Errors: not_found (nobody).
Result<Account> owner_of(CatalogSnapshot& catalog, const Show& show);

/// Whether `number` may stand for the user who owns `show`, asked by `asker`: the owner's id, the asker's own, or the
/// id of a station of the owner.
Result<bool> means_owner(CatalogSnapshot& catalog, const Show& show, AccountId asker, std::int64_t number);

/// All shows on which somebody has a role, oldest first; every show for an administrator.
Result<std::vector<Show>> shows_of(CatalogSnapshot& catalog, const Account& account);

}  // namespace mooring::app::creators
