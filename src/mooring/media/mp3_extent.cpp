#include "mooring/media/mp3_extent.hpp"

#include <algorithm>
#include <array>

#include "mooring/base/utf8.hpp"
#include "mooring/media/big_endian.hpp"

namespace mooring::media {
namespace {

constexpr std::size_t id3v2_header_bytes = 10;
constexpr std::int64_t id3v1_bytes = 128;
constexpr std::int64_t id3v1_extension_bytes = 227;  // "TAG+", before an ID3v1 tag
constexpr std::int64_t ape_footer_bytes = 32;
constexpr int most_trailing_tags = 8;

/// 28 bits in four bytes whose top bits are 0; `nullopt` when one is set.
std::optional<std::int64_t> syncsafe(std::string_view bytes, std::size_t index) {
    const std::uint32_t raw = big_endian(bytes, index);
    if ((raw & 0x80808080U) != 0) {
        return std::nullopt;
    }
    return (raw & 0x7fU) | (raw & 0x7f00U) >> 1 | (raw & 0x7f0000U) >> 2 | (raw & 0x7f000000U) >> 3;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t index) {
    const std::uint32_t raw = big_endian(bytes, index);
    return raw << 24 | (raw & 0xff00U) << 8 | (raw >> 8 & 0xff00U) | raw >> 24;
}

using Begin = Result<std::optional<std::int64_t>>;
constexpr std::nullopt_t none = std::nullopt;

/// Each of these: where the tag that ends at `end` begins, or nothing.
Begin id3v1_begin(ByteSource& source, std::int64_t end) {
    if (end < id3v1_bytes) {
        return none;
    }
    MOORING_TRY(const std::string tag, read_string(source, end - id3v1_bytes, 3));
    if (tag != "TAG") {
        return none;
    }
    const std::int64_t begin = end - id3v1_bytes;
    if (begin >= id3v1_extension_bytes) {
        MOORING_TRY(const std::string extension, read_string(source, begin - id3v1_extension_bytes, 4));
        if (extension == "TAG+") {
            return begin - id3v1_extension_bytes;
        }
    }
    return begin;
}

Begin ape_begin(ByteSource& source, std::int64_t end) {
    if (end < ape_footer_bytes) {
        return none;
    }
    MOORING_TRY(const std::string footer, read_string(source, end - ape_footer_bytes, ape_footer_bytes));
    if (footer.size() < ape_footer_bytes || !footer.starts_with("APETAGEX")) {
        return none;
    }
    const std::uint32_t version = little_endian(footer, 8);
    const std::int64_t size = little_endian(footer, 12);  // items and footer, without the header
    const bool has_header = (little_endian(footer, 20) & 0x80000000U) != 0;
    const std::int64_t begin = end - size - (has_header ? ape_footer_bytes : 0);
    if (size < ape_footer_bytes || begin < 0) {
        return none;
    }
    if (!has_header) {
        // Only version 1 goes without; nothing but its size then tells where it begins, so believe little.
        constexpr std::int64_t most_bytes = 64 * 1024;
        return version < 2000 && size <= most_bytes ? Begin(begin) : Begin(none);
    }
    MOORING_TRY(const std::string header, read_string(source, begin, 8));
    return header == "APETAGEX" ? Begin(begin) : Begin(none);
}

Begin lyrics3_begin(ByteSource& source, std::int64_t end) {
    constexpr std::int64_t trailer_bytes = 15;  // six digits and LYRICS200
    constexpr std::int64_t version1_most_bytes = 5100 + 20;
    if (end < trailer_bytes) {
        return none;
    }
    MOORING_TRY(const std::string trailer, read_string(source, end - trailer_bytes, trailer_bytes));
    if (trailer.ends_with("LYRICS200")) {
        const auto size = parse_decimal(std::string_view(trailer).substr(0, 6));
        if (!size || *size < 11 || *size > end - trailer_bytes) {
            return none;
        }
        const std::int64_t begin = end - trailer_bytes - *size;
        MOORING_TRY(const std::string head, read_string(source, begin, 11));
        return head == "LYRICSBEGIN" ? Begin(begin) : Begin(none);
    }
    if (trailer.ends_with("LYRICSEND")) {
        const std::int64_t earliest = std::max<std::int64_t>(0, end - version1_most_bytes);
        MOORING_TRY(const std::string tail, read_string(source, earliest, static_cast<std::size_t>(end - earliest)));
        const auto found = tail.rfind("LYRICSBEGIN");
        return found == std::string::npos ? Begin(none) : Begin(earliest + static_cast<std::int64_t>(found));
    }
    return none;
}

Begin appended_id3v2_begin(ByteSource& source, std::int64_t end) {
    if (end < 2 * static_cast<std::int64_t>(id3v2_header_bytes)) {
        return none;
    }
    MOORING_TRY(const std::string footer,
                read_string(source, end - static_cast<std::int64_t>(id3v2_header_bytes), id3v2_header_bytes));
    if (footer.size() < id3v2_header_bytes || !footer.starts_with("3DI")) {
        return none;
    }
    const auto size = syncsafe(footer, 6);
    const std::int64_t begin = end - size.value_or(0) - 2 * static_cast<std::int64_t>(id3v2_header_bytes);
    if (!size || begin < 0) {
        return none;
    }
    MOORING_TRY(const std::string header, read_string(source, begin, id3v2_header_bytes));
    return header.starts_with("ID3") && syncsafe(header, 6) == size ? Begin(begin) : Begin(none);
}

}  // namespace

std::optional<std::int64_t> id3v2_size(std::string_view bytes) {
    if (bytes.size() < id3v2_header_bytes || !bytes.starts_with("ID3") || byte_at(bytes, 3) == 0xff ||
        byte_at(bytes, 4) == 0xff) {
        return std::nullopt;
    }
    const auto size = syncsafe(bytes, 6);
    if (!size) {
        return std::nullopt;
    }
    const bool has_footer = (byte_at(bytes, 5) & 0x10) != 0;
    return *size + static_cast<std::int64_t>(id3v2_header_bytes) * (has_footer ? 2 : 1);
}

Result<std::int64_t> end_of_leading_tags(ByteSource& source) {
    std::int64_t end = 0;
    for (int tag = 0; tag < 2; ++tag) {
        MOORING_TRY(const std::string header, read_string(source, end, id3v2_header_bytes));
        const auto size = id3v2_size(header);
        if (!size) {
            break;
        }
        end += *size;
    }
    return end;
}

bool is_trailing_tag(std::string_view bytes) {
    return bytes.starts_with("TAG") || bytes.starts_with("APETAGEX") || bytes.starts_with("LYRICS");
}

Result<std::int64_t> begin_of_trailing_tags(ByteSource& source, std::int64_t floor) {
    constexpr std::array kinds{id3v1_begin, ape_begin, lyrics3_begin, appended_id3v2_begin};
    std::int64_t end = source.available_bytes();
    for (int tag = 0; tag < most_trailing_tags; ++tag) {
        std::optional<std::int64_t> begin;
        for (const auto kind : kinds) {
            MOORING_TRY(begin, kind(source, end));
            if (begin) {
                break;
            }
        }
        if (!begin || *begin < floor) {
            break;
        }
        end = *begin;
    }
    return end;
}

}  // namespace mooring::media
