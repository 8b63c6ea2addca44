#include "mooring/feed/reading/safe_xml.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <string>

#include "mooring/base/utf8.hpp"

namespace mooring::feed::reading {
namespace {

constexpr unsigned parse_options =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_eol;

/// The `encoding` of an XML declaration at the start; empty when there is none.
std::string declared_encoding(std::string_view bytes) {
    if (!bytes.starts_with("<?xml")) return {};
    const std::string_view declaration = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 256));
    const std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", at);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    return to_lower_ascii(trim_ascii(declaration.substr(open + 1, close - open - 1)));
}

/// Whatever the bytes are in, as UTF-8; ill-formed characters become U+FFFD.
Result<std::string> as_utf8(std::string_view bytes) {
    std::string encoding;
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
        encoding = "utf-8";
    } else if (bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE")) {
        encoding = "utf-16";
    } else {
        encoding = declared_encoding(bytes);
        // A declaration that can be read as ASCII is not in UTF-16, whatever it says.
        if (encoding.empty() || encoding == "utf8" || encoding.starts_with("utf-16")) encoding = "utf-8";
    }
    if ((encoding == "utf-8" || encoding == "us-ascii") && is_valid_utf8(bytes)) return std::string{bytes};

    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter{ucnv_open(encoding.c_str(), &status),
                                                                       ucnv_close};
    if (U_FAILURE(status)) return Error{Errc::unsupported, "the feed is written in an unknown encoding"};
    const icu::UnicodeString wide(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter.get(), status);
    if (U_FAILURE(status)) return Error{Errc::corrupt, "the feed's encoding cannot be read"};
    std::string text;
    wide.toUTF8String(text);
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (text.size() > most_xml_bytes) return Error{Errc::too_large, "the feed is over 64 MiB"};
    return text;
}

std::size_t end_after(std::string_view text, std::size_t from, std::string_view mark) {
    const std::size_t found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
}

/// What a tree of this text would take, told before there is one: elements and attributes. Errors: too_large,
/// unsupported (entities).
Result<void> check_size(std::string_view text) {
    std::size_t nodes = 0;
    const auto too_many = [&] { return nodes > 2 * most_xml_nodes; };  // an element has two tags
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("<![CDATA[")) {
            at = end_after(text, at, "]]>");
            ++nodes;
        } else if (rest.starts_with("<!--")) {
            at = end_after(text, at, "-->");
        } else if (rest.starts_with("<?")) {
            at = end_after(text, at, "?>");
        } else if (rest.starts_with("<!")) {
            const std::string_view declaration = rest.substr(0, rest.find('>'));
            if (declaration.find('[') != std::string_view::npos || to_lower_ascii(rest.substr(0, 8)) == "<!entity") {
                return Error{Errc::unsupported, "the feed declares entities, which are not read"};
            }
            ++at;
        } else {
            ++nodes;
            const std::size_t end = std::min(text.find('>', at), text.size());
            nodes += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                         text.begin() + static_cast<std::ptrdiff_t>(end), '='));
            at = end;
        }
        if (too_many()) return Error{Errc::too_large, "the feed has over a million elements"};
    }
    return ok();
}

class LimitWalker final : public pugi::xml_tree_walker {
public:
    bool for_each(pugi::xml_node&) override {
        is_too_deep = is_too_deep || depth() >= most_xml_depth;
        return !is_too_deep && ++nodes <= most_xml_nodes;
    }
    bool is_too_deep = false;
    std::size_t nodes = 0;
};

bool is_web_page(std::string_view text) {
    const std::string head = to_lower_ascii(trim_ascii(text.substr(0, 1024)));
    return head.starts_with("<!doctype html") || head.starts_with("<html");
}

}  // namespace

Result<void> read_xml(std::string_view bytes, pugi::xml_document& document) {
    if (bytes.size() > most_xml_bytes) return Error{Errc::too_large, "the feed is over 64 MiB"};
    MOORING_TRY(const std::string text, as_utf8(bytes));
    if (is_web_page(text)) return Error{Errc::unsupported, "there is a web page, not a feed"};
    if (text.find('\0') != std::string::npos) return Error{Errc::corrupt, "the feed holds NUL characters"};
    MOORING_CHECK(check_size(text));
    const auto parsed = document.load_buffer(text.data(), text.size(), parse_options, pugi::encoding_utf8);
    if (!parsed) {
        return Error{Errc::corrupt, "the feed is not well-formed XML at byte " + std::to_string(parsed.offset) + ": " +
                                        to_lower_ascii(parsed.description())};
    }
    LimitWalker limits;
    if (!document.traverse(limits)) {
        if (limits.is_too_deep) return Error{Errc::too_large, "the feed nests elements deeper than 64"};
        return Error{Errc::too_large, "the feed has over a million elements"};
    }
    return ok();
}

std::string text_of(const pugi::xml_node& element) {
    std::string text;
    for (const pugi::xml_node& child : element.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
    }
    return text;
}

}  // namespace mooring::feed::reading
