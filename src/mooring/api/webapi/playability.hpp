#pragma once

#include <optional>
#include <string_view>

namespace mooring::api::webapi {

/// Why an episode cannot be played here and now: `restrictions.reason` (webapi-v1.md, section 3).
enum class Restriction {
    market,          ///< not available in the country; only saved episodes are listed all the same
    product,         ///< its audio is missing
    explicit_words,  ///< it is explicit, and the account filters that
};

/// `market`, `product`, `explicit`.
std::string_view to_string(Restriction restriction);

struct PlayConditions {
    bool is_available = true;  ///< in the request's country: `is_available` of markets.hpp
    bool has_audio = true;
    bool is_explicit = false;
    bool filters_explicit = false;  ///< of the user token's account
};

/// The first that applies, in the order above; nothing when the episode is playable.
std::optional<Restriction> restriction_of(const PlayConditions& conditions);

}  // namespace mooring::api::webapi
