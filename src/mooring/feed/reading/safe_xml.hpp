#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "mooring/base/result.hpp"

namespace mooring::feed::reading {

/// What strangers' XML may be (delivery.md, 10.3).
inline constexpr std::size_t most_xml_bytes = std::size_t{64} << 20;
inline constexpr std::size_t most_xml_nodes = 1'000'000;
inline constexpr int most_xml_depth = 64;

/// Read `bytes` into `document`. Any declared encoding that ICU knows, or a byte-order mark; ill-formed characters
/// become U+FFFD. No DTD is read and no entity but XML's own five is expanded; a document that declares entities is
/// refused. The limits are checked before memory is taken for a tree.
/// Errors: too_large; unsupported (a web page, entities, an unknown encoding); corrupt (not well formed).
Result<void> read_xml(std::string_view bytes, pugi::xml_document& document);

/// All text of an element, CDATA included, that of its children apart.
std::string text_of(const pugi::xml_node& element);

}  // namespace mooring::feed::reading
