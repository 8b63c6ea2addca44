#include "mooring/feed/podcast_xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/extra_xml.hpp"

namespace mooring::feed {
namespace {

std::string short_value(std::string_view text) {
    return xml_value(text, max_podcast_value_length);
}

std::string value_text(std::string_view text) {
    return xml_value(text, max_value_length);
}

/// A count of seconds in its shortest decimal form, never with an exponent.
std::string seconds_text(double seconds) {
    std::array<char, 400> digits{};  // the largest double has 309 digits
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), seconds, std::chars_format::fixed).ptr;
    return {digits.data(), end};
}

bool is_time(double seconds) {
    return std::isfinite(seconds) && seconds >= 0;
}

bool is_host(const domain::Person& person) {
    const std::string_view role = trim(person.role);
    return role.empty() || equals_ignoring_case(role, "host");
}

/// A slug such as `CC-BY-4.0` in lower case; a licence's own name stays as it is.
std::string license_name(std::string_view name) {
    const std::string text = short_value(name);
    const bool is_slug = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '+';
    });
    return is_slug ? to_lower_ascii(text) : text;
}

bool is_hls(std::string_view type) {
    return equals_ignoring_case(type, "application/x-mpegURL") ||
           equals_ignoring_case(type, "application/vnd.apple.mpegurl");
}

bool serves_purpose(std::string_view purposes, std::string_view purpose) {
    const std::string padded = " " + to_lower_ascii(purposes) + " ";
    return padded.find(" " + std::string(purpose) + " ") != std::string::npos;
}

}  // namespace

std::vector<domain::Person> item_persons(const std::vector<domain::Person>& show_persons,
                                         const std::vector<domain::Person>& episode_persons) {
    if (episode_persons.empty() || std::ranges::any_of(episode_persons, is_host)) {
        return episode_persons;
    }
    std::vector<domain::Person> persons;
    std::ranges::copy_if(show_persons, std::back_inserter(persons), is_host);
    persons.insert(persons.end(), episode_persons.begin(), episode_persons.end());
    return persons;
}

void PodcastTagWriter::url_attribute_if_set(std::string_view name, std::string_view url) {
    if (!url.empty()) {
        xml_.attribute_if_set(name, url_text(url).value_or(std::string{}));
    }
}

void PodcastTagWriter::funding(const std::vector<domain::Funding>& funding) {
    for (const domain::Funding& entry : funding) {
        if (const auto url = url_text(entry.url)) {
            xml_.open("podcast:funding").attribute("url", *url).text("podcast:funding", short_value(entry.label));
        }
    }
}

void PodcastTagWriter::persons(const std::vector<domain::Person>& persons) {
    for (const domain::Person& person : persons) {
        const std::string name = short_value(person.name);
        if (name.empty()) {
            continue;
        }
        xml_.open("podcast:person");
        xml_.attribute_if_set("role", value_text(person.role)).attribute_if_set("group", value_text(person.group));
        url_attribute_if_set("img", person.img);
        url_attribute_if_set("href", person.href);
        xml_.text("podcast:person", name);
    }
}

void PodcastTagWriter::locations(const std::vector<domain::Location>& locations) {
    for (const domain::Location& location : locations) {
        const std::string name = short_value(location.name);
        if (name.empty()) {
            continue;
        }
        xml_.open("podcast:location");
        if (location.rel == "subject" || location.rel == "creator") {
            xml_.attribute("rel", location.rel);
        }
        xml_.attribute_if_set("geo", value_text(location.geo)).attribute_if_set("osm", value_text(location.osm));
        xml_.attribute_if_set("country", value_text(location.country)).text("podcast:location", name);
    }
}

void PodcastTagWriter::license(const std::optional<domain::License>& license) {
    if (!license || trim(license->name).empty()) {
        return;
    }
    xml_.open("podcast:license");
    url_attribute_if_set("url", license->url);
    xml_.text("podcast:license", license_name(license->name));
}

void PodcastTagWriter::txt(const std::vector<domain::Txt>& txt) {
    for (const domain::Txt& entry : txt) {
        xml_.open("podcast:txt").attribute_if_set("purpose", short_value(entry.purpose));
        xml_.text("podcast:txt", xml_value(entry.value, max_podcast_text_length));
    }
}

void PodcastTagWriter::social_interact(const std::vector<domain::SocialInteract>& interactions) {
    const auto is_disabled = [](const domain::SocialInteract& entry) {
        return equals_ignoring_case(entry.protocol, "disabled");
    };
    if (std::ranges::any_of(interactions, is_disabled)) {
        xml_.open("podcast:socialInteract").attribute("protocol", "disabled").close_empty();
        return;
    }
    for (const domain::SocialInteract& entry : interactions) {
        const auto uri = url_text(entry.uri);
        if (entry.protocol.empty() || !uri) {
            continue;
        }
        xml_.open("podcast:socialInteract").attribute("protocol", value_text(entry.protocol)).attribute("uri", *uri);
        xml_.attribute_if_set("accountId", value_text(entry.account_id));
        url_attribute_if_set("accountUrl", entry.account_url);
        xml_.attribute("priority", entry.priority).close_empty();
    }
}

void PodcastTagWriter::chat(const std::optional<domain::Chat>& chat) {
    if (!chat || chat->server.empty() || chat->protocol.empty()) {
        return;
    }
    xml_.open("podcast:chat").attribute("server", value_text(chat->server));
    xml_.attribute("protocol", value_text(chat->protocol)).attribute_if_set("accountId", value_text(chat->account_id));
    xml_.attribute_if_set("space", value_text(chat->space)).close_empty();
}

void PodcastTagWriter::images(const FeedArtwork& artwork, const std::vector<domain::TagImage>& images) {
    if (!artwork.url.empty()) {
        xml_.open("podcast:image").attribute("href", artwork.url);
        if (artwork.width > 0 && artwork.height > 0) {
            xml_.attribute_if_set("aspect-ratio", artwork.width == artwork.height ? "1/1" : "");
            xml_.attribute("width", static_cast<std::int64_t>(artwork.width));
            xml_.attribute("height", static_cast<std::int64_t>(artwork.height));
        }
        xml_.attribute_if_set("type", artwork.mime_type).attribute("purpose", "artwork").close_empty();
    }
    if (!artwork.social_url.empty()) {
        xml_.open("podcast:image").attribute("href", artwork.social_url).attribute("aspect-ratio", "40/21");
        xml_.attribute("width", std::int64_t{1200}).attribute("height", std::int64_t{630});
        xml_.attribute("type", "image/jpeg").attribute("purpose", "social").close_empty();
    }
    for (const domain::TagImage& image : images) {
        const auto href = url_text(image.href);
        if (!href || (!artwork.url.empty() && serves_purpose(image.purpose, "artwork")) ||
            (!artwork.social_url.empty() && serves_purpose(image.purpose, "social"))) {
            continue;
        }
        xml_.open("podcast:image").attribute("href", *href).attribute_if_set("alt", value_text(image.alt));
        xml_.attribute_if_set("aspect-ratio", value_text(image.aspect_ratio)).attribute("width", image.width);
        xml_.attribute("height", image.height).attribute_if_set("type", value_text(image.type));
        xml_.attribute_if_set("purpose", short_value(image.purpose)).close_empty();
    }
}

void PodcastTagWriter::value(const std::optional<domain::Value>& value) {
    if (!value || value->type.empty() || value->method.empty()) {
        return;
    }
    xml_.open("podcast:value").attribute("type", value->type).attribute("method", value->method);
    xml_.attribute_if_set("suggested", value->suggested).children();
    value_recipients(value->recipients);
    for (const domain::ValueTimeSplit& split : value->time_splits) {
        value_time_split(split);
    }
    xml_.end("podcast:value");
}

void PodcastTagWriter::value_recipients(const std::vector<domain::ValueRecipient>& recipients) {
    for (const domain::ValueRecipient& recipient : recipients) {
        xml_.open("podcast:valueRecipient").attribute_if_set("name", recipient.name).attribute("type", recipient.type);
        xml_.attribute("address", recipient.address).attribute_if_set("customKey", recipient.custom_key);
        xml_.attribute_if_set("customValue", recipient.custom_value).attribute("split", recipient.split);
        xml_.attribute_if_set("fee", recipient.fee ? "true" : "").close_empty();
    }
}

void PodcastTagWriter::value_time_split(const domain::ValueTimeSplit& split) {
    if (!is_time(split.start_seconds) || !is_time(split.duration_seconds)) {
        return;
    }
    xml_.open("podcast:valueTimeSplit").attribute("startTime", seconds_text(split.start_seconds));
    xml_.attribute("duration", seconds_text(split.duration_seconds));
    if (split.remote_start_seconds && is_time(*split.remote_start_seconds)) {
        xml_.attribute("remoteStartTime", seconds_text(*split.remote_start_seconds));
    }
    xml_.attribute("remotePercentage", split.remote_percentage).children();
    if (split.remote_item) {
        remote_item(*split.remote_item, split.remote_item->medium);
    }
    value_recipients(split.recipients);
    xml_.end("podcast:valueTimeSplit");
}

void PodcastTagWriter::remote_item(const domain::RemoteItem& item, std::string_view medium) {
    if (item.feed_guid.empty()) {
        return;
    }
    xml_.open("podcast:remoteItem").attribute("feedGuid", item.feed_guid);
    url_attribute_if_set("feedUrl", item.feed_url);
    xml_.attribute_if_set("itemGuid", item.item_guid).attribute_if_set("medium", value_text(medium));
    xml_.attribute_if_set("title", value_text(item.title)).close_empty();
}

void PodcastTagWriter::podroll(const std::vector<domain::RemoteItem>& items) {
    if (std::ranges::all_of(items, [](const domain::RemoteItem& item) { return item.feed_guid.empty(); })) {
        return;
    }
    xml_.open("podcast:podroll").children();
    for (const domain::RemoteItem& item : items) {
        remote_item(item, item.medium);
    }
    xml_.end("podcast:podroll");
}

void PodcastTagWriter::publisher(const std::optional<domain::RemoteItem>& publisher) {
    if (!publisher || publisher->feed_guid.empty()) {
        return;
    }
    xml_.open("podcast:publisher").children();
    remote_item(*publisher, "publisher");
    xml_.end("podcast:publisher");
}

void PodcastTagWriter::update_frequency(const std::optional<domain::UpdateFrequency>& frequency) {
    if (!frequency) {
        return;
    }
    xml_.open("podcast:updateFrequency").attribute_if_set("complete", frequency->complete ? "true" : "");
    xml_.attribute_if_set("dtstart", value_text(frequency->dtstart));
    xml_.attribute_if_set("rrule", value_text(frequency->rrule));
    xml_.text("podcast:updateFrequency", short_value(frequency->label));
}

void PodcastTagWriter::service_blocks(const std::vector<domain::ServiceBlock>& blocks) {
    for (const domain::ServiceBlock& block : blocks) {
        xml_.open("podcast:block").attribute_if_set("id", value_text(block.service));
        xml_.text("podcast:block", block.blocked ? "yes" : "no");
    }
}

void PodcastTagWriter::live_items(const std::vector<domain::LiveItem>& items) {
    for (const domain::LiveItem& item : items) {
        xml_.open("podcast:liveItem").attribute_if_set("status", value_text(item.status));
        xml_.attribute_if_set("start", value_text(item.start)).attribute_if_set("end", value_text(item.end)).children();
        out_ += clean_opaque_xml(item.inner_xml, OpaqueXml::any_elements);
        xml_.end("podcast:liveItem");
    }
}

void PodcastTagWriter::transcripts(const std::vector<domain::TranscriptLink>& transcripts) {
    for (const domain::TranscriptLink& transcript : transcripts) {
        const auto url = url_text(transcript.url);
        if (!url || transcript.type.empty()) {
            continue;
        }
        xml_.open("podcast:transcript").attribute("url", *url).attribute("type", value_text(transcript.type));
        xml_.attribute_if_set("language", value_text(transcript.language));
        xml_.attribute_if_set("rel", value_text(transcript.rel)).close_empty();
    }
}

void PodcastTagWriter::chapters(const std::optional<domain::ChaptersLink>& chapters) {
    if (!chapters) {
        return;
    }
    if (const auto url = url_text(chapters->url)) {
        xml_.open("podcast:chapters").attribute("url", *url);
        xml_.attribute("type", chapters->type.empty() ? "application/json+chapters" : value_text(chapters->type));
        xml_.close_empty();
    }
}

void PodcastTagWriter::soundbites(const std::vector<domain::Soundbite>& soundbites,
                                  std::optional<std::chrono::milliseconds> episode_length) {
    for (const domain::Soundbite& bite : soundbites) {
        const double end_ms = (bite.start_seconds + bite.duration_seconds) * 1000;
        if (!is_time(bite.start_seconds) || !is_time(bite.duration_seconds) || bite.duration_seconds == 0 ||
            (episode_length && end_ms > static_cast<double>(episode_length->count()) + 0.5)) {
            continue;
        }
        xml_.open("podcast:soundbite").attribute("startTime", seconds_text(bite.start_seconds));
        xml_.attribute("duration", seconds_text(bite.duration_seconds));
        xml_.text("podcast:soundbite", short_value(bite.title));
    }
}

void PodcastTagWriter::alternate_enclosures(const std::vector<domain::AlternateEnclosure>& enclosures) {
    for (const domain::AlternateEnclosure& enclosure : enclosures) {
        std::vector<std::pair<std::string, std::string>> sources;
        for (const domain::AlternateSource& source : enclosure.sources) {
            if (auto uri = url_text(source.uri)) {
                sources.emplace_back(std::move(*uri), value_text(source.content_type));
            }
        }
        if (enclosure.type.empty() || sources.empty()) {
            continue;
        }
        xml_.open("podcast:alternateEnclosure").attribute("type", value_text(enclosure.type));
        xml_.attribute("length", enclosure.length).attribute("bitrate", enclosure.bitrate);
        xml_.attribute("height", enclosure.height).attribute_if_set("lang", value_text(enclosure.lang));
        xml_.attribute_if_set("title", xml_value(enclosure.title, max_short_attribute_length));
        xml_.attribute_if_set("rel", xml_value(enclosure.rel, max_short_attribute_length));
        xml_.attribute_if_set("codecs", value_text(enclosure.codecs));
        xml_.attribute_if_set("default", enclosure.is_default ? "true" : "").children();
        for (const auto& [uri, content_type] : sources) {
            xml_.open("podcast:source").attribute("uri", uri).attribute_if_set("contentType", content_type);
            xml_.close_empty();
        }
        if (!enclosure.integrity_sri.empty() && !is_hls(enclosure.type)) {
            xml_.open("podcast:integrity").attribute("type", "sri").attribute("value", enclosure.integrity_sri);
            xml_.close_empty();
        }
        xml_.end("podcast:alternateEnclosure");
    }
}

void PodcastTagWriter::content_links(const std::vector<domain::ContentLink>& links) {
    for (const domain::ContentLink& link : links) {
        if (const auto href = url_text(link.href)) {
            xml_.open("podcast:contentLink").attribute("href", *href);
            xml_.text("podcast:contentLink", short_value(link.label));
        }
    }
}

}  // namespace mooring::feed
