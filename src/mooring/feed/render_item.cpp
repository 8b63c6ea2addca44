#include <algorithm>
#include <array>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/episode_number.hpp"
#include "mooring/feed/notes.hpp"
#include "mooring/feed/render.hpp"
#include "mooring/feed/urls.hpp"

namespace mooring::feed {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// True for decimal text such as `12` or `3.5`.
bool is_decimal(std::string_view text) {
    const std::string_view whole = text.substr(0, text.find('.'));
    const std::string_view fraction =
        whole.size() == text.size() ? std::string_view{"0"} : text.substr(whole.size() + 1);
    return !whole.empty() && !fraction.empty() && std::ranges::all_of(whole, is_digit) &&
           std::ranges::all_of(fraction, is_digit);
}

std::string_view type_text(domain::EpisodeType type) {
    switch (type) {
        case domain::EpisodeType::full: return "full";
        case domain::EpisodeType::trailer: return "trailer";
        case domain::EpisodeType::bonus: return "bonus";
    }
    return "full";
}

struct EnclosureFacts {
    std::int64_t size_bytes = 0;
    std::string_view mime_type;
    std::optional<std::chrono::milliseconds> duration;
};

EnclosureFacts enclosure_facts(const domain::Media& media) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&media)) {
        return {stored->size_bytes, stored->mime_type, stored->duration};
    }
    if (const auto* external = std::get_if<domain::ExternalMedia>(&media)) {
        return {external->size_bytes.value_or(0), external->mime_type, external->duration};
    }
    return {};
}

void write_numbers(XmlWriter& xml, const domain::Episode& episode) {
    if (const std::string_view number = episode_number(episode); !number.empty()) {
        xml.element("itunes:episode", number);
    }
    if (episode.season && *episode.season > 0) {
        xml.element("itunes:season", *episode.season);
    }
}

void write_podcast_numbers(XmlWriter& xml, const domain::Episode& episode) {
    if (episode.season && *episode.season >= 0) {
        xml.open("podcast:season");
        xml.attribute_if_set("name", xml_value(episode.season_name, max_podcast_value_length));
        xml.text("podcast:season", std::to_string(*episode.season));
    }
    if (const std::string_view number = trim(episode.number); is_decimal(number)) {
        xml.open("podcast:episode");
        xml.attribute_if_set("display", xml_value(episode.number_display, max_short_attribute_length));
        xml.text("podcast:episode", xml_value(number, max_podcast_value_length));
    }
}

/// What the owner named, and what Mooring keeps.
std::vector<domain::TranscriptLink> transcripts_of(const FeedSettings& settings, const domain::Episode& episode) {
    struct Form {
        std::string_view extension, type;
        bool is_of_cues;
    };
    static constexpr std::array forms{Form{"vtt", "text/vtt", true}, Form{"srt", "application/x-subrip", true},
                                      Form{"json", "application/json", true}, Form{"txt", "text/plain", false},
                                      Form{"html", "text/html", false}};
    std::vector<domain::TranscriptLink> all = episode.tags.transcripts;
    std::vector<std::string_view> languages;
    for (const domain::TranscriptMark& mark : episode.companions.transcripts) {
        const bool is_new = std::ranges::find(languages, mark.language) == languages.end();
        if (is_new) languages.push_back(mark.language);
        for (const Form& form : forms) {
            if (form.is_of_cues ? !mark.is_timed : !is_new) continue;
            all.push_back({.url = transcript_url(settings, episode, mark.language, form.extension),
                           .type = std::string{form.type},
                           .language = mark.language,
                           .rel = form.is_of_cues ? "captions" : ""});
        }
    }
    return all;
}

std::optional<domain::ChaptersLink> chapters_of(const FeedSettings& settings, const domain::Episode& episode) {
    if (!episode.companions.chapters_since) return episode.tags.chapters;
    return domain::ChaptersLink{.url = chapters_url(settings, episode), .type = "application/json+chapters"};
}

/// What the owner named, and the film that was uploaded beside the sound.
std::vector<domain::AlternateEnclosure> alternates_of(const FeedSettings& settings, const domain::Episode& episode) {
    std::vector<domain::AlternateEnclosure> all = episode.tags.alternate_enclosures;
    if (!episode.video) return all;
    if (episode.companions.stream) {
        domain::AlternateEnclosure stream;
        stream.type = "application/x-mpegURL";
        stream.title = "Video";
        stream.length = 0;
        stream.sources = {{stream_url(settings, episode), "application/vnd.apple.mpegurl"}};
        all.push_back(std::move(stream));
    }
    domain::AlternateEnclosure film;
    film.type = "video/mp4";
    film.title = "Video";
    film.length = episode.video->size_bytes;
    film.bitrate = std::int64_t{episode.video->bitrate_kbps} * 1000;
    film.height = episode.video->height;
    film.integrity_sri = episode.video->integrity;
    film.sources = {{video_url(settings, episode), film.type}};
    all.push_back(std::move(film));
    return all;
}

void write_podcast_tags(std::string& out, const FeedSettings& settings, UrlSchemes schemes, const ItemInput& input) {
    const domain::EpisodeTags& tags = input.episode.tags;
    XmlWriter xml(out);
    PodcastTagWriter podcast(out, schemes);
    podcast.funding(tags.funding);
    podcast.persons(item_persons(input.show.tags.persons, tags.persons));
    podcast.locations(tags.locations);
    write_podcast_numbers(xml, input.episode);
    podcast.license(tags.license);
    podcast.transcripts(transcripts_of(settings, input.episode));
    podcast.chapters(chapters_of(settings, input.episode));
    podcast.soundbites(tags.soundbites, enclosure_facts(input.episode.media).duration);
    podcast.alternate_enclosures(alternates_of(settings, input.episode));
    podcast.txt(tags.txt);
    podcast.social_interact(tags.social_interact);
    podcast.chat(tags.chat);
    podcast.content_links(tags.content_links);
    podcast.images(input.artwork, tags.images);
    podcast.value(tags.value);
    out += clean_opaque_xml(tags.extra_xml, OpaqueXml::foreign_elements);
}

}  // namespace

std::string_view episode_number(const domain::Episode& episode) {
    std::string_view text = trim(episode.number);
    if (!std::ranges::all_of(text, is_digit)) return {};
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    return text;
}

std::string render_item(const FeedSettings& settings, const ItemInput& input) {
    const domain::Show& show = input.show;
    const domain::Episode& episode = input.episode;
    std::string out;
    if (!episode.publish_at || !domain::has_ready_media(episode)) {
        return out;
    }
    const UrlSchemes schemes = url_schemes(settings);
    const FeedNotes notes = feed_notes(episode.description);
    out.reserve(2048 + notes.description.size() + notes.full.size());
    out += "<item>\n";
    XmlWriter xml(out);

    const std::string title = xml_value(episode.title, max_value_length);
    const std::string apple_title = xml_value(episode.apple_title, max_value_length);
    xml.element("title", title);
    xml.element("itunes:title", apple_title.empty() ? title : apple_title);
    xml.open("guid").attribute("isPermaLink", episode.guid_is_permalink ? "true" : "false");
    xml.text("guid", episode.guid);
    const auto external = feed_url_text(episode.external_url, schemes);
    xml.element("link", external ? *external : episode_page_url(settings, show, episode));
    xml.element("pubDate", http_date(*episode.publish_at));
    xml.cdata_element("description", notes.description);
    if (!notes.full.empty()) {
        xml.cdata_element("content:encoded", notes.full);
    }

    const EnclosureFacts facts = enclosure_facts(episode.media);
    xml.open("enclosure");
    xml.attribute("url", input.enclosure_url.empty() ? enclosure_url(settings, show, episode) : input.enclosure_url);
    xml.attribute("length", facts.size_bytes);
    xml.attribute("type", enclosure_type(media_extension(episode), facts.mime_type)).close_empty();
    if (facts.duration) {
        xml.element("itunes:duration", rounded_seconds(*facts.duration));
    }
    xml.element("itunes:explicit", episode.is_explicit.value_or(show.is_explicit) ? "true" : "false");
    if (!input.artwork.url.empty() && input.artwork.width >= min_item_artwork_width) {
        xml.open("itunes:image").attribute("href", input.artwork.url).close_empty();
    }
    write_numbers(xml, episode);
    xml.element("itunes:episodeType", type_text(episode.type));
    if (episode.block_directories) {
        xml.element("itunes:block", "Yes");
    }
    const std::string author = xml_value(episode.author, max_value_length);
    if (!author.empty() && author != shown_author(settings, show)) {
        xml.element("itunes:author", author);
    }
    write_podcast_tags(out, settings, schemes, input);
    out += "</item>\n";
    return out;
}

std::int64_t rounded_seconds(std::chrono::milliseconds length) {
    return std::chrono::floor<std::chrono::seconds>(length + std::chrono::milliseconds{500}).count();
}

}  // namespace mooring::feed
