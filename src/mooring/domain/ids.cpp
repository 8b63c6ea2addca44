#include "mooring/domain/ids.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include "mooring/base/encoding.hpp"

namespace mooring::domain {
namespace {

constexpr std::int64_t base32_offset = 1'000'000;
constexpr std::int64_t web_station_offset = 100'000;
constexpr std::int64_t web_station_factor = 100;

bool is_alphanumeric(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

bool is_wire_id(std::int64_t id) {
    return id > 0 && id <= max_wire_id;
}

std::string base32_name(char letter, std::int64_t id) {
    return letter + to_base32hex(static_cast<std::uint64_t>(id + base32_offset));
}

template <class Id>
std::optional<Id> parse_base32_name(char letter, std::string_view text) {
    // 11 digits hold 2^53 + 1000000; more can only be another form.
    if (text.size() < 2 || text.size() > 12 || text.front() != letter) return std::nullopt;
    const auto number = from_base32hex(text.substr(1));
    if (!number) return std::nullopt;
    const Id id{static_cast<std::int64_t>(*number) - base32_offset};
    if (!is_wire_id(id.value) || base32_name(letter, id.value) != text) return std::nullopt;  // one spelling per id
    return id;
}

}  // namespace

std::string web_episode_id(EpisodeId id) {
    return base32_name('e', id.value);
}

std::optional<EpisodeId> parse_web_episode_id(std::string_view text) {
    return parse_base32_name<EpisodeId>('e', text);
}

std::string web_audio_id(AudioId id) {
    return base32_name('a', id.value);
}

std::optional<AudioId> parse_web_audio_id(std::string_view text) {
    return parse_base32_name<AudioId>('a', text);
}

std::string web_station_id(ShowId id) {
    char digits[16];
    const auto number = static_cast<std::uint64_t>((id.value + web_station_offset) * web_station_factor);
    const auto end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
    return {digits, end};
}

std::optional<ShowId> parse_web_station_id(std::string_view text) {
    std::int64_t number = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number, 16);
    if (error != std::errc{} || end != last || number % web_station_factor != 0) return std::nullopt;
    const ShowId id{number / web_station_factor - web_station_offset};
    if (!is_wire_id(id.value) || web_station_id(id) != text) return std::nullopt;  // lower case, no leading zeros
    return id;
}

bool is_public_key(std::string_view text) {
    return text.size() == 16 && is_alphanumeric(text);
}

bool is_opaque_id(std::string_view text) {
    return text.size() == 22 && is_alphanumeric(text);
}

}  // namespace mooring::domain
