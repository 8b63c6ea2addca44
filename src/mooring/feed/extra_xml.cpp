#include "mooring/feed/extra_xml.hpp"

#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <utility>

#include "mooring/feed/xml_writer.hpp"

namespace mooring::feed {
namespace {

constexpr int max_depth = 64;
constexpr unsigned parse_options = pugi::parse_fragment | pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                   pugi::parse_wconv_attribute | pugi::parse_ws_pcdata;
constexpr std::string_view reserved_uri = "http://www.w3.org/2000/xmlns/";

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && is_name_start(name.front()) && std::ranges::all_of(name, [](char c) {
        return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

struct SplitName {
    std::string_view prefix, local;
};

SplitName split_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? SplitName{{}, name}
                                           : SplitName{name.substr(0, colon), name.substr(colon + 1)};
}

bool is_declaration(std::string_view name) {
    return name == "xmlns" || name.starts_with("xmlns:");
}

/// The declaration that an attribute makes, with an empty prefix for the default namespace; nothing when it is none
/// that may be written.
std::optional<XmlNamespace> declaration(const pugi::xml_attribute& attribute) {
    const std::string_view name = attribute.name();
    const std::string_view uri = attribute.value();
    if (!is_declaration(name) || uri.empty() || uri == reserved_uri || uri == "http://www.w3.org/XML/1998/namespace") {
        return std::nullopt;
    }
    const std::string_view prefix = name == "xmlns" ? std::string_view{} : name.substr(6);
    if (name != "xmlns" && (!is_plain_name(prefix) || prefix == "xml" || prefix == "xmlns")) {
        return std::nullopt;
    }
    return XmlNamespace{std::string(prefix), std::string(uri)};
}

class OpaqueWriter {
public:
    OpaqueWriter() : in_scope_(feed_namespaces()) {
        in_scope_.push_back({"xml", "http://www.w3.org/XML/1998/namespace"});
    }

    /// Append `element` to `out`; false, and an `out` to throw away, when it cannot be written.
    bool write(std::string& out, const pugi::xml_node& element, int depth) {
        const std::size_t outer_scope = in_scope_.size();
        const bool written = depth <= max_depth && write_element(out, element, depth);
        in_scope_.resize(outer_scope);
        return written;
    }

    bool has_default_namespace(const pugi::xml_node& element) const {
        return element.attribute("xmlns") && *element.attribute("xmlns").value() != '\0';
    }

private:
    bool write_element(std::string& out, const pugi::xml_node& element, int depth) {
        for (const pugi::xml_attribute& attribute : element.attributes()) {
            if (auto declared = declaration(attribute)) {
                in_scope_.push_back(std::move(*declared));
            }
        }
        const std::string_view name = element.name();
        if (!is_writable_name(name)) {
            return false;
        }
        out += '<';
        out += name;
        write_attributes(out, element);
        out += '>';
        const std::size_t content = out.size();
        for (const pugi::xml_node& child : element.children()) {
            switch (child.type()) {
                case pugi::node_element:
                    if (!write(out, child, depth + 1)) {
                        return false;
                    }
                    break;
                case pugi::node_pcdata: append_xml_text(out, child.value()); break;
                case pugi::node_cdata: append_xml_cdata(out, child.value()); break;
                default: break;
            }
        }
        if (out.size() == content) {
            out.back() = '/';
            out += '>';
            return true;
        }
        out += "</";
        out += name;
        out += '>';
        return true;
    }

    void write_attributes(std::string& out, const pugi::xml_node& element) {
        std::set<std::pair<std::string_view, std::string_view>> seen;  // namespace and local name
        std::set<std::string_view> declared;
        for (const pugi::xml_attribute& attribute : element.attributes()) {
            const std::string_view name = attribute.name();
            const SplitName parts = split_name(name);
            if (is_declaration(name)) {
                if (!declaration(attribute) || !declared.insert(name).second) {
                    continue;
                }
            } else if (!is_writable_name(name) ||
                       !seen.emplace(parts.prefix.empty() ? std::string_view{} : uri_of(parts.prefix), parts.local)
                            .second) {
                continue;
            }
            XmlWriter(out).attribute(name, std::string_view{attribute.value()});
        }
    }

    bool is_writable_name(std::string_view name) const {
        const SplitName parts = split_name(name);
        return is_plain_name(parts.local) && (name.find(':') == std::string_view::npos ||
                                              (is_plain_name(parts.prefix) && !uri_of(parts.prefix).empty()));
    }

    std::string_view uri_of(std::string_view prefix) const {
        const auto found = std::find_if(in_scope_.rbegin(), in_scope_.rend(),
                                        [&](const XmlNamespace& known) { return known.prefix == prefix; });
        return found == in_scope_.rend() ? std::string_view{} : std::string_view{found->uri};
    }

    std::vector<XmlNamespace> in_scope_;
};

bool parse(pugi::xml_document& document, std::string_view fragment) {
    return static_cast<bool>(
        document.load_buffer(fragment.data(), fragment.size(), parse_options, pugi::encoding_utf8));
}

}  // namespace

const std::vector<XmlNamespace>& feed_namespaces() {
    static const std::vector<XmlNamespace> namespaces{
        {"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"},
        {"podcast", "https://podcastindex.org/namespace/1.0"},
        {"atom", "http://www.w3.org/2005/Atom"},
        {"content", "http://purl.org/rss/1.0/modules/content/"},
    };
    return namespaces;
}

std::string clean_opaque_xml(std::string_view fragment, OpaqueXml what) {
    std::string out;
    pugi::xml_document document;
    if (fragment.empty() || !parse(document, fragment)) {
        return out;
    }
    OpaqueWriter writer;
    for (const pugi::xml_node& element : document.children()) {
        const bool is_element = element.type() == pugi::node_element;
        const bool is_foreign = std::string_view{element.name()}.find(':') != std::string_view::npos ||
                                writer.has_default_namespace(element);
        if (!is_element || (what == OpaqueXml::foreign_elements && !is_foreign)) {
            continue;
        }
        std::string written;
        if (writer.write(written, element, 1)) {
            out += written;
            out += '\n';
        }
    }
    return out;
}

std::vector<XmlNamespace> declared_namespaces(std::string_view fragment) {
    std::vector<XmlNamespace> found;
    pugi::xml_document document;
    if (fragment.empty() || !parse(document, fragment)) {
        return found;
    }
    for (const pugi::xml_node& element : document.children()) {
        for (const pugi::xml_attribute& attribute : element.attributes()) {
            const auto declared = declaration(attribute);
            if (declared && !declared->prefix.empty() &&
                std::ranges::find(feed_namespaces(), declared->prefix, &XmlNamespace::prefix) ==
                    feed_namespaces().end()) {
                found.push_back(*declared);
            }
        }
    }
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found, {}, &XmlNamespace::prefix);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

}  // namespace mooring::feed
