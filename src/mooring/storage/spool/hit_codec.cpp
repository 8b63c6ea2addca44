#include "mooring/storage/spool/hit_codec.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace mooring::storage::spool {

namespace {

using analytics::RawHit;

void put_number(std::string& bytes, std::uint64_t number) {
    std::array<char, 10> coded;
    std::size_t length = 0;
    for (; number >= 0x80; number >>= 7) {
        coded[length++] = static_cast<char>(number | 0x80);
    }
    coded[length++] = static_cast<char>(number);
    bytes.append(coded.data(), length);
}

void put_signed(std::string& bytes, std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    put_number(bytes, (bits << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
}

void put_text(std::string& bytes, std::string_view text) {
    put_number(bytes, text.size());
    bytes.append(text);
}

void put_array(std::string& bytes, const std::array<std::byte, 16>& array) {
    bytes.append(reinterpret_cast<const char*>(array.data()), array.size());
}

/// The value of a lower-case hexadecimal digit, or -1.
int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

void put_packed_text(std::string& bytes, std::string_view text) {
    const bool packs = !text.empty() && text.size() % 2 == 0 &&
                       std::all_of(text.begin(), text.end(), [](char digit) { return digit_value(digit) >= 0; });
    put_number(bytes, (std::uint64_t{text.size()} << 1) | (packs ? 1U : 0U));
    if (!packs) {
        bytes.append(text);
        return;
    }
    for (std::size_t at = 0; at < text.size(); at += 2) {
        bytes.push_back(static_cast<char>(digit_value(text[at]) * 16 + digit_value(text[at + 1])));
    }
}

/// Takes fields off the front of bytes; after the first one that does not fit, `failed` stays set.
class Fields {
public:
    explicit Fields(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number() {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) {
                break;
            }
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            if (shift == 63 && byte > 1) {
                break;  // more than 64 bits
            }
            number |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) {
                return number;
            }
        }
        failed_ = true;
        return 0;
    }

    std::int64_t signed_number() {
        const std::uint64_t coded = number();
        return static_cast<std::int64_t>((coded >> 1) ^ (~(coded & 1) + 1));
    }

    template <class Number>
    Number number_up_to(std::uint64_t largest) {
        const std::uint64_t value = number();
        failed_ = failed_ || value > largest;
        return failed_ ? Number{} : static_cast<Number>(value);
    }

    std::string_view bytes(std::uint64_t length) {
        if (length > rest_.size()) {
            failed_ = true;
            return {};
        }
        const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(length));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    std::string text() { return std::string{bytes(number())}; }

    std::string packed_text() {
        static constexpr std::string_view digits = "0123456789abcdef";
        const std::uint64_t coded = number();
        const std::uint64_t length = coded >> 1;
        if ((coded & 1) == 0) {
            return std::string{bytes(length)};
        }
        std::string text;
        for (const char pair : bytes(length / 2)) {
            const auto value = static_cast<unsigned char>(pair);
            text.push_back(digits[value >> 4]);
            text.push_back(digits[value & 15U]);
        }
        return text;
    }

    std::array<std::byte, 16> array() {
        std::array<std::byte, 16> array{};
        if (const auto taken = bytes(array.size()); taken.size() == array.size()) {
            std::memcpy(array.data(), taken.data(), array.size());
        }
        return array;
    }

    std::size_t left() const { return rest_.size(); }
    bool failed() const { return failed_; }

private:
    std::string_view rest_;
    bool failed_ = false;
};

constexpr std::uint64_t largest_32_bits = 0xFFFFFFFFU;

}  // namespace

void encode_hit(const RawHit& hit, std::string& bytes) {
    put_array(bytes, hit.hit_id);
    put_array(bytes, hit.net_key);
    put_array(bytes, hit.ip_key);
    bytes.push_back(static_cast<char>(hit.source));
    bytes.push_back(static_cast<char>(hit.subject));
    put_signed(bytes, unix_micros(hit.at));
    put_signed(bytes, hit.duration_ms);
    put_text(bytes, hit.method);
    put_signed(bytes, hit.status);
    put_signed(bytes, hit.show_id);
    put_signed(bytes, hit.episode_id);
    put_packed_text(bytes, hit.revision);
    put_text(bytes, hit.variant);
    put_number(bytes, hit.ranges.size());
    for (const auto& [first, last] : hit.ranges) {
        put_signed(bytes, first);
        // Unsigned, so that the distance of any two numbers is defined.
        put_signed(bytes,
                   static_cast<std::int64_t>(static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first)));
    }
    put_text(bytes, hit.range_raw);
    put_signed(bytes, hit.sent_bytes);
    put_text(bytes, hit.user_agent);
    put_text(bytes, hit.referrer);
    put_text(bytes, hit.country);
    put_number(bytes, hit.asn);
    put_number(bytes, hit.flags);
    put_text(bytes, hit.playback_id);
    if (!hit.region.empty() || !hit.city.empty()) {
        put_text(bytes, hit.region);
        put_text(bytes, hit.city);
    }
}

Result<RawHit> decode_hit(std::string_view bytes) {
    Fields fields{bytes};
    RawHit hit;
    hit.hit_id = fields.array();
    hit.net_key = fields.array();
    hit.ip_key = fields.array();
    hit.source = fields.number_up_to<analytics::HitSource>(static_cast<std::uint64_t>(analytics::HitSource::import));
    hit.subject = fields.number_up_to<analytics::HitSubject>(static_cast<std::uint64_t>(analytics::HitSubject::feed));
    hit.at = from_unix_micros(fields.signed_number());
    hit.duration_ms = fields.signed_number();
    hit.method = fields.text();
    hit.status = static_cast<int>(fields.signed_number());
    hit.show_id = fields.signed_number();
    hit.episode_id = fields.signed_number();
    hit.revision = fields.packed_text();
    hit.variant = fields.text();
    const std::uint64_t ranges = fields.number();
    if (ranges > fields.left() / 2) {  // each takes two bytes or more
        return Error{Errc::corrupt, "a hit record with more ranges than bytes"};
    }
    hit.ranges.reserve(static_cast<std::size_t>(ranges));
    for (std::uint64_t index = 0; index < ranges; ++index) {
        const std::int64_t first = fields.signed_number();
        const auto distance = static_cast<std::uint64_t>(fields.signed_number());
        hit.ranges.emplace_back(first, static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + distance));
    }
    hit.range_raw = fields.text();
    hit.sent_bytes = fields.signed_number();
    hit.user_agent = fields.text();
    hit.referrer = fields.text();
    hit.country = fields.text();
    hit.asn = fields.number_up_to<std::uint32_t>(largest_32_bits);
    hit.flags = fields.number_up_to<std::uint32_t>(largest_32_bits);
    hit.playback_id = fields.text();
    if (fields.left() != 0) {  // records without a place end here
        hit.region = fields.text();
        hit.city = fields.text();
        if (hit.region.empty() && hit.city.empty()) return Error{Errc::corrupt, "a hit record with more than a hit"};
    }
    if (fields.failed() || fields.left() != 0) {
        return Error{Errc::corrupt, "a hit record that does not have the shape of version 1"};
    }
    return hit;
}

}  // namespace mooring::storage::spool
