// Any bytes as the beginning of a connection: the head's end is the same in every cut; what is accepted can be placed;
// forwarding headers, the PROXY preamble and chunks never step out of their input.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mooring/http/chunked.hpp"
#include "mooring/http/conditional.hpp"
#include "mooring/http/family_router.hpp"
#include "mooring/http/forwarded.hpp"
#include "mooring/http/proxy_protocol.hpp"
#include "mooring/http/request_head.hpp"

namespace {

using namespace mooring::http;

constexpr std::size_t header_limit = 2048;
constexpr std::size_t target_limit = 1024;

struct Scanned {
    HeadScanner::State state = HeadScanner::State::more;
    std::size_t size = 0;
};

Scanned scan(std::string_view bytes, std::size_t step) {
    HeadScanner scanner{header_limit, target_limit};
    Scanned scanned;
    for (std::size_t size = 0; size < bytes.size() && scanned.state == HeadScanner::State::more;) {
        size = std::min(size + step, bytes.size());
        scanned.state = scanner.scan(bytes.substr(0, size));
    }
    scanned.size = scanner.size();
    return scanned;
}

void decode(std::string_view bytes) {
    ChunkedDecoder decoder;
    auto state = ChunkedDecoder::State::more;
    while (!bytes.empty() && state == ChunkedDecoder::State::more) {
        std::string out;
        std::size_t consumed = 0;
        state = decoder.decode(bytes, consumed, out, 16);
        if (out.size() > 16 || (consumed == 0 && state == ChunkedDecoder::State::more)) {
            std::abort();
        }
        bytes.remove_prefix(consumed);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t length) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), length};
    const auto preamble = read_proxy_preamble(bytes);
    if (preamble.state == ProxyPreamble::State::complete && preamble.size > length) {
        std::abort();
    }
    decode(bytes);
    const Scanned whole = scan(bytes, length + 1);
    const Scanned bytewise = scan(bytes, 1);
    const bool is_complete = whole.state == HeadScanner::State::complete;
    Request request;
    Framing framing;
    const auto fault = parse_head(bytes.substr(0, is_complete ? whole.size : length), target_limit, request, framing);
    const bool is_same = bytewise.state == whole.state && bytewise.size == whole.size;
    if (is_complete && (whole.size > length || (!is_same && !fault))) {
        std::abort();  // byte by byte, what is refused may be refused earlier
    }
    static const auto aliases = default_host_aliases();
    const Placement placement = place(request.raw_path, request.host, aliases, std::nullopt);
    if (!fault && !placement.is_malformed && placement.path.find('\0') != std::string::npos) {
        std::abort();
    }
    static const std::vector<mooring::IpNetwork> trusted{*mooring::IpNetwork::parse("10.0.0.0/8")};
    static_cast<void>(read_forwarded(request.headers, *mooring::IpAddress::parse("10.0.0.1"), trusted));
    static_cast<void>(evaluate_preconditions(request.headers, {.etag = "\"a\"", .last_modified = mooring::Instant{}}));
    static_cast<void>(if_range_holds(request.headers, {.etag = "\"a\"", .last_modified = mooring::Instant{}}));
    static_cast<void>(choose_encoding(request.headers.get("Accept-Encoding"), true, true));
    static_cast<void>(QueryParameters::parse(request.query));
    return 0;
}
