#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "mooring/app/moving/show_json.hpp"
#include "mooring/app/moving/tar.hpp"
#include "mooring/base/assert.hpp"

// Whatever an archive holds: names stay inside, sizes stay true, and what is read of a show keeps the model's rules.
namespace {

void walk(std::string_view bytes) {
    using namespace mooring::app::moving;
    const int file = memfd_create("archive", MFD_CLOEXEC);
    if (file < 0) return;
    if (write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) {
        auto tar = TarReader::open("/proc/self/fd/" + std::to_string(file));
        while (tar) {
            const auto entry = tar->next();
            if (!entry || !*entry) break;
            MOORING_ASSERT((*entry)->name.find("..") == std::string::npos || (*entry)->name.find('/') != 0,
                           "names stay inside");
            const auto text = tar->read_all(1 << 20);
            if (text) MOORING_ASSERT(static_cast<std::int64_t>(text->size()) == (*entry)->size_bytes, "whole");
        }
    }
    close(file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mooring;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    walk(bytes);
    const auto object = app::moving::parse_object(bytes);
    if (!object) return 0;
    if (const auto show = app::moving::show_from(*object)) {
        MOORING_ASSERT(domain::is_public_key(show->key) && !show->title.empty(), "a show has a key and a title");
        static_cast<void>(app::moving::to_object(*show));
    }
    if (const auto episode = app::moving::episode_from(*object)) {
        MOORING_ASSERT(domain::is_public_key(episode->key) && !episode->guid.empty(), "an episode has a key");
        static_cast<void>(app::moving::to_object(*episode));
    }
    return 0;
}
