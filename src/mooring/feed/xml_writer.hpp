#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mooring::feed {

// Text in and out of XML 1.0. Characters that XML forbids (C0 controls but TAB, LF and CR, U+FFFE, U+FFFF) never get
// through any of these. Source: delivery.md, 2.2.

/// Append `text` as character data: `&`, `<` and `>` escaped.
void append_xml_text(std::string& out, std::string_view text);

/// Append `text` as the inside of a double-quoted attribute value: also `"`, TAB, LF and CR escaped.
void append_xml_attribute(std::string& out, std::string_view text);

/// Append one CDATA section; a `]]>` in `text` is split over two.
void append_xml_cdata(std::string& out, std::string_view text);

/// `text` as a value of the feed: without forbidden characters, without outer white space, and cut to `limit`
/// characters (with `…`) when it is longer.
std::string xml_value(std::string_view text, std::size_t limit);

/// Writes elements, one per line, into a string of the caller's. Names and the order of calls are the caller's to
/// get right; values may be anything.
class XmlWriter {
public:
    explicit XmlWriter(std::string& out) : out_(out) {}

    /// `<name`; attributes may follow, then one of the closers below.
    XmlWriter& open(std::string_view name);
    /// ` name="value"`
    XmlWriter& attribute(std::string_view name, std::string_view value);
    XmlWriter& attribute(std::string_view name, std::int64_t value);
    XmlWriter& attribute(std::string_view name, const std::optional<int>& value);
    XmlWriter& attribute(std::string_view name, const std::optional<std::int64_t>& value);
    /// The attribute, unless `value` is empty.
    XmlWriter& attribute_if_set(std::string_view name, std::string_view value);

    /// `/>` and a line feed.
    void close_empty();
    /// `>` and a line feed: elements follow, then `end(name)`.
    void children();
    /// `>text</name>` and a line feed.
    void text(std::string_view name, std::string_view text);
    /// `</name>` and a line feed.
    void end(std::string_view name);

    /// `<name>text</name>` and a line feed.
    void element(std::string_view name, std::string_view text);
    void element(std::string_view name, std::int64_t number);
    void cdata_element(std::string_view name, std::string_view html);

private:
    std::string& out_;
};

}  // namespace mooring::feed
