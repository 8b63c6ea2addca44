#pragma once

#include <duckdb.h>

#include <cstdint>
#include <memory>
#include <string>

#include "mooring/base/result.hpp"

namespace mooring::storage::duckdb {

/// An error as DuckDB tells it: a full disk, a file that is none of its own, everything else "unavailable".
Error error_of(const std::string& what, const char* message);

/// A database file, open. Connections keep it open.
class Database {
public:
    struct Limits {
        std::int64_t memory_bytes = 512LL << 20U;
        int threads = 2;
    };

    /// Open, or make. Errors: unavailable (another process has it), corrupt, no_space.
    static Result<std::shared_ptr<Database>> open(const std::string& path, const Limits& limits);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    duckdb_database handle() const { return database_; }

private:
    explicit Database(duckdb_database database) : database_(database) {}
    duckdb_database database_;
};

}  // namespace mooring::storage::duckdb
