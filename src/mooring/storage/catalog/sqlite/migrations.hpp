#pragma once

#include <cstdint>
#include <span>

#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"

namespace mooring::storage::sqlite {

/// One step of the schema. Steps are never edited once released; a change is a new step.
struct Migration {
    int number = 0;
    const char* name = "";
    const char* sql = "";
};

/// Every step this program knows, in order from 1.
std::span<const Migration> all_migrations();

/// The ids the first show and the first episode of a new catalog get.
struct FirstIds {
    std::int64_t show = 1;
    std::int64_t episode = 1;
};

/// Bring the schema up to date in one exclusive transaction, or leave it as it was.
/// Errors: unsupported (made by a newer program, or by another program), unavailable, no_space, corrupt.
Result<void> migrate(Connection& connection, const FirstIds& first_ids,
                     std::span<const Migration> migrations = all_migrations());

}  // namespace mooring::storage::sqlite
