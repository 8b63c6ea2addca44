#include "mooring/http/chunked.hpp"

#include <algorithm>

namespace mooring::http {
namespace {

constexpr std::size_t most_digits = 15;             // under 2^60: no overflow
constexpr std::size_t longest_extension = 1024;     // of one chunk
constexpr std::size_t longest_trailers = 8 * 1024;  // of the body

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

ChunkedDecoder::State ChunkedDecoder::decode(std::string_view bytes, std::size_t& consumed, std::string& out,
                                             std::size_t limit) {
    consumed = 0;
    const auto fail = [this] {
        place_ = Place::failed;
        return State::malformed;
    };
    while (true) {
        if (place_ == Place::done) {
            return State::complete;
        }
        if (place_ == Place::failed) {
            return State::malformed;
        }
        if (consumed == bytes.size()) {
            return State::more;
        }
        if (place_ == Place::data) {
            const std::size_t room = limit - std::min(limit, out.size());
            if (room == 0) {
                return State::more;
            }
            const auto length =
                static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, std::min(room, bytes.size() - consumed)));
            out.append(bytes.substr(consumed, length));
            consumed += length;
            remaining_ -= length;
            if (remaining_ == 0) {
                place_ = Place::data_return;
            }
            continue;
        }
        const char c = bytes[consumed++];
        switch (place_) {
            case Place::size: {
                const int digit = hex_value(c);
                if (digit >= 0) {
                    if (++digits_ > most_digits) {
                        return fail();
                    }
                    remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
                } else if (digits_ == 0) {
                    return fail();
                } else if (c == '\r') {
                    place_ = Place::size_feed;
                } else if (c == ';' || c == ' ' || c == '\t') {
                    place_ = Place::extension;
                } else {
                    return fail();
                }
                break;
            }
            case Place::extension:
                if (c == '\r') {
                    place_ = Place::size_feed;
                } else if (c == '\n' || c == '\0' || ++overhead_ > longest_extension) {
                    return fail();
                }
                break;
            case Place::size_feed:
                if (c != '\n') {
                    return fail();
                }
                digits_ = 0;
                overhead_ = 0;
                place_ = remaining_ == 0 ? Place::trailer : Place::data;
                break;
            case Place::data_return:
                if (c != '\r') {
                    return fail();
                }
                place_ = Place::data_feed;
                break;
            case Place::data_feed:
                if (c != '\n') {
                    return fail();
                }
                place_ = Place::size;
                break;
            case Place::trailer:
                if (c == '\r') {
                    place_ = Place::trailer_feed;
                } else if (c == '\n' || c == '\0' || ++overhead_ > longest_trailers) {
                    return fail();
                } else {
                    ++trailer_line_;
                }
                break;
            case Place::trailer_feed:
                if (c != '\n') {
                    return fail();
                }
                place_ = trailer_line_ == 0 ? Place::done : Place::trailer;
                trailer_line_ = 0;
                break;
            case Place::data:
            case Place::done:
            case Place::failed: break;
        }
    }
}

}  // namespace mooring::http
