#include "mooring/feed/urls.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

struct MediaType {
    std::string_view extension, type;
    bool is_apples;  ///< of the table of delivery.md, 2.4: holds whatever the file was served as
};

constexpr std::array<MediaType, 13> media_types{{
    {"mp3", "audio/mpeg", true},
    {"m4a", "audio/x-m4a", true},
    {"mp4", "video/mp4", true},
    {"m4v", "video/x-m4v", true},
    {"mov", "video/quicktime", true},
    {"m4b", "audio/x-m4b", false},
    {"aac", "audio/aac", false},
    {"ogg", "audio/ogg", false},
    {"opus", "audio/opus", false},
    {"oga", "audio/ogg", false},
    {"wav", "audio/wav", false},
    {"flac", "audio/flac", false},
    {"webm", "video/webm", false},
}};

const MediaType* find_by_extension(std::string_view extension) {
    const auto found = std::ranges::find(media_types, extension, &MediaType::extension);
    return found == media_types.end() ? nullptr : &*found;
}

const MediaType* find_by_type(std::string_view mime_type) {
    std::string type = to_lower_ascii(trim(mime_type.substr(0, mime_type.find(';'))));
    if (type == "audio/mp4") {
        type = "audio/x-m4a";
    }
    const auto found = std::ranges::find(media_types, type, &MediaType::type);
    return found == media_types.end() ? nullptr : &*found;
}

std::string extension_of_url(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    const std::size_t authority = url.find("://");
    const std::size_t slash = url.rfind('/');
    const std::size_t dot = url.rfind('.');
    const bool has_path =
        authority != std::string_view::npos && slash != std::string_view::npos && slash > authority + 2;
    return has_path && dot != std::string_view::npos && dot > slash ? to_lower_ascii(url.substr(dot + 1))
                                                                    : std::string{};
}

std::string scheme_of(std::string_view url) {
    return std::string(url.substr(0, url.find("://"))) + "://";
}

const std::string& or_base(const std::string& url, const FeedSettings& settings) {
    return url.empty() ? settings.base_url : url;
}

std::string home_of(const FeedSettings& settings, const domain::Show& show, const std::string& base) {
    return show.custom_domain.empty() ? base : scheme_of(settings.base_url) + show.custom_domain;
}

}  // namespace

UrlSchemes url_schemes(const FeedSettings& settings) {
    return settings.base_url.starts_with("http://") ? UrlSchemes::https_and_http : UrlSchemes::https_only;
}

std::string feed_url(const FeedSettings& settings, const domain::Show& show) {
    return home_of(settings, show, or_base(settings.feed_base_url, settings)) + "/feeds/" + show.key + ".xml";
}

std::string private_feed_url(const FeedSettings& settings, const domain::Show& show, std::string_view token) {
    std::string url = home_of(settings, show, or_base(settings.feed_base_url, settings)) + "/feeds/" + show.key + "/";
    url += token;
    return url + ".xml";
}

std::string show_page_url(const FeedSettings& settings, const domain::Show& show) {
    return home_of(settings, show, settings.base_url) + "/show/" + show.slug;
}

std::string episode_page_url(const FeedSettings& settings, const domain::Show& show, const domain::Episode& episode) {
    return show_page_url(settings, show) + "/" + episode.slug;
}

std::string media_url(const FeedSettings& settings, const domain::Episode& episode) {
    return or_base(settings.media_base_url, settings) + "/media/" + episode.key + "." + media_extension(episode);
}

std::string video_url(const FeedSettings& settings, const domain::Episode& episode) {
    return or_base(settings.media_base_url, settings) + "/media/" + episode.key + "/video.mp4";
}

std::string stream_url(const FeedSettings& settings, const domain::Episode& episode) {
    return or_base(settings.media_base_url, settings) + "/media/" + episode.key + "/hls/master.m3u8";
}

std::string chapters_url(const FeedSettings& settings, const domain::Episode& episode) {
    return settings.base_url + "/chapters/" + episode.key + ".json";
}

std::string transcript_url(const FeedSettings& settings, const domain::Episode& episode, std::string_view language,
                           std::string_view extension) {
    return settings.base_url + "/transcripts/" + episode.key + "." + std::string{language} + "." +
           std::string{extension};
}

std::string enclosure_url(const FeedSettings& settings, const domain::Show& show, const domain::Episode& episode) {
    return prefixed_enclosure_url(show.enclosure_prefixes, media_url(settings, episode));
}

std::string image_url(const FeedSettings& settings, std::string_view image_hash, std::string_view size,
                      std::string_view extension) {
    std::string url = settings.base_url + "/img/";
    url += image_hash;
    url += '/';
    url += size;
    url += '.';
    url += extension;
    return url;
}

std::string media_extension(const domain::Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
        return to_lower_ascii(stored->extension);
    }
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
        std::string extension = extension_of_url(external->url);
        if (find_by_extension(extension) != nullptr) {
            return extension;
        }
        if (const MediaType* probed = find_by_type(external->mime_type)) {
            return std::string(probed->extension);
        }
    }
    return "mp3";
}

std::string enclosure_type(std::string_view extension, std::string_view mime_type) {
    const MediaType* known = find_by_extension(extension);
    if (known != nullptr && (known->is_apples || mime_type.empty())) {
        return std::string(known->type);
    }
    return mime_type.empty() ? "audio/mpeg" : std::string(mime_type);
}

}  // namespace mooring::feed
