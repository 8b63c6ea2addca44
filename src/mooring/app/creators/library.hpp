#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mooring/app/creators/change_episode.hpp"

namespace mooring::app::creators {

/// So many sounds of a library are told, the latest ones.
inline constexpr std::int64_t most_library_audio = 500;

/// A new episode around a sound of somebody's library, in the older clients' single step.
struct EpisodeWithAudio {
    std::optional<AudioId> audio;
    int hour_offset = 0;
    EpisodeChange change;
};

/// Errors: invalid_argument (field `episodeAudios`: no such sound of `account`, or not ready), conflict (field
/// `media`), unavailable (its file was removed meanwhile).
Result<EpisodeInShow> create_with_audio(CatalogTransaction& tx, BlobStore& blobs, Random& random, Instant now,
                                        AccountId account, const Show& show, const EpisodeWithAudio& wanted,
                                        const ChangeRules& rules);

/// Take an episode's sound away, or give it one of the library in its place. Errors: as above, not_found.
Result<void> set_audio(CatalogTransaction& tx, BlobStore& blobs, Instant now, AccountId account, EpisodeId id,
                       std::optional<AudioId> audio);

/// Sound that is stored, and the film it belongs to, if any.
struct PreparedMedia {
    domain::StoredMedia sound;
    std::optional<domain::StoredVideo> video;
    AudioId audio;
    std::string caption;
};

/// Put prepared media into an episode, in the place of what it had, whose files go later.
/// Errors: unavailable (a file was removed meanwhile).
Result<void> put_media(CatalogTransaction& tx, BlobStore& blobs, Instant now, const EpisodeInShow& in,
                       PreparedMedia media);

}  // namespace mooring::app::creators
