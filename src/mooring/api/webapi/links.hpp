#pragma once

#include <string>
#include <string_view>

#include "mooring/http/message.hpp"

namespace mooring::api::webapi {

/// The absolute addresses in this family's answers (webapi-v1.md, 1.2). `base` ends in `/v1`.
struct Links {
    std::string base;

    std::string show(std::string_view id) const;
    std::string show_episodes(std::string_view id) const;
    std::string episode(std::string_view id) const;
    std::string user(std::string_view username) const;
    std::string saved_shows() const;
    std::string saved_episodes() const;
    std::string search() const;
};

/// Links on the way by which the request came in: the host alias, with the port that was sent, else the configured
/// public base with the family's prefix. No other `Host` gets into a link. `public_base` has no trailing slash.
Links links_of(const http::Request& request, std::string_view public_base);

}  // namespace mooring::api::webapi
