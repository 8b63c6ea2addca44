#pragma once

#include <string>
#include <string_view>

#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/feed/feed_settings.hpp"

namespace mooring::feed {

// The canonical public URLs (delivery.md, 1.1). Feed and pages are on the show's own domain when it has one; media and
// pictures never move there, since apps take a changed enclosure URL for a new episode.

std::string feed_url(const FeedSettings& settings, const domain::Show& show);
std::string private_feed_url(const FeedSettings& settings, const domain::Show& show, std::string_view token);
std::string show_page_url(const FeedSettings& settings, const domain::Show& show);
std::string episode_page_url(const FeedSettings& settings, const domain::Show& show, const domain::Episode& episode);

/// `/media/{episodeKey}.{ext}`, without the show's measurement prefixes.
std::string media_url(const FeedSettings& settings, const domain::Episode& episode);

/// `/media/{episodeKey}/video.mp4`: the film of an episode that has one beside its sound.
std::string video_url(const FeedSettings& settings, const domain::Episode& episode);

/// `/media/{episodeKey}/hls/master.m3u8`: the film for HTTP Live Streaming, of an episode that has it.
std::string stream_url(const FeedSettings& settings, const domain::Episode& episode);

/// `/chapters/{episodeKey}.json`
std::string chapters_url(const FeedSettings& settings, const domain::Episode& episode);

/// `/transcripts/{episodeKey}.{language}.{extension}`
std::string transcript_url(const FeedSettings& settings, const domain::Episode& episode, std::string_view language,
                           std::string_view extension);

/// What the feed's `enclosure` names: `media_url` behind the show's prefixes.
std::string enclosure_url(const FeedSettings& settings, const domain::Show& show, const domain::Episode& episode);

/// `/img/{imageHash}/{size}.{ext}`
std::string image_url(const FeedSettings& settings, std::string_view image_hash, std::string_view size,
                      std::string_view extension);

/// The `{ext}` of an episode's media URL, without a dot: of the stored file; for audio given by URL that of the URL's
/// path when it is an audio or video one, else of the probed type, else `mp3` (delivery.md, 5.8).
std::string media_extension(const domain::Episode& episode);

/// The type that the feed gives a file: Apple's table (delivery.md, 2.4), else `mime_type`, else `audio/mpeg`.
std::string enclosure_type(std::string_view extension, std::string_view mime_type);

}  // namespace mooring::feed
