#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mooring/domain/show.hpp"

namespace mooring::feed {

/// Which URLs a feed may carry: only HTTPS, or plain HTTP too when the instance itself runs on it.
enum class UrlSchemes { https_only, https_and_http };

/// `url` as the feed carries it: ASCII, the host in punycode (UTS 46) and lower case, everything else that is no URL
/// character percent-encoded; escapes that are there stay. Nothing for another scheme, a URL with a user name, or one
/// without a host: such a URL is left out of the feed. Source: delivery.md, 2.2.
std::optional<std::string> feed_url_text(std::string_view url, UrlSchemes schemes);

/// `url` behind the measurement prefixes of its show, the first prefix outermost. A prefix that asks for it is
/// followed by the rest without its scheme. Source: delivery.md, 2.4.
std::string prefixed_enclosure_url(std::span<const domain::EnclosurePrefix> prefixes, std::string_view url);

}  // namespace mooring::feed
