#pragma once

#include <vector>

#include "mooring/media/chapters/chapters.hpp"
#include "mooring/media/processing/media_facts.hpp"

namespace mooring::media::processing {

/// The chapter marks of a file as chapters that can be stored and served: within the file's length, in order, titles
/// cut to what chapters may have. They pass `chapters::validate`. Empty when the file has none.
std::vector<chapters::Chapter> chapters_of(const MediaFacts& facts);

}  // namespace mooring::media::processing
