#include "mooring/media/processing/file_chapters.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::media::processing {

std::vector<chapters::Chapter> chapters_of(const MediaFacts& facts) {
    const auto millis = [](microseconds time) { return std::chrono::round<std::chrono::milliseconds>(time); };
    std::vector<chapters::Chapter> list;
    for (const FileChapter& mark : facts.chapters) {
        if (mark.start > facts.duration || list.size() >= chapters::most_chapters) continue;
        chapters::Chapter chapter{.start = millis(mark.start),
                                  .title = cut_to_code_points(mark.title, chapters::most_title_code_points)};
        // Players and taggers round ends up.
        if (mark.end > mark.start) chapter.end = std::min(millis(mark.end), millis(facts.duration));
        list.push_back(std::move(chapter));
    }
    return list;
}

}  // namespace mooring::media::processing
