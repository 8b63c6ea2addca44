#pragma once

#include <string>
#include <vector>

#include "mooring/domain/show.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::publishing {

/// What directories will object to in a show: one sentence per broken rule, artwork first, then episodes, newest first;
/// empty when it breaks none. Nothing is refused for these. The artwork is judged by the stored original, which is the
/// upload without its metadata; that of a GIF or TIFF upload is a PNG.
/// Errors: corrupt (the artwork's file), unavailable. Source: delivery.md, 7.1 and 2.4.
Result<std::vector<std::string>> find_broken_directory_rules(storage::Catalog& catalog, storage::BlobStore& blobs,
                                                             const domain::Show& show);

}  // namespace mooring::app::publishing
