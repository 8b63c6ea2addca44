#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace mooring_client {

/// What went wrong, as far as a caller can act on it.
enum class ErrorKind {
    invalid_argument,      ///< refused before anything was sent, or 400
    credentials_expired,   ///< the cookies are spent: fetch new ones from the browser
    authentication,        ///< the sign-in answered something that it never should
    unauthorized,          ///< 401
    forbidden,             ///< 403
    not_found,             ///< 404
    conflict,              ///< 409
    too_large,             ///< 413
    rate_limited,          ///< 429 after the last attempt
    server_error,          ///< 5xx after the last attempt
    http,                  ///< any other status
    timeout,               ///< no complete answer in time, after the last attempt
    unreachable,           ///< no connection, or it was cut, after the last attempt
    max_retries,           ///< `SpotifyConnector`: six attempts, none answered
    bad_answer,            ///< an answer that is not what the contract says
    station_id_not_found,  ///< `AnchorConnector`: the episode page holds no station id
    cancelled,             ///< the caller said stop
    local                  ///< a file here cannot be read or written
};

/// The stable word of a kind, such as "credentials_expired"; for messages and scripts.
std::string_view to_string(ErrorKind kind);

/// Expected trouble as a value. Never holds a credential.
struct Error {
    ErrorKind kind = ErrorKind::bad_answer;
    std::string message = {};
    int status = 0;           ///< of the last answer; 0 when there was none
    std::string code = {};    ///< the server's own word for it, where it sent one
    std::string method = {};  ///< of the request
    std::string path = {};    ///< of the request, without its query
    std::string body = {};    ///< what the server said, at most 4096 bytes
};

/// A value, or the error that stands in its place.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
public:
    using tl::expected<void, Error>::expected;
    Result() = default;
    Result(tl::expected<void, Error> other) : tl::expected<void, Error>(std::move(other)) {}
    Result(Error error) : tl::expected<void, Error>(tl::unexpect, std::move(error)) {}
};

}  // namespace mooring_client
