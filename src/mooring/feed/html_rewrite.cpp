#include "mooring/feed/html_rewrite.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "mooring/base/utf8.hpp"
#include "mooring/feed/html_check.hpp"
#include "mooring/feed/html_filter.hpp"
#include "mooring/feed/html_tokens.hpp"

namespace mooring::feed {
namespace {

constexpr std::array<std::string_view, 20> allowed_tags{"p",  "a",  "br",         "li",   "ul",  "ol",    "h1",
                                                        "h2", "h3", "h4",         "h5",   "h6",  "b",     "i",
                                                        "u",  "em", "blockquote", "span", "div", "strong"};
using TagIndex = std::uint8_t;
constexpr TagIndex tag_p = 0, tag_a = 1, tag_br = 2, tag_li = 3, tag_h1 = 6, tag_h6 = 11;

constexpr std::array<std::string_view, 9> dropped_with_content{"script",   "style",    "iframe", "object", "embed",
                                                               "template", "noscript", "svg",    "math"};

constexpr std::size_t max_tag_name = 10;
/// How many unclosed tags are looked through for one that a new tag ends; keeps the filter linear.
constexpr std::size_t implied_end_reach = 16;

std::optional<TagIndex> find_tag(std::string_view name) {
    if (name.size() > max_tag_name) {
        return std::nullopt;
    }
    for (TagIndex i = 0; i < allowed_tags.size(); ++i) {
        if (equals_ignoring_case(name, allowed_tags[i])) {
            return i;
        }
    }
    return std::nullopt;
}

/// True when a start tag `next` ends an open element `open` that has no end tag of its own.
/// Source: the HTML standard, 13.1.2.4 (optional tags) and 13.2.6.4.7.
bool ends_implicitly(TagIndex open, TagIndex next) {
    switch (open) {
        case tag_p:
            return next == tag_p || next == tag_li || (next >= 4 && next <= tag_h6) ||
                   allowed_tags[next] == "blockquote" || allowed_tags[next] == "div";
        case tag_a:
        case tag_li: return next == open;
        default: return open >= tag_h1 && open <= tag_h6 && next >= tag_h1 && next <= tag_h6;
    }
}

/// True when what is open around `tag` is out of reach of a start tag inside it.
bool is_barrier(TagIndex tag) {
    return (tag >= tag_li && tag <= tag_h6) || allowed_tags[tag] == "blockquote";
}

constexpr std::size_t no_partner = static_cast<std::size_t>(-1);

struct Piece {
    enum class Kind { text, unfinished, line_break, open, close };
    Kind kind = Kind::text;
    TagIndex tag = 0;
    bool is_kept = true;  ///< of an opening tag: written to the answer, and its closing tag too
    std::string_view source;
    std::string_view name;
    std::string_view href;             ///< of a kept `a`: as it stands in the source
    std::size_t partner = no_partner;  ///< of a tag: the piece that closes or opens it
};

/// The `href` that a link keeps, or nothing when the tag has to go.
std::optional<std::string_view> kept_href(std::string_view attributes) {
    const HtmlAttribute href = find_attribute(attributes, "href");
    if (href.present && (is_link_url(href.value) || is_link_url(resolve_attribute(href.value)))) {
        return href.value;
    }
    return std::nullopt;
}

/// The pieces of the text that matter, each tag with its partner.
class PieceReader {
public:
    std::vector<Piece> read(std::string_view text) {
        HtmlTokens tokens(text);
        for (HtmlToken token; tokens.next(token);) {
            switch (token.kind) {
                case HtmlToken::Kind::text: pieces_.push_back({.source = token.source}); break;
                case HtmlToken::Kind::unfinished:
                    pieces_.push_back({.kind = Piece::Kind::unfinished, .source = token.source});
                    break;
                case HtmlToken::Kind::markup: break;
                case HtmlToken::Kind::end_tag: close(token); break;
                case HtmlToken::Kind::start_tag:
                    if (const auto tag = find_tag(token.name)) {
                        open(token, *tag);
                    } else if (std::ranges::any_of(dropped_with_content, [&](std::string_view name) {
                                   return equals_ignoring_case(token.name, name);
                               })) {
                        tokens.skip_content_of(token);
                    }
                    break;
            }
        }
        return std::move(pieces_);
    }

private:
    void open(const HtmlToken& token, TagIndex tag) {
        if (tag == tag_br) {
            pieces_.push_back({.kind = Piece::Kind::line_break, .source = token.source});
            return;
        }
        Piece piece{.kind = Piece::Kind::open, .tag = tag, .source = token.source, .name = token.name};
        if (tag == tag_a) {
            const auto href = kept_href(token.attributes);
            piece.is_kept = href.has_value();
            piece.href = href.value_or(std::string_view{});
        }
        ++open_count_[tag];
        open_.push_back(pieces_.size());
        pieces_.push_back(piece);
    }

    void close(const HtmlToken& token) {
        const auto tag = find_tag(token.name);
        if (!tag || open_count_[*tag] == 0) {
            return;  // a stray closing tag
        }
        for (;;) {
            const std::size_t top = open_.back();
            open_.pop_back();
            --open_count_[pieces_[top].tag];
            if (pieces_[top].tag == *tag) {
                pieces_[top].partner = pieces_.size();
                pieces_.push_back({.kind = Piece::Kind::close,
                                   .tag = *tag,
                                   .source = token.source,
                                   .name = token.name,
                                   .partner = top});
                return;
            }
        }
    }

    std::vector<Piece> pieces_;
    std::vector<std::size_t> open_;
    std::array<std::size_t, allowed_tags.size()> open_count_{};
};

/// Writes pieces, closing what was left open where HTML says that it ends.
class PieceWriter {
public:
    PieceWriter(std::vector<Piece> pieces, std::size_t size_hint) : pieces_(std::move(pieces)) {
        out_.reserve(size_hint);
    }

    std::string write() {
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            Piece& piece = pieces_[i];
            switch (piece.kind) {
                case Piece::Kind::text: append_text(piece.source); break;
                case Piece::Kind::unfinished: append_unfinished(piece.source); break;
                case Piece::Kind::line_break: out_ += "<br />"; break;
                case Piece::Kind::open:
                    end_implied(piece.tag);
                    piece.is_kept = piece.is_kept && depth_ < max_html_depth;
                    depth_ += piece.is_kept ? 1 : 0;
                    append_start_tag(piece);
                    open_.push_back(i);
                    break;
                case Piece::Kind::close:
                    while (open_.back() != piece.partner) {
                        close_top();
                    }
                    open_.pop_back();
                    append_end_tag(piece);
                    break;
            }
        }
        while (!open_.empty()) {
            close_top();
        }
        return std::move(out_);
    }

private:
    // What was dropped between two runs of text must not make a tag of them: `<<x>script>`.
    void append_text(std::string_view text) {
        const char next = text.front();
        if (out_.ends_with('<') && (is_ascii_letter(next) || next == '/' || next == '!' || next == '?')) {
            out_.pop_back();
            out_ += "&lt;";
        }
        const bool ends_in_half_tag = text.ends_with("</");
        out_ += ends_in_half_tag ? text.substr(0, text.size() - 2) : text;
        out_ += ends_in_half_tag ? "&lt;/" : "";
    }

    void append_unfinished(std::string_view text) {
        for (const char c : text) {
            if (c == '<') {
                out_ += "&lt;";
            } else {
                out_ += c;
            }
        }
    }

    void append_start_tag(const Piece& piece) {
        if (!piece.is_kept) {
            return;
        }
        if (piece.tag == tag_a) {
            out_ += '<';
            out_ += piece.name;
            out_ += " href=\"";
            append_href(piece.href);
            out_ += "\" rel=\"ugc noopener noreferrer\" target=\"_blank\">";
            return;
        }
        append_bare_tag("<", piece);
    }

    void append_href(std::string_view href) {
        for (const char c : href) {
            switch (c) {
                case '"': out_ += "&quot;"; break;
                case '<': out_ += "&lt;"; break;
                case '>': out_ += "&gt;"; break;
                default: out_ += c;
            }
        }
    }

    void append_end_tag(const Piece& piece) {
        if (pieces_[piece.partner].is_kept) {
            --depth_;
            append_bare_tag("</", piece);
        }
    }

    /// Byte for byte when nothing but white space follows the name, else the name alone.
    void append_bare_tag(std::string_view opening, const Piece& piece) {
        const std::string_view rest = piece.source.substr(opening.size() + piece.name.size());
        if (std::ranges::all_of(rest.substr(0, rest.size() - 1), is_html_space)) {
            out_ += piece.source;
            return;
        }
        out_ += opening;
        out_ += piece.name;
        out_ += '>';
    }

    void close_top() {
        const Piece& piece = pieces_[open_.back()];
        open_.pop_back();
        if (piece.is_kept) {
            --depth_;
            out_ += "</";
            out_ += piece.name;
            out_ += '>';
        }
    }

    void end_implied(TagIndex next) {
        std::size_t looked_at = 0;
        for (std::size_t i = open_.size(); i-- > 0 && looked_at < implied_end_reach; ++looked_at) {
            const Piece& piece = pieces_[open_[i]];
            if (piece.partner != no_partner) {
                return;
            }
            if (ends_implicitly(piece.tag, next)) {
                while (open_.size() > i) {
                    close_top();
                }
            } else if (is_barrier(piece.tag)) {
                return;
            }
        }
    }

    std::vector<Piece> pieces_;
    std::vector<std::size_t> open_;
    std::size_t depth_ = 0;  // of tags in the answer
    std::string out_;
};

}  // namespace

std::string rewrite_html(std::string_view text) {
    return PieceWriter(PieceReader().read(text), text.size() + text.size() / 8).write();
}

}  // namespace mooring::feed
