#pragma once

#include <string>
#include <vector>

#include "mooring/api/creators/call.hpp"

namespace mooring::api::creators {

/// One entry of `episodeAudios`.
struct AudioTrack {
    app::creators::AudioId id;
    std::string caption, url;
    std::int64_t duration_ms = 0;
    std::string_view status;  ///< `waiting`, `started`, `failed`, `finished`
    Instant created_at;
};

/// What the objects of this family tell of an episode, gathered in one snapshot.
struct EpisodeFacts {
    EpisodeInShow in;
    Account owner;
    std::vector<AudioTrack> tracks;
    std::string picture_url;  ///< empty when it has none
    bool is_video = false;
    Instant now;

    domain::EpisodeStatus status() const;
    std::int64_t duration_ms() const;
    std::string web_id() const { return domain::web_episode_id(in.episode.id); }
    std::string uri() const { return "spotify:episode:" + in.episode.opaque_id; }
    /// `/{slug}/episodes/{title part}-{webEpisodeId}`
    std::string share_path() const;
    std::string share_embed_path() const;
    std::string share_url(const app::PublicUrls& urls) const;
    /// The description as it is shown: filtered.
    std::string description() const;
};

Result<EpisodeFacts> facts_of(CatalogSnapshot& catalog, const Services& services, EpisodeInShow in, Instant now);
/// The same for one of many episodes of a show, whose owner is known.
Result<EpisodeFacts> facts_of(CatalogSnapshot& catalog, const Services& services, EpisodeInShow in,
                              const Account& owner, Instant now);

/// The address of a stored picture in its `orig` or another size; empty for none.
Result<std::string> picture_url(CatalogSnapshot& catalog, const app::PublicUrls& urls, const std::string& hash,
                                std::string_view size);

std::int64_t duration_ms_of(const domain::Media& media);
/// A season or episode number as these APIs know them: whole, or nothing.
std::optional<std::int64_t> whole_number(const std::string& text);

void write_tracks(JsonWriter& json, const EpisodeFacts& facts);

}  // namespace mooring::api::creators
