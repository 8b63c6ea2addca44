#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/transcript.hpp"

using namespace mooring;
using namespace mooring::media::transcripts;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

/// What has to hold for a transcript of strangers.
void check(const Transcript& transcript) {
    for (const Segment& segment : transcript.segments) {
        require(!segment.text.empty() && is_valid_utf8(segment.text) && !has_control_character(segment.text));
        require(is_valid_utf8(segment.speaker) && !has_control_character(segment.speaker));
        require(segment.start <= segment.end && segment.start.count() >= 0 && segment.end <= longest);
    }
}

}  // namespace

/// Each format reads the bytes; what it made of them goes out and in again in every other.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)sniff_format(bytes);
    for (const Format format : {Format::vtt, Format::srt, Format::json, Format::text}) {
        const auto transcript = parse(format, bytes);
        if (!transcript) {
            require(!transcript.error().message.empty());
            continue;
        }
        check(*transcript);
        (void)write_html(*transcript);
        for (const Format other : {Format::vtt, Format::srt, Format::json, Format::text}) {
            const auto text = write(other, *transcript);
            if (!text) continue;
            require(is_valid_utf8(*text));
            const auto back = parse(other, *text);
            if (other == Format::text || other == Format::srt) {
                // A name and what is said can only be guessed apart, and may be guessed to be too long.
                if (back) check(*back);
                continue;
            }
            require(back.has_value() && back->segments.size() == transcript->segments.size());
            for (std::size_t index = 0; index < back->segments.size(); ++index) {
                const Segment &left = transcript->segments[index], &right = back->segments[index];
                require(left.start == right.start && left.end == right.end && left.speaker == right.speaker);
                require(without_blanks(left.text) == without_blanks(right.text));  // long words are broken
            }
        }
    }
    return 0;
}
