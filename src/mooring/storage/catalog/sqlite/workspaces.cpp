#include "mooring/storage/catalog/sqlite/workspaces.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::string_view columns =
    "id, key, name, description, image_url, color, website_url, time_zone, publishing_api_enabled, timetable_weeks, "
    "created_at";

Result<Workspace> read_workspace(Row row) {
    Workspace workspace;
    workspace.id = row.id<WorkspaceId>();
    workspace.key = row.text();
    workspace.name = row.text();
    workspace.description = row.text();
    workspace.image_url = row.text();
    workspace.color = row.text();
    workspace.website_url = row.text();
    workspace.time_zone = row.text();
    workspace.publishing_api_enabled = row.flag();
    workspace.timetable_weeks = row.number();
    workspace.created_at = row.instant();
    return workspace;
}

/// All columns but the id, in order.
void add_fields(Statement& statement, const Workspace& workspace) {
    statement.add(workspace.key).add(workspace.name).add(workspace.description).add(workspace.image_url);
    statement.add(workspace.color).add(workspace.website_url).add(workspace.time_zone);
    statement.add(workspace.publishing_api_enabled).add(workspace.timetable_weeks).add(workspace.created_at);
}

}  // namespace

Result<std::optional<Workspace>> SqliteWorkspaceReader::find(WorkspaceId id) {
    static const std::string sql = joined({"SELECT ", columns, " FROM workspaces WHERE id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Workspace>(statement, read_workspace);
}

Result<std::optional<Workspace>> SqliteWorkspaceReader::find_by_key(std::string_view key) {
    static const std::string sql = joined({"SELECT ", columns, " FROM workspaces WHERE key = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(key);
    return first_row<Workspace>(statement, read_workspace);
}

Result<std::vector<Workspace>> SqliteWorkspaceReader::list() {
    static const std::string sql = joined({"SELECT ", columns, " FROM workspaces ORDER BY id"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    return all_rows<Workspace>(statement, read_workspace);
}

Result<std::vector<TimetableEntry>> SqliteWorkspaceReader::timetable(WorkspaceId id) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT week, weekday, start_minute, end_minute, show_id FROM timetable_entries "
                            "WHERE workspace_id = ? ORDER BY week, weekday, start_minute, rowid"));
    statement.add(id);
    return all_rows<TimetableEntry>(statement, [](Row row) -> Result<TimetableEntry> {
        TimetableEntry entry;
        entry.week = row.number();
        entry.weekday = row.number();
        entry.start_minute = row.number();
        entry.end_minute = row.number();
        entry.show = row.id<ShowId>();
        return entry;
    });
}

Result<WorkspaceId> SqliteWorkspaceWriter::insert(const Workspace& workspace) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO workspaces(key, name, description, image_url, color, website_url, "
                                   "time_zone, publishing_api_enabled, timetable_weeks, created_at) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    add_fields(statement, workspace);
    MOORING_CHECK(statement.run());
    const WorkspaceId id{access_.db.last_insert_id()};
    access_.touched.workspaces.push_back(id);
    return id;
}

Result<void> SqliteWorkspaceWriter::update(const Workspace& workspace) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE workspaces SET key = ?, name = ?, description = ?, image_url = ?, "
                                   "color = ?, website_url = ?, time_zone = ?, publishing_api_enabled = ?, "
                                   "timetable_weeks = ?, created_at = ? WHERE id = ?"));
    add_fields(statement, workspace);
    MOORING_CHECK(statement.add(workspace.id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "no such workspace"};
    access_.touched.workspaces.push_back(workspace.id);
    return ok();
}

Result<void> SqliteWorkspaceWriter::replace_timetable(WorkspaceId id, const std::vector<TimetableEntry>& entries) {
    MOORING_TRY(Statement clear, access_.db.prepare("DELETE FROM timetable_entries WHERE workspace_id = ?"));
    MOORING_CHECK(clear.add(id).run());
    for (const TimetableEntry& entry : entries) {
        MOORING_TRY(Statement insert,
                    access_.db.prepare("INSERT INTO timetable_entries(workspace_id, week, weekday, start_minute, "
                                       "end_minute, show_id) VALUES (?, ?, ?, ?, ?, ?)"));
        insert.add(id).add(entry.week).add(entry.weekday).add(entry.start_minute).add(entry.end_minute);
        MOORING_CHECK(insert.add(entry.show).run());
    }
    access_.touched.workspaces.push_back(id);
    return ok();
}

}  // namespace mooring::storage::sqlite
