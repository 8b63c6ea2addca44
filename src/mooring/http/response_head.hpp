#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/http/message.hpp"

namespace mooring::http {

/// The value of `Date`, made once a second. For one thread.
class DateText {
public:
    std::string_view at(Instant now);

private:
    std::int64_t second_ = -1;
    std::string text_;
};

struct ResponseHeadOptions {
    Method request_method = Method::get;
    int http_minor = 1;
    bool keep_alive = true;
    std::string_view date;
};

/// Does a response of `status` to `method` carry a body (RFC 9110, 6.4.1)?
bool carries_body(Method method, int status);

/// Write a response's head over `out`, keeping its memory. False, and nothing to be sent, when a name is no token or a
/// value holds CR, LF or NUL.
[[nodiscard]] bool format_response_head(const Response& response, const ResponseHeadOptions& options, std::string& out);

}  // namespace mooring::http
