#include <algorithm>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/feed/language.hpp"
#include "mooring/feed/notes.hpp"
#include "mooring/feed/render.hpp"
#include "mooring/feed/urls.hpp"

namespace mooring::feed {
namespace {

constexpr std::size_t max_categories = 3;

void write_rss_tag(std::string& out, const ChannelInput& input) {
    std::vector<XmlNamespace> others = declared_namespaces(input.show.tags.extra_xml);
    others.insert(others.end(), input.item_namespaces.begin(), input.item_namespaces.end());
    std::ranges::sort(others);
    XmlWriter xml(out);
    xml.open("rss").attribute("version", "2.0");
    for (const XmlNamespace& own : feed_namespaces()) {
        xml.attribute("xmlns:" + own.prefix, own.uri);
    }
    std::string_view written;
    for (const XmlNamespace& other : others) {
        if (other.prefix != written) {  // one prefix means one thing here; the rest say it where they stand
            xml.attribute("xmlns:" + other.prefix, other.uri);
        }
        written = other.prefix;
    }
    xml.children();
}

void write_atom_links(XmlWriter& xml, const FeedSettings& settings, const ChannelInput& input) {
    const auto link = [&](std::string_view relation, std::string_view url) {
        if (!url.empty()) {
            xml.open("atom:link").attribute("rel", relation).attribute("href", url).close_empty();
        }
    };
    xml.open("atom:link").attribute("rel", "self").attribute("type", "application/rss+xml");
    xml.attribute("href", input.self_url).close_empty();
    if (input.audience == FeedAudience::everybody) {
        for (const std::string& hub : settings.hubs) {
            link("hub", hub);
        }
    }
    link("first", input.pages.first);
    link("prev", input.pages.previous);
    link("next", input.pages.next);
    link("last", input.pages.last);
}

void write_artwork(XmlWriter& xml, const ChannelInput& input, std::string_view title, std::string_view link) {
    if (input.artwork.url.empty()) {
        return;
    }
    xml.open("image").children();
    xml.element("url", input.artwork.url);
    xml.element("title", title);
    xml.element("link", link);
    xml.end("image");
    xml.open("itunes:image").attribute("href", input.artwork.url).close_empty();
}

void write_categories(XmlWriter& xml, const std::vector<domain::Category>& categories) {
    for (const domain::Category& category : categories) {
        xml.open("itunes:category").attribute("text", category.group);
        if (category.subcategory.empty()) {
            xml.close_empty();
            continue;
        }
        xml.children();
        xml.open("itunes:category").attribute("text", category.subcategory).close_empty();
        xml.end("itunes:category");
    }
}

void write_owner(XmlWriter& xml, const domain::Show& show) {
    const std::string name = xml_value(show.owner_name, max_value_length);
    const std::string email = xml_value(show.owner_email, max_value_length);
    if (show.hide_owner_email || (name.empty() && email.empty())) {
        return;
    }
    xml.open("itunes:owner").children();
    if (!name.empty()) {
        xml.element("itunes:name", name);
    }
    if (!email.empty()) {
        xml.element("itunes:email", email);
    }
    xml.end("itunes:owner");
}

void write_itunes(XmlWriter& xml, const FeedSettings& settings, const ChannelInput& input) {
    const domain::Show& show = input.show;
    write_categories(xml, shown_categories(settings, show));
    xml.element("itunes:explicit", show.is_explicit ? "true" : "false");
    xml.element("itunes:author", shown_author(settings, show));
    write_owner(xml, show);
    xml.element("itunes:type", show.type == domain::ShowType::serial ? "serial" : "episodic");
    if (!input.new_feed_url.empty()) {
        xml.element("itunes:new-feed-url", input.new_feed_url);
    }
    if (show.block_directories || input.audience == FeedAudience::one_subscriber) {
        xml.element("itunes:block", "Yes");
    }
    if (show.is_complete) {
        xml.element("itunes:complete", "Yes");
    }
    if (const std::string apple_title = xml_value(show.apple_title, max_value_length); !apple_title.empty()) {
        xml.element("itunes:title", apple_title);
    }
}

void write_trailers(XmlWriter& xml, const FeedSettings& settings, const ChannelInput& input) {
    for (const TrailerInput& trailer : input.trailers) {
        const domain::Episode& episode = trailer.episode;
        if (!episode.publish_at || !domain::has_ready_media(episode)) {
            continue;
        }
        std::optional<std::int64_t> size;
        std::string_view mime_type;
        if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) {
            size = stored->size_bytes;
            mime_type = stored->mime_type;
        } else if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) {
            size = external->size_bytes;
            mime_type = external->mime_type;
        }
        xml.open("podcast:trailer");
        xml.attribute("url", trailer.enclosure_url.empty() ? enclosure_url(settings, input.show, episode)
                                                           : trailer.enclosure_url);
        xml.attribute("pubdate", http_date(*episode.publish_at)).attribute("length", size);
        xml.attribute("type", enclosure_type(media_extension(episode), mime_type));
        if (episode.season && *episode.season > 0) {
            xml.attribute("season", episode.season);
        }
        xml.text("podcast:trailer", xml_value(episode.title, max_podcast_value_length));
    }
}

void write_podcast(std::string& out, const FeedSettings& settings, const ChannelInput& input) {
    const domain::Show& show = input.show;
    const domain::ShowTags& tags = show.tags;
    const bool is_private = input.audience == FeedAudience::one_subscriber;
    XmlWriter xml(out);
    xml.element("podcast:guid", show.guid);
    xml.open("podcast:locked");
    xml.attribute_if_set("owner", show.hide_owner_email ? "" : xml_value(show.owner_email, max_value_length));
    xml.text("podcast:locked", show.is_locked ? "yes" : "no");
    xml.element("podcast:medium", show.medium.empty() ? "podcast" : show.medium);

    PodcastTagWriter podcast(out, url_schemes(settings));
    podcast.funding(tags.funding);
    podcast.persons(tags.persons);
    podcast.locations(tags.locations);
    write_trailers(xml, settings, input);
    podcast.license(tags.license);
    podcast.podroll(tags.podroll);
    podcast.publisher(tags.publisher);
    podcast.txt(tags.txt);
    podcast.update_frequency(tags.update_frequency);
    if (settings.podping_healthy && !is_private) {
        xml.open("podcast:podping").attribute("usesPodping", "true").close_empty();
    }
    if (is_private) {
        xml.element("podcast:block", "yes");
    } else {
        podcast.service_blocks(tags.service_blocks);
    }
    podcast.social_interact(tags.social_interact);
    podcast.chat(tags.chat);
    podcast.images(input.artwork, tags.images);
    podcast.value(tags.value);
    podcast.live_items(tags.live_items);
    out += clean_opaque_xml(tags.extra_xml, OpaqueXml::foreign_elements);
}

}  // namespace

std::string render_channel_head(const FeedSettings& settings, const ChannelInput& input) {
    const domain::Show& show = input.show;
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    XmlWriter xml(out);
    write_rss_tag(out, input);
    xml.open("channel").children();
    write_atom_links(xml, settings, input);

    const std::string title = xml_value(show.title, max_value_length);
    const auto website = feed_url_text(show.website_url, url_schemes(settings));
    const std::string link = website ? *website : show_page_url(settings, show);
    xml.element("title", title);
    xml.element("link", link);
    xml.cdata_element("description", feed_notes(show.description).description);
    xml.element("language", shown_language(settings, show));
    if (const std::string copyright = xml_value(show.copyright, max_value_length); !copyright.empty()) {
        xml.element("copyright", copyright);
    }
    if (input.newest_publication) {
        xml.element("pubDate", http_date(*input.newest_publication));
    }
    xml.element("lastBuildDate", http_date(input.content_changed));
    xml.element("generator", settings.generator);
    write_artwork(xml, input, title, link);
    write_itunes(xml, settings, input);
    write_podcast(out, settings, input);
    return out;
}

std::string render_feed(std::string_view head, std::span<const std::string_view> items) {
    std::size_t size = head.size() + feed_end.size();
    for (const std::string_view item : items) {
        size += item.size();
    }
    std::string out;
    out.reserve(size);
    out += head;
    for (const std::string_view item : items) {
        out += item;
    }
    out += feed_end;
    return out;
}

std::string new_feed_url(const domain::Show& show, std::string_view self_url, Instant now) {
    if (show.redirect.state == domain::FeedRedirect::State::announce) {
        return show.redirect.url;
    }
    return show.new_feed_until && now < *show.new_feed_until ? std::string(self_url) : std::string{};
}

std::string shown_author(const FeedSettings& settings, const domain::Show& show) {
    for (const std::string& author : {show.author, settings.default_author, show.presenter}) {
        if (std::string text = xml_value(author, max_value_length); !text.empty()) {
            return text;
        }
    }
    return xml_value(show.title, max_value_length);
}

std::string shown_language(const FeedSettings& settings, const domain::Show& show) {
    return parse_language(show.language).value_or(settings.default_language);
}

std::vector<domain::Category> shown_categories(const FeedSettings& settings, const domain::Show& show) {
    std::vector<domain::Category> categories;
    std::ranges::copy_if(show.categories, std::back_inserter(categories), is_known);
    if (categories.empty()) {
        categories.push_back(settings.default_category);
    }
    categories.resize(std::min(categories.size(), max_categories));
    return categories;
}

}  // namespace mooring::feed
