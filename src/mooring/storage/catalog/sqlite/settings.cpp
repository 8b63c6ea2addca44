#include "mooring/storage/catalog/sqlite/settings.hpp"

namespace mooring::storage::sqlite {

Result<std::optional<std::string>> SqliteSettingsReader::find(std::string_view name) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT value FROM settings WHERE name = ?"));
    statement.add(name);
    return first_row<std::string>(statement, [](Row row) -> Result<std::string> { return row.text(); });
}

Result<void> SqliteSettingsWriter::put(std::string_view name, std::string_view value) {
    MOORING_TRY(Statement statement, access_.db.prepare("INSERT INTO settings(name, value) VALUES (?, ?) "
                                                        "ON CONFLICT(name) DO UPDATE SET value = excluded.value"));
    return statement.add(name).add(value).run();
}

}  // namespace mooring::storage::sqlite
