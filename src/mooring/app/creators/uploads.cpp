#include "mooring/app/creators/uploads.hpp"

#include <algorithm>
#include <array>

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::creators {
namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;
constexpr std::array<std::string_view, 9> extensions{"mp3", "m4a", "aifc", "aiff", "ogg", "wav", "flac", "mp4", "mov"};
constexpr std::size_t longest_filename = 255;

Error no_upload() {
    return Error{Errc::not_found, "upload not found", "upload"};
}

}  // namespace

std::int64_t size_limit(UploadKind kind) {
    switch (kind) {
        case UploadKind::audio: return 500 * mebibyte;
        case UploadKind::video: return 4 * 1024 * mebibyte;
        case UploadKind::show_picture:
        case UploadKind::episode_picture: return 10 * mebibyte;
    }
    return 0;
}

Result<Upload> begin_upload(CatalogTransaction& tx, Random& random, Instant now, Upload wanted) {
    wanted.id = random_uuid(random);
    wanted.created_at = wanted.modified_at = now;
    MOORING_CHECK(tx.upload_writer().insert(wanted));
    return wanted;
}

Result<Upload> find_upload(CatalogSnapshot& catalog, const Principal& principal, Right right, std::string_view id) {
    MOORING_TRY(std::optional<Upload> upload, catalog.uploads().find(id));
    if (!upload) return no_upload();
    if (!upload->show) {
        if (!principal.account || principal.account->id != upload->account) return no_upload();
        if (right != Right::read && principal.is_read_only) return Error{Errc::forbidden, "this sign-in may only read"};
        return *std::move(upload);
    }
    MOORING_TRY(const std::optional<Show> show, catalog.shows().find(*upload->show));
    if (!show || show->deleted_at) return no_upload();
    MOORING_CHECK(accounts::require(catalog, principal, right, *show));
    return *std::move(upload);
}

Result<void> keep_part(CatalogTransaction& tx, BlobStore& blobs, Instant now, const std::string& id,
                       const UploadPart& part) {
    MOORING_TRY(const std::optional<Upload> upload, tx.uploads().find(id));
    if (!upload) return no_upload();
    if (upload->state != UploadState::open) return Error{Errc::conflict, "the upload is closed", "upload"};
    MOORING_TRY(const std::vector<UploadPart> parts, tx.uploads().parts(id));
    std::int64_t total = part.size_bytes;
    for (const UploadPart& other : parts) {
        if (other.number != part.number) total += other.size_bytes;
    }
    if (total > size_limit(upload->kind)) return Error{Errc::too_large, "the file is larger than allowed"};
    MOORING_TRY(const bool is_there, blobs.contains(part.sha256));
    if (!is_there) return Error{Errc::unavailable, "the stored bytes were removed meanwhile; send them again"};
    MOORING_CHECK(tx.upload_writer().put_part(id, part));
    for (const UploadPart& other : parts) {
        if (other.number == part.number) MOORING_CHECK(publishing::enqueue_blob_removal(tx, other.sha256, now));
    }
    return ok();
}

PartTrouble check_parts(const Upload& upload, const std::vector<UploadPart>& stored,
                        const std::vector<PartClaim>& claims) {
    const auto count = static_cast<std::size_t>(upload.part_count);
    if (claims.empty() && count > 1) return PartTrouble::list_missing;
    if (!claims.empty() && claims.size() != count) return PartTrouble::numbers_wrong;
    std::vector<bool> is_named(count, false);
    for (const PartClaim& claim : claims) {
        const bool fits = claim.number >= 1 && claim.number <= upload.part_count;
        if (!fits || is_named[static_cast<std::size_t>(claim.number - 1)]) return PartTrouble::numbers_wrong;
        is_named[static_cast<std::size_t>(claim.number - 1)] = true;
    }
    if (stored.size() != count) return PartTrouble::not_stored;
    const auto differs = [&](const PartClaim& claim) {
        return to_lower_ascii(claim.etag) != stored[static_cast<std::size_t>(claim.number - 1)].md5;
    };
    return std::ranges::any_of(claims, differs) ? PartTrouble::etag_differs : PartTrouble::none;
}

Result<Upload> submit_upload(CatalogTransaction& tx, Instant now, Upload upload, const Submission& submission) {
    if (upload.state != UploadState::open) return upload;
    upload.state = UploadState::processing;
    upload.takes_sound_only = upload.kind == UploadKind::video && !submission.as_video;
    upload.caption = submission.caption.empty() ? upload.filename : submission.caption;
    upload.origin = submission.origin;
    upload.is_extracted_from_video = submission.is_extracted_from_video;
    upload.modified_at = now;
    const bool is_media = upload.kind == UploadKind::audio || upload.kind == UploadKind::video;
    if (is_media) {
        MOORING_TRY(upload.audio, tx.upload_writer().next_audio());
    }
    MOORING_CHECK(tx.upload_writer().update(upload));
    MOORING_CHECK(tx.job_writer().enqueue({.kind = std::string{job_kind::process_upload},
                                           .payload = "{\"upload\":\"" + upload.id + "\"}",
                                           .key = upload.id,
                                           .run_at = now}));
    return upload;
}

Result<void> drop_parts(CatalogTransaction& tx, Instant now, const std::string& id) {
    MOORING_TRY(const std::vector<UploadPart> parts, tx.uploads().parts(id));
    MOORING_CHECK(tx.upload_writer().remove_parts(id));
    for (const UploadPart& part : parts) MOORING_CHECK(publishing::enqueue_blob_removal(tx, part.sha256, now));
    return ok();
}

std::string clean_filename(std::string_view name) {
    std::string clean;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) clean += c;
    }
    return clean.size() > longest_filename ? cut_to_code_points(clean, longest_filename / 4) : clean;
}

std::string media_extension_of(std::string_view filename) {
    const auto dot = filename.rfind('.');
    if (dot == filename.npos) return {};
    std::string extension = to_lower_ascii(filename.substr(dot + 1));
    return std::ranges::find(extensions, extension) == extensions.end() ? std::string{} : extension;
}

}  // namespace mooring::app::creators
