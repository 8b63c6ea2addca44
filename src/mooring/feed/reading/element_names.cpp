#include "mooring/feed/reading/element_names.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/extra_xml.hpp"

namespace mooring::feed::reading {
namespace {

constexpr std::size_t most_fragment_bytes = std::size_t{64} * 1024;

struct KnownNamespace {
    std::string_view usual_prefix;
    std::string_view uri;  ///< lower case, without scheme and last slash
    Vocabulary vocabulary;
};

constexpr std::array known{
    KnownNamespace{"itunes", "www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    KnownNamespace{"podcast", "podcastindex.org/namespace/1.0", Vocabulary::podcast},
    KnownNamespace{"podcast", "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
                   Vocabulary::podcast},
    KnownNamespace{"content", "purl.org/rss/1.0/modules/content", Vocabulary::content},
    KnownNamespace{"atom", "www.w3.org/2005/atom", Vocabulary::atom},
    KnownNamespace{"dc", "purl.org/dc/elements/1.1", Vocabulary::dublin_core},
    KnownNamespace{"media", "search.yahoo.com/mrss", Vocabulary::media},
    KnownNamespace{"psc", "podlove.org/simple-chapters", Vocabulary::simple_chapters},
};

std::string_view prefix_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

/// The URI of `prefix` around `element`; empty when nothing declares it.
std::string_view uri_around(pugi::xml_node element, std::string_view prefix) {
    const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string{prefix};
    for (; element; element = element.parent()) {
        if (const auto attribute = element.attribute(declaration.c_str())) return attribute.value();
    }
    return {};
}

Vocabulary vocabulary_of(std::string_view prefix, std::string_view uri) {
    std::string plain = to_lower_ascii(uri);
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (plain.starts_with(scheme)) plain.erase(0, scheme.size());
    }
    while (plain.ends_with('/')) plain.pop_back();
    for (const KnownNamespace& one : known) {
        if (plain.empty() ? one.usual_prefix == prefix : one.uri == plain) return one.vocabulary;
    }
    return Vocabulary::foreign;
}

void collect_prefixes(const pugi::xml_node& element, std::set<std::string>& prefixes) {
    class Collector final : public pugi::xml_tree_walker {
    public:
        explicit Collector(std::set<std::string>& into) : into_(into) {}
        bool for_each(pugi::xml_node& node) override {
            add(node);
            return true;
        }
        void add(const pugi::xml_node& node) {
            if (node.type() != pugi::node_element) return;
            into_.emplace(prefix_of(node.name()));
            for (const auto& attribute : node.attributes()) {
                const std::string_view prefix = prefix_of(attribute.name());
                if (prefix != "xmlns" && prefix != "xml") into_.emplace(prefix);
            }
        }

    private:
        std::set<std::string>& into_;
    } collector{prefixes};
    collector.add(element);
    pugi::xml_node walked = element;
    walked.traverse(collector);
    prefixes.erase("");
}

}  // namespace

ElementName name_of(const pugi::xml_node& element) {
    const std::string_view name = element.name();
    const std::string_view prefix = prefix_of(name);
    const std::string_view uri = uri_around(element, prefix);
    if (prefix.empty()) return {uri.empty() ? Vocabulary::rss : vocabulary_of({}, uri), name};
    return {vocabulary_of(prefix, uri), name.substr(prefix.size() + 1)};
}

std::string standalone_xml(const pugi::xml_node& element) {
    pugi::xml_document document;
    pugi::xml_node copy = document.append_copy(element);
    std::set<std::string> prefixes;
    collect_prefixes(element, prefixes);
    for (const std::string& prefix : prefixes) {
        const std::string uri{uri_around(element, prefix)};
        const auto& ours = feed_namespaces();
        if (uri.empty() || std::ranges::find(ours, XmlNamespace{prefix, uri}) != ours.end()) continue;
        const std::string declaration = "xmlns:" + prefix;
        if (!copy.attribute(declaration.c_str())) copy.append_attribute(declaration.c_str()).set_value(uri.c_str());
    }
    std::ostringstream out;
    copy.print(out, "", pugi::format_raw, pugi::encoding_utf8);
    std::string text = std::move(out).str();
    return text.size() > most_fragment_bytes ? std::string{} : text;
}

}  // namespace mooring::feed::reading
