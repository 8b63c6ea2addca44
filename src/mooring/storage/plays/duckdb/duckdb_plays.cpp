#include "mooring/storage/plays/duckdb/duckdb_plays.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "mooring/analytics/listening/heard_code.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/storage/plays/duckdb/ranges_text.hpp"
#include "mooring/storage/plays/duckdb/schema.hpp"
#include "mooring/storage/plays/duckdb/sql.hpp"

namespace mooring::storage::duckdb {

namespace {

using analytics::CountingState;

template <std::size_t N>
std::array<std::byte, N> array_of(std::string_view bytes) {
    std::array<std::byte, N> array{};
    std::memcpy(array.data(), bytes.data(), std::min(bytes.size(), N));
    return array;
}

CountedHit hit_of(const Row& row) {
    CountedHit counted;
    analytics::RawHit& hit = counted.hit;
    std::size_t column = 0;
    const auto number = [&] { return row.number(column++); };
    const auto text = [&] { return std::string{row.text(column++)}; };
    hit.hit_id = array_of<16>(row.text(column++));
    hit.at = from_unix_micros(number());
    hit.show_id = number();
    hit.episode_id = number();
    counted.disposition = static_cast<analytics::Disposition>(number());
    counted.rule = text();
    hit.source = static_cast<analytics::HitSource>(number());
    hit.subject = static_cast<analytics::HitSubject>(number());
    hit.duration_ms = number();
    hit.method = text();
    hit.status = static_cast<int>(number());
    hit.revision = text();
    hit.variant = text();
    hit.ranges = parse_ranges(text());
    hit.range_raw = text();
    hit.sent_bytes = number();
    hit.net_key = array_of<16>(row.text(column++));
    hit.ip_key = array_of<16>(row.text(column++));
    hit.user_agent = text();
    hit.referrer = text();
    hit.country = text();
    hit.region = text();
    hit.city = text();
    hit.asn = static_cast<std::uint32_t>(number());
    hit.flags = static_cast<std::uint32_t>(number());
    hit.playback_id = text();
    counted.app = text();
    counted.device = text();
    counted.rules_version = text();
    hit.import_name = text();
    return counted;
}

constexpr const char* hit_columns =
    "id, at_us, show_id, episode, disposition::BIGINT, rule, source::BIGINT, subject::BIGINT, duration_ms, method, "
    "status::BIGINT, revision, variant, ranges, range_raw, sent_bytes, net_key, ip_key, user_agent, referrer, country, "
    "region, city, "
    "asn::BIGINT, flags::BIGINT, playback_id, app, device, rules_version, import_name";

}  // namespace

Result<std::unique_ptr<DuckdbPlays>> open_duckdb_plays(const DuckdbOptions& options) {
    MOORING_TRY(auto database,
                Database::open(options.path, {.memory_bytes = options.memory_bytes, .threads = options.threads}));
    MOORING_TRY(Connection writer, Connection::open(database));
    MOORING_CHECK(bring_up_to_date(writer));
    return std::make_unique<DuckdbPlays>(options, std::move(database), std::move(writer));
}

Result<StreamPosition> DuckdbPlays::position_of(const std::string& stream) {
    MOORING_TRY(Connection connection, reader());
    StreamPosition position;
    const std::array<Value, 1> values{stream};
    MOORING_CHECK(connection.query("SELECT segment, \"offset\" FROM stream_position WHERE stream = ?", values,
                                   [&](const Row& row) {
                                       position = {row.unsigned_number(0), row.unsigned_number(1)};
                                   }));
    return position;
}

Result<std::vector<CountingState>> DuckdbPlays::states(analytics::DayRange days) {
    MOORING_TRY(Connection connection, reader());
    std::vector<CountingState> states;
    MOORING_CHECK(connection.query(
        "SELECT day::BIGINT, key, bytes FROM counting_state WHERE " + day_condition(days), {}, [&](const Row& row) {
            states.push_back(
                {.day = day_from(row.number(0)), .key = std::string{row.text(1)}, .bytes = std::string{row.text(2)}});
        }));
    return states;
}

Result<analytics::RetentionCurve> DuckdbPlays::retention(const RetentionQuestion& question) {
    MOORING_TRY(Connection connection, reader());
    const std::string sql =
        "SELECT listener, heard FROM play WHERE kind = 2 AND show_id = " + std::to_string(question.show.value) +
        " AND episode = " + std::to_string(question.episode.value) + " AND " + day_condition(question.days) +
        " AND revision = ? ORDER BY listener";
    analytics::CurveBuilder builder{question.seconds};
    std::optional<analytics::ListenerId> listener;
    analytics::IntervalSet heard;
    bool is_garbled = false;
    const std::array<Value, 1> values{question.revision};
    MOORING_CHECK(connection.query(sql, values, [&](const Row& row) {
        if (listener != row.unsigned_number(0)) {
            if (listener) builder.add_listener(heard);
            listener = row.unsigned_number(0);
            heard = {};
        }
        const auto stretches = analytics::decode_heard(row.text(1));
        if (stretches) heard.add(*stretches);
        is_garbled = is_garbled || !stretches;
    }));
    if (is_garbled) return Error{Errc::corrupt, "garbled stretches of listening among the plays"};
    if (listener) builder.add_listener(heard);
    return builder.finish();
}

Result<std::optional<std::chrono::sys_days>> DuckdbPlays::first_day(const analytics::Subject& subject) {
    MOORING_TRY(Connection connection, reader());
    MOORING_TRY(const auto day,
                connection.number("SELECT min(day)::BIGINT FROM play" + subject_condition(" WHERE ", subject)));
    if (!day) return std::optional<std::chrono::sys_days>{};
    return std::optional{day_from(*day)};
}

Result<std::map<domain::EpisodeId, std::chrono::sys_days>> DuckdbPlays::first_days(const analytics::Subject& subject) {
    MOORING_TRY(Connection connection, reader());
    std::map<domain::EpisodeId, std::chrono::sys_days> first;
    const std::string sql = "SELECT episode::BIGINT, min(day)::BIGINT FROM play" +
                            subject_condition(" WHERE ", subject) + " GROUP BY episode";
    MOORING_CHECK(connection.query(
        sql, {}, [&](const Row& row) { first[domain::EpisodeId{row.number(0)}] = day_from(row.number(1)); }));
    return first;
}

Result<std::optional<CountedHit>> DuckdbPlays::find_hit(const analytics::HitId& id) {
    MOORING_TRY(Connection connection, reader());
    std::optional<CountedHit> found;
    const std::array<Value, 1> values{to_hex(id)};
    MOORING_CHECK(connection.query(std::string{"SELECT "} + hit_columns + " FROM hit WHERE id = unhex(?)", values,
                                   [&](const Row& row) { found = hit_of(row); }));
    return found;
}

Result<void> DuckdbPlays::visit_hits(analytics::DayRange days, std::optional<domain::ShowId> show,
                                     const std::function<bool(const CountedHit&)>& visit) {
    MOORING_TRY(Connection connection, reader());
    const std::string of_show = show ? " AND show_id = " + std::to_string(show->value) : std::string{};
    bool goes_on = true;
    return connection.query(std::string{"SELECT "} + hit_columns + " FROM hit WHERE " + day_condition(days) + of_show,
                            {}, [&](const Row& row) { goes_on = goes_on && visit(hit_of(row)); });
}

Result<std::vector<VerdictCount>> DuckdbPlays::verdicts(analytics::DayRange days) {
    MOORING_TRY(Connection connection, reader());
    std::vector<VerdictCount> verdicts;
    MOORING_CHECK(connection.query("SELECT disposition::BIGINT, rule, count(*)::BIGINT AS hits FROM hit WHERE " +
                                       day_condition(days) + " GROUP BY ALL ORDER BY hits DESC, 1, 2",
                                   {}, [&](const Row& row) {
                                       verdicts.push_back({static_cast<analytics::Disposition>(row.number(0)),
                                                           std::string{row.text(1)}, row.number(2)});
                                   }));
    return verdicts;
}

}  // namespace mooring::storage::duckdb
