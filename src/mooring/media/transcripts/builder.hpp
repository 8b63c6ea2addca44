#pragma once

#include <string>
#include <string_view>

#include "mooring/media/transcripts/transcript.hpp"

namespace mooring::media::transcripts {

/// Collects segments in the order of a file and keeps the rules that all formats share.
class Builder {
public:
    /// `where` names the place for errors: `line 12`.
    Result<void> add(milliseconds start, milliseconds end, std::string_view speaker, std::string_view text,
                     const std::string& where);
    Transcript take() { return std::move(transcript_); }

private:
    Transcript transcript_;
};

Result<Transcript> parse_vtt(std::string_view text);
Result<Transcript> parse_srt(std::string_view text);
Result<Transcript> parse_json(std::string_view text);
Result<Transcript> parse_text(std::string_view text);

std::string write_vtt(const Transcript& transcript);
std::string write_srt(const Transcript& transcript);
std::string write_json(const Transcript& transcript);
std::string write_text(const Transcript& transcript);

}  // namespace mooring::media::transcripts
