#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/creators/names.hpp"
#include "mooring/app/creators/play_counts.hpp"

namespace mooring::app::creators {

enum class PageOrder { publish_on, title, duration, plays, ad_count };

struct PageQuestion {
    std::optional<PageOrder> order;  ///< unset: that of the token, else `publish_on`
    std::string title_part;          ///< folded; empty for all
    std::int64_t limit = 15;
    std::optional<std::string> token;
};

/// A page of a show's episodes of every state, with the tokens that lead to others (creators-rest.md, 1-X). A token
/// names the place after an episode; it holds whatever comes and goes around it. It belongs to its show, order and
/// search (analytics-rest.md, 5.1).
struct EpisodePage {
    PageOrder order = PageOrder::publish_on;
    std::vector<Episode> episodes;
    std::optional<std::string> previous;  ///< a page before this one; its token is empty for the first
    std::optional<std::string> next;
    std::string last;  ///< empty when it is the first
};

/// Errors: invalid_argument (field `pageToken`).
Result<EpisodePage> episode_page(CatalogSnapshot& catalog, PlayCounts& plays, ShowId show, PageQuestion asked);

/// All episodes of a show that are neither archived nor deleted, the one made last first.
Result<std::vector<Episode>> all_episodes(CatalogSnapshot& catalog, ShowId show);

}  // namespace mooring::app::creators
