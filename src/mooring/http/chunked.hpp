#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mooring::http {

/// Decodes a chunked body (RFC 9112, 7.1) as it arrives, in any cut. Extensions and trailers are read over, within
/// limits.
class ChunkedDecoder {
public:
    enum class State { more, complete, malformed };

    /// Append the data in `bytes` to `out` until it holds `limit` bytes; `consumed` tells how far that went.
    /// `more` with everything consumed asks for more bytes; with bytes left over, for room in `out`.
    State decode(std::string_view bytes, std::size_t& consumed, std::string& out, std::size_t limit);

private:
    enum class Place { size, extension, size_feed, data, data_return, data_feed, trailer, trailer_feed, done, failed };

    Place place_ = Place::size;
    std::uint64_t remaining_ = 0;
    std::size_t digits_ = 0;
    std::size_t overhead_ = 0;      ///< bytes of one chunk's extension, or of all trailers
    std::size_t trailer_line_ = 0;  ///< length of the trailer line under way
};

}  // namespace mooring::http
