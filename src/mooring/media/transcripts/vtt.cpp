#include <algorithm>
#include <array>
#include <charconv>

#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/builder.hpp"
#include "mooring/media/transcripts/cue_time.hpp"
#include "mooring/media/transcripts/lines.hpp"
#include "mooring/media/transcripts/plain_text.hpp"

// WebVTT. Source: https://www.w3.org/TR/webvtt1/, 4 (syntax) and 6.4 (cue text).
namespace mooring::media::transcripts {
namespace {

constexpr std::size_t most_line = 65;  // delivery.md, 6

struct Reference {
    std::string_view name;
    std::string_view sign;
};
constexpr std::array references{Reference{"amp", "&"},   Reference{"lt", "<"},       Reference{"gt", ">"},
                                Reference{"nbsp", " "},  Reference{"lrm", "\u200e"}, Reference{"rlm", "\u200f"},
                                Reference{"quot", "\""}, Reference{"apos", "'"}};

/// Append what `&name;` at the front stands for and return its length; 0 when it is no reference.
std::size_t take_reference(std::string_view text, std::string& into) {
    const auto end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos) return 0;
    const std::string_view name = text.substr(1, end - 1);
    for (const Reference& reference : references) {
        if (reference.name != name) continue;
        into += reference.sign;
        return end + 1;
    }
    if (!name.starts_with('#')) return 0;
    const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(is_hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [last, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    const bool is_sign = failed == std::errc{} && last == digits.data() + digits.size() && code >= 0x20 &&
                         code < 0x110000 && (code < 0xd800 || code > 0xdfff);
    if (!is_sign) return 0;
    append_utf8(into, code);
    return end + 1;
}

std::string unescape(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = text[at] == '&' ? take_reference(text.substr(at), plain) : 0;
        if (length == 0) plain.push_back(text[at]);
        at += std::max<std::size_t>(length, 1);
    }
    return plain;
}

/// The name in `v.loud Fred`; nothing for another tag.
std::optional<std::string> voice_of(std::string_view tag) {
    if (!tag.starts_with('v') || (tag.size() > 1 && tag[1] != '.' && tag[1] != ' ' && tag[1] != '\t'))
        return std::nullopt;
    const auto blank = tag.find_first_of(" \t");
    return blank == std::string_view::npos ? std::string{} : unescape(tag.substr(blank + 1));
}

/// What the voices in a cue say, in their order.
class CueText {
public:
    explicit CueText(std::string_view payload) {
        std::size_t at = 0;
        while (at < payload.size()) {
            const auto open = std::min(payload.find('<', at), payload.size());
            text_ += payload.substr(at, open - at);
            if (open == payload.size()) break;
            const auto close = payload.find('>', open);
            if (close == std::string_view::npos) break;  // the rest is a tag without an end
            const std::string_view tag = payload.substr(open + 1, close - open - 1);
            if (auto voice = voice_of(tag)) {
                change(std::move(*voice));
            } else if (tag == "/v") {
                change({});
            }
            at = close + 1;
        }
        change({});
    }

    struct Voice {
        std::string speaker, text;
    };
    const std::vector<Voice>& voices() const { return voices_; }

private:
    void change(std::string speaker) {
        std::string said = one_line(unescape(text_));
        if (!said.empty()) voices_.push_back({one_line(speaker_), std::move(said)});
        text_.clear();
        speaker_ = std::move(speaker);
    }

    std::vector<Voice> voices_;
    std::string speaker_, text_;
};

bool has_word(std::string_view line, std::string_view word) {
    return line == word || line.starts_with(std::string{word} + " ") || line.starts_with(std::string{word} + "\t");
}

std::string escape(std::string_view text) {
    std::string escaped;
    for (const char next : text) {
        switch (next) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            default: escaped.push_back(next);
        }
    }
    return escaped;
}

/// A name that ends in two hyphens would make an arrow with the end of its tag.
std::string voice_tag(std::string_view speaker) {
    const bool ends_in_hyphen = speaker.ends_with('-');
    if (ends_in_hyphen) speaker.remove_suffix(1);
    return "<v " + escape(speaker) + (ends_in_hyphen ? "&#45;>" : ">");
}

}  // namespace

Result<Transcript> parse_vtt(std::string_view text) {
    Lines lines(text);
    const auto head = lines.next();
    if (!head || !has_word(*head, "WEBVTT")) return at_line(1, "a WebVTT file begins with WEBVTT");
    // What stands behind the head up to a blank line belongs to it.
    auto line = lines.next();
    while (line && !trim_ascii(*line).empty() && line->find("-->") == std::string_view::npos) line = lines.next();

    Builder builder;
    const auto skip_block = [&] {
        while (line && !trim_ascii(*line).empty()) line = lines.next();
    };
    while (line) {
        if (trim_ascii(*line).empty()) {
            line = lines.next();
            continue;
        }
        const bool has_times = line->find("-->") != std::string_view::npos;
        if (!has_times && (has_word(*line, "NOTE") || has_word(*line, "STYLE") || has_word(*line, "REGION"))) {
            skip_block();
            continue;
        }
        if (!has_times) {  // the cue's name
            line = lines.next();
            if (!line || trim_ascii(*line).empty()) return at_line(lines.number(), "a cue without times");
        }
        const int number = lines.number();
        const auto times = parse_cue_times(*line);
        if (!times) return at_line(number, "the times of a cue cannot be read");
        std::string payload;
        while ((line = lines.next()) && !trim_ascii(*line).empty() && line->find("-->") == std::string_view::npos) {
            payload.append(*line).push_back('\n');
        }
        const CueText cue(payload);
        for (const auto& voice : cue.voices()) {
            MOORING_CHECK(
                builder.add(times->start, times->end, voice.speaker, voice.text, "line " + std::to_string(number)));
        }
    }
    return builder.take();
}

std::string write_vtt(const Transcript& transcript) {
    std::string text = "WEBVTT\n";
    for (const Segment& segment : transcript.segments) {
        text += "\n" + cue_time_text(segment.start, '.') + " --> " + cue_time_text(segment.end, '.') + "\n";
        if (!segment.speaker.empty()) text += voice_tag(segment.speaker);
        for (const std::string& line : wrap(segment.text, most_line)) text += escape(line) + "\n";
    }
    return text;
}

}  // namespace mooring::media::transcripts
