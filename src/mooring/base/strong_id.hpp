#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace mooring {

/// A number that names one kind of thing. `Tag` keeps a show's id from passing for an episode's.
template <class Tag>
struct NumericId {
    std::int64_t value = 0;

    auto operator<=>(const NumericId&) const = default;
};

}  // namespace mooring

template <class Tag>
struct std::hash<mooring::NumericId<Tag>> {
    std::size_t operator()(const mooring::NumericId<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
