#include "mooring/app/moving/import_archive.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/moving/export_show.hpp"
#include "mooring/app/moving/show_json.hpp"
#include "mooring/app/moving/tar.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/media/chapters/chapters.hpp"
#include "mooring/media/transcripts/transcript.hpp"
#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::app::moving {
namespace {

namespace json = boost::json;
using domain::Episode;
using storage::CatalogTransaction;

constexpr std::int64_t most_object_bytes = std::int64_t{64} << 20;
constexpr std::int64_t most_entries = 1'000'000;

Error broken(const std::string& why) {
    return Error{Errc::corrupt, "the archive cannot be taken: " + why};
}

/// `NAME` of `FOLDER/NAME.json`, or of `FOLDER/NAME` without an extension; empty for other names.
std::string_view name_in(std::string_view entry, std::string_view folder, std::string_view extension) {
    const std::string start = std::string{folder} + "/";
    if (!entry.starts_with(start) || !entry.ends_with(extension)) return {};
    entry.remove_prefix(start.size());
    entry.remove_suffix(std::min(extension.size(), entry.size()));
    return entry.find('/') == std::string_view::npos ? entry : std::string_view{};
}

/// An episode as the archive has it, with what goes with it.
struct ArchivedEpisode {
    Episode episode;
    std::vector<domain::Chapter> chapters;
    std::vector<storage::StoredTranscript> transcripts;
};

std::string text_of(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains({name.data(), name.size()});
    return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
}

/// A transcript that is read back from what it says it is made of; a stranger's segments are not believed.
Result<storage::StoredTranscript> read_transcript(const json::value& value) {
    using media::transcripts::Format;
    if (!value.is_object()) return broken("a transcript is no object");
    const json::object& object = value.get_object();
    storage::StoredTranscript stored;
    stored.language = text_of(object, "language");
    const auto* is_timed = object.if_contains("is_timed");
    stored.is_timed = is_timed == nullptr || (is_timed->is_bool() && is_timed->get_bool());
    stored.segments_json = text_of(object, "segments");
    stored.original_format = text_of(object, "original_format");
    stored.original = text_of(object, "original");
    const auto segments =
        media::transcripts::parse(stored.is_timed ? Format::json : Format::text, stored.segments_json);
    const bool is_known = stored.original_format == "vtt" || stored.original_format == "srt" ||
                          stored.original_format == "json" || stored.original_format == "txt";
    const bool is_sound = segments && !stored.language.empty() && stored.language.size() <= 64 && is_known &&
                          is_valid_utf8(stored.language) && stored.original.size() <= media::transcripts::most_bytes;
    if (!is_sound) return broken("a transcript is not what it should be");
    return stored;
}

Result<ArchivedEpisode> read_episode(std::string_view text) {
    MOORING_TRY(const json::object object, parse_object(text));
    ArchivedEpisode read;
    MOORING_TRY(read.episode, episode_from(object));
    if (const auto* chapters = object.if_contains("chapters")) {
        MOORING_TRY(read.chapters, media::chapters::parse_json(json::serialize(*chapters)));
    }
    if (const auto* transcripts = object.if_contains("transcripts")) {
        if (!transcripts->is_array()) return broken("its transcripts are no list");
        for (const json::value& one : transcripts->get_array()) {
            MOORING_TRY(storage::StoredTranscript transcript, read_transcript(one));
            read.transcripts.push_back(std::move(transcript));
        }
    }
    // What there is decides, whatever the record says there is.
    domain::Companions& companions = read.episode.companions;
    companions.stream.reset();
    if (read.chapters.empty()) companions.chapters_since.reset();
    if (!read.chapters.empty() && !companions.chapters_since) companions.chapters_since = read.episode.updated_at;
    std::erase_if(companions.transcripts, [&](const domain::TranscriptMark& mark) {
        return std::ranges::none_of(read.transcripts, [&](const storage::StoredTranscript& one) {
            return one.language == mark.language && one.is_timed == mark.is_timed;
        });
    });
    return read;
}

Result<storage::Image> read_picture(std::string_view text, std::string_view name) {
    MOORING_TRY(const json::object object, parse_object(text));
    storage::Image image;
    image.hash = text_of(object, "hash");
    const auto number = [&](const char* member) -> std::int64_t {
        const auto* value = object.if_contains(member);
        return value != nullptr && value->is_int64() ? value->get_int64() : -1;
    };
    const auto* variants = object.if_contains("variants");
    const std::int64_t width = number("width");
    const std::int64_t height = number("height");
    const std::int64_t created = number("created_at");
    const auto is_side = [](std::int64_t side) { return side > 0 && side <= 100'000; };
    const bool is_sound = image.hash == name && domain::is_opaque_id(image.hash) && is_side(width) && is_side(height) &&
                          created >= 0 && created < 253'402'300'799'000'000 && variants != nullptr &&
                          storage::decode_json(json::serialize(*variants), image.variants);
    if (!is_sound) return broken("a picture is not what it should be");
    image.width = static_cast<int>(width);
    image.height = static_cast<int>(height);
    image.created_at = from_unix_micros(created);
    for (const storage::ImageVariant& variant : image.variants) {
        const bool is_known = std::ranges::all_of(
            variant.size + variant.extension, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
        if (!is_known || variant.size.empty() || variant.size.size() > 16 || variant.extension.size() > 8) {
            return broken("a picture's form has no known name");
        }
    }
    return image;
}

/// Reads an archive from its first file to its last, and gives each to whom it concerns.
class Walk {
public:
    std::function<Result<void>(domain::Show)> on_show = [](const auto&) { return ok(); };
    std::function<Result<void>(storage::Image)> on_picture = [](const auto&) { return ok(); };
    std::function<Result<void>(ArchivedEpisode)> on_episode = [](const auto&) { return ok(); };
    /// Not read unless this reads it.
    std::function<Result<void>(const std::string& sha256, std::int64_t size, TarReader&)> on_file =
        [](const auto&, auto, auto&) { return ok(); };

    Result<void> run(const std::string& path) {
        MOORING_TRY(TarReader tar, TarReader::open(path));
        MOORING_TRY(const auto first, tar.next());
        if (!first || first->name != "mooring-archive.json") return broken("this is no archive of Mooring");
        MOORING_CHECK(check_manifest(tar));
        MOORING_TRY(const auto second, tar.next());
        if (!second || second->name != "show.json") return broken("the show is missing");
        MOORING_TRY(const std::string show_text, tar.read_all(most_object_bytes));
        MOORING_TRY(const json::object show_object, parse_object(show_text));
        MOORING_TRY(domain::Show show, show_from(show_object));
        MOORING_CHECK(on_show(std::move(show)));
        std::set<std::string, std::less<>> seen;
        for (;;) {
            MOORING_TRY(const auto entry, tar.next());
            if (!entry) return ok();
            if (!seen.insert(entry->name).second) return broken("a file is in it twice");
            if (static_cast<std::int64_t>(seen.size()) > most_entries) return broken("it holds too many files");
            MOORING_CHECK(take(*entry, tar));
        }
    }

private:
    static Result<void> check_manifest(TarReader& tar) {
        MOORING_TRY(const std::string text, tar.read_all(64 * 1024));
        MOORING_TRY(const json::object manifest, parse_object(text));
        if (text_of(manifest, "format") != archive_format) return broken("this is no archive of Mooring");
        const auto* version = manifest.if_contains("version");
        if (version == nullptr || !version->is_int64()) return broken("it has no version");
        if (version->get_int64() != archive_version) {
            return Error{Errc::unsupported, "the archive is of another version of the format"};
        }
        return ok();
    }

    Result<void> take(const TarEntry& entry, TarReader& tar) {
        if (!name_in(entry.name, "episodes", ".json").empty()) {
            MOORING_TRY(const std::string text, tar.read_all(most_object_bytes));
            MOORING_TRY(ArchivedEpisode episode, read_episode(text));
            return on_episode(std::move(episode));
        }
        if (const auto hash = name_in(entry.name, "pictures", ".json"); !hash.empty()) {
            MOORING_TRY(const std::string text, tar.read_all(most_object_bytes));
            MOORING_TRY(storage::Image image, read_picture(text, hash));
            return on_picture(std::move(image));
        }
        const std::string sha256{name_in(entry.name, "files", "")};
        const bool is_hash = sha256.size() == 64 && sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (!is_hash) return broken("it holds '" + entry.name + "', which is no part of a show");
        return on_file(sha256, entry.size_bytes, tar);
    }
};

using Sizes = std::map<std::string, std::int64_t>;

/// Everything that can be told before anything is written. Returns the sizes of the files. Errors: corrupt, …
Result<Sizes> check(const std::string& path) {
    Sizes wanted, found;
    std::set<std::string> pictures_wanted, pictures_found, keys;
    const auto want = [&](const std::string& sha256, std::int64_t size) -> Result<void> {
        const auto [known, is_new] = wanted.emplace(sha256, size);
        return is_new || known->second == size ? ok() : Result<void>{broken("two records differ about a file")};
    };
    Walk walk;
    walk.on_show = [&](const domain::Show& show) {
        if (!show.image_hash.empty()) pictures_wanted.insert(show.image_hash);
        return ok();
    };
    walk.on_picture = [&](const storage::Image& image) -> Result<void> {
        pictures_found.insert(image.hash);
        for (const auto& variant : image.variants) MOORING_CHECK(want(variant.sha256, variant.size_bytes));
        return ok();
    };
    walk.on_episode = [&](const ArchivedEpisode& archived) -> Result<void> {
        const Episode& episode = archived.episode;
        if (!keys.insert(episode.key).second) return broken("two episodes have one key");
        if (!episode.image_hash.empty()) pictures_wanted.insert(episode.image_hash);
        if (episode.video) MOORING_CHECK(want(episode.video->sha256, episode.video->size_bytes));
        const auto* stored = std::get_if<domain::StoredMedia>(&episode.media);
        return stored != nullptr ? want(stored->sha256, stored->size_bytes) : ok();
    };
    walk.on_file = [&](const std::string& sha256, std::int64_t size, TarReader& tar) -> Result<void> {
        Sha256 digest;
        for (;;) {
            MOORING_TRY(const std::string bytes, tar.read());
            if (bytes.empty()) break;
            digest.update(bytes);
        }
        if (to_hex(digest.finish()) != sha256) return broken("a file is damaged");
        found[sha256] = size;
        return ok();
    };
    MOORING_CHECK(walk.run(path));
    if (wanted != found) return broken("its files are not those that its episodes and pictures name");
    if (pictures_wanted != pictures_found) return broken("its pictures are not those that the show has");
    return found;
}

Result<void> store_files(storage::BlobStore& blobs, const std::string& path) {
    Walk walk;
    walk.on_file = [&](const std::string& sha256, std::int64_t size, TarReader& tar) -> Result<void> {
        MOORING_TRY(const bool is_there, blobs.contains(sha256));
        if (is_there) return ok();
        MOORING_TRY(const auto incoming, blobs.begin(size));
        for (;;) {
            MOORING_TRY(const std::string bytes, tar.read());
            if (bytes.empty()) break;
            MOORING_CHECK(incoming->append(bytes));
        }
        MOORING_TRY(const storage::Blob blob, incoming->commit());
        if (blob.sha256 != sha256) return Error{Errc::unavailable, "the archive changed while it was read"};
        return ok();
    };
    return walk.run(path);
}

Result<void> write_companions(CatalogTransaction& tx, domain::EpisodeId id, const ArchivedEpisode& archived,
                              Instant now) {
    if (!archived.chapters.empty()) MOORING_CHECK(tx.companion_writer().set_chapters(id, archived.chapters));
    for (const auto& transcript : archived.transcripts) {
        MOORING_CHECK(tx.companion_writer().put_transcript(id, transcript));
    }
    return archived.episode.video ? publishing::enqueue_for(tx, job_kind::make_stream, "episode", id.value, now) : ok();
}

Error taken(Error error) {
    if (error.code != Errc::conflict) return error;
    return Error{Errc::conflict,
                 "the show of the archive is on this server, or was: its " +
                     (error.field.empty() ? std::string{"name"} : error.field) + " is taken",
                 error.field};
}

/// The catalog's part, in the caller's transaction.
Result<ImportedArchive> write_show(CatalogTransaction& tx, const std::string& path, domain::WorkspaceId workspace,
                                   Instant now) {
    MOORING_CHECK(publishing::get_workspace(tx, workspace));
    ImportedArchive done;
    Walk walk;
    walk.on_show = [&](domain::Show show) -> Result<void> {
        show.workspace = workspace;
        MOORING_TRY(show.id, tx.show_writer().insert(show));
        done.show = std::move(show);
        return ok();
    };
    walk.on_picture = [&](storage::Image image) -> Result<void> {
        image.stored_at = now;
        return tx.image_writer().put(image);
    };
    walk.on_episode = [&](const ArchivedEpisode& archived) -> Result<void> {
        Episode episode = archived.episode;
        episode.workspace = workspace;
        episode.show = done.show.id;
        MOORING_TRY(const domain::EpisodeId id, tx.episode_writer().insert(episode));
        ++done.episodes;
        return write_companions(tx, id, archived, now);
    };
    const Result<void> written = walk.run(path);
    if (!written) return taken(written.error());
    return done;
}

}  // namespace

Result<ImportedArchive> import_archive(storage::Catalog& catalog, storage::BlobStore& blobs, const Clock& clock,
                                       domain::WorkspaceId workspace, const std::string& path) {
    MOORING_TRY(const Sizes files, check(path));
    const Instant now = clock.now();
    const Result<void> stored = store_files(blobs, path);
    auto done = stored ? catalog.write([&](CatalogTransaction& tx) { return write_show(tx, path, workspace, now); })
                       : Result<ImportedArchive>{stored.error()};
    if (!done) {
        // What was stored is nobody's, unless something else had it before.
        static_cast<void>(catalog.write([&](CatalogTransaction& tx) -> Result<void> {
            for (const auto& [sha256, size] : files) MOORING_CHECK(publishing::enqueue_blob_removal(tx, sha256, now));
            return ok();
        }));
        return done;
    }
    for (const auto& [sha256, size] : files) {
        ++done->files;
        done->bytes += size;
    }
    return done;
}

}  // namespace mooring::app::moving
