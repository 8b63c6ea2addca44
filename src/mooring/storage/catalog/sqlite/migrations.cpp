#include "mooring/storage/catalog/sqlite/migrations.hpp"

#include <array>
#include <string>

#include "mooring/base/assert.hpp"
#include "mooring/storage/catalog/sqlite/migrations/all.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::int64_t application_id = 0x4d6f6f72;  // "Moor"

Result<void> seed_ids(Connection& connection, const FirstIds& first_ids) {
    MOORING_TRY(Statement seed, connection.prepare("INSERT INTO sqlite_sequence(name, seq) VALUES ('shows', ?1 - 1), "
                                                   "('episodes', ?2 - 1)"));
    return seed.add(first_ids.show).add(first_ids.episode).run();
}

/// Inside the exclusive transaction: what `migrate` promises.
Result<void> apply(Connection& connection, const FirstIds& first_ids, std::span<const Migration> migrations) {
    MOORING_TRY(const std::int64_t application, connection.integer("PRAGMA application_id"));
    MOORING_TRY(const std::int64_t version, connection.integer("PRAGMA user_version"));
    MOORING_TRY(const std::int64_t tables, connection.integer("SELECT count(*) FROM sqlite_schema"));
    if (application != application_id && (application != 0 || version != 0 || tables != 0)) {
        return Error{Errc::unsupported, "the file is a database, but not a Mooring catalog"};
    }
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (version > newest) {
        return Error{Errc::unsupported, "the catalog has schema version " + std::to_string(version) +
                                            ", made by a newer program; this one knows versions up to " +
                                            std::to_string(newest)};
    }
    for (const Migration& step : migrations.subspan(static_cast<std::size_t>(version))) {
        MOORING_ASSERT(step.number == &step - migrations.data() + 1, "migrations are numbered from 1 without gaps");
        MOORING_CHECK(connection.execute(step.sql));
        MOORING_CHECK(connection.execute("PRAGMA user_version = " + std::to_string(step.number)));
    }
    if (version == 0 && newest > 0) {
        MOORING_CHECK(connection.execute("PRAGMA application_id = " + std::to_string(application_id)));
        MOORING_CHECK(seed_ids(connection, first_ids));
    }
    return ok();
}

}  // namespace

std::span<const Migration> all_migrations() {
    static const std::array migrations{migration_0001, migration_0002, migration_0003, migration_0004, migration_0005,
                                       migration_0006, migration_0007, migration_0008, migration_0009};
    return migrations;
}

Result<void> migrate(Connection& connection, const FirstIds& first_ids, std::span<const Migration> migrations) {
    MOORING_CHECK(connection.execute("BEGIN EXCLUSIVE"));
    Result<void> applied = apply(connection, first_ids, migrations);
    if (applied) applied = connection.execute("COMMIT");
    if (!applied && connection.in_transaction()) {
        // The first error tells more than a failed rollback, after which closing the file undoes the same.
        const auto rolled_back = connection.execute("ROLLBACK");
        static_cast<void>(rolled_back);
    }
    return applied;
}

}  // namespace mooring::storage::sqlite
