#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::media::transcripts {

using std::chrono::milliseconds;

/// What one voice says in one stretch of time.
struct Segment {
    milliseconds start{0}, end{0};  ///< both 0 in an untimed transcript
    std::string speaker;            ///< empty: unknown
    std::string text;               ///< well-formed UTF-8 in one line, without control characters; never empty
    bool operator==(const Segment&) const = default;
};

/// What is said in an episode, in the order in which it is said.
struct Transcript {
    std::vector<Segment> segments;
    bool is_timed = true;  ///< false for plain text, which knows no times
    bool operator==(const Transcript&) const = default;
};

/// The forms in which transcripts come and go. Source: delivery.md, 6.
enum class Format : std::uint8_t { vtt, srt, json, text };

/// `text/vtt`, `application/x-subrip`, `application/json`, `text/plain`.
std::string_view mime_type_of(Format format);
/// `vtt`, `srt`, `json`, `txt`.
std::string_view extension_of(Format format);

/// Limits of what is taken. Source: delivery.md, 6 (size); the others are ours.
inline constexpr std::size_t most_bytes = 10 << 20;
inline constexpr std::size_t most_segments = 200'000;
inline constexpr std::size_t most_text_bytes = 16'384;  ///< of one segment
inline constexpr std::size_t most_speaker_bytes = 256;
inline constexpr milliseconds longest{std::chrono::hours{100}};

/// Which format `bytes` are in, by content: never wrong for what this folder writes, `text` when nothing else fits.
Format sniff_format(std::string_view bytes);

/// Read a transcript. Markup is taken off, white space becomes single blanks, a byte-order mark goes, control
/// characters go. Cues without text are left out. Segments may begin at most 500 ms before the one before them.
/// Errors: too_large; corrupt (`line 12: …`; of JSON `segment 3: …`), field `transcript`. Linear in the input.
Result<Transcript> parse(Format format, std::string_view bytes);

/// Whether a transcript fits a sound of `duration`: no segment ends more than 2 s after it. Untimed ones always fit.
/// Errors: invalid_argument, field `transcript`. Source: delivery.md, 6.
Result<void> check_against(const Transcript& transcript, milliseconds duration);

/// Write a transcript; what is written is read back as the same times and speakers, and the same text but for the
/// signs that a format cannot hold. Times are whole milliseconds in every format.
/// Errors: unsupported (an untimed transcript in a format of cues).
/// Source: delivery.md, 6: lines of at most 65 characters in WebVTT; cues of at most two lines of 32 in SubRip, so that
/// a long segment becomes several cues that share its time.
Result<std::string> write(Format format, const Transcript& transcript);

/// As a page fragment of `cite`, `time` and `p` alone, every sign escaped.
std::string write_html(const Transcript& transcript);

}  // namespace mooring::media::transcripts
