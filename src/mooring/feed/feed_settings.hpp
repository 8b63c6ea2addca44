#pragma once

#include <string>
#include <vector>

#include "mooring/domain/show.hpp"
#include "mooring/feed/url_text.hpp"

namespace mooring::feed {

/// What of the instance's configuration the feed's bytes depend on.
struct FeedSettings {
    // What a show without a value of its own gets (delivery.md, 2.3); never empty but for the author.
    std::string default_language = "en";
    domain::Category default_category{"Society & Culture", ""};
    std::string default_author;  ///< empty: the show's presenter, else its title

    std::string generator = "Mooring/0.1";  ///< `Mooring/<major>.<minor>`

    // Absolute, ASCII, without a trailing slash. `base_url` serves pages and pictures too.
    std::string base_url;
    std::string feed_base_url;   ///< empty: `base_url`
    std::string media_base_url;  ///< empty: `base_url`

    std::vector<std::string> hubs;  ///< WebSub hubs, in the order of the configuration
    bool podping_healthy = false;   ///< the Podping hook is configured and works
};

/// HTTPS only, unless the instance itself runs on plain HTTP.
UrlSchemes url_schemes(const FeedSettings& settings);

}  // namespace mooring::feed
