#pragma once

#include <string>

#include "mooring/app/public_urls.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server::admin {

/// The show that an operator means: by id, `spotify:show:…`, opaque id, web station id, slug or title.
/// Errors: not_found (the message lists what there is), conflict (several shows have this title).
Result<domain::Show> find_show(Storage& storage, const std::string& text);

/// An episode by id, `spotify:episode:…`, opaque id, web episode id or media key; archived and draft ones too.
/// Errors: not_found.
Result<domain::Episode> find_episode(Storage& storage, const std::string& text);

/// The public addresses: as configured, else as the server of this folder announced them when it last started.
app::PublicUrls configured_urls(Storage& storage, const Config& config);

}  // namespace mooring::server::admin
