#include "mooring/feed/html_check.hpp"

#include <gumbo.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

class ParsedHtml {
public:
    explicit ParsedHtml(std::string_view html) : options_(kGumboDefaultOptions) {
        options_.max_errors = 0;
        options_.fragment_context = GUMBO_TAG_DIV;
        output_ = gumbo_parse_with_options(&options_, html.data(), html.size());
    }
    ~ParsedHtml() { gumbo_destroy_output(&options_, output_); }
    ParsedHtml(const ParsedHtml&) = delete;
    ParsedHtml& operator=(const ParsedHtml&) = delete;

    const GumboNode& root() const { return *output_->root; }

private:
    GumboOptions options_;
    GumboOutput* output_ = nullptr;
};

bool is_allowed_tag(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_P:
        case GUMBO_TAG_STRONG:
        case GUMBO_TAG_A:
        case GUMBO_TAG_UL:
        case GUMBO_TAG_OL:
        case GUMBO_TAG_LI:
        case GUMBO_TAG_BR:
        case GUMBO_TAG_EM:
        case GUMBO_TAG_B:
        case GUMBO_TAG_I:
        case GUMBO_TAG_U:
        case GUMBO_TAG_H1:
        case GUMBO_TAG_H2:
        case GUMBO_TAG_H3:
        case GUMBO_TAG_H4:
        case GUMBO_TAG_H5:
        case GUMBO_TAG_H6:
        case GUMBO_TAG_BLOCKQUOTE:
        case GUMBO_TAG_SPAN:
        case GUMBO_TAG_DIV: return true;
        default: return false;
    }
}

bool is_harmless_attribute(const GumboElement& element, const GumboAttribute& attribute) {
    const std::string_view name = attribute.name;
    const std::string_view value = attribute.value;
    if (element.tag != GUMBO_TAG_A || attribute.attr_namespace != GUMBO_ATTR_NAMESPACE_NONE) {
        return false;
    }
    return (name == "href" && is_link_url(value)) || (name == "rel" && value == "ugc noopener noreferrer") ||
           (name == "target" && value == "_blank");
}

bool is_harmless_element(const GumboElement& element) {
    if (element.tag_namespace != GUMBO_NAMESPACE_HTML || !is_allowed_tag(element.tag)) {
        return false;
    }
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        if (!is_harmless_attribute(element, *static_cast<const GumboAttribute*>(element.attributes.data[i]))) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool is_harmless_html(std::string_view html) {
    const ParsedHtml parsed(html);
    std::vector<const GumboVector*> left{&parsed.root().v.element.children};
    while (!left.empty()) {
        const GumboVector& children = *left.back();
        left.pop_back();
        for (unsigned i = 0; i < children.length; ++i) {
            const auto& node = *static_cast<const GumboNode*>(children.data[i]);
            switch (node.type) {
                case GUMBO_NODE_TEXT:
                case GUMBO_NODE_WHITESPACE: break;
                case GUMBO_NODE_ELEMENT:
                    if (!is_harmless_element(node.v.element)) {
                        return false;
                    }
                    left.push_back(&node.v.element.children);
                    break;
                case GUMBO_NODE_DOCUMENT:
                case GUMBO_NODE_CDATA:
                case GUMBO_NODE_COMMENT:
                case GUMBO_NODE_TEMPLATE: return false;
            }
        }
    }
    return true;
}

std::string resolve_references(std::string_view text) {
    if (text.find('&') == std::string_view::npos) {
        return std::string(text);
    }
    std::string source;
    source.reserve(text.size());
    for (const char c : text) {
        if (c == '<') {
            source += "&lt;";
        } else {
            source += c;
        }
    }
    const ParsedHtml parsed(source);
    std::string result;
    result.reserve(text.size());
    const GumboVector& children = parsed.root().v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
        const auto& node = *static_cast<const GumboNode*>(children.data[i]);
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) {
            result += node.v.text.text;
        }
    }
    return result;
}

std::string resolve_attribute(std::string_view value) {
    if (value.find('&') == std::string_view::npos) {
        return std::string(value);
    }
    std::string source = "<a href=\"";
    for (const char c : value) {
        if (c == '"') {
            source += "&quot;";
        } else {
            source += c;
        }
    }
    source += "\">";
    const ParsedHtml parsed(source);
    const GumboVector& children = parsed.root().v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
        const auto& node = *static_cast<const GumboNode*>(children.data[i]);
        if (node.type == GUMBO_NODE_ELEMENT) {
            const GumboAttribute* href = gumbo_get_attribute(&node.v.element.attributes, "href");
            return href == nullptr ? std::string{} : std::string(href->value);
        }
    }
    return {};
}

bool is_link_url(std::string_view resolved) {
    while (!resolved.empty() && static_cast<unsigned char>(resolved.front()) <= ' ') {
        resolved.remove_prefix(1);
    }
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"https:", "http:", "mailto:"},
        [&](std::string_view scheme) { return equals_ignoring_case(resolved.substr(0, scheme.size()), scheme); });
}

}  // namespace mooring::feed
