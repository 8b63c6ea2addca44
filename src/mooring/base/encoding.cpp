#include "mooring/base/encoding.hpp"

#include "mooring/base/assert.hpp"

namespace mooring {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32hex_digits = "0123456789abcdefghijklmnopqrstuv";
constexpr std::string_view base32_digits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view base62_digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t base62_length = 22;  // 62^21 < 2^128 < 62^22

/// The value of each character as a digit of an alphabet; -1 for the others.
using DigitValues = std::array<std::int8_t, 256>;

constexpr DigitValues values_of(std::string_view digits) {
    DigitValues values{};
    values.fill(-1);
    for (std::size_t index = 0; index < digits.size(); ++index) {
        values[static_cast<unsigned char>(digits[index])] = static_cast<std::int8_t>(index);
    }
    return values;
}

constexpr DigitValues hex_values = [] {
    DigitValues values = values_of(hex_digits);
    for (std::size_t index = 10; index < 16; ++index) {
        values[static_cast<std::size_t>('A') + index - 10] = static_cast<std::int8_t>(index);
    }
    return values;
}();
constexpr DigitValues base32hex_values = values_of(base32hex_digits);
constexpr DigitValues base62_values = values_of(base62_digits);
constexpr DigitValues base64_values = values_of(base64_digits);
constexpr DigitValues base64url_values = values_of(base64url_digits);

int digit_value(const DigitValues& values, char digit) {
    return values[static_cast<unsigned char>(digit)];
}

std::string encode_base64(std::string_view bytes, std::string_view digits, bool padded) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    const auto byte_at = [&](std::size_t index) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[index]));
    };
    std::size_t index = 0;
    for (; index + 3 <= bytes.size(); index += 3) {
        const std::uint32_t group = byte_at(index) << 16 | byte_at(index + 1) << 8 | byte_at(index + 2);
        text.push_back(digits[group >> 18]);
        text.push_back(digits[group >> 12 & 63]);
        text.push_back(digits[group >> 6 & 63]);
        text.push_back(digits[group & 63]);
    }
    const std::size_t left = bytes.size() - index;
    if (left > 0) {
        const std::uint32_t group = byte_at(index) << 16 | (left == 2 ? byte_at(index + 1) << 8 : 0);
        text.push_back(digits[group >> 18]);
        text.push_back(digits[group >> 12 & 63]);
        if (left == 2) {
            text.push_back(digits[group >> 6 & 63]);
        }
        if (padded) {
            text.append(3 - left, '=');
        }
    }
    return text;
}

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

}  // namespace

std::string to_hex(std::span<const std::byte> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        const auto value = static_cast<unsigned>(byte);
        text.push_back(hex_digits[value >> 4]);
        text.push_back(hex_digits[value & 15]);
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t index = 0; index < text.size(); index += 2) {
        const int high = digit_value(hex_values, text[index]);
        const int low = digit_value(hex_values, text[index + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    return encode_base64(bytes, base64_digits, true);
}

std::string to_base64url(std::string_view bytes) {
    return encode_base64(bytes, base64url_digits, false);
}

std::optional<std::string> from_base64(std::string_view text) {
    if (!text.empty() && text.size() % 4 == 0) {
        const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
        text.remove_suffix(padding);
    }
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    const bool is_url = text.find_first_of("-_") != std::string_view::npos;
    const DigitValues& values = is_url ? base64url_values : base64_values;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int bit_count = 0;
    for (const char digit : text) {
        const int value = digit_value(values, digit);
        if (value < 0) {
            return std::nullopt;
        }
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            bytes.push_back(static_cast<char>(bits >> bit_count & 0xff));
            bits &= (1U << bit_count) - 1;
        }
    }
    if (bits != 0) {  // RFC 4648, 3.5: one text for one value
        return std::nullopt;
    }
    return bytes;
}

std::string to_base32hex(std::uint64_t number) {
    std::array<char, 13> digits;
    std::size_t first = digits.size();
    do {
        digits[--first] = base32hex_digits[number & 31];
        number >>= 5;
    } while (number != 0);
    return {digits.data() + first, digits.size() - first};
}

std::optional<std::uint64_t> from_base32hex(std::string_view text) {
    // Leading zeros are refused, so that a number has one name only.
    if (text.empty() || text.size() > 13 || (text.size() > 1 && text.front() == '0')) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    for (const char digit : text) {
        const int value = digit_value(base32hex_values, digit);
        if (value < 0 || number >> 59 != 0) {
            return std::nullopt;
        }
        number = number << 5 | static_cast<std::uint64_t>(value);
    }
    return number;
}

std::string to_base32(std::span<const std::byte> bytes, std::size_t length) {
    MOORING_ASSERT(length <= (bytes.size() * 8 + 4) / 5, "there must be bits for every digit asked for");
    std::string text;
    text.reserve(length);
    std::uint32_t bits = 0;
    int bit_count = 0;
    auto next = bytes.begin();
    while (text.size() < length) {
        if (bit_count < 5) {
            bits = bits << 8 | (next != bytes.end() ? static_cast<std::uint32_t>(*next++) : 0);
            bit_count += 8;
        }
        bit_count -= 5;
        text.push_back(base32_digits[bits >> bit_count & 31]);
        bits &= (1U << bit_count) - 1;
    }
    return text;
}

std::string base62_from_128_bits(std::span<const std::byte, 16> bytes) {
    Uint128 number = 0;
    for (const std::byte byte : bytes) {
        number = number << 8 | static_cast<unsigned>(byte);
    }
    std::string text(base62_length, '0');
    for (std::size_t index = base62_length; number != 0; number /= 62) {
        text[--index] = base62_digits[static_cast<std::size_t>(number % 62)];
    }
    return text;
}

std::optional<std::array<std::byte, 16>> base62_to_128_bits(std::string_view text) {
    if (text.size() != base62_length) {
        return std::nullopt;
    }
    constexpr Uint128 greatest = ~Uint128{0};
    Uint128 number = 0;
    for (const char digit : text) {
        const int value = digit_value(base62_values, digit);
        if (value < 0) {
            return std::nullopt;
        }
        const auto addend = static_cast<unsigned>(value);
        if (number > (greatest - addend) / 62) {
            return std::nullopt;
        }
        number = number * 62 + addend;
    }
    std::array<std::byte, 16> bytes;
    for (std::size_t index = bytes.size(); index-- > 0; number >>= 8) {
        bytes[index] = static_cast<std::byte>(number & 0xff);
    }
    return bytes;
}

std::string base62_digest(std::span<const std::byte> digest) {
    MOORING_ASSERT(digest.size() >= 16, "a digest has at least 128 bits");
    return base62_from_128_bits(digest.first<16>());
}

std::string uuid_text(std::span<const std::byte, 16> bytes) {
    std::string text = to_hex(bytes);
    for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) {
        text.insert(hyphen, 1, '-');
    }
    return text;
}

std::optional<std::array<std::byte, 16>> uuid_bytes(std::string_view text) {
    if (text.size() != 36) {
        return std::nullopt;
    }
    std::array<std::byte, 16> bytes;
    std::size_t index = 0;
    for (std::byte& byte : bytes) {
        if (index == 8 || index == 13 || index == 18 || index == 23) {
            if (text[index++] != '-') {
                return std::nullopt;
            }
        }
        const int high = digit_value(hex_values, text[index]);
        const int low = digit_value(hex_values, text[index + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        byte = static_cast<std::byte>(high * 16 + low);
        index += 2;
    }
    return bytes;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        if (c == '%') {
            if (text.size() - index < 3) {
                return std::nullopt;
            }
            const int high = digit_value(hex_values, text[index + 1]);
            const int low = digit_value(hex_values, text[index + 2]);
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            decoded.push_back(static_cast<char>(high * 16 + low));
            index += 2;
        } else {
            decoded.push_back(c == '+' && plus_is_space ? ' ' : c);
        }
    }
    return decoded;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";  // RFC 3986, 2.1
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
        } else {
            const auto value = static_cast<unsigned char>(c);
            encoded.push_back('%');
            encoded.push_back(upper_hex_digits[value >> 4]);
            encoded.push_back(upper_hex_digits[value & 15]);
        }
    }
    return encoded;
}

}  // namespace mooring
