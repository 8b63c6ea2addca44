#pragma once

#include <memory>

#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/ports.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::publishing {

/// The largest file that may be uploaded: 200 MB (publishing-v1.md, 3.4).
inline constexpr std::int64_t max_upload_bytes = 209'715'200;

/// What a complete incoming file is, by its content; `sha256` and `since` are not known yet.
/// Errors: invalid_argument (`File is empty`, `File must be an MP3 file`; field `file`), unavailable.
Result<domain::StoredMedia> inspect_upload(const IncomingBlob& incoming);

/// Flush an inspected file and move it into the store. Durable when it returns; the file is nobody's until an episode
/// names it. Errors: no_space, unavailable.
Result<domain::StoredMedia> keep_upload(IncomingBlob& incoming, domain::StoredMedia media);

/// `create_episode` for a kept file.
/// Errors: as there; unavailable (a clean-up took the file in between; send it again).
Result<EpisodeInShow> create_uploaded_episode(CatalogTransaction& tx, BlobStore& blobs, Random& random, Instant now,
                                              Episode wanted, Intent intent = Intent::publish);

/// A kept file got no episode: have it removed later, unless another uses it. Best effort, since whatever kept the
/// episode from being written may keep this from it too; clean-up at start finds what is left.
void abandon_upload(Catalog& catalog, const domain::StoredMedia& media, Instant now);

/// All of it: inspect, keep, and make the episode in one transaction. Nothing is left of it when it fails.
/// Errors: invalid_argument (`file` or a field), not_found (show), no_space, unavailable.
Result<EpisodeInShow> publish_upload(Catalog& catalog, BlobStore& blobs, Random& random, const Clock& clock,
                                     std::unique_ptr<IncomingBlob> incoming, Episode wanted,
                                     Intent intent = Intent::publish);

}  // namespace mooring::app::publishing
