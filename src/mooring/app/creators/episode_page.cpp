#include "mooring/app/creators/episode_page.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::creators {
namespace {

using storage::EpisodeOutline;

constexpr std::int64_t everything = 1'000'000'000;

/// Where an episode stands: the greater number first, then the text (none last), then the greater id.
struct Place {
    std::int64_t number = 0;
    std::string_view text;
    std::int64_t id = 0;
    bool is_kept = false;

    bool operator<(const Place& other) const {
        if (number != other.number) return number > other.number;
        if (text != other.text) return text.empty() || other.text.empty() ? other.text.empty() : text < other.text;
        return id > other.id;
    }
};

struct Places {
    std::vector<EpisodeOutline> outline;  ///< what the texts point into
    std::vector<Place> sorted;            ///< all, those not kept too
};

std::int64_t sort_number(const EpisodeOutline& outline, PageOrder order, const EpisodeCounts* plays) {
    switch (order) {
        case PageOrder::publish_on:
            return unix_micros(outline.status == domain::EpisodeStatus::draft
                                   ? outline.created_at
                                   : outline.publish_at.value_or(outline.created_at));
        case PageOrder::duration: return outline.duration_ms;
        case PageOrder::plays: return plays->of(outline.id);
        case PageOrder::title:
        case PageOrder::ad_count: return 0;
    }
    return 0;
}

Result<Places> sorted_places(CatalogSnapshot& catalog, PlayCounts& plays, ShowId show, PageOrder order,
                             const std::string& title_part) {
    Places places;
    MOORING_TRY(places.outline, catalog.episodes().outline(show));
    const auto counts = order == PageOrder::plays ? plays.of_show(show) : nullptr;
    places.sorted.reserve(places.outline.size());
    for (const EpisodeOutline& outline : places.outline) {
        const bool is_asked = title_part.empty() || outline.folded_title.find(title_part) != std::string::npos;
        places.sorted.push_back(
            {sort_number(outline, order, counts.get()),
             order == PageOrder::title ? std::string_view{outline.folded_title} : std::string_view{}, outline.id.value,
             outline.is_kept && is_asked});
    }
    std::ranges::sort(places.sorted, std::less<>{});
    return places;
}

/// What a token belongs to, besides its order: four bytes that stand for the show and the search.
std::string owner_of_tokens(ShowId show, const PageQuestion& asked) {
    const auto digest = sha256(std::to_string(show.value) + ' ' + asked.title_part);
    std::string bytes;
    for (std::size_t index = 0; index < 4; ++index) bytes += static_cast<char>(digest[index]);
    return bytes;
}

/// The order, the number and the id of the episode a page comes after, and what it belongs to: 21 bytes as base64url.
std::string token_of(PageOrder order, const Place& place, const std::string& owner) {
    std::string bytes(1, static_cast<char>(order));
    for (const std::int64_t value : {place.number, place.id}) {
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
    }
    return to_base64url(bytes + owner);
}

struct TokenPlace {
    PageOrder order = PageOrder::publish_on;
    std::int64_t number = 0, id = 0;
};

std::optional<TokenPlace> parse_token(std::string_view text, const std::string& owner) {
    const auto bytes = text.size() == 28 ? from_base64(text) : std::nullopt;
    if (!bytes || bytes->size() != 21 || bytes->substr(17) != owner) return std::nullopt;
    const auto order = static_cast<unsigned char>(bytes->front());
    if (order > static_cast<unsigned char>(PageOrder::ad_count)) return std::nullopt;
    const auto number_at = [&](std::size_t at) {
        std::uint64_t value = 0;
        for (std::size_t index = at; index < at + 8; ++index)
            value = value << 8 | static_cast<unsigned char>((*bytes)[index]);
        return static_cast<std::int64_t>(value);
    };
    return TokenPlace{static_cast<PageOrder>(order), number_at(1), number_at(9)};
}

/// The first place after that of a token. The number of the token counts, not that which the episode has now.
std::size_t index_after(const std::vector<Place>& sorted, const TokenPlace& token) {
    Place place{token.number, {}, token.id, false};
    if (token.order == PageOrder::title) {
        const auto named = std::ranges::find(sorted, token.id, &Place::id);
        if (named == sorted.end()) return sorted.size();
        place = *named;
    }
    return static_cast<std::size_t>(std::upper_bound(sorted.begin(), sorted.end(), place) - sorted.begin());
}

}  // namespace

Result<EpisodePage> episode_page(CatalogSnapshot& catalog, PlayCounts& plays, ShowId show, PageQuestion asked) {
    const std::string owner = owner_of_tokens(show, asked);
    std::optional<TokenPlace> token;
    if (asked.token) {
        token = parse_token(*asked.token, owner);
        if (!token || (asked.order && *asked.order != token->order)) {
            return invalid("pageToken", "query.pageToken is none of this list's");
        }
        asked.order = token->order;
    }
    const PageOrder order = asked.order.value_or(PageOrder::publish_on);
    MOORING_TRY(const Places places, sorted_places(catalog, plays, show, order, asked.title_part));
    const std::size_t begin = token ? index_after(places.sorted, *token) : 0;
    std::vector<const Place*> kept;
    std::size_t before = 0;  // of those, before the page
    for (std::size_t index = 0; index < places.sorted.size(); ++index) {
        if (!places.sorted[index].is_kept) continue;
        kept.push_back(&places.sorted[index]);
        if (index < begin) ++before;
    }
    const auto limit = static_cast<std::size_t>(asked.limit);
    const std::size_t end = std::min(kept.size(), before + limit);
    std::vector<EpisodeId> ids;
    for (std::size_t index = before; index < end; ++index) ids.push_back(EpisodeId{kept[index]->id});

    EpisodePage page;
    page.order = order;
    MOORING_TRY(page.episodes, catalog.episodes().get_many(ids));
    const auto token_before = [&](std::size_t index) {
        return index == 0 ? std::string{} : token_of(order, *kept[index - 1], owner);
    };
    if (before > 0) page.previous = token_before(before > limit ? before - limit : 0);
    if (end < kept.size()) page.next = token_before(end);
    page.last = kept.empty() ? std::string{} : token_before((kept.size() - 1) / limit * limit);
    return page;
}

Result<std::vector<Episode>> all_episodes(CatalogSnapshot& catalog, ShowId show) {
    MOORING_TRY(std::vector<Episode> episodes, catalog.episodes().list_all(show, 0, everything));
    std::erase_if(episodes, [](const Episode& episode) { return episode.archived_at.has_value(); });
    return episodes;
}

}  // namespace mooring::app::creators
