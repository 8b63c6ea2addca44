#include <algorithm>
#include <cctype>
#include <span>

#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/builder.hpp"
#include "mooring/media/transcripts/cue_time.hpp"
#include "mooring/media/transcripts/lines.hpp"
#include "mooring/media/transcripts/plain_text.hpp"

// SubRip, which has no standard; what players read. Speakers as Podcasting 2.0 says: `Name: ` where they change.
namespace mooring::media::transcripts {
namespace {

constexpr std::size_t most_line = 32;  // delivery.md, 6
constexpr std::size_t lines_per_cue = 2;

bool is_number(std::string_view line) {
    line = trim_ascii(line);
    return !line.empty() && line.size() <= 10 &&
           std::all_of(line.begin(), line.end(), [](char next) { return next >= '0' && next <= '9'; });
}

bool begins_tag(std::string_view text) {
    return text.size() > 1 && text[0] == '<' &&
           (std::isalpha(static_cast<unsigned char>(text[1])) != 0 || text[1] == '/' || text[1] == '!');
}

/// Without `<i>`, `<font …>` and `{\an8}`.
std::string without_markup(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        const char closing = begins_tag(rest) ? '>' : rest.starts_with("{\\") ? '}' : '\0';
        const auto close = closing == '\0' ? std::string_view::npos : rest.substr(0, 1024).find(closing);
        if (close == std::string_view::npos) {
            plain.push_back(text[at]);
        } else {
            at += close;
        }
    }
    return plain;
}

/// The format has no way to write these signs as signs.
std::string harmless(std::string_view text) {
    std::string safe;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        while (text[at] == '>' && safe.ends_with("--")) safe.pop_back();
        safe.push_back(text[at]);
        if (begins_tag(rest) || rest.starts_with("{\\")) safe.push_back(' ');
    }
    return safe;
}

void write_cue(std::string& text, int number, milliseconds start, milliseconds end,
               std::span<const std::string> lines) {
    text += std::to_string(number) + "\n" + cue_time_text(start, ',') + " --> " + cue_time_text(end, ',') + "\n";
    for (const std::string& line : lines) text += line + "\n";
    text += "\n";
}

}  // namespace

Result<Transcript> parse_srt(std::string_view text) {
    Lines lines(text);
    Builder builder;
    std::string speaker;  // holds until another one is named
    for (auto line = lines.next(); line;) {
        if (trim_ascii(*line).empty()) {
            line = lines.next();
            continue;
        }
        if (is_number(*line)) {
            line = lines.next();
            if (!line || trim_ascii(*line).empty()) return at_line(lines.number(), "a cue without times");
        }
        const int number = lines.number();
        const auto times = parse_cue_times(*line);
        if (!times) return at_line(number, "the times of a cue cannot be read");
        std::string payload;
        while ((line = lines.next()) && !trim_ascii(*line).empty()) payload.append(*line).push_back('\n');
        const std::string said = one_line(without_markup(payload));
        if (said.empty()) continue;
        const Spoken spoken = split_speaker(said);
        if (!spoken.speaker.empty()) speaker = spoken.speaker;
        MOORING_CHECK(builder.add(times->start, times->end, speaker, spoken.text, "line " + std::to_string(number)));
    }
    return builder.take();
}

std::string write_srt(const Transcript& transcript) {
    std::string text;
    int number = 0;
    std::string_view speaker;
    for (const Segment& segment : transcript.segments) {
        const bool changes = !segment.speaker.empty() && segment.speaker != speaker;
        if (changes) speaker = segment.speaker;
        const std::string said = harmless(changes ? segment.speaker + ": " + segment.text : segment.text);
        const std::vector<std::string> lines = wrap(said, most_line);
        // Cues share the time by their lines.
        const auto total = static_cast<std::int64_t>(lines.size());
        const auto moment = [&](std::size_t line) {
            return segment.start + (segment.end - segment.start) * static_cast<std::int64_t>(line) / total;
        };
        for (std::size_t at = 0; at < lines.size(); at += lines_per_cue) {
            const std::size_t next = std::min(at + lines_per_cue, lines.size());
            write_cue(text, ++number, moment(at), moment(next), std::span(lines).subspan(at, next - at));
        }
    }
    return text;
}

}  // namespace mooring::media::transcripts
