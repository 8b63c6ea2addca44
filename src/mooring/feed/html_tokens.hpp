#pragma once

#include <cstddef>
#include <string_view>

namespace mooring::feed {

/// One piece of HTML source text. The views point into the text that was read.
struct HtmlToken {
    enum class Kind {
        text,  ///< characters; a `<` in it opens nothing where it stands
        start_tag,
        end_tag,
        markup,      ///< a comment, a declaration or a processing instruction
        unfinished,  ///< from a `<` whose tag the text ends in, to the end of the text
    };
    Kind kind = Kind::text;
    std::string_view source;      ///< all of it
    std::string_view name;        ///< of a tag, as written
    std::string_view attributes;  ///< of a tag: what stands between its name and its `>`
    bool self_closing = false;    ///< ends in `/>`
};

/// Cuts text into tokens as the tokenizer of the HTML standard does in its data state, without changing a byte:
/// the sources of all tokens and skipped contents, joined, are the text.
/// Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization
class HtmlTokens {
public:
    explicit HtmlTokens(std::string_view text) : text_(text) {}

    /// Read the next token; false at the end of the text.
    bool next(HtmlToken& token);

    /// Skip what `opened`, a start tag that was just read, contains, with its end tag. What is never closed
    /// goes on to the end of the text.
    void skip_content_of(const HtmlToken& opened);

private:
    void read_tag(HtmlToken& token, std::size_t begin);
    void skip_raw_text(std::string_view name);
    void skip_script();

    std::string_view text_;
    std::size_t at_ = 0;
};

/// The value of an attribute as it stands in the source, without its quotes; `present` is false when there is none.
struct HtmlAttribute {
    bool present = false;
    std::string_view value;
};

/// Find `name` (lower case) in the attributes of a tag. Of several, the first is the one that counts.
HtmlAttribute find_attribute(std::string_view attributes, std::string_view name);

/// True for TAB, LF, FF, CR and SPACE.
constexpr bool is_html_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

constexpr bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace mooring::feed
