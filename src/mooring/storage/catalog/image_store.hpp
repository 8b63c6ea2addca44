#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/clock.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage {

/// One stored size and format of a picture (delivery.md, 7.2).
struct ImageVariant {
    std::string size;       ///< `64`, `300`, `400`, `640`, `feed`, `og`, `orig`
    std::string extension;  ///< `jpg`, `png`, `webp`
    std::string sha256;     ///< the blob
    std::int64_t size_bytes = 0;
    int width = 0, height = 0;
};

/// A picture: addressed by the hash of its original bytes.
struct Image {
    std::string hash;           ///< 22 base-62 characters of SHA-256 over the original
    int width = 0, height = 0;  ///< of the original, orientation applied
    std::vector<ImageVariant> variants;
    Instant created_at;
    Instant stored_at = {};  ///< when it was stored last, `created_at` at the earliest
};

/// Every show and episode that has or had a picture is on record, by the writers of shows and episodes: the picture's
/// address was public, and works until all of them are deleted (delivery.md, 1.4). A picture is unused at an instant
/// when each was deleted then or before, and it was stored last then or before. One of which it is not known who had
/// it (it comes from before that record) never is.
class ImageReader {
public:
    virtual ~ImageReader() = default;
    virtual Result<std::optional<Image>> find(std::string_view hash) = 0;
    /// Hashes of the pictures that were unused at `at`, in order, after `after`, at most `limit`.
    virtual Result<std::vector<std::string>> list_unused(Instant at, std::string_view after, int limit) = 0;
    /// Whether it is there and was unused at `at`.
    virtual Result<bool> is_unused(std::string_view hash, Instant at) = 0;
    /// Pictures of which a form is this blob.
    virtual Result<std::int64_t> count_with_blob(std::string_view sha256) = 0;
};

class ImageWriter {
public:
    virtual ~ImageWriter() = default;
    /// Store, or replace the variants of one that exists; the later `stored_at` of the two stays.
    virtual Result<void> put(const Image& image) = 0;
    /// Forget a picture and who had it. Shows and episodes that have it, have none afterwards. Absent ones are fine.
    virtual Result<void> remove(std::string_view hash) = 0;
};

}  // namespace mooring::storage
