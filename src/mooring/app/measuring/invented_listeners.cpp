#include "mooring/app/measuring/invented_listeners.hpp"

#include <array>
#include <span>
#include <string_view>

namespace mooring::app::measuring {

namespace {

struct Weighted {
    std::string_view name;
    int percent;
};

struct Place {
    std::string_view country;
    std::string_view region;
    std::string_view city;
    int percent;
};

constexpr std::array apps{Weighted{"Apple Podcasts", 38}, Weighted{"Spotify", 27},    Weighted{"Overcast", 9},
                          Weighted{"Pocket Casts", 9},    Weighted{"Web Browser", 6}, Weighted{"AntennaPod", 4},
                          Weighted{"CastBox", 3},         Weighted{"Other", 4}};
constexpr std::array devices{Weighted{"iPhone", 52}, Weighted{"Android", 31}, Weighted{"Mac", 6},
                             Weighted{"Windows", 6}, Weighted{"iPad", 3},     Weighted{"Smart Speaker", 2}};
constexpr std::array ages{Weighted{"0-17", 3},   Weighted{"18-22", 11}, Weighted{"23-27", 22}, Weighted{"28-34", 27},
                          Weighted{"35-44", 21}, Weighted{"45-59", 12}, Weighted{"60+", 4}};
constexpr std::array genders{Weighted{"FEMALE", 47}, Weighted{"MALE", 46}, Weighted{"NON_BINARY", 7}};
constexpr std::array places{Place{"US", "California", "Los Angeles", 14}, Place{"US", "New York", "New York", 11},
                            Place{"US", "Washington", "Seattle", 6},      Place{"DE", "Hamburg", "Hamburg", 14},
                            Place{"DE", "Berlin", "Berlin", 9},           Place{"GB", "England", "London", 13},
                            Place{"NO", "Vestland", "Bergen", 9},         Place{"SE", "Stockholm", "Stockholm", 7},
                            Place{"PT", "Lisbon", "Lisbon", 5},           Place{"NZ", "Auckland", "Auckland", 5},
                            Place{"CZ", "Prague", "Prague", 4},           Place{"ZZ", "", "", 3}};

template <class Rows>
const auto& drawn(Dice& dice, const Rows& rows) {
    auto left = static_cast<int>(dice.below(100));
    for (const auto& row : rows) {
        left -= row.percent;
        if (left < 0) return row;
    }
    return rows.back();
}

std::string_view system_of(std::string_view device) {
    if (device == "iPhone") return "iOS";
    if (device == "iPad") return "iPadOS";
    if (device == "Mac") return "macOS";
    return device == "Android" || device == "Windows" ? device : "–";
}

}  // namespace

std::uint64_t mixed(std::uint64_t number) {
    number += 0x9E3779B97F4A7C15ULL;
    number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    number = (number ^ (number >> 27U)) * 0x94D049BB133111EBULL;
    return number ^ (number >> 31U);
}

InventedListener invented_listener(std::uint64_t seed, std::uint64_t number) {
    Dice dice{mixed(seed ^ mixed(number))};
    InventedListener listener{.id = dice.below(~std::uint64_t{0}), .is_on_platform = dice.happens(0.4)};
    const Place& place = drawn(dice, places);
    analytics::PlayContext& context = listener.context;
    context.device = drawn(dice, devices).name;
    context.system = system_of(context.device);
    context.app = listener.is_on_platform ? "Mooring Player" : drawn(dice, apps).name;
    context.country = place.country;
    context.region = place.region;
    context.city = place.city;
    context.source = listener.is_on_platform ? "player" : "local";
    if (listener.is_on_platform && dice.happens(0.7)) {
        context.age = drawn(dice, ages).name;
        context.gender = drawn(dice, genders).name;
    }
    return listener;
}

}  // namespace mooring::app::measuring
