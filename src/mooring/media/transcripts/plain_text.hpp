#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mooring::media::transcripts {

/// `text` in one line: control characters become blanks, white space single blanks, none at the ends.
std::string one_line(std::string_view text);

/// `text` broken at blanks into lines of at most `most` code points; a longer word is broken too. At least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t most);

/// `Name: what is said` taken apart. A name begins with a letter, has at most five words and 60 bytes, and no sign that
/// ends a sentence; else all of it is what is said.
struct Spoken {
    std::string_view speaker;
    std::string_view text;
};
Spoken split_speaker(std::string_view line);

}  // namespace mooring::media::transcripts
