#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/error.hpp"

namespace mooring::media::transcripts {

/// Goes through a text line by line; lines end in LF, CR or both.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}

    /// The next line without its end; nothing behind the last.
    std::optional<std::string_view> next();
    /// The number of the line that came last, from 1.
    int number() const { return number_; }

private:
    std::string_view rest_;
    int number_ = 0;
};

/// `line 12: what`.
Error at_line(int number, std::string_view what);

}  // namespace mooring::media::transcripts
