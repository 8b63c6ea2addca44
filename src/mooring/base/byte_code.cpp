#include "mooring/base/byte_code.hpp"

namespace mooring {

void ByteWriter::number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
}

void ByteWriter::signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
}

std::uint64_t ByteReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        if (shift == 63 && byte > 1) break;  // more than 64 bits
        value |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
}

std::int64_t ByteReader::signed_number() {
    const std::uint64_t coded = number();
    return static_cast<std::int64_t>((coded >> 1) ^ (~(coded & 1) + 1));
}

std::string_view ByteReader::take(std::uint64_t length) {
    if (length > rest_.size()) {
        failed_ = true;
        rest_ = {};
        return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(taken.size());
    return taken;
}

std::string ByteReader::text() {
    return std::string{take(number())};
}

std::size_t ByteReader::count() {
    const std::uint64_t value = number();
    if (value > rest_.size()) {
        failed_ = true;
        return 0;
    }
    return static_cast<std::size_t>(value);
}

}  // namespace mooring
