#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mooring/base/clock.hpp"
#include "mooring/http/message.hpp"

namespace mooring::http {

/// The validators of a representation.
struct Validators {
    std::string etag;  ///< with its quotes, `W/` in front when weak; empty for none
    std::optional<Instant> last_modified;
};

enum class Precondition { proceed, not_modified, failed };

/// RFC 9110, 13.2.2, for GET and HEAD: If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since.
Precondition evaluate_preconditions(const Headers& headers, const Validators& validators);

/// Should `Range` be honoured, as far as `If-Range` says (delivery.md, 5.2)?
bool if_range_holds(const Headers& headers, const Validators& validators);

/// The content coding to use among those offered, by `Accept-Encoding` (RFC 9110, 12.5.3). `br` before `gzip` at
/// equal weight; "" is identity; nothing when even identity is refused and no offered coding is accepted.
std::optional<std::string_view> choose_encoding(std::string_view accept_encoding, bool has_br, bool has_gzip);

}  // namespace mooring::http
