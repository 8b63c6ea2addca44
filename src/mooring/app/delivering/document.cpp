#include "mooring/app/delivering/document.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::delivering {
namespace {

constexpr std::size_t weight_of_one_document = 1024;  // names, places in maps, headers
constexpr int gzip_window = 15 + 16;                  // zlib: 32 KiB window, gzip framing

std::size_t size_of(const Bytes& bytes) {
    return bytes ? bytes->size() : 0;
}

}  // namespace

std::size_t Document::weight() const {
    return weight_of_one_document + size_of(identity) + size_of(gzip) + size_of(br);
}

std::string weak_etag(const std::string& bytes) {
    return "W/\"" + to_base32(sha256(bytes), 26) + "\"";
}

std::int64_t max_age_seconds(const Document& document, Instant now, std::int64_t longest) {
    std::int64_t age = longest;
    if (document.newest_publication && now - *document.newest_publication < std::chrono::hours{24}) {
        age = std::min<std::int64_t>(age, 60);
    }
    if (document.valid_until) {
        const auto left = std::chrono::floor<std::chrono::seconds>(*document.valid_until - now).count();
        age = std::min<std::int64_t>(age, left);
    }
    return std::max<std::int64_t>(age, 0);
}

std::string gzip_bytes(const std::string& bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const bool is_done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    packed.resize(is_done ? stream.total_out : 0);
    deflateEnd(&stream);
    packed.shrink_to_fit();
    return packed;
}

std::string brotli_bytes(const std::string& bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string packed(size, '\0');
    const auto done = BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(packed.data()));
    packed.resize(done == BROTLI_TRUE ? size : 0);
    packed.shrink_to_fit();
    return packed;
}

}  // namespace mooring::app::delivering
