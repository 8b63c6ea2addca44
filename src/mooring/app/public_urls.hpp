#pragma once

#include <string>
#include <string_view>

#include "mooring/domain/episode.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::app {

/// The absolute addresses of everything a stranger can fetch (delivery.md, 1.1). Built from configuration only,
/// never from a request. Bases have no trailing slash.
struct PublicUrls {
    std::string base;        ///< `public.base_url`
    std::string feed_base;   ///< `public.feed_base_url`; equal to `base` when unset
    std::string media_base;  ///< `public.media_base_url`; equal to `base` when unset

    explicit PublicUrls(std::string base_url, std::string feed_base_url = {}, std::string media_base_url = {});

    /// True when the instance itself runs on plain HTTP (URLs in feeds may then be `http:`).
    bool is_plain_http() const;

    std::string feed(const domain::Show& show) const;
    std::string private_feed(const domain::Show& show, std::string_view token) const;
    std::string media(const domain::Episode& episode) const;
    /// The film of an episode that has one.
    std::string video(const domain::Episode& episode) const;
    /// The film of an episode as a stream.
    std::string stream(const domain::Episode& episode) const;
    std::string chapters(const domain::Episode& episode) const;
    std::string transcript(const domain::Episode& episode, std::string_view language, std::string_view extension) const;
    std::string image(std::string_view image_hash, std::string_view size, std::string_view extension) const;
    std::string show_page(const domain::Show& show) const;
    std::string episode_page(const domain::Show& show, const domain::Episode& episode) const;
    /// Of a smart link: leads to its episode's page.
    std::string smartlink(std::string_view code) const;
    std::string user_page(std::string_view username) const;
    std::string show_embed(const domain::Show& show) const;
    std::string episode_embed(const domain::Episode& episode) const;
};

/// The extension of an episode's media URL: of the stored file; for audio given by URL that of the URL's path
/// when it is an audio or video one, else of the probed type, else `mp3` (delivery.md, 5.8).
std::string media_extension(const domain::Episode& episode);

}  // namespace mooring::app
