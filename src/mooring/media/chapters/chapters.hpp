#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/domain/chapter.hpp"

namespace mooring::media::chapters {

using std::chrono::milliseconds;

using domain::Chapter;

inline constexpr std::size_t most_bytes = 2 << 20;
inline constexpr std::size_t most_chapters = 1000;
inline constexpr std::size_t most_title_code_points = 512;
inline constexpr std::size_t most_url_bytes = 2048;

/// Read JSON chapters of version 1.x: any order, sorted by their start; what is unknown is left out.
/// Errors: too_large; corrupt or invalid_argument (`chapter 3: …`), field `chapters`.
/// Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
Result<std::vector<Chapter>> parse_json(std::string_view bytes);

/// Whether chapters keep the rules: ascending starts, ends not before starts, addresses of the web, texts of bounded
/// length; with `duration` also that each begins within it. For chapters that came another way than `parse_json`.
/// Errors: too_large, invalid_argument (`chapter 3: …`), field `chapters`.
Result<void> validate(const std::vector<Chapter>& chapters, std::optional<milliseconds> duration = {});

/// As JSON chapters, version 1.2.0. `parse_json` reads back the same. Source: delivery.md, 6.
std::string write_json(const std::vector<Chapter>& chapters);

}  // namespace mooring::media::chapters
