#pragma once

#include <span>
#include <string>

#include "mooring/api/graphql/nodes.hpp"

namespace mooring::api::graphql {

/// The sides of the pictures of an `ImageSet`, in pixels, largest first.
inline constexpr int cover_sides[]{640, 300, 64};
inline constexpr int thumbnail_sides[]{300, 64};

/// The `ImageSet` of a stored picture; null when there is none, or none of that name.
Result<Cell> image_set(FieldCall& call, CatalogSnapshot& catalog, const std::string& hash, std::span<const int> sides);

/// The address of a stored picture at a size that listings show; empty for none.
Result<std::string> picture_address(const Context& context, CatalogSnapshot& catalog, const std::string& hash);

}  // namespace mooring::api::graphql
