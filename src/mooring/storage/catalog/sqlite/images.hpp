#pragma once

#include "mooring/storage/catalog/image_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteImageReader final : public ImageReader {
public:
    explicit SqliteImageReader(Connection& db) : db_(db) {}
    Result<std::optional<Image>> find(std::string_view hash) override;
    Result<std::vector<std::string>> list_unused(Instant at, std::string_view after, int limit) override;
    Result<bool> is_unused(std::string_view hash, Instant at) override;
    Result<std::int64_t> count_with_blob(std::string_view sha256) override;

private:
    Connection& db_;
};

/// Storing touches nothing: what shows a picture names its hash, and that change touches.
class SqliteImageWriter final : public ImageWriter {
public:
    explicit SqliteImageWriter(WriteAccess access) : access_(access) {}
    Result<void> put(const Image& image) override;
    Result<void> remove(std::string_view hash) override;

private:
    Result<void> note_blobs(const Image& image);
    /// Whatever has the picture, has none.
    Result<void> take_away(std::string_view hash);

    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
