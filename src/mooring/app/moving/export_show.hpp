#pragma once

#include <cstdint>
#include <string>

#include "mooring/base/result.hpp"
#include "mooring/domain/ids.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::moving {

inline constexpr std::string_view archive_format = "mooring-show";
inline constexpr int archive_version = 1;

struct ExportedShow {
    std::int64_t episodes = 0, files = 0, bytes = 0;
};

/// Write everything of a show into one archive at `path`: texts and settings, episodes of every state, chapters,
/// transcripts, pictures in every size, media. The catalog is read as it is at one moment. Equal shows give equal
/// bytes. The file appears under its name when it is whole. Numeric ids, members, keys, comments, deleted episodes and
/// films cut for streaming, which are made again, stay behind. Source: docs/archive.md. Errors: not_found (show; a
/// stored file is gone), conflict (`path` exists), no_space, unavailable.
Result<ExportedShow> export_show(storage::Catalog& catalog, storage::BlobStore& blobs, domain::ShowId show,
                                 const std::string& path);

}  // namespace mooring::app::moving
