#include "mooring/app/moving/export_show.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "mooring/app/moving/show_json.hpp"
#include "mooring/app/moving/tar.hpp"
#include "mooring/media/chapters/chapters.hpp"
#include "mooring/storage/catalog/json_codec.hpp"

namespace mooring::app::moving {
namespace {

namespace json = boost::json;
using domain::Episode;
using storage::CatalogSnapshot;

constexpr std::int64_t episodes_at_once = 100;
constexpr std::size_t piece = 256 * 1024;

/// Files that the archive has to hold, by the name of their content.
using Files = std::map<std::string, std::int64_t>;

Result<json::object> companions_of(CatalogSnapshot& catalog, const Episode& episode) {
    json::object object;
    if (episode.companions.chapters_since) {
        MOORING_TRY(const auto chapters, catalog.companions().chapters(episode.id));
        object["chapters"] = json::parse(media::chapters::write_json(chapters));
    }
    json::array transcripts;
    for (const domain::TranscriptMark& mark : episode.companions.transcripts) {
        MOORING_TRY(const auto stored, catalog.companions().transcript(episode.id, mark.language, mark.is_timed));
        if (!stored) continue;
        transcripts.push_back(json::object{{"language", stored->language},
                                           {"is_timed", stored->is_timed},
                                           {"segments", stored->segments_json},
                                           {"original_format", stored->original_format},
                                           {"original", stored->original}});
    }
    if (!transcripts.empty()) object["transcripts"] = std::move(transcripts);
    return object;
}

void collect_files(const Episode& episode, Files& files) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        files[stored->sha256] = stored->size_bytes;
    }
    if (episode.video) files[episode.video->sha256] = episode.video->size_bytes;
}

/// The catalog's part of an archive, written from one snapshot.
class CatalogPart {
public:
    CatalogPart(CatalogSnapshot& catalog, TarWriter& tar, Files& files) : catalog_(catalog), tar_(tar), files_(files) {}

    Result<ExportedShow> write(domain::ShowId id) {
        MOORING_TRY(const auto show, catalog_.shows().find(id));
        if (!show || show->deleted_at) return Error{Errc::not_found, "show not found", "show"};
        const json::object manifest{{"format", archive_format}, {"version", archive_version}};
        MOORING_CHECK(tar_.add("mooring-archive.json", json::serialize(manifest)));
        MOORING_CHECK(tar_.add("show.json", json::serialize(to_object(*show))));
        MOORING_CHECK(write_picture(show->image_hash));
        ExportedShow written;
        // The oldest first, so that numeric ids rise with time where they are given anew.
        MOORING_TRY(const std::int64_t count, catalog_.episodes().count_all(id));
        for (std::int64_t end = count; end > 0; end -= episodes_at_once) {
            const std::int64_t begin = std::max<std::int64_t>(0, end - episodes_at_once);
            MOORING_TRY(std::vector<Episode> page, catalog_.episodes().list_all(id, begin, end - begin));
            std::ranges::reverse(page);
            for (const Episode& episode : page) MOORING_CHECK(write_episode(episode, written.episodes++));
        }
        return written;
    }

private:
    Result<void> write_episode(Episode episode, std::int64_t number) {
        MOORING_CHECK(write_picture(episode.image_hash));
        MOORING_TRY(json::object companions, companions_of(catalog_, episode));
        episode.companions.stream.reset();
        collect_files(episode, files_);
        json::object object = to_object(episode);
        for (auto& member : companions) object[member.key()] = std::move(member.value());
        std::string digits = std::to_string(number);
        digits.insert(0, 8 - std::min<std::size_t>(digits.size(), 8), '0');
        return tar_.add("episodes/" + digits + ".json", json::serialize(object));
    }

    Result<void> write_picture(const std::string& hash) {
        if (hash.empty() || !pictures_.insert(hash).second) return ok();
        MOORING_TRY(const auto image, catalog_.images().find(hash));
        if (!image) return ok();
        for (const storage::ImageVariant& variant : image->variants) files_[variant.sha256] = variant.size_bytes;
        const json::object object{{"hash", image->hash},
                                  {"width", image->width},
                                  {"height", image->height},
                                  {"created_at", unix_micros(image->created_at)},
                                  {"variants", json::parse(storage::encode_json(image->variants))}};
        return tar_.add("pictures/" + hash + ".json", json::serialize(object));
    }

    CatalogSnapshot& catalog_;
    TarWriter& tar_;
    Files& files_;
    std::set<std::string> pictures_;
};

Result<void> write_file(storage::BlobStore& blobs, TarWriter& tar, const std::string& sha256, std::int64_t size) {
    MOORING_TRY(const auto blob, blobs.open(sha256));
    if (blob->size_bytes() != size) return Error{Errc::corrupt, "a stored file has another size than its record"};
    MOORING_CHECK(tar.begin("files/" + sha256, size));
    for (std::int64_t at = 0; at < size;) {
        MOORING_TRY(const std::string bytes, blob->read(at, piece));
        if (bytes.empty()) return Error{Errc::corrupt, "a stored file ends before its end"};
        MOORING_CHECK(tar.append(bytes));
        at += static_cast<std::int64_t>(bytes.size());
    }
    return ok();
}

Result<ExportedShow> write_all(storage::Catalog& catalog, storage::BlobStore& blobs, domain::ShowId show,
                               TarWriter& tar) {
    Files files;
    MOORING_TRY(ExportedShow written, catalog.read([&](CatalogSnapshot& view) -> Result<ExportedShow> {
        return CatalogPart{view, tar, files}.write(show);
    }));
    for (const auto& [sha256, size] : files) {
        MOORING_CHECK(write_file(blobs, tar, sha256, size));
        ++written.files;
        written.bytes += size;
    }
    MOORING_CHECK(tar.finish());
    return written;
}

}  // namespace

Result<ExportedShow> export_show(storage::Catalog& catalog, storage::BlobStore& blobs, domain::ShowId show,
                                 const std::string& path) {
    std::error_code failed;
    if (std::filesystem::exists(path, failed)) return Error{Errc::conflict, "'" + path + "' exists already"};
    const std::string partial = path + ".part";
    std::filesystem::remove(partial, failed);
    MOORING_TRY(TarWriter tar, TarWriter::create(partial));
    auto written = write_all(catalog, blobs, show, tar);
    if (written) {
        std::filesystem::rename(partial, path, failed);
        if (failed) written = Error{Errc::unavailable, "'" + path + "' cannot be made: " + failed.message()};
    }
    if (!written) std::filesystem::remove(partial, failed);
    return written;
}

}  // namespace mooring::app::moving
