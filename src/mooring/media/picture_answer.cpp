#include "mooring/media/picture_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "mooring/base/utf8.hpp"

namespace mooring::media {
namespace {

constexpr std::array formats{ImageFormat::jpeg, ImageFormat::png, ImageFormat::webp, ImageFormat::gif,
                             ImageFormat::tiff};
constexpr std::array codes{Errc::invalid_argument, Errc::too_large,   Errc::unsupported,
                           Errc::corrupt,          Errc::unavailable, Errc::no_space};
constexpr std::array<std::string_view, 7> sizes{"64", "300", "400", "640", "feed", "og", "orig"};
constexpr std::int64_t most_side = artwork_most_pixels;
constexpr std::size_t most_pictures = 16;
constexpr std::size_t longest_message = 500;

const Error no_answer{Errc::unavailable, "the picture program's answer cannot be read"};

/// The words of one line, taken one after the other.
class Words {
public:
    explicit Words(std::string_view line) : rest_(line) {}

    std::string_view next() {
        const auto end = std::min(rest_.find(' '), rest_.size());
        const std::string_view word = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return word;
    }
    std::optional<std::int64_t> number(std::int64_t most) {
        const auto value = parse_decimal(next());
        return value && *value >= 0 && *value <= most ? value : std::nullopt;
    }
    std::optional<bool> flag() {
        const auto value = number(1);
        return value ? std::optional{*value == 1} : std::nullopt;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

std::optional<ImageFormat> format_named(std::string_view extension) {
    const auto found = std::ranges::find(formats, extension, extension_of);
    return found == formats.end() ? std::nullopt : std::optional{*found};
}

std::string color_text(const Color& color) {
    return hex_text(color).substr(1);
}

std::optional<Color> color_named(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() != 6 || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return Color{static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
                 static_cast<std::uint8_t>(value)};
}

std::optional<ArtworkFacts> read_facts(Words words) {
    const auto format = format_named(words.next());
    const auto width = words.number(most_side), height = words.number(most_side);
    const auto size = words.number(artwork_most_bytes);
    const auto is_rgb = words.flag(), has_alpha = words.flag(), is_turned = words.flag(), is_animated = words.flag();
    if (!format || !width || !height || *width * *height > artwork_most_pixels || !size || !is_rgb || !has_alpha ||
        !is_turned || !is_animated) {
        return std::nullopt;
    }
    return ArtworkFacts{.format = *format,
                        .width = static_cast<int>(*width),
                        .height = static_cast<int>(*height),
                        .size_bytes = *size,
                        .is_rgb = *is_rgb,
                        .has_alpha = *has_alpha,
                        .is_turned = *is_turned,
                        .is_animated = *is_animated};
}

/// With room for its bytes, which come later.
std::optional<Derivative> read_picture(Words words, std::size_t left) {
    const std::string_view size = words.next();
    const auto format = format_named(words.next());
    const auto width = words.number(most_side), height = words.number(most_side);
    const auto length = words.number(static_cast<std::int64_t>(left));
    if (std::ranges::find(sizes, size) == sizes.end() || !format || !width || !height || !length) return std::nullopt;
    return Derivative{.size = std::string(size),
                      .extension = std::string(extension_of(*format)),
                      .bytes = std::string(static_cast<std::size_t>(*length), '\0'),
                      .width = static_cast<int>(*width),
                      .height = static_cast<int>(*height),
                      .mime_type = std::string(mime_type_of(*format))};
}

std::optional<Palette> read_palette(Words words) {
    const auto raw = color_named(words.next()), light = color_named(words.next()), dark = color_named(words.next());
    if (!raw || !light || !dark) return std::nullopt;
    return Palette{*raw, *light, *dark};
}

Error read_error(Words words) {
    const std::string_view name = words.next();
    const auto code = std::ranges::find(codes, name, [](Errc one) { return to_string(one); });
    const bool is_about_picture = words.next() == "image";
    const std::string_view message = words.rest();
    if (code == codes.end() || !is_valid_utf8(message)) return no_answer;
    return Error{*code, cut_to_code_points(message, longest_message), is_about_picture ? "image" : ""};
}

}  // namespace

std::string to_text(const Result<PictureAnswer>& answer) {
    if (!answer) {
        std::string message = answer.error().message;
        std::ranges::replace(message, '\n', ' ');
        return "error " + std::string(to_string(answer.error().code)) + ' ' +
               (answer.error().field.empty() ? "-" : answer.error().field) + ' ' + message + "\n\n";
    }
    const ArtworkFacts& facts = answer->facts;
    std::string text = "facts " + std::string(extension_of(facts.format));
    for (const std::int64_t number :
         {std::int64_t{facts.width}, std::int64_t{facts.height}, facts.size_bytes, std::int64_t{facts.is_rgb},
          std::int64_t{facts.has_alpha}, std::int64_t{facts.is_turned}, std::int64_t{facts.is_animated}}) {
        text += ' ' + std::to_string(number);
    }
    const Palette& palette = answer->palette;
    text += "\npalette " + color_text(palette.raw) + ' ' + color_text(palette.light) + ' ' + color_text(palette.dark);
    for (const Derivative& picture : answer->pictures) {
        text += "\npicture " + picture.size + ' ' + picture.extension + ' ' + std::to_string(picture.width) + ' ' +
                std::to_string(picture.height) + ' ' + std::to_string(picture.bytes.size());
    }
    text += "\n\n";
    for (const Derivative& picture : answer->pictures) text += picture.bytes;
    return text;
}

Result<PictureAnswer> read_picture_answer(std::string_view bytes) {
    const auto head_end = bytes.find("\n\n");
    if (head_end == std::string_view::npos) return no_answer;
    std::string_view head = bytes.substr(0, head_end), body = bytes.substr(head_end + 2);
    PictureAnswer answer;
    while (!head.empty()) {
        const auto end = std::min(head.find('\n'), head.size());
        Words words(head.substr(0, end));
        head.remove_prefix(std::min(end + 1, head.size()));
        const std::string_view kind = words.next();
        if (kind == "error") return read_error(words);
        if (kind == "facts") {
            const auto facts = read_facts(words);
            if (!facts) return no_answer;
            answer.facts = *facts;
        } else if (kind == "palette") {
            const auto palette = read_palette(words);
            if (!palette) return no_answer;
            answer.palette = *palette;
        } else if (kind == "picture") {
            auto picture = read_picture(words, body.size());
            if (!picture || answer.pictures.size() == most_pictures) return no_answer;
            picture->bytes = body.substr(0, picture->bytes.size());
            body.remove_prefix(picture->bytes.size());
            answer.pictures.push_back(std::move(*picture));
        } else {
            return no_answer;
        }
    }
    if (!body.empty()) return no_answer;
    return answer;
}

}  // namespace mooring::media
