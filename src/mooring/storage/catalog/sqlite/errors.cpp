#include "mooring/storage/catalog/sqlite/errors.hpp"

#include <cerrno>
#include <string>

namespace mooring::storage::sqlite {
namespace {

/// `guid` of `UNIQUE constraint failed: episodes.show_id, episodes.guid`.
std::string last_column(const std::string& message) {
    const auto dot = message.rfind('.');
    return dot == std::string::npos ? std::string{} : message.substr(dot + 1);
}

Error constraint_error(int code, const std::string& message) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: {
            std::string column = last_column(message);
            return Error{Errc::conflict, column + " is taken", column};
        }
        case SQLITE_CONSTRAINT_FOREIGNKEY: return Error{Errc::not_found, "what it belongs to does not exist"};
        default: return Error{Errc::internal, "catalog: " + message};
    }
}

}  // namespace

Error error_from(sqlite3* handle, int code) {
    if (handle == nullptr) return Error{Errc::unavailable, "catalog: cannot be opened"};
    const int extended = code > 0xff ? code : sqlite3_extended_errcode(handle);
    const std::string message = sqlite3_errmsg(handle);
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: return constraint_error(extended, message);
        case SQLITE_FULL: return Error{Errc::no_space, "catalog: the disk is full"};
        case SQLITE_IOERR: {
            const int system_error = sqlite3_system_errno(handle);
            if (system_error == ENOSPC || system_error == EDQUOT) {
                return Error{Errc::no_space, "catalog: the disk is full"};
            }
            return Error{Errc::unavailable, "catalog: disk error " + std::to_string(extended) + ", system error " +
                                                std::to_string(system_error)};
        }
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL: return Error{Errc::unavailable, "catalog: locked by another process"};
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM: return Error{Errc::unavailable, "catalog: " + message};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return Error{Errc::corrupt, "catalog: " + message};
        case SQLITE_TOOBIG: return Error{Errc::too_large, "catalog: " + message};
        case SQLITE_INTERRUPT: return Error{Errc::timeout, "catalog: interrupted"};
        default: return Error{Errc::internal, "catalog: " + message};
    }
}

}  // namespace mooring::storage::sqlite
