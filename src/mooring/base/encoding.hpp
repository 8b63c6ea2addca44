#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mooring {

/// Lower-case hexadecimal digits, two per byte.
std::string to_hex(std::span<const std::byte> bytes);
/// Digits of either case.
std::optional<std::string> from_hex(std::string_view text);

/// base64 (RFC 4648). `to_base64url` uses the URL alphabet without padding.
std::string to_base64(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
/// Accepts either alphabet (not a mixture), padded or not; nothing else, no stray bits in the last digit either.
std::optional<std::string> from_base64(std::string_view text);

/// base-32 digits `0-9a-v` (RFC 4648 "hex" alphabet, lower case), most significant first, no padding.
std::string to_base32hex(std::uint64_t number);
/// Refuses leading zeros and upper case too, so that a number has one name only.
std::optional<std::uint64_t> from_base32hex(std::string_view text);
/// The first `length` base-32 characters (`a-z2-7`) of `bytes`.
std::string to_base32(std::span<const std::byte> bytes, std::size_t length);

/// A 128-bit number (big endian) as 22 digits `0-9a-zA-Z`, padded on the left with `0`, and back.
std::string base62_from_128_bits(std::span<const std::byte, 16> bytes);
std::optional<std::array<std::byte, 16>> base62_to_128_bits(std::string_view text);

/// The first 128 bits of a digest as 22 base-62 digits: the form of `{imageHash}` (delivery.md, 7.2).
std::string base62_digest(std::span<const std::byte> digest);

/// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, written in lower case, read in either.
std::string uuid_text(std::span<const std::byte, 16> bytes);
std::optional<std::array<std::byte, 16>> uuid_bytes(std::string_view text);

/// Percent-decoding of a URL component; `nullopt` for a broken escape. `plus_is_space` for form fields.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
/// Percent-encoding of everything but `A-Z a-z 0-9 - . _ ~`.
std::string percent_encode(std::string_view text);

}  // namespace mooring
