// What `artwork.hpp` and `palette.hpp` leave to the program `mooring-pictures`.

#include <signal.h>
#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <utility>

#include "mooring/base/utf8.hpp"
#include "mooring/confine/run.hpp"
#include "mooring/media/artwork.hpp"
#include "mooring/media/palette.hpp"
#include "mooring/media/picture_answer.hpp"

namespace mooring::media {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view program_name = "mooring-pictures";

/// What drawing letters reads: fonts, and which to take.
constexpr std::array<const char*, 5> font_folders{"/etc/fonts", "/usr/share/fonts", "/usr/share/fontconfig",
                                                  "/usr/local/share/fonts", "/var/cache/fontconfig"};

/// The program's path: beside this one, where `make install` puts it, or where it was built.
Result<std::string> find_program() {
    std::error_code failed;
    const fs::path own = fs::read_symlink("/proc/self/exe", failed).parent_path();
    for (const fs::path& place :
         {own / program_name, own / ".." / "libexec" / "mooring" / program_name, fs::path(MOORING_PICTURES_BUILT)}) {
        const fs::path plain = fs::canonical(place, failed);
        if (!failed && fs::is_regular_file(plain, failed)) return plain.string();
    }
    return Error{Errc::unavailable, "the program mooring-pictures is not where it was installed"};
}

/// A folder for one picture, under the system's folder for temporary files; gone with its owner.
class PictureFolder {
public:
    static Result<PictureFolder> make() {
        std::error_code failed;
        std::string path = (fs::canonical(fs::temp_directory_path(failed), failed) / "mooring-picture-XXXXXX").string();
        if (failed || ::mkdtemp(path.data()) == nullptr) {
            return Error{Errc::unavailable, "no folder for temporary files"};
        }
        return PictureFolder(std::move(path));
    }
    ~PictureFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    PictureFolder(PictureFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    PictureFolder& operator=(PictureFolder&&) = delete;

    const std::string& path() const { return path_; }

    Result<void> put_input(std::string_view bytes) const {
        std::ofstream file(path_ + "/input", std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        return file ? ok() : Result<void>{Error{Errc::no_space, "the picture cannot be put aside"}};
    }

private:
    explicit PictureFolder(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

/// Of what it wrote to standard error, for the log: plain text of one line.
std::string last_line(std::string_view errors) {
    const std::string_view text = trim_ascii(errors);
    std::string plain;
    for (const char next : text.substr(text.rfind('\n') == std::string_view::npos ? 0 : text.rfind('\n') + 1)) {
        if (next >= ' ' && next <= '~' && plain.size() < 200) plain.push_back(next);
    }
    return plain;
}

Result<PictureAnswer> run_program(std::string_view verb, std::string_view input) {
    // One at a time, so that the peak of memory is that of one.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    MOORING_TRY(const std::string program, find_program());
    MOORING_TRY(const PictureFolder folder, PictureFolder::make());
    MOORING_CHECK(folder.put_input(input));
    confine::Confinement confinement{.work_folder = folder.path()};
    confinement.readable_folders.assign(font_folders.begin(), font_folders.end());
    confinement.limits.cpu = std::chrono::seconds{60};
    confinement.limits.wall = std::chrono::seconds{120};
    confinement.limits.address_space_bytes = std::int64_t{3} << 30U;
    confinement.limits.file_bytes = std::int64_t{1} << 30U;
    confinement.limits.niceness = 0;  // somebody may wait for the picture
    std::string answer;
    const auto keep = [&](std::string_view bytes) -> Result<void> {
        if (answer.size() + bytes.size() > most_picture_answer_bytes) {
            return Error{Errc::unavailable, "the picture program's answer is too long"};
        }
        answer += bytes;
        return ok();
    };
    MOORING_TRY(const confine::Ending ending,
                confine::run({program, std::string(verb)}, confinement, {.output = keep, .progress = {}}));
    if (ending.is_success()) return read_picture_answer(answer);
    if (ending.kind == confine::Ending::Kind::exited || ending.code == SIGKILL) {  // killed by a person, or for memory
        return Error{Errc::unavailable, "the picture program failed: " + last_line(ending.errors)};
    }
    return Error{Errc::corrupt, "the picture cannot be decoded: the decoder crashed on it", "image"};
}

/// What is certain without the program.
Result<void> check_size(std::string_view bytes) {
    if (bytes.empty()) return invalid("image", "the picture is empty");
    if (bytes.size() > artwork_most_bytes) return Error{Errc::too_large, "the picture is over 10 MiB", "image"};
    return ok();
}

}  // namespace

Result<ArtworkFacts> inspect_artwork(std::string_view bytes) {
    MOORING_CHECK(check_size(bytes));
    MOORING_TRY(PictureAnswer answer, run_program(picture_verb::inspect, bytes));
    return answer.facts;
}

Result<std::vector<Derivative>> make_derivatives(std::string_view bytes) {
    MOORING_CHECK(check_size(bytes));
    MOORING_TRY(PictureAnswer answer, run_program(picture_verb::derive, bytes));
    return std::move(answer.pictures);
}

Result<Palette> palette_of(std::string_view bytes) {
    MOORING_CHECK(check_size(bytes));
    MOORING_TRY(const PictureAnswer answer, run_program(picture_verb::palette, bytes));
    return answer.palette;
}

Result<std::string> make_default_artwork(std::string_view title, std::string_view seed) {
    std::string input(seed);
    input += '\0';
    input += title;
    MOORING_TRY(PictureAnswer answer, run_program(picture_verb::draw, input));
    if (answer.pictures.size() != 1) return Error{Errc::unavailable, "the picture program drew nothing"};
    return std::move(answer.pictures.front().bytes);
}

}  // namespace mooring::media
