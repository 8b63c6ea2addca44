#include "mooring/storage/catalog/sqlite/copy_catalog.hpp"

#include <sqlite3.h>

#include <memory>

#include "mooring/storage/catalog/sqlite/errors.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr int wait_for_locks_ms = 10'000;

struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Result<Handle> open(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Handle handle{raw};
    if (code != SQLITE_OK) return error_from(handle.get(), code);
    sqlite3_busy_timeout(handle.get(), wait_for_locks_ms);
    return handle;
}

/// `quick_check`: structure and constraints, without the comparison of indexes that takes as long as the rest.
Result<void> check(sqlite3* handle) {
    sqlite3_stmt* raw = nullptr;
    int code = sqlite3_prepare_v2(handle, "PRAGMA quick_check(1)", -1, &raw, nullptr);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement{raw, sqlite3_finalize};
    if (code == SQLITE_OK) code = sqlite3_step(raw);
    if (code != SQLITE_ROW) return error_from(handle, code);
    const auto* said = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    if (said == nullptr || std::string{said} != "ok") return Error{Errc::corrupt, "the catalog's copy is not sound"};
    return ok();
}

}  // namespace

Result<void> copy_catalog(const std::string& from, const std::string& to) {
    MOORING_TRY(const Handle source, open(from, SQLITE_OPEN_READWRITE));
    MOORING_TRY(const Handle target, open(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    sqlite3_backup* const copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
    if (copying == nullptr) return error_from(target.get(), sqlite3_errcode(target.get()));
    const int stepped = sqlite3_backup_step(copying, -1);  // at once: one read transaction
    const int finished = sqlite3_backup_finish(copying);
    if (stepped != SQLITE_DONE) return error_from(target.get(), stepped == SQLITE_OK ? finished : stepped);
    return check(target.get());
}

}  // namespace mooring::storage::sqlite
