#include "mooring/storage/catalog/sqlite/shows.hpp"

#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/storage/catalog/json_codec.hpp"
#include "mooring/storage/catalog/sqlite/markets_sql.hpp"
#include "mooring/storage/catalog/sqlite/search_index.hpp"
#include "mooring/storage/catalog/sqlite/stored_enums.hpp"

namespace mooring::storage::sqlite {
namespace {

/// What `read_show` reads, in its order.
constexpr std::string_view columns =
    "s.id, s.workspace_id, s.title, s.presenter, s.opaque_id, s.key, s.slug, s.guid, s.apple_title, s.author, "
    "s.owner_name, s.owner_email, s.hide_owner_email, s.copyright, s.website_url, s.language, s.is_explicit, s.type, "
    "s.medium, s.image_url, s.image_hash, s.visibility, s.is_suspended, s.is_complete, s.block_directories, "
    "s.is_locked, s.redirect_state, s.redirect_url, s.new_feed_until, s.feed_item_limit, s.feed_page_size, "
    "s.custom_domain, s.created_at, s.updated_at, s.content_changed_at, s.deleted_at, s.categories_json, "
    "s.prefixes_json, s.description, s.tags_json, s.markets, s.is_slug_chosen, s.distribution_json, s.money_json, "
    "s.hosting, s.source_url";

Result<Show> read_show(Row row) {
    Show show;
    show.id = row.id<ShowId>();
    show.workspace = row.id<WorkspaceId>();
    show.title = row.text();
    show.presenter = row.text();
    show.opaque_id = row.text();
    show.key = row.text();
    show.slug = row.text();
    show.guid = row.text();
    show.apple_title = row.text();
    show.author = row.text();
    show.owner_name = row.text();
    show.owner_email = row.text();
    show.hide_owner_email = row.flag();
    show.copyright = row.text();
    show.website_url = row.text();
    show.language = row.text();
    show.is_explicit = row.flag();
    show.type = row.enumerator(last_show_type);
    show.medium = row.text();
    show.image_url = row.text();
    show.image_hash = row.text();
    show.visibility = row.enumerator(last_show_visibility);
    show.is_suspended = row.flag();
    show.is_complete = row.flag();
    show.block_directories = row.flag();
    show.is_locked = row.flag();
    show.redirect.state = row.enumerator(last_redirect_state);
    show.redirect.url = row.text();
    show.new_feed_until = row.maybe_instant();
    show.feed_item_limit = row.maybe_number();
    show.feed_page_size = row.maybe_number();
    show.custom_domain = row.text();
    show.created_at = row.instant();
    show.updated_at = row.instant();
    show.content_changed_at = row.instant();
    show.deleted_at = row.maybe_instant();
    MOORING_CHECK(decode_json(row.text(), show.categories));
    MOORING_CHECK(decode_json(row.text(), show.enclosure_prefixes));
    show.description = row.text();
    MOORING_CHECK(decode_json(row.text(), show.tags));
    show.markets = read_markets(row);
    show.is_slug_chosen = row.flag();
    MOORING_CHECK(decode_json(row.text(), show.distribution));
    MOORING_CHECK(decode_json(row.text(), show.money));
    show.hosting = row.enumerator(last_hosting);
    show.source_url = row.text();
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: a show holds a value that is not known"};
    return show;
}

/// What `add_fields` binds, in its order.
constexpr std::string_view written_columns[] = {"workspace_id",
                                                "is_public",
                                                "title",
                                                "folded_title",
                                                "presenter",
                                                "folded_presenter",
                                                "opaque_id",
                                                "key",
                                                "slug",
                                                "guid",
                                                "apple_title",
                                                "author",
                                                "owner_name",
                                                "owner_email",
                                                "hide_owner_email",
                                                "copyright",
                                                "website_url",
                                                "language",
                                                "is_explicit",
                                                "type",
                                                "medium",
                                                "image_url",
                                                "image_hash",
                                                "visibility",
                                                "is_suspended",
                                                "is_complete",
                                                "block_directories",
                                                "is_locked",
                                                "redirect_state",
                                                "redirect_url",
                                                "new_feed_until",
                                                "feed_item_limit",
                                                "feed_page_size",
                                                "custom_domain",
                                                "created_at",
                                                "updated_at",
                                                "content_changed_at",
                                                "deleted_at",
                                                "categories_json",
                                                "prefixes_json",
                                                "description",
                                                "tags_json",
                                                "markets",
                                                "is_slug_chosen",
                                                "distribution_json",
                                                "money_json",
                                                "hosting",
                                                "source_url"};

void add_fields(Statement& to, const Show& show) {
    to.add(show.workspace).add(domain::is_public(show)).add(show.title).add(fold_case(show.title));
    to.add(show.presenter).add(fold_case(show.presenter)).add(show.opaque_id).add(show.key).add(show.slug);
    to.add(show.guid).add(show.apple_title).add(show.author).add(show.owner_name).add(show.owner_email);
    to.add(show.hide_owner_email).add(show.copyright).add(show.website_url).add(show.language);
    to.add(show.is_explicit).add(show.type).add(show.medium).add(show.image_url).add(show.image_hash);
    to.add(show.visibility).add(show.is_suspended).add(show.is_complete).add(show.block_directories);
    to.add(show.is_locked).add(show.redirect.state).add(show.redirect.url).add(show.new_feed_until);
    to.add(show.feed_item_limit).add(show.feed_page_size).add(show.custom_domain).add(show.created_at);
    to.add(show.updated_at).add(show.content_changed_at).add(show.deleted_at).add(encode_json(show.categories));
    to.add(encode_json(show.enclosure_prefixes)).add(show.description).add(encode_json(show.tags));
    to.add(stored_markets(show.markets)).add(show.is_slug_chosen).add(encode_json(show.distribution));
    to.add(encode_json(show.money)).add(show.hosting).add(show.source_url);
}

}  // namespace

Result<std::optional<Show>> SqliteShowReader::find(ShowId id) {
    static const std::string sql = joined({"SELECT ", columns, " FROM shows s WHERE s.id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(id);
    return first_row<Show>(statement, read_show);
}

Result<std::optional<Show>> SqliteShowReader::find_by_key(std::string_view key) {
    static const std::string sql = joined({"SELECT ", columns, " FROM shows s WHERE s.key = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(key);
    return first_row<Show>(statement, read_show);
}

Result<std::optional<Show>> SqliteShowReader::find_by_opaque_id(std::string_view opaque_id) {
    static const std::string sql = joined({"SELECT ", columns, " FROM shows s WHERE s.opaque_id = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(opaque_id);
    return first_row<Show>(statement, read_show);
}

Result<std::optional<Show>> SqliteShowReader::find_by_slug(std::string_view slug) {
    static const std::string sql =
        joined({"SELECT ", columns, " FROM show_slugs h CROSS JOIN shows s ON s.id = h.show_id WHERE h.slug = ?"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(slug);
    return first_row<Show>(statement, read_show);
}

Result<std::optional<Show>> SqliteShowReader::find_by_custom_domain(std::string_view host) {
    static const std::string sql = joined({"SELECT ", columns,
                                           " FROM shows s WHERE s.custom_domain = ? AND s.custom_domain <> '' "
                                           "ORDER BY s.deleted_at IS NOT NULL, s.id LIMIT 1"});
    MOORING_TRY(Statement statement, db_.prepare(sql.c_str()));
    statement.add(host);
    return first_row<Show>(statement, read_show);
}

Result<std::vector<std::string>> SqliteShowReader::list_domains(ShowId id) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT host FROM show_domains WHERE show_id = ? ORDER BY host"));
    statement.add(id);
    return all_rows<std::string>(statement, [](Row row) -> Result<std::string> { return row.text(); });
}

Result<std::vector<Show>> SqliteShowReader::list(std::optional<WorkspaceId> workspace) {
    static const std::string of_one =
        joined({"SELECT ", columns, " FROM shows s WHERE s.deleted_at IS NULL AND s.workspace_id = ? ORDER BY s.id"});
    static const std::string of_all =
        joined({"SELECT ", columns, " FROM shows s WHERE s.deleted_at IS NULL ORDER BY s.id"});
    MOORING_TRY(Statement statement, db_.prepare(workspace ? of_one.c_str() : of_all.c_str()));
    if (workspace) statement.add(*workspace);
    return all_rows<Show>(statement, read_show);
}

Result<bool> SqliteShowReader::is_slug_free(std::string_view slug) {
    MOORING_TRY(Statement statement, db_.prepare("SELECT 1 FROM show_slugs WHERE slug = ?"));
    MOORING_TRY(const bool taken, statement.add(slug).step());
    return !taken;
}

Result<void> SqliteShowWriter::check_slug(const Show& show) {
    MOORING_TRY(Statement statement, access_.db.prepare("SELECT 1 FROM show_slugs WHERE slug = ? AND show_id <> ?"));
    MOORING_TRY(const bool taken, statement.add(show.slug).add(show.id).step());
    if (taken) return Error{Errc::conflict, "slug is taken", "slug"};
    return ok();
}

Result<void> SqliteShowWriter::keep_slug(ShowId id, std::string_view slug) {
    if (slug.empty()) return ok();
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO show_slugs(slug, show_id) VALUES (?, ?) ON CONFLICT DO NOTHING"));
    return statement.add(slug).add(id).run();
}

Result<void> SqliteShowWriter::keep_domain(ShowId id, std::string_view host) {
    if (host.empty()) return ok();
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO show_domains(show_id, host) VALUES (?, ?) ON CONFLICT DO NOTHING"));
    return statement.add(id).add(host).run();
}

Result<void> SqliteShowWriter::keep_picture(ShowId id, std::string_view hash) {
    if (hash.empty()) return ok();
    MOORING_TRY(Statement statement,
                access_.db.prepare("INSERT INTO show_pictures(hash, show_id) VALUES (?, ?) ON CONFLICT DO NOTHING"));
    return statement.add(hash).add(id).run();
}

Result<ShowId> SqliteShowWriter::insert(const Show& show) {
    static const std::string sql = insert_sql("shows", written_columns);
    Show fresh = show;
    fresh.id = ShowId{};
    MOORING_CHECK(check_slug(fresh));
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_fields(statement, fresh);
    MOORING_CHECK(statement.run());
    const ShowId id{access_.db.last_insert_id()};
    MOORING_CHECK(keep_slug(id, show.slug));
    MOORING_CHECK(keep_domain(id, show.custom_domain));
    fresh.id = id;
    MOORING_CHECK(put_show_words(access_, fresh));
    MOORING_CHECK(keep_picture(id, show.image_hash));
    access_.touched.shows.push_back(id);
    access_.touched.workspaces.push_back(show.workspace);
    return id;
}

Result<void> SqliteShowWriter::update(const Show& show) {
    static const std::string sql = update_sql("shows", written_columns) + " WHERE id = ?";
    MOORING_TRY(Statement old, access_.db.prepare("SELECT workspace_id FROM shows WHERE id = ?"));
    MOORING_TRY(const bool found, old.add(show.id).step());
    if (!found) return Error{Errc::not_found, "no such show"};
    const auto old_workspace = old.row().id<WorkspaceId>();
    MOORING_CHECK(old.run());
    MOORING_CHECK(check_slug(show));
    MOORING_TRY(Statement statement, access_.db.prepare(sql.c_str()));
    add_fields(statement, show);
    MOORING_CHECK(statement.add(show.id).run());
    MOORING_CHECK(keep_slug(show.id, show.slug));
    MOORING_CHECK(keep_domain(show.id, show.custom_domain));
    MOORING_CHECK(put_show_words(access_, show));
    MOORING_CHECK(keep_picture(show.id, show.image_hash));
    access_.touched.shows.push_back(show.id);
    access_.touched.workspaces.push_back(show.workspace);
    if (old_workspace != show.workspace) access_.touched.workspaces.push_back(old_workspace);
    return ok();
}

}  // namespace mooring::storage::sqlite
