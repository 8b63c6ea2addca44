#include "mooring/storage/catalog/sqlite/insights.hpp"

#include <algorithm>

namespace mooring::storage::sqlite {
namespace {

using domain::AccountId;
using domain::EpisodeId;
using domain::Insight;
using domain::InsightFeedback;
using domain::InsightRating;
using domain::ShowId;

static_assert(static_cast<int>(InsightRating::negative) == 0 && static_cast<int>(InsightRating::positive) == 1);

std::chrono::sys_days day_of(std::int64_t number) {
    return std::chrono::sys_days{std::chrono::days{number}};
}
std::int64_t number_of(std::chrono::sys_days day) {
    return day.time_since_epoch().count();
}

Result<Insight> read_insight(Row row) {
    Insight insight;
    insight.id = row.text();
    insight.show = row.id<ShowId>();
    if (const auto episode = row.maybe_integer()) insight.episode = EpisodeId{*episode};
    insight.begin = day_of(row.integer());
    insight.end = day_of(row.integer());
    insight.asked_at = row.instant();
    insight.text = row.text();
    insight.written_at = row.maybe_instant();
    return insight;
}

}  // namespace

Result<std::optional<Insight>> SqliteInsightReader::find(std::string_view id) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT id, show_id, episode_id, begin_day, end_day, asked_at, body, written_at FROM "
                            "insights WHERE id = ?"));
    statement.add(id);
    return first_row<Insight>(statement, read_insight);
}

Result<std::vector<Insight>> SqliteInsightReader::of_episode(EpisodeId episode, std::int64_t limit) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT id, show_id, episode_id, begin_day, end_day, asked_at, body, written_at FROM "
                            "insights WHERE episode_id = ? ORDER BY asked_at DESC, id LIMIT ?"));
    statement.add(episode).add(std::max<std::int64_t>(limit, 0));
    return all_rows<Insight>(statement, read_insight);
}

Result<std::optional<InsightFeedback>> SqliteInsightReader::find_feedback(std::string_view insight, AccountId account) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT id, insight_id, account_id, rating, comment, given_at FROM insight_feedback "
                            "WHERE insight_id = ? AND account_id = ?"));
    statement.add(insight).add(account);
    return first_row<InsightFeedback>(statement, [](Row row) -> Result<InsightFeedback> {
        InsightFeedback feedback;
        feedback.id = row.text();
        feedback.insight = row.text();
        feedback.account = row.id<AccountId>();
        feedback.rating = row.enumerator(InsightRating::positive);
        feedback.comment = row.text();
        feedback.given_at = row.instant();
        if (!row.is_sound()) return Error{Errc::corrupt, "the catalog holds damaged feedback"};
        return feedback;
    });
}

Result<void> SqliteInsightWriter::insert(const Insight& insight, std::int64_t most) {
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO insights(id, show_id, episode_id, begin_day, end_day, asked_at, body, "
                                   "written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add(insight.id).add(insight.show).add(insight.episode);
    statement.add(number_of(insight.begin)).add(number_of(insight.end)).add(insight.asked_at);
    MOORING_CHECK(statement.add(insight.text).add(insight.written_at).run());
    MOORING_TRY(Statement old,
                access_.db.prepare("DELETE FROM insights WHERE id IN (SELECT id FROM insights WHERE show_id = ? ORDER "
                                   "BY asked_at DESC, id LIMIT -1 OFFSET ?)"));
    return old.add(insight.show).add(std::max<std::int64_t>(most, 1)).run();
}

Result<void> SqliteInsightWriter::write(std::string_view id, std::string_view text, Instant at) {
    MOORING_TRY(Statement statement, access_.db.prepare("UPDATE insights SET body = ?, written_at = ? WHERE id = ?"));
    return statement.add(text).add(at).add(id).run();
}

Result<void> SqliteInsightWriter::put_feedback(const InsightFeedback& feedback) {
    MOORING_TRY(
        Statement statement,
        access_.db.prepare("INSERT INTO insight_feedback(id, insight_id, account_id, rating, comment, given_at) "
                           "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (insight_id, account_id) DO UPDATE SET id = "
                           "excluded.id, rating = excluded.rating, comment = excluded.comment, given_at = "
                           "excluded.given_at"));
    statement.add(feedback.id).add(feedback.insight).add(feedback.account).add(feedback.rating);
    return statement.add(feedback.comment).add(feedback.given_at).run();
}

}  // namespace mooring::storage::sqlite
