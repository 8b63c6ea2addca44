#include "mooring/storage/catalog/sqlite/engagement.hpp"

#include <algorithm>

namespace mooring::storage::sqlite {
namespace {

using domain::BlockedListener;
using domain::Comment;
using domain::CommentSettings;
using domain::CommentState;
using domain::EpisodeId;
using domain::ModerationPolicy;
using domain::Poll;
using domain::PollType;
using domain::ShowId;

static_assert(static_cast<int>(CommentState::held) == 0 && static_cast<int>(CommentState::published) == 1);
static_assert(static_cast<int>(ModerationPolicy::none) == 0 && static_cast<int>(ModerationPolicy::some) == 1 &&
              static_cast<int>(ModerationPolicy::maximum) == 2);
static_assert(static_cast<int>(PollType::single_choice) == 0 && static_cast<int>(PollType::multiple_choice) == 1);

std::string join_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

Error unsound(const char* what) {
    return {Errc::corrupt, std::string{"the catalog holds a damaged "} + what};
}

constexpr const char* comment_columns =
    "c.id, c.parent_id, c.show_id, c.episode_id, c.is_by_creator, c.username, c.full_name, c.body, c.language, "
    "c.created_at, c.approved_at, c.state, c.first_state, c.has_blocked_word, c.breaks_rule, c.is_read, c.is_pinned, "
    "c.thread_seen_at";

Result<Comment> read_comment(Row row) {
    Comment comment;
    comment.id = row.text();
    comment.parent = row.maybe_text();
    comment.show = row.id<ShowId>();
    comment.episode = row.id<EpisodeId>();
    comment.is_by_creator = row.flag();
    comment.username = row.text();
    comment.full_name = row.text();
    comment.text = row.text();
    comment.language = row.text();
    comment.created_at = row.instant();
    comment.approved_at = row.maybe_instant();
    comment.state = row.enumerator(CommentState::published);
    comment.first_state = row.enumerator(CommentState::published);
    comment.has_blocked_word = row.flag();
    comment.breaks_rule = row.flag();
    comment.is_read = row.flag();
    comment.is_pinned = row.flag();
    comment.thread_seen_at = row.maybe_instant();
    if (!row.is_sound()) return unsound("comment");
    return comment;
}

/// The condition of a query, without its position. Takes ?1 to ?12.
constexpr const char* is_asked_for =
    " FROM comments c CROSS JOIN episodes e ON e.id = c.episode_id WHERE e.archived_at IS NULL AND e.deleted_at IS "
    "NULL "
    "AND c.show_id = ?1 AND (?2 IS NULL OR c.episode_id = ?2) AND (?3 IS NULL OR c.parent_id = ?3) "
    "AND ((?4 AND c.state = 0) OR (?5 AND c.state = 1)) "
    "AND ((?6 AND c.parent_id IS NULL) OR (?7 AND c.parent_id IS NOT NULL)) "
    "AND (NOT ?8 OR (c.is_read = 0 AND c.created_at > coalesce((SELECT p.thread_seen_at FROM comments p "
    "WHERE p.id = c.parent_id), -1))) "
    "AND (NOT ?9 OR NOT EXISTS (SELECT 1 FROM comments r WHERE r.parent_id = c.id AND r.is_by_creator AND r.state = "
    "1)) "
    "AND (NOT ?10 OR c.is_pinned) ";

void add_conditions(Statement& statement, const CommentQuery& query) {
    statement.add(query.show).add(query.episode);
    if (query.parent) {
        statement.add(*query.parent);
    } else {
        statement.add_null();
    }
    statement.add(query.has_held).add(query.has_published).add(query.has_roots).add(query.has_replies);
    statement.add(query.is_unread_only).add(query.is_unanswered_only).add(query.is_pinned_only);
}

}  // namespace

Result<CommentSettings> SqliteEngagementReader::comment_settings(ShowId show) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT takes_comments, policy, blocked_words FROM comment_settings "
                                                 "WHERE show_id = ?"));
    statement.add(show);
    MOORING_TRY(auto found, first_row<CommentSettings>(statement, [](Row row) -> Result<CommentSettings> {
                    CommentSettings settings;
                    settings.takes_comments = row.flag();
                    settings.policy = row.enumerator(ModerationPolicy::maximum);
                    settings.blocked_words = split_lines(row.text());
                    if (!row.is_sound()) return unsound("moderation policy");
                    return settings;
                }));
    return std::move(found).value_or(CommentSettings{});
}

Result<std::optional<Comment>> SqliteEngagementReader::find_comment(std::string_view id) {
    static const std::string sql = joined({"SELECT ", comment_columns, " FROM comments c WHERE c.id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Comment>(statement, read_comment);
}

Result<std::vector<Comment>> SqliteEngagementReader::list_comments(const CommentQuery& query) {
    static const std::string newest_first =
        joined({"SELECT ", comment_columns, is_asked_for,
                "AND (?11 IS NULL OR c.created_at < ?11 OR (c.created_at = ?11 AND c.id > ?12)) "
                "ORDER BY c.created_at DESC, c.id LIMIT ?13"});
    static const std::string oldest_first =
        joined({"SELECT ", comment_columns, is_asked_for,
                "AND (?11 IS NULL OR c.created_at > ?11 OR (c.created_at = ?11 AND c.id > ?12)) "
                "ORDER BY c.created_at, c.id LIMIT ?13"});
    MOORING_TRY(Statement statement, db_.prepare(query.is_oldest_first ? oldest_first.c_str() : newest_first.c_str()));
    add_conditions(statement, query);
    if (query.after) {
        statement.add(query.after->created_at).add(query.after->id);
    } else {
        statement.add_null().add_null();
    }
    statement.add(std::max<std::int64_t>(query.limit, 0));
    return all_rows<Comment>(statement, read_comment);
}

Result<std::int64_t> SqliteEngagementReader::count_comments(const CommentQuery& query) {
    static const std::string sql = joined({"SELECT count(*)", is_asked_for});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    add_conditions(statement, query);
    return single_integer(statement);
}

Result<ReplyTally> SqliteEngagementReader::tally_replies(std::string_view comment, bool counts_held,
                                                         bool counts_published) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT count(*) FILTER (WHERE (?2 AND state = 0) OR (?3 AND state = 1)), "
                            "count(*) FILTER (WHERE is_by_creator AND state = 1) FROM comments WHERE parent_id = ?1"));
    statement.add(comment).add(counts_held).add(counts_published);
    MOORING_TRY(const auto found, first_row<ReplyTally>(statement, [](Row row) -> Result<ReplyTally> {
                    ReplyTally tally;
                    tally.replies = row.integer();
                    tally.is_answered = row.flag();
                    return tally;
                }));
    return found.value_or(ReplyTally{});
}

Result<std::vector<std::pair<std::chrono::sys_days, std::int64_t>>> SqliteEngagementReader::published_by_day(
    ShowId show, std::optional<EpisodeId> episode, std::chrono::sys_days begin, std::chrono::sys_days end) {
    using DayCount = std::pair<std::chrono::sys_days, std::int64_t>;
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT created_at / 86400000000, count(*) FROM comments WHERE show_id = ?1 AND state = 1 "
                            "AND (?2 IS NULL OR episode_id = ?2) AND created_at >= ?3 AND created_at < ?4 "
                            "GROUP BY 1 ORDER BY 1"));
    statement.add(show).add(episode).add(Instant{begin}).add(Instant{end});
    return all_rows<DayCount>(statement, [](Row row) -> Result<DayCount> {
        const auto day = std::chrono::sys_days{std::chrono::days{static_cast<int>(row.integer())}};
        return DayCount{day, row.integer()};
    });
}

Result<bool> SqliteEngagementReader::is_blocked(ShowId show, std::string_view username) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT 1 FROM blocked_listeners WHERE show_id = ? AND username = ?"));
    return statement.add(show).add(username).step();
}

Result<std::vector<BlockedListener>> SqliteEngagementReader::list_blocked(ShowId show, std::int64_t offset,
                                                                          std::int64_t limit) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT username, full_name, blocked_at FROM blocked_listeners WHERE show_id = ? "
                            "ORDER BY blocked_at DESC, username LIMIT ? OFFSET ?"));
    statement.add(show).add(std::max<std::int64_t>(limit, 0)).add(offset);
    return all_rows<BlockedListener>(statement, [](Row row) -> Result<BlockedListener> {
        BlockedListener listener;
        listener.username = row.text();
        listener.full_name = row.text();
        listener.blocked_at = row.instant();
        return listener;
    });
}

Result<std::optional<Poll>> SqliteEngagementReader::find_poll(EpisodeId episode) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT episode_id, question, options, type, opens_at, closes_at FROM polls "
                            "WHERE episode_id = ?"));
    statement.add(episode);
    return first_row<Poll>(statement, [](Row row) -> Result<Poll> {
        Poll poll;
        poll.episode = row.id<EpisodeId>();
        poll.question = row.text();
        poll.options = split_lines(row.text());
        poll.type = row.enumerator(PollType::multiple_choice);
        poll.opens_at = row.instant();
        poll.closes_at = row.instant();
        if (!row.is_sound()) return unsound("poll");
        return poll;
    });
}

Result<domain::PollVotes> SqliteEngagementReader::count_votes(const Poll& poll) {
    domain::PollVotes votes;
    votes.by_option.resize(poll.options.size());
    MOORING_TRY(Statement voters, db_.prepare("SELECT count(DISTINCT voter) FROM poll_votes WHERE episode_id = ?"));
    voters.add(poll.episode);
    MOORING_TRY(votes.voters, single_integer(voters));
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT option, count(*) FROM poll_votes WHERE episode_id = ? GROUP BY option"));
    statement.add(poll.episode);
    for (;;) {
        MOORING_TRY(const bool more, statement.step());
        if (!more) return votes;
        Row row = statement.row();
        const auto option = static_cast<std::size_t>(row.integer());
        if (option < votes.by_option.size()) votes.by_option[option] = row.integer();
    }
}

Result<void> SqliteEngagementWriter::put_comment_settings(ShowId show, const CommentSettings& settings) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT OR REPLACE INTO comment_settings(show_id, takes_comments, policy, "
                                   "blocked_words) VALUES (?, ?, ?, ?)"));
    statement.add(show).add(settings.takes_comments).add(settings.policy);
    return statement.add(join_lines(settings.blocked_words)).run();
}

Result<void> SqliteEngagementWriter::insert_comment(const Comment& comment) {
    MOORING_TRY(Statement statement,
                access_.db.prepare(
                    "INSERT INTO comments(id, parent_id, show_id, episode_id, is_by_creator, username, full_name, "
                    "body, language, "
                    "created_at, approved_at, state, first_state, has_blocked_word, breaks_rule, is_read, is_pinned, "
                    "thread_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add(comment.id).add(comment.parent).add(comment.show).add(comment.episode).add(comment.is_by_creator);
    statement.add(comment.username).add(comment.full_name).add(comment.text).add(comment.language);
    statement.add(comment.created_at).add(comment.approved_at).add(comment.state).add(comment.first_state);
    statement.add(comment.has_blocked_word).add(comment.breaks_rule).add(comment.is_read).add(comment.is_pinned);
    return statement.add(comment.thread_seen_at).run();
}

Result<void> SqliteEngagementWriter::update_comment(const Comment& comment) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE comments SET approved_at = ?, state = ?, is_read = ?, is_pinned = ?, "
                                   "thread_seen_at = ? WHERE id = ?"));
    statement.add(comment.approved_at).add(comment.state).add(comment.is_read).add(comment.is_pinned);
    MOORING_CHECK(statement.add(comment.thread_seen_at).add(comment.id).run());
    if (access_.db.changes() == 0) return Error{Errc::not_found, "there is no such comment"};
    return ok();
}

Result<void> SqliteEngagementWriter::remove_comment(std::string_view id) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM comments WHERE id = ?"));
    return statement.add(id).run();
}

Result<void> SqliteEngagementWriter::unpin_all(EpisodeId episode) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("UPDATE comments SET is_pinned = 0 WHERE episode_id = ? AND is_pinned = 1"));
    return statement.add(episode).run();
}

Result<void> SqliteEngagementWriter::block(ShowId show, const BlockedListener& listener) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO blocked_listeners(show_id, username, full_name, blocked_at) "
                                   "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"));
    return statement.add(show).add(listener.username).add(listener.full_name).add(listener.blocked_at).run();
}

Result<void> SqliteEngagementWriter::unblock(ShowId show, std::string_view username) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("DELETE FROM blocked_listeners WHERE show_id = ? AND username = ?"));
    return statement.add(show).add(username).run();
}

Result<void> SqliteEngagementWriter::put_poll(const Poll& poll) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO polls(episode_id, question, options, type, opens_at, closes_at) VALUES "
                                   "(?, ?, ?, ?, ?, ?) ON CONFLICT (episode_id) DO UPDATE SET question = "
                                   "excluded.question, options = excluded.options, type = excluded.type, opens_at = "
                                   "excluded.opens_at, closes_at = excluded.closes_at"));
    statement.add(poll.episode).add(poll.question).add(join_lines(poll.options)).add(poll.type);
    return statement.add(poll.opens_at).add(poll.closes_at).run();
}

Result<void> SqliteEngagementWriter::remove_poll(EpisodeId episode) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM polls WHERE episode_id = ?"));
    return statement.add(episode).run();
}

Result<void> SqliteEngagementWriter::remove_votes(EpisodeId episode) {
    MOORING_TRY(Statement statement, access_.db.prepare("DELETE FROM poll_votes WHERE episode_id = ?"));
    return statement.add(episode).run();
}

Result<void> SqliteEngagementWriter::put_votes(EpisodeId episode, std::string_view voter,
                                               const std::vector<std::size_t>& options) {
    MOORING_TRY(Statement old, access_.db.prepare("DELETE FROM poll_votes WHERE episode_id = ? AND voter = ?"));
    MOORING_CHECK(old.add(episode).add(voter).run());
    for (const std::size_t option : options) {
        MOORING_TRY(Statement statement,
                    access_.db.prepare("INSERT INTO poll_votes(episode_id, voter, option) VALUES (?, ?, ?) "
                                       "ON CONFLICT DO NOTHING"));
        MOORING_CHECK(statement.add(episode).add(voter).add(static_cast<std::int64_t>(option)).run());
    }
    return ok();
}

}  // namespace mooring::storage::sqlite
