#include "mooring/storage/catalog/sqlite/search_index.hpp"

#include "mooring/domain/visibility.hpp"
#include "mooring/storage/catalog/sqlite/episode_rows.hpp"
#include "mooring/storage/catalog/sqlite/listings.hpp"
#include "mooring/storage/catalog/sqlite/shows.hpp"

namespace mooring::storage::sqlite {
namespace {

/// `"text"`, or `"text"*` for a word that only begins with it.
std::string match_of(const SearchTerm& term) {
    std::string quoted = "\"";
    for (const char c : term.text) {
        if (c == '"') quoted += '"';
        if (c != '\0') quoted += c;
    }
    quoted += term.is_phrase ? "\"" : "\"*";
    return quoted;
}

std::string match_of(std::span<const SearchTerm> terms) {
    std::string all;
    for (const SearchTerm& term : terms) all += (all.empty() ? "" : " AND ") + match_of(term);
    return "(" + all + ")";
}

/// True when the texts of the row are those of `columns` already: writing words again is what costs.
template <std::size_t count>
Result<bool> holds(Statement& present, const std::array<std::string_view, count>& columns) {
    MOORING_TRY(const bool found, present.step());
    if (!found) return false;
    Row row = present.row();
    for (const std::string_view column : columns) {
        if (row.text() != column) return false;
    }
    return true;
}

std::string publisher_words(const domain::Show& show) {
    return show.author.empty() ? show.presenter : show.author + " " + show.presenter;
}

Result<void> write_all_episodes(const WriteAccess& access) {
    static const std::string sql =
        joined({"SELECT ", episode_columns, ", e.show_public FROM episodes e WHERE e.deleted_at IS NULL"});
    MOORING_TRY(Statement statement, access.db.prepare(sql.c_str()));
    for (;;) {
        MOORING_TRY(const bool more, statement.step());
        if (!more) return ok();
        Row row = statement.row();
        MOORING_TRY(const domain::Episode episode, read_episode(row));
        MOORING_CHECK(put_listing(access, episode, row.flag()));
    }
}

Result<void> write_all(const WriteAccess& access) {
    MOORING_CHECK(access.db.execute("DELETE FROM listings; DELETE FROM episode_search; DELETE FROM show_search"));
    MOORING_CHECK(write_all_episodes(access));
    MOORING_TRY(const auto shows, SqliteShowReader{access.db}.list(std::nullopt));
    for (const domain::Show& show : shows) MOORING_CHECK(put_show_words(access, show));
    return access.db.execute("UPDATE search_state SET version = " + std::to_string(search_version));
}

}  // namespace

Result<void> put_episode_words(const WriteAccess& access, std::int64_t position, const domain::Episode& episode) {
    const std::string body = access.visible_text(episode.description);
    {
        MOORING_TRY(Statement present, access.db.prepare("SELECT title, body FROM episode_search WHERE rowid = ?"));
        present.add(position);
        MOORING_TRY(const bool same, holds<2>(present, {episode.title, body}));
        if (same) return ok();
    }
    MOORING_TRY(Statement statement,
                access.db.prepare("INSERT OR REPLACE INTO episode_search(rowid, title, body) VALUES (?, ?, ?)"));
    return statement.add(position).add(episode.title).add(body).run();
}

Result<void> remove_episode_words(Connection& db, std::int64_t position) {
    MOORING_TRY(Statement statement, db.prepare("DELETE FROM episode_search WHERE rowid = ?"));
    return statement.add(position).run();
}

Result<void> put_show_words(const WriteAccess& access, const domain::Show& show) {
    if (show.deleted_at) {
        MOORING_TRY(Statement statement, access.db.prepare("DELETE FROM show_search WHERE rowid = ?"));
        return statement.add(show.id).run();
    }
    const std::string publisher = publisher_words(show);
    const std::string body = access.visible_text(show.description);
    {
        MOORING_TRY(Statement present,
                    access.db.prepare("SELECT title, publisher, body FROM show_search WHERE rowid = ?"));
        present.add(show.id);
        MOORING_TRY(const bool same, holds<3>(present, {show.title, publisher, body}));
        if (same) return ok();
    }
    MOORING_TRY(
        Statement statement,
        access.db.prepare("INSERT OR REPLACE INTO show_search(rowid, title, publisher, body) VALUES (?, ?, ?, ?)"));
    return statement.add(show.id).add(show.title).add(publisher).add(body).run();
}

Result<void> bring_search_up_to_date(const WriteAccess& access) {
    MOORING_TRY(const std::int64_t version, access.db.integer("SELECT version FROM search_state"));
    if (version == search_version) return ok();
    MOORING_CHECK(access.db.execute("BEGIN IMMEDIATE"));
    Result<void> written = write_all(access);
    if (written) written = access.db.execute("COMMIT");
    if (!written && access.db.in_transaction()) {
        const auto rolled_back = access.db.execute("ROLLBACK");
        static_cast<void>(rolled_back);  // the first error tells more
    }
    return written;
}

std::vector<std::string> match_tiers(std::span<const SearchTerm> terms, std::span<const std::string_view> columns) {
    std::vector<std::string> tiers;
    if (terms.empty()) return tiers;
    const std::string all = match_of(terms);
    std::string names;
    std::string earlier;
    for (const std::string_view column : columns) {
        names += (names.empty() ? "" : " ") + std::string{column};
        const std::string here = "{" + names + "} : " + all;
        tiers.push_back(earlier.empty() ? here : "(" + here + ") NOT (" + earlier + ")");
        earlier = here;
    }
    tiers.push_back(all + " NOT (" + earlier + ")");
    return tiers;
}

}  // namespace mooring::storage::sqlite
