#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "mooring/base/hash.hpp"
#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"
#include "mooring/storage/plays/duckdb/ranges_text.hpp"
#include "mooring/storage/plays/duckdb/schema.hpp"
#include "mooring/storage/plays/duckdb/sql.hpp"

namespace mooring::storage::duckdb {

namespace {

using analytics::Play;
using analytics::PlayName;
using std::chrono::sys_days;

std::int64_t kind_number(analytics::PlayKind kind) {
    return static_cast<std::int64_t>(kind);
}

std::int64_t flags_of(const Play& play) {
    return (play.is_start ? 1 : 0) | (play.is_play ? 2 : 0) | (play.is_stream ? 4 : 0) | (play.is_video ? 8 : 0);
}

void append_name(Appender& rows, const PlayName& name) {
    rows.number(name.show.value)
        .number(day_number(name.day))
        .number(kind_number(name.kind))
        .unsigned_number(name.key)
        .unsigned_number(name.listener)
        .number(name.episode.value)
        .end_row();
}

void append_play(Appender& rows, const Play& play) {
    const sys_days day = analytics::day_of(play.at);
    const analytics::PlayContext& context = play.context;
    rows.number(play.show.value)
        .number(day_number(day))
        .number(std::chrono::floor<std::chrono::seconds>(play.at - day).count())
        .number(kind_number(play.kind))
        .unsigned_number(play.key)
        .unsigned_number(play.listener)
        .number(play.episode.value)
        .number(flags_of(play));
    for (const std::string* text : {&context.app, &context.device, &context.system, &context.country, &context.region,
                                    &context.city, &context.referrer, &context.source, &context.age, &context.gender}) {
        rows.text(*text);
    }
    rows.number(play.listened_ms)
        .number(play.foreground_ms)
        .text(play.revision)
        .number(play.duration_ms)
        .bytes(play.heard)
        .end_row();
}

/// The facts to put, in order of their names; of several with one name the last.
std::vector<std::pair<PlayName, const Play*>> last_of_each_name(const std::vector<Play>& plays) {
    std::vector<std::pair<PlayName, const Play*>> named;
    named.reserve(plays.size());
    for (auto play = plays.rbegin(); play != plays.rend(); ++play) named.emplace_back(name_of(*play), &*play);
    std::ranges::stable_sort(named, {}, &std::pair<PlayName, const Play*>::first);
    const auto repeated = std::ranges::unique(named, {}, &std::pair<PlayName, const Play*>::first);
    named.erase(repeated.begin(), repeated.end());
    return named;
}

/// The names whose facts are to go before others take their place, and the days they lie on.
Result<void> replace_plays(Connection& connection, const analytics::PlayChanges& changes) {
    if (changes.withdrawn.empty() && changes.put.empty()) return ok();
    MOORING_CHECK(connection.run(
        "CREATE OR REPLACE TEMP TABLE staged_name (show_id BIGINT, day INTEGER, kind UTINYINT, key UBIGINT, "
        "listener UBIGINT, episode BIGINT)"));
    const auto named = last_of_each_name(changes.put);
    sys_days first = sys_days::max();
    sys_days last = sys_days::min();
    {
        MOORING_TRY(Appender names, Appender::open(connection, "staged_name"));
        const auto add = [&](const PlayName& name) {
            append_name(names, name);
            first = std::min(first, name.day);
            last = std::max(last, name.day);
        };
        for (const PlayName& name : changes.withdrawn) add(name);
        for (const auto& [name, play] : named) add(name);
        MOORING_CHECK(names.finish());
    }
    const std::string days =
        "p.day BETWEEN " + std::to_string(day_number(first)) + " AND " + std::to_string(day_number(last));
    const std::string same =
        " p USING staged_name s WHERE " + days +
        " AND p.day = s.day AND p.show_id = s.show_id AND p.kind = s.kind AND p.listener = s.listener "
        "AND p.episode = s.episode";
    MOORING_CHECK(connection.run("DELETE FROM play_recent" + same + " AND p.key = s.key"));
    // Facts that were put in order are looked for only when the batch reaches back to their days.
    std::vector<std::int64_t> runs;
    MOORING_CHECK(connection.query("SELECT id FROM run WHERE last_day >= " + std::to_string(day_number(first)), {},
                                   [&](const Row& row) { runs.push_back(row.number(0)); }));
    for (const std::int64_t run : runs) {
        MOORING_CHECK(connection.run("DELETE FROM play_run_" + std::to_string(run) + same + " AND p.kind < 2"));
    }
    MOORING_TRY(Appender plays, Appender::open(connection, "play_recent"));
    for (const auto& [name, play] : named) append_play(plays, *play);
    return plays.finish();
}

Result<void> replace_states(Connection& connection, const std::vector<analytics::CountingState>& states) {
    if (states.empty()) return ok();
    MOORING_CHECK(connection.run("CREATE OR REPLACE TEMP TABLE staged_state (day INTEGER, key BLOB)"));
    {
        MOORING_TRY(Appender keys, Appender::open(connection, "staged_state"));
        for (const auto& state : states) keys.number(day_number(state.day)).bytes(state.key).end_row();
        MOORING_CHECK(keys.finish());
    }
    MOORING_CHECK(
        connection.run("DELETE FROM counting_state c USING staged_state s WHERE c.day = s.day AND c.key = s.key"));
    MOORING_TRY(Appender rows, Appender::open(connection, "counting_state"));
    for (const auto& state : states) rows.number(day_number(state.day)).bytes(state.key).bytes(state.bytes).end_row();
    return rows.finish();
}

void append_hit(Appender& rows, const CountedHit& counted) {
    const analytics::RawHit& hit = counted.hit;
    rows.bytes(as_text(hit.hit_id))
        .number(day_number(analytics::day_of(hit.at)))
        .number(unix_micros(hit.at))
        .number(hit.show_id)
        .number(hit.episode_id)
        .number(static_cast<std::int64_t>(counted.disposition))
        .text(counted.rule)
        .number(static_cast<std::int64_t>(hit.source))
        .number(static_cast<std::int64_t>(hit.subject))
        .number(hit.duration_ms)
        .text(hit.method)
        .number(hit.status)
        .text(hit.revision)
        .text(hit.variant)
        .text(ranges_text(hit.ranges))
        .text(hit.range_raw)
        .number(hit.sent_bytes)
        .bytes(as_text(hit.net_key))
        .bytes(as_text(hit.ip_key))
        .text(hit.user_agent)
        .text(hit.referrer)
        .text(hit.country)
        .text(hit.region)
        .text(hit.city)
        .number(hit.asn)
        .number(hit.flags)
        .text(hit.playback_id)
        .text(counted.app)
        .text(counted.device)
        .text(counted.rules_version)
        .text(hit.import_name)
        .end_row();
}

Result<void> replace_hits(Connection& connection, const std::vector<CountedHit>& hits) {
    if (hits.empty()) return ok();
    // The last record of an id stands, within the batch too.
    std::vector<const CountedHit*> last;
    std::set<analytics::HitId> seen;
    for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
        if (seen.insert(hit->hit.hit_id).second) last.push_back(&*hit);
    }
    MOORING_CHECK(connection.run("CREATE OR REPLACE TEMP TABLE staged_hit (day INTEGER, id BLOB)"));
    bool has_staged = false;
    {
        MOORING_TRY(Appender ids, Appender::open(connection, "staged_hit"));
        for (const CountedHit* counted : last) {
            if (!counted->may_replace) continue;
            has_staged = true;
            ids.number(day_number(analytics::day_of(counted->hit.at))).bytes(as_text(counted->hit.hit_id)).end_row();
        }
        MOORING_CHECK(ids.finish());
    }
    if (has_staged) {
        MOORING_CHECK(connection.run("DELETE FROM hit h USING staged_hit s WHERE h.day = s.day AND h.id = s.id"));
    }
    MOORING_TRY(Appender rows, Appender::open(connection, "hit"));
    for (auto counted = last.rbegin(); counted != last.rend(); ++counted) append_hit(rows, **counted);
    return rows.finish();
}

/// Of several with one name the last.
std::vector<const Impression*> last_of_each_name(const std::vector<Impression>& impressions) {
    std::map<std::tuple<std::int64_t, sys_days, std::uint64_t>, const Impression*> named;
    for (const Impression& seen : impressions) {
        named[{seen.show.value, analytics::day_of(seen.at), seen.key}] = &seen;
    }
    std::vector<const Impression*> last;
    for (const auto& [name, seen] : named) last.push_back(seen);
    return last;
}

Result<void> replace_impressions(Connection& connection, const std::vector<Impression>& impressions) {
    if (impressions.empty()) return ok();
    const auto last = last_of_each_name(impressions);
    MOORING_CHECK(
        connection.run("CREATE OR REPLACE TEMP TABLE staged_impression (show_id BIGINT, day INTEGER, key UBIGINT)"));
    {
        MOORING_TRY(Appender names, Appender::open(connection, "staged_impression"));
        for (const Impression* seen : last) {
            names.number(seen->show.value)
                .number(day_number(analytics::day_of(seen->at)))
                .unsigned_number(seen->key)
                .end_row();
        }
        MOORING_CHECK(names.finish());
    }
    MOORING_CHECK(
        connection.run("DELETE FROM impression i USING staged_impression s WHERE i.show_id = s.show_id AND i.day = "
                       "s.day AND i.key = s.key"));
    MOORING_TRY(Appender rows, Appender::open(connection, "impression"));
    for (const Impression* seen : last) {
        rows.number(seen->show.value)
            .number(day_number(analytics::day_of(seen->at)))
            .number(unix_micros(seen->at))
            .unsigned_number(seen->key)
            .number(seen->episode.value)
            .unsigned_number(seen->actor)
            .number(seen->is_open ? 1 : 0)
            .text(seen->surface)
            .end_row();
    }
    return rows.finish();
}

Result<void> add_follows(Connection& connection, const std::vector<FollowEvent>& follows) {
    if (follows.empty()) return ok();
    MOORING_CHECK(connection.run(
        "CREATE OR REPLACE TEMP TABLE staged_follow (show_id BIGINT, listener UBIGINT, day INTEGER, at_us BIGINT, "
        "follows UTINYINT)"));
    {
        MOORING_TRY(Appender rows, Appender::open(connection, "staged_follow"));
        for (const FollowEvent& event : follows) {
            rows.number(event.show.value)
                .unsigned_number(event.listener)
                .number(day_number(analytics::day_of(event.at)))
                .number(unix_micros(event.at))
                .number(event.follows ? 1 : 0)
                .end_row();
        }
        MOORING_CHECK(rows.finish());
    }
    return connection.run("INSERT INTO follow SELECT DISTINCT * FROM staged_follow EXCEPT SELECT * FROM follow");
}

}  // namespace

Result<void> DuckdbPlays::append(const PlayBatch& batch) {
    const std::lock_guard lock(writing_);
    MOORING_TRY(Transaction transaction, Transaction::begin(writer_));
    if (!batch.stream.empty()) {
        const std::vector<Value> stream{batch.stream};
        StreamPosition position;
        MOORING_CHECK(writer_.query("SELECT segment, \"offset\" FROM stream_position WHERE stream = ?", stream,
                                    [&](const Row& row) {
                                        position = {row.unsigned_number(0), row.unsigned_number(1)};
                                    }));
        if (batch.end <= position) return ok();
        const std::vector<Value> row{batch.stream, batch.end.segment, batch.end.offset};
        MOORING_CHECK(writer_.query("DELETE FROM stream_position WHERE stream = ?", stream, [](const Row&) {}));
        MOORING_CHECK(writer_.query("INSERT INTO stream_position VALUES (?, ?, ?)", row, [](const Row&) {}));
    }
    MOORING_CHECK(replace_plays(writer_, batch.changes));
    MOORING_CHECK(replace_states(writer_, batch.changes.states));
    MOORING_CHECK(replace_hits(writer_, batch.hits));
    MOORING_CHECK(replace_impressions(writer_, batch.impressions));
    MOORING_CHECK(add_follows(writer_, batch.follows));
    return commit(transaction);
}

}  // namespace mooring::storage::duckdb
