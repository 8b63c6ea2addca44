#include "mooring/api/webapi/playability.hpp"

namespace mooring::api::webapi {

std::string_view to_string(Restriction restriction) {
    switch (restriction) {
        case Restriction::market: return "market";
        case Restriction::product: return "product";
        case Restriction::explicit_words: return "explicit";
    }
    return {};
}

std::optional<Restriction> restriction_of(const PlayConditions& conditions) {
    if (!conditions.is_available) return Restriction::market;
    if (!conditions.has_audio) return Restriction::product;
    if (conditions.is_explicit && conditions.filters_explicit) return Restriction::explicit_words;
    return std::nullopt;
}

}  // namespace mooring::api::webapi
