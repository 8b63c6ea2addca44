#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/media/artwork.hpp"
#include "mooring/media/palette.hpp"

namespace mooring::media {

/// What the program `mooring-pictures` is asked to do with the file `input`.
namespace picture_verb {
inline constexpr std::string_view inspect = "inspect";
inline constexpr std::string_view derive = "derive";
inline constexpr std::string_view palette = "palette";
inline constexpr std::string_view draw = "draw";  ///< the input is a seed, a zero byte and a title
}  // namespace picture_verb

/// What it answers; each verb fills one member.
struct PictureAnswer {
    ArtworkFacts facts;
    std::vector<Derivative> pictures;
    Palette palette;
};

/// The longest answer: every size of the largest picture that is accepted, kept without loss.
inline constexpr std::size_t most_picture_answer_bytes = std::size_t{512} << 20U;

/// An answer as bytes: one line of words for each thing, an empty line, and then the pictures' bytes in their order.
std::string to_text(const Result<PictureAnswer>& answer);

/// The reverse. The bytes come from a process that a hostile picture may have taken over: nothing in them is believed
/// but that they are an answer, and sizes, formats and numbers are checked.
/// Errors: the answer's own; unavailable (they are no answer).
Result<PictureAnswer> read_picture_answer(std::string_view bytes);

}  // namespace mooring::media
