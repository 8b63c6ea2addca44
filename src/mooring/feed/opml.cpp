#include "mooring/feed/opml.hpp"

#include <algorithm>
#include <tuple>

#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/xml_writer.hpp"

namespace mooring::feed {
namespace {

constexpr std::size_t max_value = 255;  // delivery.md, 2.2

}  // namespace

std::string render_opml(OpmlList list) {
    std::ranges::sort(list.shows, {}, [](const OpmlShow& show) {
        return std::tuple{fold_case(show.title), show.title, show.feed_url};
    });
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head>\n";
    XmlWriter xml(out);
    xml.element("title", xml_value(list.title, max_value));
    xml.element("dateCreated", http_date(list.created));
    if (const std::string owner = xml_value(list.owner_name, max_value); !owner.empty()) {
        xml.element("ownerName", owner);
    }
    xml.end("head");
    out += "<body>\n";
    for (const OpmlShow& show : list.shows) {
        const std::string title = xml_value(show.title, max_value);
        xml.open("outline").attribute("type", "rss").attribute("text", title).attribute("title", title);
        xml.attribute("xmlUrl", show.feed_url).attribute_if_set("htmlUrl", show.page_url);
        xml.attribute_if_set("description", xml_value(plain_text(show.description), max_value));
        xml.attribute_if_set("language", show.language);
        xml.close_empty();
    }
    xml.end("body");
    xml.end("opml");
    return out;
}

}  // namespace mooring::feed
