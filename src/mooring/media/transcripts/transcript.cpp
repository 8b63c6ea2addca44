#include "mooring/media/transcripts/transcript.hpp"

#include "mooring/base/utf8.hpp"
#include "mooring/media/transcripts/builder.hpp"
#include "mooring/media/transcripts/cue_time.hpp"
#include "mooring/media/transcripts/lines.hpp"

namespace mooring::media::transcripts {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr milliseconds order_tolerance{500}, end_tolerance{2000};  // delivery.md, 6

std::string_view without_mark(std::string_view bytes) {
    return bytes.starts_with(byte_order_mark) ? bytes.substr(byte_order_mark.size()) : bytes;
}

/// The line in which well-formed UTF-8 ends.
int first_bad_line(std::string_view bytes) {
    Lines lines(bytes);
    while (const auto line = lines.next()) {
        if (!is_valid_utf8(*line)) return lines.number();
    }
    return 1;
}

std::string escape_html(std::string_view text) {
    std::string escaped;
    for (const char next : text) {
        switch (next) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped.push_back(next);
        }
    }
    return escaped;
}

}  // namespace

std::string_view mime_type_of(Format format) {
    switch (format) {
        case Format::vtt: return "text/vtt";
        case Format::srt: return "application/x-subrip";
        case Format::json: return "application/json";
        case Format::text: return "text/plain";
    }
    return "";
}

std::string_view extension_of(Format format) {
    switch (format) {
        case Format::vtt: return "vtt";
        case Format::srt: return "srt";
        case Format::json: return "json";
        case Format::text: return "txt";
    }
    return "";
}

Format sniff_format(std::string_view bytes) {
    bytes = without_mark(bytes);
    if (bytes.starts_with("WEBVTT")) return Format::vtt;
    if (trim_ascii(bytes.substr(0, 4096)).starts_with('{')) return Format::json;
    Lines lines(bytes.substr(0, 4096));
    for (int seen = 0; seen < 2;) {
        const auto line = lines.next();
        if (!line) break;
        if (trim_ascii(*line).empty()) continue;
        if (parse_cue_times(*line)) return Format::srt;
        ++seen;
    }
    return Format::text;
}

Result<void> Builder::add(milliseconds start, milliseconds end, std::string_view speaker, std::string_view text,
                          const std::string& where) {
    const auto corrupt = [&](const char* what) { return Error{Errc::corrupt, where + ": " + what, "transcript"}; };
    auto& segments = transcript_.segments;
    if (segments.size() >= most_segments) return Error{Errc::too_large, where + ": too many segments", "transcript"};
    if (text.size() > most_text_bytes) return corrupt("more text than one segment may hold");
    if (speaker.size() > most_speaker_bytes) return corrupt("the speaker's name is too long");
    if (end < start) return corrupt("it ends before it begins");
    if (!segments.empty() && start + order_tolerance < segments.back().start) {
        return corrupt("it begins before the one before it");
    }
    segments.push_back({start, end, std::string{speaker}, std::string{text}});
    return ok();
}

Result<Transcript> parse(Format format, std::string_view bytes) {
    if (bytes.size() > most_bytes) return Error{Errc::too_large, "a transcript may have 10 MiB", "transcript"};
    bytes = without_mark(bytes);
    if (!is_valid_utf8(bytes)) return at_line(first_bad_line(bytes), "not UTF-8");
    switch (format) {
        case Format::vtt: return parse_vtt(bytes);
        case Format::srt: return parse_srt(bytes);
        case Format::json: return parse_json(bytes);
        case Format::text: return parse_text(bytes);
    }
    return Error{Errc::unsupported, "no such format", "transcript"};
}

Result<void> check_against(const Transcript& transcript, milliseconds duration) {
    if (!transcript.is_timed) return ok();
    for (std::size_t index = 0; index < transcript.segments.size(); ++index) {
        const Segment& segment = transcript.segments[index];
        if (segment.end <= duration + end_tolerance) continue;
        return invalid("transcript", "segment " + std::to_string(index + 1) + " ends at " +
                                         cue_time_text(segment.end, '.') + ", after the episode, which ends at " +
                                         cue_time_text(duration, '.'));
    }
    return ok();
}

Result<std::string> write(Format format, const Transcript& transcript) {
    if (!transcript.is_timed && format != Format::text) {
        return Error{Errc::unsupported, "a transcript without times cannot be shown in time", "transcript"};
    }
    switch (format) {
        case Format::vtt: return write_vtt(transcript);
        case Format::srt: return write_srt(transcript);
        case Format::json: return write_json(transcript);
        case Format::text: return write_text(transcript);
    }
    return Error{Errc::unsupported, "no such format", "transcript"};
}

std::string write_html(const Transcript& transcript) {
    std::string out;
    std::string_view speaker;
    for (const Segment& segment : transcript.segments) {
        if (!segment.speaker.empty() && segment.speaker != speaker) {
            speaker = segment.speaker;
            out += "<cite>" + escape_html(speaker) + ":</cite>\n";
        }
        if (transcript.is_timed) out += "<time>" + cue_time_text(segment.start, '.').substr(0, 8) + "</time>\n";
        out += "<p>" + escape_html(segment.text) + "</p>\n";
    }
    return out;
}

}  // namespace mooring::media::transcripts
