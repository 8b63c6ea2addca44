#pragma once

#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/domain/workspace.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::publishing {

// The words of the publishing use cases. A use case that changes something is a function of one transaction, so
// that a caller can put several of them, and the answer it remembers, into one commit:
//
//     catalog.write([&](CatalogTransaction& tx) { return create_episode(tx, random, now, wanted); });

using domain::ApiKey;
using domain::ApiKeyId;
using domain::Episode;
using domain::EpisodeId;
using domain::EpisodeStatus;
using domain::Scope;
using domain::Show;
using domain::ShowId;
using domain::TimetableEntry;
using domain::Workspace;
using domain::WorkspaceId;
using storage::BlobStore;
using storage::Catalog;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::EpisodePosition;
using storage::IncomingBlob;
using storage::ListedEpisode;

/// An episode with its show: what every answer about one needs.
struct EpisodeInShow {
    Episode episode;
    Show show;
};

}  // namespace mooring::app::publishing
