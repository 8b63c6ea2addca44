#pragma once

#include "mooring/storage/catalog/image_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteImageReader final : public ImageReader {
public:
    explicit SqliteImageReader(Connection& db) : db_(db) {}
    Result<std::optional<Image>> find(std::string_view hash) override;

private:
    Connection& db_;
};

/// Touches nothing: what shows a picture names its hash, and that change touches.
class SqliteImageWriter final : public ImageWriter {
public:
    explicit SqliteImageWriter(WriteAccess access) : access_(access) {}
    Result<void> put(const Image& image) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
