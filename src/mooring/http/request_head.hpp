#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mooring/http/message.hpp"

namespace mooring::http {

/// Finds the end of a request's head while it arrives, in any cut, looking at each byte once. Refuses what Beast's
/// parser would repair: lines that end in a bare LF, and folded ones (RFC 9112, 5.2).
class HeadScanner {
public:
    enum class State { more, complete, malformed, target_too_long, too_large };

    HeadScanner(std::size_t header_limit, std::size_t target_limit)
        : header_limit_(header_limit), target_limit_(target_limit) {}

    /// Look at all that is buffered so far; it may only have grown since the last call.
    State scan(std::string_view buffered);
    /// When complete: the head, its blank line included, without empty lines before it.
    std::string_view head(std::string_view buffered) const { return buffered.substr(begin_, end_ - begin_); }
    /// When complete: how many buffered bytes the head and empty lines before it take.
    std::size_t size() const { return end_; }
    void reset();

private:
    std::size_t header_limit_;
    std::size_t target_limit_;
    std::size_t begin_ = 0;     ///< of the request line
    std::size_t line_ = 0;      ///< where the line under way begins
    std::size_t searched_ = 0;  ///< no LF between `line_` and here
    std::size_t end_ = 0;
    bool has_request_line_ = false;
};

/// How the message goes on after its head.
struct Framing {
    bool is_chunked = false;
    bool keep_alive = false;  ///< as far as the client wishes it
    bool expects_continue = false;
    bool has_unknown_expectation = false;
};

/// Why a head is refused.
struct HeadFault {
    int status = 400;
    std::string_view message;
};

/// Read a complete head into `request` (method, target, paths, query, host, header fields, length). What was understood
/// before a fault stays in `request`, so that the answer can have its family's form.
std::optional<HeadFault> parse_head(std::string_view head, std::size_t target_limit, Request& request,
                                    Framing& framing);

}  // namespace mooring::http
