#pragma once

#include "mooring/storage/catalog/sqlite/migrations.hpp"

namespace mooring::storage::sqlite {

// One per file of this folder.
extern const Migration migration_0001;
extern const Migration migration_0002;
extern const Migration migration_0003;
extern const Migration migration_0004;
extern const Migration migration_0005;
extern const Migration migration_0006;
extern const Migration migration_0007;
extern const Migration migration_0008;
extern const Migration migration_0009;

}  // namespace mooring::storage::sqlite
