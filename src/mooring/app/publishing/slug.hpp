#pragma once

#include <string>
#include <string_view>

#include "mooring/app/publishing/ports.hpp"
#include "mooring/base/random.hpp"

namespace mooring::app::publishing {

/// The last part of a page's address, made from a title: Latin letters without accents, digits and single
/// hyphens, lower case, 1 to 80 characters; `fallback` when nothing of the title can be written so.
std::string slug_of(std::string_view title, std::string_view fallback);

/// A slug that no show has or had: that of the title, or the same with `-2` and so on.
Result<std::string> free_show_slug(CatalogSnapshot& catalog, Random& random, std::string_view title);

/// A slug that no episode of `show` has or had.
Result<std::string> free_episode_slug(CatalogSnapshot& catalog, Random& random, ShowId show, std::string_view title);

/// Whether the first segment of some address of the server is this, so that no show may be called so
/// (delivery.md, 1.1; accounts-oauth.md, 9.1).
bool is_reserved_slug(std::string_view slug);

}  // namespace mooring::app::publishing
