#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/builder.hpp"
#include "mooring/media/transcripts/lines.hpp"
#include "mooring/media/transcripts/plain_text.hpp"

// Plain text: paragraphs, with `Name: ` before what another voice says.
namespace mooring::media::transcripts {
namespace {

constexpr std::size_t long_paragraph = 600;

bool ends_sentence(std::string_view text) {
    return text.ends_with('.') || text.ends_with('?') || text.ends_with('!');
}

}  // namespace

Result<Transcript> parse_text(std::string_view text) {
    Lines lines(text);
    Builder builder;
    std::string paragraph, speaker;
    int begun = 0;
    const auto close = [&]() -> Result<void> {
        const std::string said = one_line(paragraph);
        paragraph.clear();
        if (said.empty()) return ok();
        const Spoken spoken = split_speaker(said);
        if (!spoken.speaker.empty()) speaker = spoken.speaker;
        return builder.add({}, {}, speaker, spoken.text, "line " + std::to_string(begun));
    };
    while (const auto line = lines.next()) {
        if (trim_ascii(*line).empty()) {
            MOORING_CHECK(close());
            continue;
        }
        if (paragraph.empty()) begun = lines.number();
        paragraph.append(*line).push_back('\n');
    }
    MOORING_CHECK(close());
    Transcript transcript = builder.take();
    transcript.is_timed = false;
    return transcript;
}

std::string write_text(const Transcript& transcript) {
    std::string out;
    std::size_t paragraph_begin = 0;
    std::string_view speaker;
    for (const Segment& segment : transcript.segments) {
        const bool changes = !segment.speaker.empty() && segment.speaker != speaker;
        const bool is_long = out.size() - paragraph_begin > long_paragraph && ends_sentence(out);
        if (!out.empty()) out += changes || is_long || !transcript.is_timed ? "\n\n" : " ";
        if (changes || is_long || !transcript.is_timed) paragraph_begin = out.size();
        if (changes) {
            speaker = segment.speaker;
            out += segment.speaker + ": ";
        }
        out += segment.text;
    }
    return out.empty() ? out : out + "\n";
}

}  // namespace mooring::media::transcripts
