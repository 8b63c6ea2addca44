#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/feed/extra_xml.hpp"
#include "mooring/feed/language.hpp"
#include "mooring/feed/podcast_guid.hpp"
#include "mooring/feed/render.hpp"
#include "mooring/feed/url_text.hpp"

namespace {

using namespace mooring;

/// The text, cut into fields at its line feeds and dealt out in turn.
class Fields {
public:
    explicit Fields(std::string_view text) : text_(text) {}
    std::string next() {
        const std::size_t end = std::min(text_.find('\n'), text_.size());
        std::string field(text_.substr(0, end));
        text_.remove_prefix(std::min(end + 1, text_.size()));
        return field;
    }

private:
    std::string_view text_;
};

void fill(domain::SharedTags& tags, Fields& fields) {
    tags.funding = {{fields.next(), fields.next()}};
    tags.persons = {{fields.next(), fields.next(), fields.next(), fields.next(), fields.next()}};
    tags.locations = {{fields.next(), fields.next(), fields.next(), fields.next(), fields.next()}};
    tags.license = {{fields.next(), fields.next()}};
    tags.txt = {{fields.next(), fields.next()}};
    tags.social_interact = {{fields.next(), fields.next(), fields.next(), fields.next(), 1}};
    tags.images = {{fields.next(), fields.next(), fields.next(), fields.next(), fields.next(), 1, {}}};
    tags.extra_xml = fields.next();
}

}  // namespace

// Any valid UTF-8 in any field of a show and an episode: the feed is XML and holds one channel with one item.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(feed::parse_language(text));
    static_cast<void>(feed::parse_category(text));
    static_cast<void>(feed::podcast_guid(text));
    if (const auto url = feed::feed_url_text(text, feed::UrlSchemes::https_and_http)) {
        MOORING_ASSERT(feed::feed_url_text(*url, feed::UrlSchemes::https_and_http) == url,
                       "a feed URL must stay itself");
    }
    const std::string opaque = feed::clean_opaque_xml(text, feed::OpaqueXml::any_elements);
    MOORING_ASSERT(feed::clean_opaque_xml(opaque, feed::OpaqueXml::any_elements) == opaque,
                   "clean XML must stay clean");
    if (!is_valid_utf8(text)) {
        return 0;
    }
    Fields fields(text);
    domain::Show show;
    show.title = fields.next();
    show.description = fields.next();
    show.author = fields.next();
    show.language = fields.next();
    show.website_url = fields.next();
    show.owner_email = fields.next();
    show.categories = {{fields.next(), fields.next()}};
    domain::Episode episode;
    episode.title = fields.next();
    episode.description = fields.next();
    episode.guid = fields.next();
    episode.external_url = fields.next();
    episode.number = fields.next();
    episode.number_display = fields.next();
    episode.publish_at = Instant{};
    episode.media = domain::ExternalMedia{
        .url = fields.next(), .size_bytes = {}, .mime_type = fields.next(), .duration = {}, .since = {}};
    fill(show.tags, fields);
    fill(episode.tags, fields);

    const feed::FeedSettings settings{.base_url = "https://pods.example"};
    const std::string head =
        feed::render_channel_head(settings, {.show = show,
                                             .self_url = "https://pods.example/f",
                                             .artwork = {},
                                             .item_namespaces = feed::declared_namespaces(episode.tags.extra_xml)});
    const std::string item = feed::render_item(settings, {.show = show, .episode = episode});
    const std::array<std::string_view, 1> items{item};
    const std::string whole = feed::render_feed(head, items);
    pugi::xml_document document;
    MOORING_ASSERT(document.load_buffer(whole.data(), whole.size()), "a feed must be XML");
    const pugi::xml_node channel = document.child("rss").child("channel");
    const auto item_nodes = channel.children("item");
    MOORING_ASSERT(std::distance(item_nodes.begin(), item_nodes.end()) == 1, "a feed must hold the one item");
    return 0;
}
