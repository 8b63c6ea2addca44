#include "mooring/storage/catalog/sqlite/episode_rows.hpp"

#include <chrono>

#include "mooring/base/utf8.hpp"
#include "mooring/storage/catalog/json_codec.hpp"
#include "mooring/storage/catalog/sqlite/markets_sql.hpp"
#include "mooring/storage/catalog/sqlite/stored_enums.hpp"
#include "mooring/storage/catalog/sqlite/visibility_sql.hpp"

namespace mooring::storage::sqlite {
namespace {

using domain::Episode;
using domain::ExternalMedia;
using domain::Media;
using domain::StoredMedia;

/// `episodes.media_kind`: the alternatives of domain::Media, by their place in it.
enum class MediaKind { none, stored, external };
static_assert(std::is_same_v<std::variant_alternative_t<1, Media>, StoredMedia>);
static_assert(std::is_same_v<std::variant_alternative_t<2, Media>, ExternalMedia>);

std::optional<std::int64_t> millis(const std::optional<std::chrono::milliseconds>& duration) {
    if (!duration) return std::nullopt;
    return duration->count();
}

std::optional<std::chrono::milliseconds> duration_of(const std::optional<std::int64_t>& millis_count) {
    if (!millis_count) return std::nullopt;
    return std::chrono::milliseconds{*millis_count};
}

/// The thirteen media columns, in order.
Media read_media(Row& row) {
    const auto kind = row.enumerator(MediaKind::external);
    std::string sha256 = row.text();
    std::string url = row.text();
    const auto size_bytes = row.maybe_integer();
    std::string mime_type = row.text();
    std::string extension = row.text();
    const auto duration = duration_of(row.maybe_integer());
    const auto begin = row.integer();
    const auto end = row.integer();
    const auto bitrate_kbps = row.maybe_number();
    const auto sample_rate_hz = row.maybe_number();
    const auto channels = row.maybe_number();
    const auto since = row.instant();
    switch (kind) {
        case MediaKind::none: return std::monostate{};
        case MediaKind::stored:
            return StoredMedia{.sha256 = std::move(sha256),
                               .size_bytes = size_bytes.value_or(0),
                               .mime_type = std::move(mime_type),
                               .extension = std::move(extension),
                               .duration = duration,
                               .media_begin = begin,
                               .media_end = end,
                               .bitrate_kbps = bitrate_kbps,
                               .sample_rate_hz = sample_rate_hz,
                               .channels = channels,
                               .since = since};
        case MediaKind::external:
            return ExternalMedia{.url = std::move(url),
                                 .size_bytes = size_bytes,
                                 .mime_type = std::move(mime_type),
                                 .duration = duration,
                                 .since = since};
    }
    return std::monostate{};
}

void add_media(Statement& to, const Media& media) {
    if (const auto* stored = std::get_if<StoredMedia>(&media)) {
        to.add(MediaKind::stored).add(stored->sha256).add_null().add(stored->size_bytes).add(stored->mime_type);
        to.add(stored->extension).add(millis(stored->duration)).add(stored->media_begin).add(stored->media_end);
        to.add(stored->bitrate_kbps).add(stored->sample_rate_hz).add(stored->channels).add(stored->since);
    } else if (const auto* external = std::get_if<ExternalMedia>(&media)) {
        to.add(MediaKind::external).add_null().add(external->url).add(external->size_bytes).add(external->mime_type);
        to.add_null().add(millis(external->duration)).add_null().add_null().add_null().add_null().add_null();
        to.add(external->since);
    } else {
        to.add(MediaKind::none);
        for (int column = 0; column < 12; ++column) to.add_null();
    }
}

constexpr std::string_view changing_columns[] = {"show_id",
                                                 "workspace_id",
                                                 "show_public",
                                                 "out_from",
                                                 "publish_second",
                                                 "title",
                                                 "folded_title",
                                                 "guid_is_permalink",
                                                 "slug",
                                                 "apple_title",
                                                 "author",
                                                 "external_url",
                                                 "image_url",
                                                 "image_hash",
                                                 "is_explicit",
                                                 "type",
                                                 "season",
                                                 "season_name",
                                                 "number",
                                                 "number_display",
                                                 "block_directories",
                                                 "status",
                                                 "publish_at",
                                                 "archived_at",
                                                 "archived_by",
                                                 "deleted_at",
                                                 "created_at",
                                                 "updated_at",
                                                 "media_kind",
                                                 "media_sha256",
                                                 "media_url",
                                                 "media_size",
                                                 "media_type",
                                                 "media_extension",
                                                 "media_duration_ms",
                                                 "media_begin",
                                                 "media_end",
                                                 "media_bitrate",
                                                 "media_sample_rate",
                                                 "media_channels",
                                                 "media_since",
                                                 "description",
                                                 "tags_json",
                                                 "markets",
                                                 "languages",
                                                 "date_precision",
                                                 "audio_id",
                                                 "notes_json",
                                                 "video_sha256",
                                                 "video_json",
                                                 "stream_sha256",
                                                 "companions_json"};

}  // namespace

const std::string_view episode_columns =
    "e.id, e.show_id, e.workspace_id, e.title, e.opaque_id, e.key, e.guid, e.guid_is_permalink, e.slug, "
    "e.apple_title, e.author, e.external_url, e.image_url, e.image_hash, e.is_explicit, e.type, e.season, "
    "e.season_name, e.number, e.number_display, e.block_directories, e.status, e.publish_at, e.archived_at, "
    "e.archived_by, e.deleted_at, e.created_at, e.updated_at, e.media_kind, e.media_sha256, e.media_url, "
    "e.media_size, e.media_type, e.media_extension, e.media_duration_ms, e.media_begin, e.media_end, "
    "e.media_bitrate, e.media_sample_rate, e.media_channels, e.media_since, e.description, e.tags_json, e.markets, "
    "e.languages, e.date_precision, e.audio_id, e.notes_json, e.video_json, e.companions_json";

Result<Episode> read_episode(Row& row) {
    Episode episode;
    episode.id = row.id<domain::EpisodeId>();
    episode.show = row.id<domain::ShowId>();
    episode.workspace = row.id<domain::WorkspaceId>();
    episode.title = row.text();
    episode.opaque_id = row.text();
    episode.key = row.text();
    episode.guid = row.text();
    episode.guid_is_permalink = row.flag();
    episode.slug = row.text();
    episode.apple_title = row.text();
    episode.author = row.text();
    episode.external_url = row.text();
    episode.image_url = row.text();
    episode.image_hash = row.text();
    episode.is_explicit = row.maybe_flag();
    episode.type = row.enumerator(last_episode_type);
    episode.season = row.maybe_number();
    episode.season_name = row.text();
    episode.number = row.text();
    episode.number_display = row.text();
    episode.block_directories = row.flag();
    episode.status = row.enumerator(last_episode_status);
    episode.publish_at = row.maybe_instant();
    episode.archived_at = row.maybe_instant();
    episode.archived_by = row.text();
    episode.deleted_at = row.maybe_instant();
    episode.created_at = row.instant();
    episode.updated_at = row.instant();
    episode.media = read_media(row);
    episode.description = row.text();
    MOORING_CHECK(decode_json(row.text(), episode.tags));
    episode.markets = read_markets(row);
    episode.languages = split_words<std::vector<std::string>>(row.text());
    episode.date_precision = row.enumerator(last_date_precision);
    episode.audio = row.id<domain::AudioId>();
    MOORING_CHECK(decode_json(row.text(), episode.notes));
    MOORING_CHECK(decode_json(row.text(), episode.video));
    MOORING_CHECK(decode_json(row.text(), episode.companions));
    if (!row.is_sound()) return Error{Errc::corrupt, "catalog: an episode holds a value that is not known"};
    return episode;
}

std::span<const std::string_view> changing_episode_columns() {
    return changing_columns;
}

void add_episode(Statement& to, const Episode& episode, bool show_public) {
    to.add(episode.show).add(episode.workspace).add(show_public).add(out_from(episode));
    to.add(episode.publish_at ? unix_seconds(*episode.publish_at) : std::int64_t{0});
    to.add(episode.title).add(fold_case(episode.title)).add(episode.guid_is_permalink).add(episode.slug);
    to.add(episode.apple_title).add(episode.author).add(episode.external_url).add(episode.image_url);
    to.add(episode.image_hash).add(episode.is_explicit).add(episode.type).add(episode.season);
    to.add(episode.season_name).add(episode.number).add(episode.number_display).add(episode.block_directories);
    to.add(episode.status).add(episode.publish_at).add(episode.archived_at).add(episode.archived_by);
    to.add(episode.deleted_at).add(episode.created_at).add(episode.updated_at);
    add_media(to, episode.media);
    to.add(episode.description).add(encode_json(episode.tags)).add(stored_markets(episode.markets));
    to.add(join_words(episode.languages)).add(episode.date_precision);
    to.add(episode.audio).add(encode_json(episode.notes));
    episode.video ? to.add(episode.video->sha256) : to.add_null();
    to.add(encode_json(episode.video));
    episode.companions.stream ? to.add(episode.companions.stream->sha256) : to.add_null();
    to.add(encode_json(episode.companions));
}

}  // namespace mooring::storage::sqlite
