#pragma once

#include "mooring/domain/account.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/domain/upload.hpp"
#include "mooring/storage/catalog/guess_store.hpp"
#include "mooring/storage/catalog/outbox.hpp"

namespace mooring::storage::sqlite {

// Enumerators lie in the database as their numbers. New ones go to the end of their enum; the last one of each is
// named here and its number pinned, so that a reordering does not compile.

inline constexpr auto last_episode_status = domain::EpisodeStatus::published;
inline constexpr auto last_episode_type = domain::EpisodeType::bonus;
inline constexpr auto last_date_precision = domain::DatePrecision::year;
inline constexpr auto last_show_type = domain::ShowType::serial;
inline constexpr auto last_show_visibility = domain::ShowVisibility::published;
inline constexpr auto last_hosting = domain::Hosting::elsewhere;
inline constexpr auto last_redirect_state = domain::FeedRedirect::State::redirect;
inline constexpr auto last_event_kind = EventKind::show_moved;
inline constexpr auto last_role = domain::Role::owner;
inline constexpr auto last_session_kind = domain::SessionKind::connector;
inline constexpr auto last_app_kind = domain::AppKind::public_client;
inline constexpr auto last_upload_kind = domain::UploadKind::episode_picture;
inline constexpr auto last_upload_state = domain::UploadState::failed;

static_assert(static_cast<int>(domain::EpisodeStatus::draft) == 0);
static_assert(static_cast<int>(domain::EpisodeStatus::scheduled) == 1);
static_assert(static_cast<int>(domain::EpisodeStatus::published) == 2);
static_assert(static_cast<int>(domain::EpisodeType::full) == 0);
static_assert(static_cast<int>(domain::EpisodeType::trailer) == 1);
static_assert(static_cast<int>(domain::EpisodeType::bonus) == 2);
static_assert(static_cast<int>(domain::DatePrecision::day) == 0);
static_assert(static_cast<int>(domain::DatePrecision::month) == 1);
static_assert(static_cast<int>(domain::DatePrecision::year) == 2);
static_assert(static_cast<int>(domain::ShowType::episodic) == 0);
static_assert(static_cast<int>(domain::ShowType::serial) == 1);
static_assert(static_cast<int>(domain::ShowVisibility::unpublished) == 0);
static_assert(static_cast<int>(domain::ShowVisibility::published) == 1);
static_assert(static_cast<int>(domain::Hosting::here) == 0);
static_assert(static_cast<int>(domain::Hosting::megaphone) == 1);
static_assert(static_cast<int>(domain::Hosting::elsewhere) == 2);
static_assert(static_cast<int>(domain::FeedRedirect::State::none) == 0);
static_assert(static_cast<int>(domain::FeedRedirect::State::announce) == 1);
static_assert(static_cast<int>(domain::FeedRedirect::State::redirect) == 2);
static_assert(static_cast<int>(EventKind::feed_changed) == 0);
static_assert(static_cast<int>(EventKind::episode_published) == 1);
static_assert(static_cast<int>(EventKind::episode_updated) == 2);
static_assert(static_cast<int>(EventKind::episode_removed) == 3);
static_assert(static_cast<int>(EventKind::show_moved) == 4);
static_assert(static_cast<int>(domain::Role::analyst) == 1);
static_assert(static_cast<int>(domain::Role::editor) == 2);
static_assert(static_cast<int>(domain::Role::show_admin) == 3);
static_assert(static_cast<int>(domain::Role::owner) == 4);
static_assert(static_cast<int>(domain::SessionKind::browser) == 0);
static_assert(static_cast<int>(domain::SessionKind::connector) == 1);
static_assert(static_cast<int>(domain::AppKind::confidential) == 0);
static_assert(static_cast<int>(domain::AppKind::public_client) == 1);
static_assert(static_cast<int>(domain::UploadKind::audio) == 0);
static_assert(static_cast<int>(domain::UploadKind::video) == 1);
static_assert(static_cast<int>(domain::UploadKind::show_picture) == 2);
static_assert(static_cast<int>(domain::UploadKind::episode_picture) == 3);
static_assert(static_cast<int>(domain::UploadState::open) == 0);
static_assert(static_cast<int>(domain::UploadState::processing) == 1);
static_assert(static_cast<int>(domain::UploadState::processed) == 2);
static_assert(static_cast<int>(domain::UploadState::failed) == 3);
static_assert(static_cast<int>(GuessKind::account_from_range) == 0);
static_assert(static_cast<int>(GuessKind::account) == 1);
static_assert(static_cast<int>(GuessKind::address) == 2);
static_assert(static_cast<int>(GuessKind::client_secret) == 3);
static_assert(static_cast<int>(GuessKind::credential) == 4);

}  // namespace mooring::storage::sqlite
