#include "mooring/app/processing/prepare_media.hpp"

#include <chrono>

#include "mooring/media/mp3.hpp"
#include "mooring/media/processing/audio.hpp"
#include "mooring/media/processing/file_chapters.hpp"
#include "mooring/media/processing/probe.hpp"
#include "mooring/media/processing/video.hpp"

namespace mooring::app::processing {
namespace {

using namespace media::processing;
using std::chrono::milliseconds;

/// The blob of a prepared file: the upload's own when it was kept as it came in one part.
Result<storage::Blob> stored(storage::BlobStore& blobs, const AssembledFile& file, const std::string& path,
                             std::int64_t size_bytes) {
    if (path == file.path && !file.sha256.empty()) return storage::Blob{file.sha256, size_bytes};
    return store_file(blobs, path);
}

/// Where the sound of an MP3 begins and ends between its tags; all of any other file.
Result<void> measure_extent(const PreparedAudio& audio, domain::StoredMedia& sound) {
    sound.media_begin = 0;
    sound.media_end = audio.size_bytes;
    if (audio.extension != "mp3") return ok();
    MOORING_TRY(media::FileSource source, media::FileSource::open(audio.path));
    MOORING_TRY(const media::Mp3Facts facts, media::probe_mp3(source));
    sound.media_begin = facts.media_begin;
    sound.media_end = facts.media_end;
    return ok();
}

Result<domain::StoredMedia> store_sound(storage::BlobStore& blobs, const AssembledFile& file,
                                        const PreparedAudio& audio) {
    domain::StoredMedia sound;
    MOORING_CHECK(measure_extent(audio, sound));
    MOORING_TRY(const storage::Blob blob, stored(blobs, file, audio.path, audio.size_bytes));
    sound.sha256 = blob.sha256;
    sound.size_bytes = blob.size_bytes;
    sound.mime_type = audio.mime_type;
    sound.extension = audio.extension;
    sound.duration = std::chrono::round<milliseconds>(audio.duration);
    if (audio.bitrate_kbps > 0) sound.bitrate_kbps = audio.bitrate_kbps;
    sound.sample_rate_hz = audio.sample_rate_hz;
    sound.channels = audio.channels;
    return sound;
}

Result<domain::StoredVideo> store_video(storage::BlobStore& blobs, const domain::Upload& upload,
                                        const AssembledFile& file, const PreparedVideo& film) {
    MOORING_TRY(const storage::Blob blob, stored(blobs, file, film.path, film.size_bytes));
    domain::StoredVideo video;
    video.sha256 = blob.sha256;
    video.size_bytes = blob.size_bytes;
    video.duration = std::chrono::round<milliseconds>(film.duration);
    video.width = film.width;
    video.height = film.height;
    video.bitrate_kbps = film.bitrate_kbps;
    MOORING_TRY(video.integrity, integrity_of(film.path));
    video.caption = upload.caption;
    video.upload = upload.id;
    return video;
}

/// The same work, telling its progress as the stretch from `from` to `to` of the whole.
Work part_of(const Work& work, double from, double to) {
    Work part = work;
    if (work.on_progress) {
        part.on_progress = [tell = work.on_progress, from, to](double share) { tell(from + (to - from) * share); };
    }
    return part;
}

}  // namespace

storage::SoundOutline outline_of(const PreparedAudio& audio) {
    return {.integrated_lufs = audio.loudness.integrated_lufs,
            .range_lu = audio.loudness.range_lu,
            .true_peak_dbtp = audio.loudness.true_peak_dbtp,
            .waveform_json = waveform_json(audio.waveform)};
}

Result<ReadyMedia> prepare_media(storage::BlobStore& blobs, const domain::Upload& upload, const AssembledFile& file,
                                 Work work, Rules rules) {
    work.input = file.path;
    MOORING_TRY(const MediaFacts facts, probe(work));
    rules.wants_video = upload.kind == domain::UploadKind::video && !upload.takes_sound_only;
    MOORING_CHECK(validate(facts, rules));
    const bool wants_film = rules.wants_video && facts.is_video();
    ReadyMedia ready;
    ready.is_video = facts.is_video();
    ready.chapters = chapters_of(facts);
    const double sound_share = wants_film ? 0.3 : 1.0;
    MOORING_TRY(const PreparedAudio audio, prepare_audio(part_of(work, 0, sound_share), facts));
    MOORING_TRY(ready.sound, store_sound(blobs, file, audio));
    ready.outline = outline_of(audio);
    if (wants_film) {
        MOORING_TRY(const PreparedVideo film, prepare_video(part_of(work, sound_share, 1), facts));
        MOORING_TRY(ready.video, store_video(blobs, upload, file, film));
    }
    return ready;
}

}  // namespace mooring::app::processing
