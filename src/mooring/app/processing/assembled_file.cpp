#include "mooring/app/processing/assembled_file.hpp"

#include <filesystem>
#include <fstream>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/media/processing/work.hpp"

namespace mooring::app::processing {
namespace {

constexpr std::size_t step = std::size_t{1} << 20;

Result<void> append_blob(std::ofstream& file, const storage::OpenBlob& blob) {
    for (std::int64_t at = 0; at < blob.size_bytes();) {
        MOORING_TRY(const std::string bytes, blob.read(at, step));
        if (bytes.empty()) return Error{Errc::unavailable, "a stored part ends too early"};
        if (!file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
            return Error{Errc::no_space, "the parts cannot be joined: the disk is full or broken"};
        }
        at += static_cast<std::int64_t>(bytes.size());
    }
    return ok();
}

}  // namespace

Result<AssembledFile> assemble(storage::BlobStore& blobs, const std::vector<domain::UploadPart>& parts,
                               const std::string& folder) {
    AssembledFile file;
    if (parts.size() == 1) {
        MOORING_TRY(file.blob, blobs.open(parts.front().sha256));
        file.sha256 = parts.front().sha256;
        // A blob that was stored again since it was opened has no path by the one that is open.
        const auto path = file.blob->descriptor() >= 0 ? media::processing::path_of_descriptor(file.blob->descriptor())
                                                       : Result<std::string>{Error{Errc::unsupported, "no descriptor"}};
        if (path) {
            file.path = *path;
            return file;
        }
    }
    file.blob.reset();
    file.path = folder + "/upload";
    std::ofstream joined(file.path, std::ios::binary);
    for (const domain::UploadPart& part : parts) {
        MOORING_TRY(const auto blob, blobs.open(part.sha256));
        MOORING_CHECK(append_blob(joined, *blob));
    }
    joined.close();
    if (!joined) return Error{Errc::no_space, "the parts cannot be joined: the disk is full or broken"};
    return file;
}

Result<storage::Blob> store_file(storage::BlobStore& blobs, const std::string& path) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed) return Error{Errc::unavailable, "a made file cannot be read: " + failed.message()};
    MOORING_TRY(const auto incoming, blobs.begin(static_cast<std::int64_t>(size)));
    std::ifstream file(path, std::ios::binary);
    std::string bytes(step, '\0');
    while (file) {
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        MOORING_CHECK(incoming->append({bytes.data(), static_cast<std::size_t>(file.gcount())}));
    }
    if (incoming->size_bytes() != static_cast<std::int64_t>(size)) {
        return Error{Errc::unavailable, "a made file changed while it was read"};
    }
    return incoming->commit();
}

Result<std::string> integrity_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Errc::unavailable, "a made file cannot be read"};
    Sha384 digest;
    std::string bytes(step, '\0');
    while (file) {
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        digest.update({bytes.data(), static_cast<std::size_t>(file.gcount())});
    }
    if (file.bad()) return Error{Errc::unavailable, "a made file cannot be read"};
    return "sha384-" + to_base64(as_text(digest.finish()));
}

}  // namespace mooring::app::processing
