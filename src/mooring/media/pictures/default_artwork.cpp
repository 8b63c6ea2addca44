#include <array>
#include <cmath>

#include "mooring/base/hash.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/media/pictures/imaging.hpp"
#include "mooring/media/pictures/lettering.hpp"
#include "mooring/media/pictures/pictures.hpp"

namespace mooring::media::pictures {
namespace {

using imaging::Picture;

constexpr int side = 1400;
constexpr std::string_view doing = "cannot draw the artwork";
constexpr std::size_t most_title_code_points = 90;

using Colour = std::array<double, 3>;

/// A colour of the wheel; `hue` in turns, the others from 0 to 1. Dark enough for white letters.
Colour colour_of(double hue, double saturation, double value) {
    Colour colour{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const double turn = hue * 6 + (channel == 0 ? 5 : channel == 1 ? 3 : 1);
        const double k = turn - 6 * std::floor(turn / 6);
        colour[channel] = 255 * (value - value * saturation * std::max(0.0, std::min({k, 4 - k, 1.0})));
    }
    return colour;
}

/// A slope of two colours, from the upper left to the lower right.
Result<Picture> background(const Digest256& digest) {
    const double hue = std::to_integer<int>(digest[0]) / 256.0;
    const double shift = 0.06 + std::to_integer<int>(digest[1]) / 256.0 * 0.16;
    const Colour from = colour_of(hue, 0.72, 0.62);
    const Colour to = colour_of(hue + shift, 0.80, 0.34);
    MOORING_TRY(const Picture grid,
                imaging::make(doing, [](VipsImage** out) { return vips_xyz(out, side, side, nullptr); }));
    // One row of coefficients per colour: what one step to the right and one down add.
    MOORING_TRY(const Picture matrix, imaging::make(doing, [&](VipsImage** out) {
                    *out = vips_image_new_matrix(2, 3);
                    for (int channel = 0; *out != nullptr && channel < 3; ++channel) {
                        const auto index = static_cast<std::size_t>(channel);
                        const double step = (to[index] - from[index]) / (2.0 * side);
                        *VIPS_MATRIX(*out, 0, channel) = step;
                        *VIPS_MATRIX(*out, 1, channel) = step;
                    }
                    return *out == nullptr ? -1 : 0;
                }));
    MOORING_TRY(const Picture slope, imaging::make(doing, [&](VipsImage** out) {
                    return vips_recomb(grid.get(), out, matrix.get(), nullptr);
                }));
    const Colour ones{1, 1, 1};
    MOORING_TRY(const Picture coloured, imaging::make(doing, [&](VipsImage** out) {
                    return vips_linear(slope.get(), out, ones.data(), from.data(), 3, "uchar", TRUE, nullptr);
                }));
    MOORING_TRY(const Picture tagged, imaging::make(doing, [&](VipsImage** out) {
                    return vips_copy(coloured.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
                }));
    return imaging::to_memory(tagged);
}

/// Pango reads markup in what it draws.
std::string escaped(std::string_view text) {
    std::string markup;
    for (const char letter : text) {
        markup += letter == '&' ? "&amp;" : letter == '<' ? "&lt;" : letter == '>' ? "&gt;" : std::string(1, letter);
    }
    return markup;
}

/// Where ink goes, 0 to 255, from the letters of `title`. Nothing when no font draws them.
std::optional<Picture> letters(std::string_view title) {
    std::string text = cut_to_code_points(trim(title), most_title_code_points);
    if (text.empty() || !is_valid_utf8(text) || has_control_character(text)) {
        return std::nullopt;
    }
    return imaging::write_letters(escaped(text), side - 240, side - 420);
}

/// Where ink goes without a font: a pattern of squares, mirrored, from the digest.
Result<Picture> pattern(const Digest256& digest) {
    constexpr int cells = 5, cell = 160;
    MOORING_TRY(Picture blank, imaging::make(doing, [](VipsImage** out) {
                    return vips_black(out, cells * cell, cells * cell, nullptr);
                }));
    MOORING_TRY(Picture mask, imaging::to_memory(blank));
    for (int row = 0; row < cells; ++row) {
        for (int column = 0; column < cells; ++column) {
            const int place = 2 + row * 3 + std::min(column, cells - 1 - column);  // mirrored
            if ((std::to_integer<int>(digest[static_cast<std::size_t>(place)]) & 1) != 0 &&
                vips_draw_rect1(mask.get(), 255, column * cell, row * cell, cell, cell, "fill", TRUE, nullptr) != 0) {
                return imaging::take_error(Errc::unavailable, doing);
            }
        }
    }
    return mask;
}

Result<std::string> draw(std::string_view title, std::string_view seed) {
    MOORING_CHECK(start_imaging());
    const Digest256 digest = sha256(std::string(seed) + '\n' + std::string(title));
    MOORING_TRY(const Picture ground, background(digest));
    std::optional<Picture> ink = letters(title);
    if (!ink) {
        MOORING_TRY(ink, pattern(digest));
    }
    MOORING_TRY(const Picture mask, imaging::make(doing, [&](VipsImage** out) {
                    return vips_embed(ink->get(), out, (side - ink->width()) / 2, (side - ink->height()) / 2, side,
                                      side, nullptr);
                }));
    MOORING_TRY(const Picture white, imaging::make(doing, [&](VipsImage** out) {
                    const Colour zeros{0, 0, 0}, full{255, 255, 255};
                    return vips_linear(ground.get(), out, zeros.data(), full.data(), 3, "uchar", TRUE, nullptr);
                }));
    MOORING_TRY(const Picture whole, imaging::make(doing, [&](VipsImage** out) {
                    return vips_ifthenelse(mask.get(), white.get(), ground.get(), out, "blend", TRUE, nullptr);
                }));
    return imaging::encode(whole, ImageFormat::jpeg, 90);
}

}  // namespace

Result<std::string> make_default_artwork(std::string_view title, std::string_view seed) {
    auto drawn = draw(title, seed);
    if (!drawn) {
        return Error{Errc::unavailable, drawn.error().message};
    }
    return drawn;
}

}  // namespace mooring::media::pictures
