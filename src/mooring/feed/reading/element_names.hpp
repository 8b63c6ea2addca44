#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace mooring::feed::reading {

/// Namespaces that the reader knows, whatever prefix a feed gives them.
enum class Vocabulary { rss, itunes, podcast, content, atom, dublin_core, media, simple_chapters, foreign };

/// An element's name with its namespace resolved.
struct ElementName {
    Vocabulary vocabulary = Vocabulary::rss;
    std::string_view local;  ///< a view into the document

    bool is(Vocabulary wanted, std::string_view name) const { return vocabulary == wanted && local == name; }
};

/// Resolve the prefix of `element` by the declarations around it. A prefix that nothing declares counts by its usual
/// meaning, since feeds forget declarations; a namespace counts whatever its scheme, letter case and last slash.
ElementName name_of(const pugi::xml_node& element);

/// `element` as XML that is whole on its own: with the declarations that it uses and the feed of ours has not.
/// Empty for one that is over 64 KiB.
std::string standalone_xml(const pugi::xml_node& element);

}  // namespace mooring::feed::reading
