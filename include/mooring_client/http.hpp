#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring_client/result.hpp"
#include "mooring_client/timing.hpp"

namespace mooring_client {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Told while an upload runs: bytes of the body sent so far, and in all. Return false to stop it.
using Progress = std::function<bool(std::int64_t sent, std::int64_t total)>;

/// A stretch of a file that is streamed from disk as the body.
struct BodyFile {
    std::string path;
    std::int64_t first_byte = 0;
    std::int64_t length = -1;  ///< -1: to the end
};

/// One part of a multipart form: a text, or a file that is streamed from disk.
struct FormPart {
    std::string name;
    std::string text;
    std::string file_path;  ///< when not empty: send this file
    std::string content_type;
};

struct Request {
    std::string method = "GET";
    std::string url;
    HeaderList headers;
    std::string body;
    std::optional<BodyFile> body_file;  ///< instead of `body`
    std::vector<FormPart> form;         ///< when not empty: sent as multipart/form-data instead of `body`
    Progress progress;
    std::stop_token stop;
};

struct Response {
    int status = 0;
    HeaderList headers;  ///< names in lower case
    std::string body;

    std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

/// Sends requests. Safe to use from several threads.
/// Errors: unreachable (no connection, or it was cut, or the answer was), timeout, cancelled, local (a file cannot
/// be read), invalid_argument (not a URL), bad_answer (too long, or redirected too often).
class Transport {
public:
    virtual ~Transport() = default;
    virtual Result<Response> send(const Request& request) = 0;
};

struct TransportOptions {
    std::chrono::milliseconds connect_timeout{60'000};
    std::chrono::milliseconds idle_timeout{60'000};  ///< without a byte moving
    std::string proxy;                               ///< `http://…`, `socks5h://…`; empty: as the environment says
    std::string authority_file;                      ///< PEM file of trusted authorities; empty: the system's
    int max_connections = 4;                         ///< requests at a time; others wait their turn
    double requests_per_second = 0;                  ///< 0: as fast as it goes
    std::int64_t longest_answer = std::int64_t{64} << 20;
    int max_redirects = 5;  ///< of GET and HEAD only; credentials go to the first host only
};

/// libcurl behind a pool of kept-alive connections.
std::shared_ptr<Transport> make_transport(TransportOptions options = {}, Timing timing = Timing::real());

}  // namespace mooring_client
