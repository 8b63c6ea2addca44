// Any text as the URL of a client: what is read can be written and read again, and what is accepted leads outside.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/base/assert.hpp"
#include "mooring/outbound/url_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring::outbound;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    static_cast<void>(literal_address(bytes));
    const bool is_acceptable = is_acceptable_url(bytes);
    const auto url = parse_http_url(bytes);
    if (!url) {
        MOORING_ASSERT(!is_acceptable, "what is no URL is not acceptable");
        return 0;
    }
    for (const char c : url->text()) {
        MOORING_ASSERT(c > ' ' && c != '\\' && c != 0x7f, "a read URL is printable ASCII");
    }
    const auto again = parse_http_url(url->text());
    MOORING_ASSERT(again && again->scheme == url->scheme && again->host == url->host && again->port == url->port &&
                       again->target == url->target && !again->has_credentials,
                   "a URL must come back");
    if (!is_acceptable) return 0;
    MOORING_ASSERT(!url->has_credentials, "an acceptable URL holds no credentials");
    const auto address = literal_address(url->host);
    MOORING_ASSERT(!address || is_public_address(*address), "an acceptable address is public");
    MOORING_ASSERT(address || url->host.find('.') != std::string::npos, "an acceptable name has a dot");
    return 0;
}
