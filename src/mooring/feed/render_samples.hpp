#pragma once

#include <string>

#include "mooring/feed/render.hpp"

namespace mooring::feed::samples {

// Shows and episodes for the tests of this folder.

/// An instance on HTTPS with two hubs and a working Podping hook.
FeedSettings settings();

/// A show that sets every field the feed shows.
domain::Show full_show();
/// An episode that sets every field the feed shows, with stored media.
domain::Episode full_episode();
/// A trailer of the same show.
domain::Episode trailer();

/// What the publishing API makes at the least: a title and names.
domain::Show least_show();
/// An episode with audio by URL that no probe has seen yet.
domain::Episode least_episode();

FeedArtwork artwork();

/// The feed of a show as the caller puts it together.
std::string feed_of(const FeedSettings& settings, const ChannelInput& channel, std::initializer_list<ItemInput> items);

}  // namespace mooring::feed::samples
