#include "mooring/api/analytics/palette.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace mooring::api::analytics {
namespace {

struct Colour {
    std::string_view name, colour;
};

constexpr std::array app_colours{Colour{"Spotify", "#1ED760"},        Colour{"Web Browser", "#5D55FF"},
                                 Colour{"Apple Podcasts", "#D56DFB"}, Colour{"Pocket Casts", "#F43E37"},
                                 Colour{"CastBox", "#F55B23"},        Colour{"Mooring Player", "#0F7B8A"},
                                 Colour{"Other", "#FF4834"}};
constexpr std::array device_colours{Colour{"iPhone", "#5D55FF"}, Colour{"Android", "#26008D"}, Colour{"Mac", "#EF77A1"},
                                    Colour{"Windows", "#80AC0B"}, Colour{"Other", "#FF4834"}};
constexpr std::array<std::string_view, 10> other_colours{"#26008D", "#EF77A1", "#80AC0B", "#9691FF", "#C9A227",
                                                         "#2E5AAC", "#8C564B", "#17A398", "#B5179E", "#6C757D"};

std::string_view colour_in(std::span<const Colour> known, std::string_view name, std::size_t row) {
    const auto found = std::ranges::find(known, name, &Colour::name);
    return found == known.end() ? other_colours[row % other_colours.size()] : found->colour;
}

}  // namespace

std::string_view app_colour(std::string_view app, std::size_t row) {
    return colour_in(app_colours, app, row);
}

std::string_view device_colour(std::string_view device, std::size_t row) {
    return colour_in(device_colours, device, row);
}

}  // namespace mooring::api::analytics
