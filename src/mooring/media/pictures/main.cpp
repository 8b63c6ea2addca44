// The program `mooring-pictures VERB`: reads the file `input` in its working folder, writes an answer to standard
// output and ends. It is started confined by the server and of no use on its own.

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "mooring/media/picture_answer.hpp"
#include "mooring/media/pictures/pictures.hpp"

namespace mooring::media {
namespace {

Result<PictureAnswer> work(std::string_view verb, std::string_view input) {
    PictureAnswer answer;
    if (verb == picture_verb::inspect) {
        MOORING_TRY(answer.facts, pictures::inspect_artwork(input));
    } else if (verb == picture_verb::derive) {
        MOORING_TRY(answer.pictures, pictures::make_derivatives(input));
    } else if (verb == picture_verb::palette) {
        MOORING_TRY(answer.palette, pictures::palette_of(input));
    } else if (verb == picture_verb::draw) {
        const auto end = std::min(input.find('\0'), input.size());
        const std::string_view title = input.substr(std::min(end + 1, input.size()));
        Derivative drawn{.size = "orig", .extension = "jpg", .bytes = {}, .width = 0, .height = 0, .mime_type = {}};
        MOORING_TRY(drawn.bytes, pictures::make_default_artwork(title, input.substr(0, end)));
        answer.pictures.push_back(std::move(drawn));
    } else {
        return Error{Errc::unsupported, "no such work on pictures"};
    }
    return answer;
}

bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace
}  // namespace mooring::media

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("mooring-pictures is started by the server\n", stderr);
        return 2;
    }
    std::ifstream file("input", std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(file), {}};
    const bool is_written = mooring::media::write_all(mooring::media::to_text(mooring::media::work(argv[1], input)));
    // Pango may still look for fonts on a thread of its own; nothing is to be torn down under it.
    ::_exit(is_written ? 0 : 1);
}
