#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mooring::feed {

/// A namespace declaration, `xmlns:prefix="uri"`.
struct XmlNamespace {
    std::string prefix;
    std::string uri;
    auto operator<=>(const XmlNamespace&) const = default;
};

/// The feed's own four, in the order in which `<rss>` declares them. Source: delivery.md, 2.1.
const std::vector<XmlNamespace>& feed_namespaces();

/// What may stand at the top of opaque XML.
enum class OpaqueXml {
    foreign_elements,  ///< only elements of some namespace: nothing that RSS itself could mistake for its own
    any_elements,      ///< RSS elements too, as inside a `podcast:liveItem`
};

/// `fragment` (elements of an imported feed) as it is written again: read by an XML parser and written anew, so that
/// it is well formed whatever it was. Comments, processing instructions and text between the elements go; so does an
/// element that uses a prefix declared neither in it nor by the feed, or that nests deeper than 64. Declarations stay
/// where they are, which keeps every fragment whole on its own.
std::string clean_opaque_xml(std::string_view fragment, OpaqueXml what);

/// The namespaces that the elements at the top of a fragment declare, but for the feed's own; sorted, each prefix
/// once. `<rss>` declares them too.
std::vector<XmlNamespace> declared_namespaces(std::string_view fragment);

}  // namespace mooring::feed
