#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::moving {

struct ImportedArchive {
    domain::Show show;
    std::int64_t episodes = 0, files = 0, bytes = 0;
};

/// Read an archive that `export_show` wrote, or a stranger: first all of it is checked, every file against the hash it
/// is named by, then files are stored, then the show with all its episodes appears in one transaction, with its old
/// keys, ids, GUIDs and addresses. Nothing of a broken archive stays. Source: docs/archive.md.
/// Errors: not_found (no such file, or workspace), corrupt, unsupported (a newer version), too_large, conflict (the
/// show is here, or was: its names are taken), no_space, unavailable.
Result<ImportedArchive> import_archive(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock,
                                       domain::WorkspaceId workspace, const std::string& path);

}  // namespace mooring::app::moving
