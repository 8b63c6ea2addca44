#include <algorithm>
#include <utility>

#include "mooring/app/background/external_audio.hpp"
#include "mooring/app/importing/import_items.hpp"
#include "mooring/app/processing/prepare_media.hpp"
#include "mooring/app/processing/work_folder.hpp"
#include "mooring/media/byte_source.hpp"
#include "mooring/media/mp3.hpp"
#include "mooring/media/processing/file_chapters.hpp"
#include "mooring/media/processing/probe.hpp"

namespace mooring::app::importing {
namespace {

constexpr std::size_t sniffed_bytes = 64 * 1024;
constexpr std::size_t searched_bytes = 1024 * 1024;

/// Whether the tags before the sound may hold chapter marks: then the file is worth a look by FFmpeg.
bool may_have_chapters(media::ByteSource& source, std::int64_t media_begin) {
    const auto length = static_cast<std::size_t>(std::clamp<std::int64_t>(media_begin, 0, searched_bytes));
    const auto tags = media::read_string(source, 0, length);
    return tags && tags->find("CHAP") != std::string::npos;
}

Result<ItemMedia> take_mp3(const ImportPorts& ports, media::processing::Work work, media::FileSource& source) {
    MOORING_TRY(const media::Mp3Facts facts, media::probe_mp3(source));
    ItemMedia taken;
    if (may_have_chapters(source, facts.media_begin)) {
        if (const auto probed = media::processing::probe(work)) {
            taken.file_chapters = media::processing::chapters_of(*probed);
        }
    }
    MOORING_TRY(const storage::Blob blob, processing::store_file(ports.blobs, work.input));
    domain::StoredMedia& stored = taken.media;
    stored.sha256 = blob.sha256;
    stored.size_bytes = blob.size_bytes;
    stored.mime_type = "audio/mpeg";
    stored.extension = "mp3";
    stored.duration = facts.duration;
    stored.media_begin = facts.media_begin;
    stored.media_end = facts.media_end;
    if (facts.bitrate_kbps > 0) stored.bitrate_kbps = facts.bitrate_kbps;
    return taken;
}

}  // namespace

Result<ItemMedia> take_media(const ImportPorts& ports, const processing::ProcessingOptions& options,
                             const std::string& path, const std::string& content_type, const std::string& work_folder,
                             int position) {
    MOORING_TRY(media::FileSource source, media::FileSource::open(path));
    MOORING_TRY(const std::string head, media::read_string(source, 0, sniffed_bytes));
    const std::string type = background::audio_type(head, content_type);
    if (type.empty()) return Error{Errc::unsupported, "the address holds neither sound nor film"};
    MOORING_TRY(const processing::WorkFolder folder,
                processing::WorkFolder::make(work_folder, "work-" + std::to_string(position)));
    media::processing::Work work;
    work.input = path;
    work.folder = folder.path();
    work.tools = options.tools;
    if (type == "audio/mpeg") return take_mp3(ports, std::move(work), source);
    domain::Upload upload;
    upload.kind = type.starts_with("video/") ? domain::UploadKind::video : domain::UploadKind::audio;
    upload.takes_sound_only = true;  // an enclosure is one file; its film comes as an alternate
    processing::AssembledFile file;
    file.path = path;
    MOORING_TRY(processing::ReadyMedia ready,
                processing::prepare_media(ports.blobs, upload, file, std::move(work), options.rules));
    return ItemMedia{std::move(ready.sound), std::move(ready.chapters)};
}

}  // namespace mooring::app::importing
