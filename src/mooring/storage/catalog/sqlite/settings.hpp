#pragma once

#include "mooring/storage/catalog/settings_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteSettingsReader final : public SettingsReader {
public:
    explicit SqliteSettingsReader(Connection& db) : db_(db) {}
    Result<std::optional<std::string>> find(std::string_view name) override;

private:
    Connection& db_;
};

class SqliteSettingsWriter final : public SettingsWriter {
public:
    explicit SqliteSettingsWriter(WriteAccess access) : access_(access) {}
    Result<void> put(std::string_view name, std::string_view value) override;

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
