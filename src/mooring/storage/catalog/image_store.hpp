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
};

class ImageReader {
public:
    virtual ~ImageReader() = default;
    virtual Result<std::optional<Image>> find(std::string_view hash) = 0;
};

class ImageWriter {
public:
    virtual ~ImageWriter() = default;
    /// Store, or replace the variants of one that exists.
    virtual Result<void> put(const Image& image) = 0;
};

}  // namespace mooring::storage
