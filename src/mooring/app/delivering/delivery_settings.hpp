#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "mooring/app/delivering/address_limiter.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/domain/show.hpp"

namespace mooring::app::delivering {

/// What the operator decides about delivery. One row each in server/options.
struct DeliverySettings {
    PublicUrls urls{"http://127.0.0.1:8080"};
    std::string site_name = "Mooring";      ///< og:site_name and oEmbed's provider
    std::string generator = "Mooring/0.1";  ///< `Mooring/<major>.<minor>`
    std::vector<std::string> hubs;          ///< WebSub hubs, advertised in feeds
    bool is_public = false;                 ///< offer /opml/all.opml
    bool has_cdn_logs = false;              ///< `media.cdn_logs` (delivery.md, 5.6)

    // What the feed and the pages say where a show says nothing (delivery.md, 2.3).
    std::string default_language = "en";
    std::string default_author;  ///< empty: the show's presenter, else its title
    domain::Category default_category{"Society & Culture", ""};

    AddressLimit feed_limit;  ///< per address prefix; loopback is exempt
    /// Texts in the User-Agent of fetchers that ask for many feeds on behalf of many listeners: not limited.
    std::vector<std::string> aggregators{"iTMS",          "Spotify/",       "PocketCasts", "Podcastindex.org",
                                         "Overcast/",     "Feedbin",        "Feedly",      "Inoreader",
                                         "PodcastAddict", "Google-Podcast", "AmazonMusic", "Amazon Music",
                                         "Deezer",        "Podchaser",      "Castbox"};

    std::size_t feed_cache_bytes = 128U << 20U;
    std::size_t page_cache_bytes = 16U << 20U;
    std::size_t media_facts = 4096;  ///< episodes whose facts are kept in memory
    std::size_t open_files = 256;    ///< descriptors held for hot media and pictures
    std::size_t image_rows = 4096;
    std::uint16_t node = 0;  ///< tells hits of several nodes apart
};

}  // namespace mooring::app::delivering
