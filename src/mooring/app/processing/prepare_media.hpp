#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mooring/app/processing/assembled_file.hpp"
#include "mooring/domain/chapter.hpp"
#include "mooring/domain/episode.hpp"
#include "mooring/domain/upload.hpp"
#include "mooring/media/processing/audio.hpp"
#include "mooring/media/processing/validate.hpp"
#include "mooring/media/processing/work.hpp"
#include "mooring/storage/catalog/companion_store.hpp"

namespace mooring::app::processing {

/// What an upload of sound or film has become, as blobs.
struct ReadyMedia {
    domain::StoredMedia sound;
    std::optional<domain::StoredVideo> video;
    bool is_video = false;                  ///< what came was a film
    std::vector<domain::Chapter> chapters;  ///< marked in the file
    storage::SoundOutline outline;          ///< of the sound
};

/// Probe, judge and prepare the file of `upload` by confined workers, and store what listeners need. Nothing of it is
/// anybody's until an episode names it. Errors: those with a `failure_reason` are the file's own fault; else as
/// `media::processing`.
Result<ReadyMedia> prepare_media(storage::BlobStore& blobs, const domain::Upload& upload, const AssembledFile& file,
                                 media::processing::Work work, media::processing::Rules rules);

/// What was measured of sound, as it is kept.
storage::SoundOutline outline_of(const media::processing::PreparedAudio& audio);

}  // namespace mooring::app::processing
