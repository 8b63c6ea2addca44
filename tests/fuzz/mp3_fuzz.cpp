#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mooring/base/utf8.hpp"
#include "mooring/media/id3.hpp"
#include "mooring/media/mp3.hpp"
#include "mooring/media/sniff.hpp"

using namespace mooring;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

/// A file of strangers: whole, and as the head of something longer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto total = static_cast<std::int64_t>(size);

    media::MemorySource whole(bytes);
    if (const auto facts = media::probe_mp3(whole)) {
        require(0 <= facts->media_begin && facts->media_begin <= facts->media_end && facts->media_end <= total);
        require(facts->frame_count.value_or(0) <= total / 24 + 2);
        require(!facts->duration || facts->duration->count() >= 0);
    }
    const auto tags = media::read_id3(whole);
    require(tags.has_value());
    for (const auto* text : {&tags->title, &tags->artist, &tags->album, &tags->year, &tags->track, &tags->comment}) {
        require(is_valid_utf8(*text) && !has_control_character(*text));
    }
    if (tags->picture) {
        require(tags->picture->offset >= 0 && tags->picture->offset + tags->picture->size_bytes <= total);
        require(media::read_picture(whole, *tags->picture).has_value());
    }
    (void)media::sniff_mime(bytes);

    for (const std::int64_t claimed : {total * 10, std::int64_t{1} << 40}) {
        const auto duration = media::duration_from_head(bytes, claimed);
        require(!duration || duration->count() >= 0);
    }
    (void)media::duration_from_head(bytes, std::nullopt);
    return 0;
}
