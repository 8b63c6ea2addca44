#include "mooring/base/error.hpp"

#include <utility>

namespace mooring {

std::string_view to_string(Errc code) {
    switch (code) {
        case Errc::invalid_argument: return "invalid_argument";
        case Errc::not_found: return "not_found";
        case Errc::gone: return "gone";
        case Errc::conflict: return "conflict";
        case Errc::unauthenticated: return "unauthenticated";
        case Errc::forbidden: return "forbidden";
        case Errc::rate_limited: return "rate_limited";
        case Errc::too_large: return "too_large";
        case Errc::unsupported: return "unsupported";
        case Errc::corrupt: return "corrupt";
        case Errc::timeout: return "timeout";
        case Errc::unavailable: return "unavailable";
        case Errc::no_space: return "no_space";
        case Errc::internal: return "internal";
    }
    return "internal";
}

Error invalid(std::string field, std::string message) {
    return Error{Errc::invalid_argument, std::move(message), std::move(field)};
}

}  // namespace mooring
