#include "mooring/storage/catalog/sqlite/listings.hpp"

#include <algorithm>

#include "mooring/domain/visibility.hpp"
#include "mooring/storage/catalog/sqlite/episode_rows.hpp"
#include "mooring/storage/catalog/sqlite/markets_sql.hpp"
#include "mooring/storage/catalog/sqlite/search_index.hpp"
#include "mooring/storage/catalog/sqlite/visibility_sql.hpp"

namespace mooring::storage::sqlite {
namespace {

using domain::Episode;
using domain::EpisodeId;

/// `listings.position`: 33 bits of seconds since 1970, of years up to 2242, over 30 bits of the id.
constexpr int id_bits = 30;
constexpr std::int64_t id_end = std::int64_t{1} << id_bits;
constexpr std::int64_t last_second = (std::int64_t{1} << (63 - id_bits)) - 1;

Result<std::int64_t> position_of(const Episode& episode) {
    if (episode.id.value >= id_end) return Error{Errc::unsupported, "catalog: no more episodes fit into the catalogue"};
    const std::int64_t second = episode.publish_at ? unix_seconds(*episode.publish_at) : 0;
    return (std::clamp<std::int64_t>(second, 0, last_second) << id_bits) | episode.id.value;
}

/// As `out_from`, sound apart.
std::optional<std::int64_t> listed_from(const Episode& episode) {
    if (domain::is_listed(episode, Instant::min())) return always_out;
    if (!domain::is_listed(episode, Instant::max())) return std::nullopt;
    return unix_micros(*episode.publish_at);
}

bool is_external(const Episode& episode) {
    return std::holds_alternative<domain::ExternalMedia>(episode.media);
}

bool is_video(const Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        return stored->mime_type.starts_with("video/");
    }
    const auto* external = std::get_if<domain::ExternalMedia>(&episode.media);
    return external != nullptr && external->mime_type.starts_with("video/");
}

// Parameters: :now, the country.
constexpr std::string_view in_scope =
    "l.show_public = 1 AND l.listed_from <= ? AND (l.markets IS NULL OR instr(l.markets, ?) > 0)";

// Parameters: the show, those of `in_scope`, limit, offset.
const std::string& page_of_show() {
    static const std::string sql =
        joined({"SELECT ", episode_columns,
                " FROM listings l INDEXED BY listings_by_show CROSS JOIN episodes e ON e.id = l.episode_id "
                "WHERE l.show_id = ? AND ",
                in_scope, " ORDER BY l.position DESC LIMIT ? OFFSET ?"});
    return sql;
}

// Parameters: the show, those of `in_scope`.
const std::string& count_of_show() {
    static const std::string sql =
        joined({"SELECT count(*), ifnull(sum(l.is_external), 0), ifnull(sum(l.is_video), 0) "
                "FROM listings l INDEXED BY listings_by_show WHERE l.show_id = ? AND ",
                in_scope});
    return sql;
}

// The markets of shows are looked up once: those that are not everywhere are few.
// Parameters: the words, those of `in_scope`, the country, limit.
const std::string& matching_episodes() {
    static const std::string sql =
        joined({"SELECT l.episode_id FROM episode_search f CROSS JOIN listings l ON l.position = f.rowid "
                "WHERE f.episode_search MATCH ? AND ",
                in_scope,
                " AND l.show_id NOT IN (SELECT id FROM shows INDEXED BY shows_by_markets "
                "WHERE markets IS NOT NULL AND instr(markets, ?) = 0) ORDER BY f.rowid DESC LIMIT ?"});
    return sql;
}

// Parameters: the words, the country, limit.
const std::string& matching_shows() {
    static const std::string sql =
        "SELECT s.id FROM show_search f CROSS JOIN shows s ON s.id = f.rowid WHERE f.show_search MATCH ? AND "
        "s.is_public = 1 AND (s.markets IS NULL OR instr(s.markets, ?) > 0) ORDER BY f.rowid DESC LIMIT ?";
    return sql;
}

Result<std::optional<std::int64_t>> old_position(Connection& db, EpisodeId id) {
    MOORING_TRY(Statement statement, db.prepare("SELECT position FROM listings WHERE episode_id = ?"));
    statement.add(id);
    return first_row<std::int64_t>(statement, [](Row row) -> Result<std::int64_t> { return row.integer(); });
}

Result<void> remove_at(Connection& db, std::int64_t position) {
    MOORING_TRY(Statement statement, db.prepare("DELETE FROM listings WHERE position = ?"));
    MOORING_CHECK(statement.add(position).run());
    return remove_episode_words(db, position);
}

}  // namespace

std::array<std::pair<std::string_view, const std::string*>, 4> listing_statements() {
    return {{{"page_of_show", &page_of_show()},
             {"count_of_show", &count_of_show()},
             {"matching_episodes", &matching_episodes()},
             {"matching_shows", &matching_shows()}}};
}

Result<void> put_listing(const WriteAccess& access, const Episode& episode, bool show_public) {
    const std::optional<std::int64_t> from = listed_from(episode);
    MOORING_TRY(const auto old, old_position(access.db, episode.id));
    if (!from) return old ? remove_at(access.db, *old) : ok();
    MOORING_TRY(const std::int64_t position, position_of(episode));
    if (old && *old != position) MOORING_CHECK(remove_at(access.db, *old));
    MOORING_TRY(Statement statement,
                access.db.prepare("INSERT OR REPLACE INTO listings(position, episode_id, show_id, show_public, "
                                  "listed_from, is_external, is_video, markets) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    statement.add(position).add(episode.id).add(episode.show).add(show_public).add(*from);
    statement.add(is_external(episode)).add(is_video(episode)).add(stored_markets(episode.markets));
    MOORING_CHECK(statement.run());
    return put_episode_words(access, position, episode);
}

Result<std::vector<Episode>> SqliteListingReader::list_episodes(domain::ShowId show, const ListingScope& scope,
                                                                std::int64_t offset, std::int64_t limit) {
    if (scope.country.empty()) return std::vector<Episode>{};
    MOORING_TRY(Statement statement, db_.prepare(page_of_show().c_str()));
    statement.add(show).add(scope.now).add(scope.country).add(std::max<std::int64_t>(limit, 0)).add(offset);
    return all_rows<Episode>(statement, [](Row row) { return read_episode(row); });
}

Result<ListingCounts> SqliteListingReader::count_episodes(domain::ShowId show, const ListingScope& scope) {
    ListingCounts counts;
    if (scope.country.empty()) return counts;
    MOORING_TRY(Statement statement, db_.prepare(count_of_show().c_str()));
    MOORING_TRY(const bool found, statement.add(show).add(scope.now).add(scope.country).step());
    if (!found) return counts;
    Row row = statement.row();
    counts.total = row.integer();
    counts.external = row.integer();
    counts.video = row.integer();
    return counts;
}

Result<std::optional<Instant>> SqliteListingReader::next_listing(domain::ShowId show, Instant now) {
    MOORING_TRY(Statement statement,
                db_.prepare("SELECT min(listed_from) FROM listings INDEXED BY listings_timed WHERE show_id = ? AND "
                            "listed_from > -9223372036854775808 AND listed_from > ?"));
    MOORING_TRY(const bool found, statement.add(show).add(now).step());
    if (!found) return std::optional<Instant>{};
    return statement.row().maybe_instant();
}

Result<std::vector<EpisodeId>> SqliteListingReader::search_episodes(std::span<const SearchTerm> terms,
                                                                    const ListingScope& scope, std::int64_t limit) {
    constexpr std::string_view columns[] = {"title"};
    std::vector<EpisodeId> found;
    if (scope.country.empty()) return found;
    for (const std::string& expression : match_tiers(terms, columns)) {
        const auto room = limit - std::ssize(found);
        if (room <= 0) break;
        MOORING_TRY(Statement statement, db_.prepare(matching_episodes().c_str()));
        statement.add(expression).add(scope.now).add(scope.country).add(scope.country).add(std::int64_t{room});
        MOORING_TRY(const auto tier,
                    all_rows<EpisodeId>(statement, [](Row row) -> Result<EpisodeId> { return row.id<EpisodeId>(); }));
        found.insert(found.end(), tier.begin(), tier.end());
    }
    return found;
}

Result<std::vector<domain::ShowId>> SqliteListingReader::search_shows(std::span<const SearchTerm> terms,
                                                                      const ListingScope& scope, std::int64_t limit) {
    constexpr std::string_view columns[] = {"title", "publisher"};
    std::vector<domain::ShowId> found;
    if (scope.country.empty()) return found;
    for (const std::string& expression : match_tiers(terms, columns)) {
        const auto room = limit - std::ssize(found);
        if (room <= 0) break;
        MOORING_TRY(Statement statement, db_.prepare(matching_shows().c_str()));
        statement.add(expression).add(scope.country).add(std::int64_t{room});
        MOORING_TRY(const auto tier, all_rows<domain::ShowId>(statement, [](Row row) -> Result<domain::ShowId> {
                        return row.id<domain::ShowId>();
                    }));
        found.insert(found.end(), tier.begin(), tier.end());
    }
    return found;
}

}  // namespace mooring::storage::sqlite
