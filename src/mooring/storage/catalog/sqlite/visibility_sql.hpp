#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::storage::sqlite {

// The rule of visibility is domain::visible, and SQL does not say it again: what it comes to is worked out with the
// domain's own functions whenever a row is written, and kept in `episodes.out_from` and `episodes.show_public`.

/// `out_from` of an episode that is out whatever the time. The migration's partial indexes spell the same number.
inline constexpr std::int64_t always_out = std::numeric_limits<std::int64_t>::min();

/// The value of `episodes.out_from`: nothing when no passing of time alone brings the episode out.
inline std::optional<std::int64_t> out_from(const domain::Episode& episode) {
    if (domain::is_out(episode, Instant::min())) return always_out;
    if (!domain::is_out(episode, Instant::max())) return std::nullopt;
    return unix_micros(*episode.publish_at);
}

// The one place where the stored rule is asked. `e` is episodes, `:now` the instant of the question.
inline constexpr std::string_view out_sql = "e.out_from <= :now";
inline constexpr std::string_view visible_sql = "e.show_public = 1 AND e.out_from <= :now";

}  // namespace mooring::storage::sqlite
