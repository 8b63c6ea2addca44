#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mooring/app/creators/names.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::creators {

/// How long an upload's addresses are good.
inline constexpr std::chrono::seconds address_life{3600};
/// How long an upload that was never submitted is kept.
inline constexpr std::chrono::hours open_upload_life{24};

/// The most bytes that an upload may have in all its parts (creators-rest.md, section 10).
std::int64_t size_limit(UploadKind kind);

/// Store a new upload; its id and times are given here.
Result<Upload> begin_upload(CatalogTransaction& tx, Random& random, Instant now, Upload wanted);

/// An upload for somebody with `right` on its show, or whose library it is for.
/// Errors: not_found (unknown, of a deleted episode or another person), forbidden.
Result<Upload> find_upload(CatalogSnapshot& catalog, const Principal& principal, Right right, std::string_view id);

/// A stored blob becomes a part of an open upload, in the place of one that was there. The caller removes the blob when
/// this fails. Errors: not_found, conflict (submitted meanwhile), too_large (all parts together).
Result<void> keep_part(CatalogTransaction& tx, BlobStore& blobs, Instant now, const std::string& id,
                       const UploadPart& part);

/// A part as its client remembers it.
struct PartClaim {
    std::int64_t number = 0;
    std::string etag;  ///< without quotes
};
enum class PartTrouble { none, list_missing, numbers_wrong, not_stored, etag_differs };

/// Whether `claims` name what is stored: every part once, in any order. None are fine for an upload of one part.
PartTrouble check_parts(const Upload& upload, const std::vector<UploadPart>& stored,
                        const std::vector<PartClaim>& claims);

/// What a client says when all bytes are there.
struct Submission {
    bool as_video = false;
    std::string caption, origin;
    bool is_extracted_from_video = false;
};

/// Close an open upload to further bytes and have a job work on it. One that was submitted already comes back as it is.
Result<Upload> submit_upload(CatalogTransaction& tx, Instant now, Upload upload, const Submission& submission);

/// Forget an upload's parts and have their blobs removed.
Result<void> drop_parts(CatalogTransaction& tx, Instant now, const std::string& id);

/// What a client may call a stored file: without control characters, at most 255 bytes.
std::string clean_filename(std::string_view name);
/// The extension of a file name in lower case if it is one that media may have; empty otherwise.
std::string media_extension_of(std::string_view filename);

}  // namespace mooring::app::creators
