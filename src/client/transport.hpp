#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::client {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Told while an upload runs: bytes of the body sent so far, and in all. Return false to stop it.
using Progress = std::function<bool(std::int64_t sent, std::int64_t total)>;

/// One part of a multipart form: a text, or a file that is streamed from disk.
struct FormPart {
    std::string name;
    std::string text;
    std::string file_path;  ///< when not empty: send this file
    std::string content_type;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    HeaderList headers;
    std::string body;
    std::vector<FormPart> form;  ///< when not empty: sent as multipart/form-data instead of `body`
    Progress progress;
    std::chrono::seconds timeout{60};  ///< without a byte moving
};

struct HttpResponse {
    int status = 0;
    HeaderList headers;  ///< names in lower case
    std::string body;

    std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

/// Sends requests, one at a time, over kept-alive connections. One thread at a time.
/// Errors: unavailable (no connection, or it was cut), timeout, cancelled as conflict (progress said stop),
/// not_found (a form's file is missing), invalid_argument (not a URL).
class Transport {
public:
    Transport();
    ~Transport();
    Transport(Transport&&) noexcept;

    Result<HttpResponse> send(const HttpRequest& request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mooring::client
