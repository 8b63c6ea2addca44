#include "mooring/media/pictures/lettering.hpp"

#include <array>
#include <cstddef>

namespace mooring::media::pictures::imaging {
namespace {

constexpr std::array font_sizes{240, 200, 170, 140, 115, 95, 80, 66, 54, 44, 36};

/// Keeps the last writings alive. Pango 1.50 looks for substitute fonts on a thread of its own, which goes on when the
/// text is drawn already and then reads the font map; libvips frees that with the text, and the thread divides by the
/// size of a table that is gone. A search takes milliseconds, and this many later writings take seconds.
class RecentWritings {
public:
    void keep(VipsOperation* writing) {
        VipsOperation*& place = writings_[next_++ % writings_.size()];
        if (place != nullptr) g_object_unref(place);
        place = writing;
    }

private:
    std::array<VipsOperation*, 64> writings_{};
    std::size_t next_ = 0;
};

/// The size is given and not left to libvips to find: it would change the font map under that same thread.
std::optional<Picture> write(const std::string& markup, int width, int font_size) {
    static RecentWritings recent;
    VipsOperation* writing = vips_operation_new("text");
    if (writing == nullptr) return std::nullopt;
    const std::string font = "sans bold " + std::to_string(font_size);
    g_object_set(writing, "text", markup.c_str(), "font", font.c_str(), "width", width, "dpi", 72, "align",
                 VIPS_ALIGN_CENTRE, nullptr);
    VipsImage* drawn = nullptr;
    if (vips_object_build(VIPS_OBJECT(writing)) == 0) g_object_get(writing, "out", &drawn, nullptr);
    recent.keep(writing);
    return drawn == nullptr ? std::nullopt : std::optional{Picture{drawn}};
}

}  // namespace

std::optional<Picture> write_letters(const std::string& markup, int width, int height) {
    for (const int font_size : font_sizes) {
        std::optional<Picture> letters = write(markup, width, font_size);
        if (!letters) break;
        if (letters->width() > width || letters->height() > height) continue;
        double darkest = 0;
        if (vips_max(letters->get(), &darkest, nullptr) != 0 || darkest < 128) break;
        return letters;
    }
    vips_error_clear();
    return std::nullopt;
}

}  // namespace mooring::media::pictures::imaging
