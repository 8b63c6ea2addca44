#include "mooring/app/public_urls.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mooring/base/encoding.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app {
namespace {

std::string without_trailing_slashes(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

struct MediaType {
    std::string_view mime;
    std::string_view extension;
};

constexpr std::array media_types{
    MediaType{"audio/mpeg", "mp3"},  MediaType{"audio/mp3", "mp3"},       MediaType{"audio/mp4", "m4a"},
    MediaType{"audio/x-m4a", "m4a"}, MediaType{"audio/m4a", "m4a"},       MediaType{"audio/aac", "aac"},
    MediaType{"audio/ogg", "ogg"},   MediaType{"audio/opus", "opus"},     MediaType{"audio/wav", "wav"},
    MediaType{"audio/flac", "flac"}, MediaType{"video/mp4", "mp4"},       MediaType{"video/x-m4v", "m4v"},
    MediaType{"audio/x-wav", "wav"}, MediaType{"video/quicktime", "mov"}, MediaType{"video/webm", "webm"},
};

std::string extension_of_url(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    const auto path = url.find('/');
    if (path == std::string_view::npos) return {};
    url.remove_prefix(path);
    url = url.substr(0, url.find_first_of("?#"));
    const auto dot = url.rfind('.');
    if (dot == std::string_view::npos || url.find('/', dot) != std::string_view::npos) return {};
    const std::string extension = to_lower_ascii(url.substr(dot + 1));
    const bool is_media =
        std::ranges::any_of(media_types, [&](const MediaType& t) { return t.extension == extension; });
    return is_media ? extension : std::string{};
}

std::string extension_of_type(std::string_view mime) {
    for (const MediaType& type : media_types) {
        if (type.mime == mime) return std::string{type.extension};
    }
    return {};
}

}  // namespace

PublicUrls::PublicUrls(std::string base_url, std::string feed_base_url, std::string media_base_url)
    : base(without_trailing_slashes(std::move(base_url))),
      feed_base(without_trailing_slashes(std::move(feed_base_url))),
      media_base(without_trailing_slashes(std::move(media_base_url))) {
    if (feed_base.empty()) feed_base = base;
    if (media_base.empty()) media_base = base;
}

bool PublicUrls::is_plain_http() const {
    return base.starts_with("http:");
}

std::string PublicUrls::feed(const domain::Show& show) const {
    const std::string root = show.custom_domain.empty() ? feed_base : "https://" + show.custom_domain;
    return root + "/feeds/" + show.key + ".xml";
}

std::string PublicUrls::private_feed(const domain::Show& show, std::string_view token) const {
    return feed_base + "/feeds/" + show.key + "/" + std::string{token} + ".xml";
}

std::string PublicUrls::media(const domain::Episode& episode) const {
    return media_base + "/media/" + episode.key + "." + media_extension(episode);
}

std::string PublicUrls::video(const domain::Episode& episode) const {
    return media_base + "/media/" + episode.key + "/video.mp4";
}

std::string PublicUrls::stream(const domain::Episode& episode) const {
    return media_base + "/media/" + episode.key + "/hls/master.m3u8";
}

std::string PublicUrls::chapters(const domain::Episode& episode) const {
    return base + "/chapters/" + episode.key + ".json";
}

std::string PublicUrls::transcript(const domain::Episode& episode, std::string_view language,
                                   std::string_view extension) const {
    return base + "/transcripts/" + episode.key + "." + std::string{language} + "." + std::string{extension};
}

std::string PublicUrls::image(std::string_view image_hash, std::string_view size, std::string_view extension) const {
    return media_base + "/img/" + std::string{image_hash} + "/" + std::string{size} + "." + std::string{extension};
}

std::string PublicUrls::show_page(const domain::Show& show) const {
    return base + "/show/" + show.slug;
}

std::string PublicUrls::episode_page(const domain::Show& show, const domain::Episode& episode) const {
    return show_page(show) + "/" + episode.slug;
}

std::string PublicUrls::smartlink(std::string_view code) const {
    return base + "/l/" + std::string{code};
}

std::string PublicUrls::user_page(std::string_view username) const {
    return base + "/user/" + percent_encode(username);
}

std::string PublicUrls::show_embed(const domain::Show& show) const {
    return base + "/embed/show/" + show.key;
}

std::string PublicUrls::episode_embed(const domain::Episode& episode) const {
    return base + "/embed/episode/" + episode.key;
}

std::string media_extension(const domain::Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) return stored->extension;
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        if (std::string extension = extension_of_url(external->url); !extension.empty()) return extension;
        if (std::string extension = extension_of_type(external->mime_type); !extension.empty()) return extension;
    }
    return "mp3";
}

}  // namespace mooring::app
