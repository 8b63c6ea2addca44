#include "mooring/feed/html_tokens.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

constexpr std::array<std::string_view, 8> raw_text_elements{"script",  "style",    "iframe", "noscript",
                                                            "noembed", "noframes", "xmp",    "textarea"};

struct AttributeStep {
    enum class Kind { attribute, end, self_closing_end, out_of_text };
    Kind kind = Kind::out_of_text;
    std::string_view name;
    std::string_view value;
};

/// Read one attribute, or the end of the tag, at `at`. Source: the standard's 13.2.5.32 to 13.2.5.40.
AttributeStep read_attribute(std::string_view text, std::size_t& at) {
    using Kind = AttributeStep::Kind;
    for (; at < text.size(); ++at) {
        if (text[at] == '/') {
            if (at + 1 < text.size() && text[at + 1] == '>') {
                at += 2;
                return {Kind::self_closing_end, {}, {}};
            }
        } else if (!is_html_space(text[at])) {
            break;
        }
    }
    if (at >= text.size()) {
        return {};
    }
    if (text[at] == '>') {
        ++at;
        return {Kind::end, {}, {}};
    }
    AttributeStep step{Kind::attribute, {}, {}};
    const std::size_t name_begin = at++;  // the first character may be a '='
    while (at < text.size() && !is_html_space(text[at]) && text[at] != '/' && text[at] != '>' && text[at] != '=') {
        ++at;
    }
    step.name = text.substr(name_begin, at - name_begin);
    while (at < text.size() && is_html_space(text[at])) {
        ++at;
    }
    if (at >= text.size() || text[at] != '=') {
        return at < text.size() ? step : AttributeStep{};
    }
    ++at;
    while (at < text.size() && is_html_space(text[at])) {
        ++at;
    }
    if (at >= text.size()) {
        return {};
    }
    if (text[at] == '"' || text[at] == '\'') {
        const std::size_t close = text.find(text[at], at + 1);
        if (close == std::string_view::npos) {
            at = text.size();
            return {};
        }
        step.value = text.substr(at + 1, close - at - 1);
        at = close + 1;
        return step;
    }
    const std::size_t value_begin = at;
    while (at < text.size() && !is_html_space(text[at]) && text[at] != '>') {
        ++at;
    }
    step.value = text.substr(value_begin, at - value_begin);
    return step;
}

/// The position after a comment whose `<!--` ends at `at`.
std::size_t end_of_comment(std::string_view text, std::size_t at) {
    if (text.substr(at).starts_with('>')) {
        return at + 1;
    }
    if (text.substr(at).starts_with("->")) {
        return at + 2;
    }
    for (std::size_t dashes = text.find("--", at); dashes != std::string_view::npos;
         dashes = text.find("--", dashes + 1)) {
        const std::string_view rest = text.substr(dashes + 2);
        if (rest.starts_with('>')) {
            return dashes + 3;
        }
        if (rest.starts_with("!>")) {
            return dashes + 4;
        }
    }
    return text.size();
}

std::size_t end_of_markup(std::string_view text, std::size_t begin) {
    if (text.substr(begin).starts_with("<!--")) {
        return end_of_comment(text, begin + 4);
    }
    const std::size_t close = text.find('>', begin);
    return close == std::string_view::npos ? text.size() : close + 1;
}

bool starts_token(std::string_view text, std::size_t at) {
    if (at + 1 >= text.size()) {
        return false;
    }
    const char next = text[at + 1];
    return is_ascii_letter(next) || next == '!' || next == '?' || (next == '/' && at + 2 < text.size());
}

/// True when `text` goes on at `at` with `name` and then something that ends a tag's name.
bool names_tag(std::string_view text, std::size_t at, std::string_view name) {
    return text.size() > at + name.size() && equals_ignoring_case(text.substr(at, name.size()), name) &&
           (is_html_space(text[at + name.size()]) || text[at + name.size()] == '/' || text[at + name.size()] == '>');
}

}  // namespace

bool HtmlTokens::next(HtmlToken& token) {
    if (at_ >= text_.size()) {
        return false;
    }
    token = {};
    const std::size_t begin = at_;
    std::size_t open = text_.find('<', begin);
    while (open != std::string_view::npos && !starts_token(text_, open)) {
        open = text_.find('<', open + 1);
    }
    if (open != begin) {
        at_ = std::min(open, text_.size());
        token.source = text_.substr(begin, at_ - begin);
        return true;
    }
    const bool closes = text_[begin + 1] == '/';
    if (is_ascii_letter(text_[begin + (closes ? 2 : 1)])) {
        token.kind = closes ? HtmlToken::Kind::end_tag : HtmlToken::Kind::start_tag;
        read_tag(token, begin);
    } else {
        token.kind = HtmlToken::Kind::markup;
        at_ = end_of_markup(text_, begin);
    }
    token.source = text_.substr(begin, at_ - begin);
    return true;
}

void HtmlTokens::read_tag(HtmlToken& token, std::size_t begin) {
    const std::size_t name_begin = begin + (token.kind == HtmlToken::Kind::end_tag ? 2 : 1);
    at_ = name_begin;
    while (at_ < text_.size() && !is_html_space(text_[at_]) && text_[at_] != '/' && text_[at_] != '>') {
        ++at_;
    }
    token.name = text_.substr(name_begin, at_ - name_begin);
    const std::size_t attributes_begin = at_;
    AttributeStep step;
    do {
        step = read_attribute(text_, at_);
    } while (step.kind == AttributeStep::Kind::attribute);
    if (step.kind == AttributeStep::Kind::out_of_text) {
        at_ = text_.size();
        token.kind = HtmlToken::Kind::unfinished;
        return;
    }
    token.self_closing = step.kind == AttributeStep::Kind::self_closing_end;
    token.attributes = text_.substr(attributes_begin, at_ - 1 - attributes_begin);
}

void HtmlTokens::skip_content_of(const HtmlToken& opened) {
    const std::string name = to_lower_ascii(opened.name);
    const bool is_foreign = name == "svg" || name == "math";
    if (name == "embed" || (is_foreign && opened.self_closing)) {
        return;
    }
    if (name == "script") {
        return skip_script();
    }
    if (std::ranges::find(raw_text_elements, name) != raw_text_elements.end()) {
        return skip_raw_text(name);
    }
    std::size_t depth = 1;
    for (HtmlToken token; depth > 0;) {
        if (is_foreign && text_.substr(std::min(at_, text_.size())).starts_with("<![CDATA[")) {
            const std::size_t close = text_.find("]]>", at_);
            at_ = close == std::string_view::npos ? text_.size() : close + 3;
            continue;
        }
        if (!next(token)) {
            return;
        }
        const bool same = equals_ignoring_case(token.name, name);
        if (token.kind == HtmlToken::Kind::end_tag) {
            depth -= same ? 1 : 0;
        } else if (token.kind == HtmlToken::Kind::start_tag) {
            if (same) {
                depth += is_foreign && token.self_closing ? 0 : 1;
            } else if (!is_foreign && equals_ignoring_case(token.name, "script")) {
                skip_script();
            } else if (!is_foreign && std::ranges::any_of(raw_text_elements, [&](std::string_view raw) {
                           return equals_ignoring_case(token.name, raw);
                       })) {
                skip_raw_text(token.name);
            }
        }
    }
}

void HtmlTokens::skip_raw_text(std::string_view name) {
    for (std::size_t open = text_.find("</", at_); open != std::string_view::npos; open = text_.find("</", open + 2)) {
        if (names_tag(text_, open + 2, name)) {
            at_ = open;
            HtmlToken end;
            next(end);
            return;
        }
    }
    at_ = text_.size();
}

// A script's own end tag does not end it inside `<!-- <script>`: the double escaped state of the standard.
void HtmlTokens::skip_script() {
    enum class State { plain, escaped, double_escaped } state = State::plain;
    for (; at_ < text_.size(); ++at_) {
        const std::string_view rest = text_.substr(at_);
        if (state == State::plain && rest.starts_with("<!--")) {
            state = State::escaped;
        } else if (state != State::plain && rest.starts_with("-->")) {
            state = State::plain;
        } else if (state == State::escaped && rest.starts_with('<') && names_tag(text_, at_ + 1, "script")) {
            state = State::double_escaped;
        } else if (rest.starts_with("</") && names_tag(text_, at_ + 2, "script")) {
            if (state == State::double_escaped) {
                state = State::escaped;
                continue;
            }
            HtmlToken end;
            next(end);
            return;
        }
    }
}

HtmlAttribute find_attribute(std::string_view attributes, std::string_view name) {
    // The tag's end is put back as a string of its own, so that an attribute at the very end is a whole one.
    const std::string source = std::string(attributes) + ">";
    std::size_t at = 0;
    for (;;) {
        const AttributeStep step = read_attribute(source, at);
        if (step.kind != AttributeStep::Kind::attribute) {
            return {};
        }
        if (equals_ignoring_case(step.name, name)) {
            const std::size_t offset = static_cast<std::size_t>(step.value.data() - source.data());
            return {true, step.value.empty() ? std::string_view{} : attributes.substr(offset, step.value.size())};
        }
    }
}

}  // namespace mooring::feed
