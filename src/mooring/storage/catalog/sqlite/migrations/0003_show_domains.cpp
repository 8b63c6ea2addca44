#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {

// Every own domain a show has or had: what was public there answers with where it went (delivery.md, 2.9). Two shows
// may have had the same one.
const Migration migration_0003{3, "show_domains", R"sql(
CREATE TABLE show_domains (
    show_id INTEGER NOT NULL REFERENCES shows(id),
    host    TEXT NOT NULL,
    PRIMARY KEY (show_id, host)
) WITHOUT ROWID;
INSERT INTO show_domains(show_id, host) SELECT id, custom_domain FROM shows WHERE custom_domain <> '';
)sql"};

}  // namespace mooring::storage::sqlite
