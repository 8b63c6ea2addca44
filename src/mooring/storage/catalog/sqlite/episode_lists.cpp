#include <limits>

#include "mooring/storage/catalog/sqlite/episode_rows.hpp"
#include "mooring/storage/catalog/sqlite/episodes.hpp"
#include "mooring/storage/catalog/sqlite/visibility_sql.hpp"

// The public lists. Each names its index: a page must be one range of it, in order, whatever the planner thinks of
// a catalog whose statistics it has never gathered.

namespace mooring::storage::sqlite {
namespace {

constexpr std::string_view show_title = "(SELECT s.title FROM shows s WHERE s.id = e.show_id)";
constexpr std::string_view newest_first = " ORDER BY e.publish_second DESC, e.place DESC";
/// The partial indexes of episodes that wait for their time.
constexpr std::string_view timed = "e.out_from > -9223372036854775808";

// Parameters: the workspace, :now, the place to start after (second, id), limit, offset.
const std::string& page_of_workspace() {
    static const std::string sql =
        joined({"SELECT ", episode_columns, ", ", show_title,
                " FROM episodes e INDEXED BY episodes_out_by_workspace WHERE e.workspace_id = ? AND ", visible_sql,
                " AND (e.publish_second, e.place) < (?, ?)", newest_first, " LIMIT ? OFFSET ?"});
    return sql;
}

// Parameters: the show, :now, the workspace or NULL, then as above.
const std::string& page_of_show() {
    static const std::string sql =
        joined({"SELECT ", episode_columns, ", ", show_title,
                " FROM episodes e INDEXED BY episodes_out_by_show WHERE e.show_id = ? AND ", visible_sql,
                " AND e.workspace_id = ifnull(?, e.workspace_id) AND (e.publish_second, e.place) < (?, ?)",
                newest_first, " LIMIT ? OFFSET ?"});
    return sql;
}

// A total is what is out for good, which is counted as it is written, and the few whose time has come since.
// Parameters: the workspace twice, :now.
const std::string& count_of_workspace() {
    static const std::string sql =
        joined({"SELECT (SELECT ifnull(sum(out_count), 0) FROM show_counts WHERE workspace_id = ? AND is_public = 1) + "
                "(SELECT count(*) FROM episodes e INDEXED BY episodes_timed_by_workspace WHERE e.workspace_id = ? AND ",
                timed, " AND ", visible_sql, ")"});
    return sql;
}

// Parameters: the show, the workspace or NULL, the show, the workspace or NULL, :now.
const std::string& count_of_show() {
    static const std::string sql =
        joined({"SELECT (SELECT ifnull(sum(out_count), 0) FROM show_counts WHERE show_id = ? AND is_public = 1 AND "
                "workspace_id = ifnull(?, workspace_id)) + "
                "(SELECT count(*) FROM episodes e INDEXED BY episodes_timed_by_show WHERE e.show_id = ? AND "
                "e.workspace_id = ifnull(?, e.workspace_id) AND ",
                timed, " AND ", visible_sql, ")"});
    return sql;
}

// Parameters: the show, :now.
const std::string& revisions_of_show() {
    static const std::string sql =
        joined({"SELECT e.id, e.updated_at, e.revision FROM episodes e INDEXED BY episodes_out_by_show "
                "WHERE e.show_id = ? AND ",
                out_sql, newest_first});
    return sql;
}

// Parameters: the workspace, :now, the term three times, limit.
const std::string& search_of_workspace() {
    static const std::string sql =
        joined({"SELECT ", episode_columns,
                ", s.title FROM episodes e INDEXED BY episodes_out_by_workspace CROSS JOIN shows s ON s.id = e.show_id "
                "WHERE e.workspace_id = ? AND ",
                visible_sql,
                " AND (instr(e.folded_title, ?) > 0 OR instr(s.folded_title, ?) > 0 OR "
                "instr(s.folded_presenter, ?) > 0)",
                newest_first, " LIMIT ?"});
    return sql;
}

// Parameter: :now, below which nothing is wanted.
const std::string& next_of_all() {
    static const std::string sql = joined(
        {"SELECT min(e.out_from) FROM episodes e INDEXED BY episodes_timed WHERE ", timed, " AND e.out_from > :now"});
    return sql;
}

// Parameters: the show, :now.
const std::string& next_of_show() {
    static const std::string sql =
        joined({"SELECT min(e.out_from) FROM episodes e INDEXED BY episodes_timed_by_show WHERE e.show_id = ? AND ",
                timed, " AND e.out_from > :now"});
    return sql;
}

Result<ListedEpisode> read_listed(Row row) {
    ListedEpisode listed;
    MOORING_TRY(listed.episode, read_episode(row));
    listed.show_title = row.text();
    return listed;
}

Error no_subject() {
    return Error{Errc::invalid_argument, "a public list is of a workspace or of a show"};
}

}  // namespace

std::array<std::pair<std::string_view, const std::string*>, 8> public_list_statements() {
    return {{{"page_of_workspace", &page_of_workspace()},
             {"page_of_show", &page_of_show()},
             {"count_of_workspace", &count_of_workspace()},
             {"count_of_show", &count_of_show()},
             {"revisions_of_show", &revisions_of_show()},
             {"search_of_workspace", &search_of_workspace()},
             {"next_of_all", &next_of_all()},
             {"next_of_show", &next_of_show()}}};
}

Result<std::vector<ListedEpisode>> SqliteEpisodeReader::list_visible(const VisibleEpisodesQuery& query) {
    if (!query.workspace && !query.show) return no_subject();
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    const EpisodePosition start = query.after.value_or(EpisodePosition{end, EpisodeId{end}});
    MOORING_TRY(Statement statement, db_.prepare((query.show ? page_of_show() : page_of_workspace()).c_str()));
    if (query.show) {
        statement.add(*query.show).add(query.now).add(query.workspace);
    } else {
        statement.add(*query.workspace).add(query.now);
    }
    statement.add(start.unix_seconds).add(start.id).add(std::max<std::int64_t>(query.limit, 0));
    statement.add(query.after ? 0 : query.offset);
    return all_rows<ListedEpisode>(statement, read_listed);
}

Result<std::int64_t> SqliteEpisodeReader::count_visible(const VisibleEpisodesQuery& query) {
    if (!query.workspace && !query.show) return no_subject();
    MOORING_TRY(Statement statement, db_.prepare((query.show ? count_of_show() : count_of_workspace()).c_str()));
    if (query.show) {
        statement.add(*query.show).add(query.workspace).add(*query.show).add(query.workspace).add(query.now);
    } else {
        statement.add(*query.workspace).add(*query.workspace).add(query.now);
    }
    return single_integer(statement);
}

Result<std::vector<EpisodeRevision>> SqliteEpisodeReader::visible_revisions(ShowId show, Instant now) {
    MOORING_TRY(Statement statement, db_.prepare(revisions_of_show().c_str()));
    statement.add(show).add(now);
    return all_rows<EpisodeRevision>(statement, [](Row row) -> Result<EpisodeRevision> {
        EpisodeRevision revision;
        revision.id = row.id<EpisodeId>();
        revision.updated_at = row.instant();
        revision.revision = row.integer();
        return revision;
    });
}

Result<std::vector<ListedEpisode>> SqliteEpisodeReader::search_visible(WorkspaceId workspace,
                                                                       std::string_view folded_term, Instant now,
                                                                       std::int64_t limit) {
    MOORING_TRY(Statement statement, db_.prepare(search_of_workspace().c_str()));
    statement.add(workspace).add(now).add(folded_term).add(folded_term).add(folded_term);
    statement.add(std::max<std::int64_t>(limit, 0));
    return all_rows<ListedEpisode>(statement, read_listed);
}

Result<std::optional<Instant>> SqliteEpisodeReader::next_publication(std::optional<ShowId> show, Instant now) {
    MOORING_TRY(Statement statement, db_.prepare((show ? next_of_show() : next_of_all()).c_str()));
    if (show) statement.add(*show);
    MOORING_TRY(const bool found, statement.add(now).step());
    if (!found) return std::optional<Instant>{};
    return statement.row().maybe_instant();
}

}  // namespace mooring::storage::sqlite
