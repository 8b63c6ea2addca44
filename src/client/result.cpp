#include "mooring_client/result.hpp"

namespace mooring_client {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid_argument: return "invalid_argument";
        case ErrorKind::credentials_expired: return "credentials_expired";
        case ErrorKind::authentication: return "authentication";
        case ErrorKind::unauthorized: return "unauthorized";
        case ErrorKind::forbidden: return "forbidden";
        case ErrorKind::not_found: return "not_found";
        case ErrorKind::conflict: return "conflict";
        case ErrorKind::too_large: return "too_large";
        case ErrorKind::rate_limited: return "rate_limited";
        case ErrorKind::server_error: return "server_error";
        case ErrorKind::http: return "http";
        case ErrorKind::timeout: return "timeout";
        case ErrorKind::unreachable: return "unreachable";
        case ErrorKind::max_retries: return "max_retries";
        case ErrorKind::bad_answer: return "bad_answer";
        case ErrorKind::station_id_not_found: return "station_id_not_found";
        case ErrorKind::cancelled: return "cancelled";
        case ErrorKind::local: return "local";
    }
    return "unknown";
}

}  // namespace mooring_client
