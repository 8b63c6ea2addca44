#include "mooring/storage/catalog/sqlite/change_log.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::size_t listed_at_most = 500;  ///< ids of one transaction; beyond that, everything
constexpr int kept_entries = 20'000;

/// What one row of the log says.
struct LoggedChange {
    std::optional<std::int64_t> workspace = {};
    std::optional<std::int64_t> show = {};
    bool accounts = false;
    bool everything = false;
    bool pictures = false;
};

Result<void> log_row(Connection& db, std::int64_t origin, const LoggedChange& change) {
    MOORING_TRY(Statement statement,
                db.prepare("INSERT INTO change_log(origin, workspace_id, show_id, accounts, everything, pictures) "
                           "VALUES (?, ?, ?, ?, ?, ?)"));
    statement.add(origin).add(change.workspace).add(change.show).add(change.accounts).add(change.everything);
    return statement.add(change.pictures).run();
}

}  // namespace

Result<void> log_changes(Connection& db, std::int64_t origin, const ChangeSet& touched) {
    const auto ids = touched.workspaces.size() + touched.shows.size();
    if (touched.everything || ids > listed_at_most) return log_row(db, origin, {.everything = true});
    // An entry also when nothing is listed: a commit without one was made by something that keeps no log.
    if (ids == 0 || touched.accounts || touched.pictures) {
        MOORING_CHECK(log_row(db, origin, {.accounts = touched.accounts, .pictures = touched.pictures}));
    }
    for (const auto workspace : touched.workspaces) {
        MOORING_CHECK(log_row(db, origin, {.workspace = workspace.value}));
    }
    for (const auto show : touched.shows) MOORING_CHECK(log_row(db, origin, {.show = show.value}));
    return ok();
}

Result<void> prune_change_log(Connection& db) {
    MOORING_TRY(Statement statement,
                db.prepare("DELETE FROM change_log WHERE sequence <= (SELECT max(sequence) FROM change_log) - ?"));
    return statement.add(kept_entries).run();
}

Result<std::optional<ChangeSet>> ExternalChanges::poll() {
    MOORING_TRY(const std::int64_t version, db_.integer("PRAGMA data_version"));
    if (version == data_version_) return std::optional<ChangeSet>{};
    // The log and the version that goes with it, of one snapshot.
    MOORING_CHECK(db_.execute("BEGIN"));
    auto changes = read_log();
    const auto ended = db_.execute("COMMIT");
    if (changes && !ended) return ended.error();
    return changes;
}

Result<std::optional<ChangeSet>> ExternalChanges::read_log() {
    const bool first = last_sequence_ < 0;
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT sequence, origin, workspace_id, show_id, accounts, everything, pictures FROM "
                            "change_log WHERE sequence > ? ORDER BY sequence"));
    statement.add(last_sequence_);
    ChangeSet changes;
    bool any_entry = false;
    bool any_of_others = false;
    std::int64_t last = last_sequence_;
    for (;;) {
        MOORING_TRY(const bool more, statement.step());
        if (!more) break;
        Row row = statement.row();
        const auto sequence = row.integer();
        any_entry = true;
        if (sequence != last + 1) changes.everything = any_of_others = true;  // some were pruned before we saw them
        last = sequence;
        if (row.integer() == origin_) continue;
        any_of_others = true;
        if (const auto workspace = row.maybe_integer()) changes.workspaces.push_back(domain::WorkspaceId{*workspace});
        if (const auto show = row.maybe_integer()) changes.shows.push_back(domain::ShowId{*show});
        changes.accounts = row.flag() || changes.accounts;
        changes.everything = row.flag() || changes.everything;
        changes.pictures = row.flag() || changes.pictures;
    }
    MOORING_TRY(data_version_, db_.integer("PRAGMA data_version"));
    last_sequence_ = std::max<std::int64_t>(last, 0);
    if (first) return std::optional<ChangeSet>{};
    if (!any_entry) changes.everything = true;
    if (any_entry && !any_of_others) return std::optional<ChangeSet>{};
    return changes;
}

}  // namespace mooring::storage::sqlite
