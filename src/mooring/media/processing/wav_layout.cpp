#include "mooring/media/processing/wav_layout.hpp"

#include <optional>

namespace mooring::media::processing {
namespace {

constexpr int most_chunks = 1000;
constexpr std::uint64_t unknown = 0xffff'ffff;
constexpr std::uint64_t slack_bytes = 4096;  // the last block of a recording is often short

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t next = count; next > 0; --next)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + next - 1]);
    return value;
}

}  // namespace

Result<bool> is_wav_cut_off(ByteSource& source) {
    const auto end = static_cast<std::uint64_t>(source.available_bytes());
    std::optional<std::uint64_t> large_data;  // what RF64 says beside
    std::uint64_t at = 12;
    for (int count = 0; at + 8 <= end && count < most_chunks; ++count) {
        MOORING_TRY(const std::string head, read_string(source, static_cast<std::int64_t>(at), 24));
        if (head.size() < 8) return false;
        const std::uint64_t size = little_endian(head, 4, 4);
        if (head.starts_with("ds64") && head.size() == 24) large_data = little_endian(head, 16, 8);
        if (head.starts_with("data")) {
            const std::uint64_t claimed = size == unknown ? large_data.value_or(0) : size;
            return claimed > end - at - 8 + slack_bytes && claimed != ~std::uint64_t{0};
        }
        at += 8 + size + (size & 1);
    }
    return false;
}

}  // namespace mooring::media::processing
