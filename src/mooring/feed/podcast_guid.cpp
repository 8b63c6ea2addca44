#include "mooring/feed/podcast_guid.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::feed {
namespace {

/// ead4c236-bf58-58c6-a2c6-a6b28d128cb6, the namespace of podcasts.
constexpr std::string_view podcast_namespace{"\xea\xd4\xc2\x36\xbf\x58\x58\xc6\xa2\xc6\xa6\xb2\x8d\x12\x8c\xb6", 16};

std::string_view bare_url(std::string_view url) {
    url = trim(url);
    if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
        url.remove_prefix(scheme + 3);
    }
    while (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    return url;
}

}  // namespace

std::string podcast_guid(std::string_view feed_url) {
    std::string named(podcast_namespace);
    named += bare_url(feed_url);
    const auto digest = sha1(named);
    std::array<std::byte, 16> uuid{};
    std::copy_n(digest.begin(), uuid.size(), uuid.begin());
    uuid[6] = (uuid[6] & std::byte{0x0f}) | std::byte{0x50};  // version 5
    uuid[8] = (uuid[8] & std::byte{0x3f}) | std::byte{0x80};  // the variant of RFC 4122
    return uuid_text(uuid);
}

}  // namespace mooring::feed
