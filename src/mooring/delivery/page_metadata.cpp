#include <string>
#include <vector>

#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/delivery/page_parts.hpp"

namespace mooring::delivery {
namespace {

/// `en-gb` → `en_GB`, the form of og:locale. Scripts and variants have no place there.
std::string locale_of(const std::string& language) {
    std::string locale = language.substr(0, language.find('-'));
    const auto region = language.rfind('-');
    if (region == std::string::npos || language.size() - region != 3) return locale;
    locale += '_';
    for (const char c : language.substr(region + 1)) {
        locale.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
    return locale;
}

void property(HtmlWriter& html, std::string_view name, const std::string& value) {
    if (!value.empty()) html.open("meta", {{"property", std::string{name}}, {"content", value}}).line();
}

void named(HtmlWriter& html, std::string_view name, const std::string& value) {
    if (!value.empty()) html.open("meta", {{"name", std::string{name}}, {"content", value}}).line();
}

struct Shared {
    std::string title, summary, page_url, alt;
    std::optional<app::delivering::Picture> picture;
};

Shared shared_of(const std::string& title, const std::string& summary, const std::string& page_url,
                 const app::delivering::Pictures& pictures, const std::string& show_title) {
    const auto& picture = pictures.social ? pictures.social : pictures.large ? pictures.large : pictures.small;
    return {title, summary, page_url, "Artwork of " + show_title, picture};
}

void graph(HtmlWriter& html, const DeliverySettings& settings, const ShowFacts& show, const Shared& shared,
           std::string_view type) {
    property(html, "og:type", std::string{type});
    property(html, "og:title", shared.title);
    property(html, "og:description", shared.summary);
    property(html, "og:url", shared.page_url);
    property(html, "og:site_name", settings.site_name);
    property(html, "og:locale", locale_of(show.language));
    if (!shared.picture) return;
    property(html, "og:image", shared.picture->url);
    if (shared.picture->width > 0) property(html, "og:image:width", std::to_string(shared.picture->width));
    if (shared.picture->height > 0) property(html, "og:image:height", std::to_string(shared.picture->height));
    property(html, "og:image:alt", shared.alt);
}

void alternates(HtmlWriter& html, const DeliverySettings& settings, const ShowFacts& show, const Shared& shared) {
    html.open("link", {{"rel", "alternate"},
                       {"type", "application/rss+xml"},
                       {"title", show.show.title},
                       {"href", show.feed_url}})
        .line();
    const std::string provider = settings.urls.base + "/oembed?url=" + percent_encode(shared.page_url) + "&format=";
    html.open("link", {{"rel", "alternate"},
                       {"type", "application/json+oembed"},
                       {"title", shared.title},
                       {"href", provider + "json"}})
        .line();
    html.open("link",
              {{"rel", "alternate"}, {"type", "text/xml+oembed"}, {"title", shared.title}, {"href", provider + "xml"}})
        .line();
}

/// `"name":value` pairs of a JSON object, absent ones left out.
class JsonObject {
public:
    JsonObject& text(std::string_view name, const std::string& value) {
        return value.empty() ? *this : member(name, json_string(value));
    }
    JsonObject& member(std::string_view name, const std::string& json) {
        if (!json_.empty()) json_ += ',';
        json_ += json_string(name) + ":" + json;
        return *this;
    }
    std::string take() const { return "{" + json_ + "}"; }

private:
    std::string json_;
};

std::string typed(std::string_view type, std::string_view name, const std::string& value) {
    return JsonObject{}.text("@type", std::string{type}).text(name, value).take();
}

std::string picture_url(const app::delivering::Pictures& pictures) {
    if (pictures.large) return pictures.large->url;
    if (pictures.small) return pictures.small->url;
    return pictures.social ? pictures.social->url : std::string{};
}

}  // namespace

void show_metadata(HtmlWriter& html, const DeliverySettings& settings, const ShowFacts& show) {
    const Shared shared = shared_of(show.show.title, show.summary, show.page_url, show.pictures, show.show.title);
    alternates(html, settings, show, shared);
    graph(html, settings, show, shared, "website");
    named(html, "twitter:card", "summary_large_image");
    named(html, "twitter:title", shared.title);
    named(html, "twitter:description", shared.summary);
    if (shared.picture) named(html, "twitter:image", shared.picture->url);
    html.open("script", {{"type", "application/ld+json"}}).raw(show_structured_data(show)).close("script").line();
}

void episode_metadata(HtmlWriter& html, const DeliverySettings& settings, const ShowFacts& show,
                      const EpisodeFacts& episode) {
    const Shared shared =
        shared_of(episode.episode.title, episode.summary, episode.page_url, episode.pictures, show.show.title);
    alternates(html, settings, show, shared);
    graph(html, settings, show, shared, "website");
    property(html, episode.is_video ? "og:video" : "og:audio", episode.media_url);
    property(html, episode.is_video ? "og:video:type" : "og:audio:type", episode.media_type);
    named(html, "twitter:card", "player");
    named(html, "twitter:title", shared.title);
    named(html, "twitter:description", shared.summary);
    named(html, "twitter:player", episode.embed_url);
    named(html, "twitter:player:width", "480");
    named(html, "twitter:player:height", "180");
    if (shared.picture) named(html, "twitter:image", shared.picture->url);
    html.open("script", {{"type", "application/ld+json"}})
        .raw(episode_structured_data(show, episode))
        .close("script")
        .line();
}

std::string show_structured_data(const ShowFacts& show) {
    JsonObject series;
    series.text("@context", "https://schema.org").text("@type", "PodcastSeries");
    series.text("name", show.show.title).text("url", show.page_url).text("description", show.summary);
    series.text("image", picture_url(show.pictures)).text("webFeed", show.feed_url);
    if (!show.author.empty()) series.member("author", typed("Person", "name", show.author));
    series.text("inLanguage", show.language);
    return series.take();
}

std::string episode_structured_data(const ShowFacts& show, const EpisodeFacts& facts) {
    const domain::Episode& episode = facts.episode;
    JsonObject out;
    out.text("@context", "https://schema.org").text("@type", "PodcastEpisode");
    out.text("name", episode.title).text("url", facts.page_url).text("description", facts.summary);
    out.text("image", picture_url(facts.pictures)).text("inLanguage", show.language);
    if (episode.publish_at) out.text("datePublished", iso8601_seconds(*episode.publish_at));
    if (facts.duration) out.text("timeRequired", iso8601_duration(*facts.duration));
    if (const auto number = parse_decimal(episode.number)) out.member("episodeNumber", std::to_string(*number));
    out.member(
        "partOfSeries",
        JsonObject{}.text("@type", "PodcastSeries").text("name", show.show.title).text("url", show.page_url).take());
    if (episode.season) {
        out.member("partOfSeason", JsonObject{}
                                       .text("@type", "PodcastSeason")
                                       .member("seasonNumber", std::to_string(*episode.season))
                                       .text("name", episode.season_name)
                                       .take());
    }
    JsonObject media;
    media.text("@type", facts.is_video ? "VideoObject" : "AudioObject").text("contentUrl", facts.media_url);
    media.text("encodingFormat", facts.media_type);
    if (facts.media_bytes) media.text("contentSize", std::to_string(*facts.media_bytes));
    if (facts.duration) media.text("duration", iso8601_duration(*facts.duration));
    out.member("associatedMedia", media.take());
    if (!episode.tags.transcripts.empty()) out.text("transcript", episode.tags.transcripts.front().url);
    return out.take();
}

}  // namespace mooring::delivery
