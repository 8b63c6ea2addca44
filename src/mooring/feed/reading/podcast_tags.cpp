#include "mooring/feed/reading/podcast_tags.hpp"

#include <algorithm>
#include <sstream>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/reading/element_names.hpp"
#include "mooring/feed/reading/values.hpp"

namespace mooring::feed::reading {
namespace {

constexpr std::size_t most_of_a_kind = 500;  ///< tags of one name in one place; further ones are left out
constexpr std::size_t most_inner_bytes = std::size_t{64} * 1024;

using pugi::xml_node;

template <class Tag>
bool keep(std::vector<Tag>& all, Tag tag) {
    if (all.size() < most_of_a_kind) all.push_back(std::move(tag));
    return true;
}

/// Children of `element` that are `podcast:NAME`.
template <class Visit>
void each_child(const xml_node& element, std::string_view name, Visit visit) {
    for (const xml_node& child : element.children()) {
        if (child.type() == pugi::node_element && name_of(child).is(Vocabulary::podcast, name)) visit(child);
    }
}

domain::RemoteItem remote_item(const xml_node& element, std::string_view base) {
    return {.feed_guid = attribute_of(element, "feedGuid"),
            .feed_url = address_of(base, element.attribute("feedUrl").value()),
            .item_guid = attribute_of(element, "itemGuid"),
            .medium = attribute_of(element, "medium"),
            .title = attribute_of(element, "title")};
}

std::vector<domain::RemoteItem> remote_items(const xml_node& element, std::string_view base) {
    std::vector<domain::RemoteItem> items;
    each_child(element, "remoteItem", [&](const xml_node& child) { keep(items, remote_item(child, base)); });
    return items;
}

std::vector<domain::ValueRecipient> recipients(const xml_node& element) {
    std::vector<domain::ValueRecipient> all;
    each_child(element, "valueRecipient", [&](const xml_node& child) {
        keep(all, domain::ValueRecipient{.type = attribute_of(child, "type"),
                                         .address = attribute_of(child, "address"),
                                         .name = attribute_of(child, "name"),
                                         .custom_key = attribute_of(child, "customKey"),
                                         .custom_value = attribute_of(child, "customValue"),
                                         .split = whole_number_of(attribute_of(child, "split")).value_or(0),
                                         .fee = flag_of(attribute_of(child, "fee")).value_or(false)});
    });
    return all;
}

domain::Value value(const xml_node& element, std::string_view base) {
    domain::Value read;
    read.type = attribute_of(element, "type");
    read.method = attribute_of(element, "method");
    read.suggested = attribute_of(element, "suggested");
    read.recipients = recipients(element);
    each_child(element, "valueTimeSplit", [&](const xml_node& child) {
        domain::ValueTimeSplit split;
        split.start_seconds = decimal_of(attribute_of(child, "startTime")).value_or(0);
        split.duration_seconds = decimal_of(attribute_of(child, "duration")).value_or(0);
        split.remote_start_seconds = decimal_of(attribute_of(child, "remoteStartTime"));
        split.remote_percentage = whole_number_of(attribute_of(child, "remotePercentage"));
        const auto items = remote_items(child, base);
        if (!items.empty()) split.remote_item = items.front();
        split.recipients = recipients(child);
        keep(read.time_splits, std::move(split));
    });
    return read;
}

domain::LiveItem live_item(const xml_node& element) {
    domain::LiveItem live;
    live.status = attribute_of(element, "status");
    live.start = attribute_of(element, "start");
    live.end = attribute_of(element, "end");
    for (const xml_node& child : element.children()) {
        if (child.type() == pugi::node_element) live.inner_xml += standalone_xml(child);
    }
    if (live.inner_xml.size() > most_inner_bytes) live.inner_xml.clear();
    return live;
}

/// A picture for a purpose of its own; the artwork and the social card are made anew from the show's picture.
bool take_image(const xml_node& element, std::string_view base, std::vector<domain::TagImage>& images) {
    domain::TagImage image;
    image.href = address_of(base, element.attribute("href").value());
    image.alt = attribute_of(element, "alt");
    image.aspect_ratio = attribute_of(element, "aspect-ratio");
    image.type = attribute_of(element, "type");
    image.purpose = attribute_of(element, "purpose");
    image.width = whole_number_of(attribute_of(element, "width"));
    image.height = whole_number_of(attribute_of(element, "height"));
    if (image.href.empty()) return false;
    const std::string purpose = to_lower_ascii(image.purpose);
    if (purpose.find("artwork") != std::string::npos || purpose.find("social") != std::string::npos) return true;
    return keep(images, std::move(image));
}

bool take_shared_tag(const xml_node& element, std::string_view name, std::string_view base, domain::SharedTags& tags) {
    if (name == "funding") {
        domain::Funding funding{.url = address_of(base, element.attribute("url").value()), .label = line_of(element)};
        return !funding.url.empty() && keep(tags.funding, std::move(funding));
    }
    if (name == "person") {
        domain::Person person{.name = line_of(element),
                              .role = attribute_of(element, "role"),
                              .group = attribute_of(element, "group"),
                              .img = address_of(base, element.attribute("img").value()),
                              .href = address_of(base, element.attribute("href").value())};
        return !person.name.empty() && keep(tags.persons, std::move(person));
    }
    if (name == "location") {
        domain::Location location{.name = line_of(element),
                                  .rel = attribute_of(element, "rel"),
                                  .geo = attribute_of(element, "geo"),
                                  .osm = attribute_of(element, "osm"),
                                  .country = attribute_of(element, "country")};
        return !location.name.empty() && keep(tags.locations, std::move(location));
    }
    if (name == "license") {
        tags.license =
            domain::License{.name = line_of(element), .url = address_of(base, element.attribute("url").value())};
        return true;
    }
    if (name == "txt") {
        return keep(tags.txt, domain::Txt{.value = notes_of(element), .purpose = attribute_of(element, "purpose")});
    }
    if (name == "socialInteract") {
        domain::SocialInteract place{.protocol = attribute_of(element, "protocol"),
                                     .uri = attribute_of(element, "uri"),
                                     .account_id = attribute_of(element, "accountId"),
                                     .account_url = attribute_of(element, "accountUrl"),
                                     .priority = whole_number_of(attribute_of(element, "priority"))};
        return !place.protocol.empty() && keep(tags.social_interact, std::move(place));
    }
    if (name == "chat") {
        tags.chat = domain::Chat{.server = attribute_of(element, "server"),
                                 .protocol = attribute_of(element, "protocol"),
                                 .account_id = attribute_of(element, "accountId"),
                                 .space = attribute_of(element, "space")};
        return !tags.chat->server.empty();
    }
    if (name == "image") return take_image(element, base, tags.images);
    if (name == "value") {
        tags.value = value(element, base);
        return true;
    }
    return false;
}

domain::AlternateEnclosure alternate(const xml_node& element, std::string_view base) {
    domain::AlternateEnclosure read;
    read.type = attribute_of(element, "type");
    read.lang = attribute_of(element, "lang");
    read.title = attribute_of(element, "title");
    read.rel = attribute_of(element, "rel");
    read.codecs = attribute_of(element, "codecs");
    read.length = parse_decimal(attribute_of(element, "length"));
    if (const auto bitrate = decimal_of(attribute_of(element, "bitrate")); bitrate && *bitrate > 0 && *bitrate < 1e12) {
        read.bitrate = static_cast<std::int64_t>(*bitrate);
    }
    read.height = whole_number_of(attribute_of(element, "height"));
    read.is_default = flag_of(attribute_of(element, "default")).value_or(false);
    each_child(element, "source", [&](const xml_node& child) {
        const std::string uri = address_of(base, child.attribute("uri").value());
        if (!uri.empty()) keep(read.sources, domain::AlternateSource{uri, attribute_of(child, "contentType")});
    });
    each_child(element, "integrity", [&](const xml_node& child) {
        if (equals_ignoring_case(attribute_of(child, "type"), "sri")) read.integrity_sri = attribute_of(child, "value");
    });
    return read;
}

}  // namespace

bool take_show_tag(const xml_node& element, std::string_view name, std::string_view base, domain::ShowTags& tags) {
    if (name == "podroll") {
        tags.podroll = remote_items(element, base);
        return true;
    }
    if (name == "publisher") {
        const auto items = remote_items(element, base);
        if (!items.empty()) tags.publisher = items.front();
        return !items.empty();
    }
    if (name == "updateFrequency") {
        tags.update_frequency =
            domain::UpdateFrequency{.label = line_of(element),
                                    .rrule = attribute_of(element, "rrule"),
                                    .dtstart = attribute_of(element, "dtstart"),
                                    .complete = flag_of(attribute_of(element, "complete")).value_or(false)};
        return true;
    }
    if (name == "block") {
        return keep(tags.service_blocks, domain::ServiceBlock{.service = attribute_of(element, "id"),
                                                              .blocked = flag_of(line_of(element)).value_or(false)});
    }
    if (name == "liveItem") return keep(tags.live_items, live_item(element));
    return take_shared_tag(element, name, base, tags);
}

bool take_episode_tag(const xml_node& element, std::string_view name, std::string_view base,
                      domain::EpisodeTags& tags) {
    if (name == "soundbite") {
        const auto start = decimal_of(attribute_of(element, "startTime"));
        const auto duration = decimal_of(attribute_of(element, "duration"));
        if (!start || !duration || *start < 0 || *duration <= 0) return false;
        return keep(tags.soundbites, domain::Soundbite{*start, *duration, line_of(element)});
    }
    if (name == "contentLink") {
        domain::ContentLink link{.href = address_of(base, element.attribute("href").value()),
                                 .label = line_of(element)};
        return !link.href.empty() && keep(tags.content_links, std::move(link));
    }
    if (name == "transcript") {
        domain::TranscriptLink link{.url = address_of(base, element.attribute("url").value()),
                                    .type = attribute_of(element, "type"),
                                    .language = attribute_of(element, "language"),
                                    .rel = attribute_of(element, "rel")};
        return !link.url.empty() && keep(tags.transcripts, std::move(link));
    }
    if (name == "chapters") {
        tags.chapters = domain::ChaptersLink{.url = address_of(base, element.attribute("url").value()),
                                             .type = attribute_of(element, "type")};
        if (tags.chapters->url.empty()) tags.chapters.reset();
        return true;
    }
    if (name == "alternateEnclosure") {
        domain::AlternateEnclosure read = alternate(element, base);
        return !read.sources.empty() && !read.type.empty() && keep(tags.alternate_enclosures, std::move(read));
    }
    return take_shared_tag(element, name, base, tags);
}

std::vector<domain::Chapter> simple_chapters(const xml_node& element, std::string_view base) {
    std::vector<domain::Chapter> chapters;
    for (const xml_node& child : element.children()) {
        if (child.type() != pugi::node_element || !name_of(child).is(Vocabulary::simple_chapters, "chapter")) continue;
        // Normal play time: [[h:]m:]s[.fraction]
        const std::string text = attribute_of(child, "start");
        double seconds = 0;
        bool is_time = !text.empty();
        std::istringstream parts{text};
        for (std::string part; std::getline(parts, part, ':');) {
            const auto value = decimal_of(part);
            is_time = is_time && value && *value >= 0;
            seconds = seconds * 60 + value.value_or(0);
        }
        if (!is_time || seconds > 360'000 || chapters.size() == 1000) continue;
        domain::Chapter chapter;
        chapter.start = std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000 + 0.5)};
        chapter.title = cut_to_code_points(attribute_of(child, "title"), 512);
        chapter.url = address_of(base, child.attribute("href").value());
        chapter.image_url = address_of(base, child.attribute("image").value());
        chapters.push_back(std::move(chapter));
    }
    std::ranges::stable_sort(chapters, {}, &domain::Chapter::start);
    return chapters;
}

}  // namespace mooring::feed::reading
