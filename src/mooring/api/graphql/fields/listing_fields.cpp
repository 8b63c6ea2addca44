#include <algorithm>
#include <tuple>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/metrics/play_totals.hpp"
#include "mooring/api/graphql/paging.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

// Lists of shows, and of a show's episodes by number and by token (creators-graphql.md, section 8).

namespace mooring::api::graphql::fields {
namespace {

using storage::EpisodeOutline;

// --- shows -------------------------------------------------------------------------------------------------------

enum class ShowFilter { all, active, inactive, hosted };

ShowFilter read_show_filter(const Value& filter) {
    if (filter.text() == "ACTIVE") return ShowFilter::active;
    if (filter.text() == "HOSTED_ONLY") return ShowFilter::hosted;
    return filter.text() == "INACTIVE" ? ShowFilter::inactive : ShowFilter::all;
}

Result<std::vector<ShowNode>> listed_shows(CatalogSnapshot& catalog, const Context& context, ShowFilter filter) {
    MOORING_TRY(std::vector<Show> shows, app::creators::shows_of(catalog, context.account()));
    std::ranges::sort(shows, {}, [](const Show& show) { return std::pair{show.created_at, show.id}; });
    std::vector<ShowNode> nodes;
    for (Show& show : shows) {
        if (filter == ShowFilter::hosted) {
            if (!domain::is_hosted_here(show)) continue;
        } else if (filter != ShowFilter::all) {
            MOORING_TRY(const bool is_active, catalog.episodes().has_published(show.id, context.now));
            if (is_active != (filter == ShowFilter::active)) continue;
        }
        MOORING_TRY(ShowNode node, visible_show(catalog, context, std::move(show)));
        nodes.push_back(std::move(node));
    }
    return nodes;
}

void shows_for_user(FieldCall& call) {
    const Value& request = call.argument("showsForUserRequest");
    const auto page = read_page(request["pagination"], most_shows, most_shows);
    if (!page) return call.fail_all(page.error());
    auto found = context_of(call).read([&](CatalogSnapshot& catalog) {
        return listed_shows(catalog, context_of(call), read_show_filter(request["showFilter"]));
    });
    if (!found) return call.fail_all(shown(std::move(found).error()));
    const auto& shows = call.keep(*std::move(found));
    std::vector<Cell> cells;
    for (std::int64_t index = page->offset(); index < std::min(page->offset() + page->size, std::ssize(shows));
         ++index) {
        cells.push_back(show_cell(call, shows[static_cast<std::size_t>(index)]));
    }
    call.set(
        0, record(call, {{"shows", call.list_of(cells)}, {"pagination", pagination(call, *page, std::ssize(shows))}}));
}

// --- episodes ----------------------------------------------------------------------------------------------------

enum class SortBy { published_on, created_on, title, duration, plays };

struct EpisodeQuestion {
    std::string_view filter;
    SortBy sort = SortBy::published_on;
    bool is_ascending = false;
    std::string folded_search;
    std::optional<Instant> published_after, published_before;
    Page page;
};

std::optional<Instant> read_timestamp(const Value& input) {
    if (!input.is_object()) return std::nullopt;
    constexpr std::int64_t furthest = 1LL << 40;  // seconds: far beyond any calendar, and no overflow in microseconds
    const std::int64_t seconds = std::clamp(input["seconds"].as_integer(), -furthest, furthest);
    const std::int64_t nanos = input["nanos"].is_integer() ? input["nanos"].as_integer() : 0;
    return from_unix_seconds(seconds) + std::chrono::microseconds{nanos / 1000};
}

SortBy read_sort(const Value& sort_by) {
    const std::string_view name = sort_by.text();
    if (name == "CREATED_ON") return SortBy::created_on;
    if (name == "TITLE") return SortBy::title;
    if (name == "DURATION") return SortBy::duration;
    return name == "PLAYS_AND_DOWNLOADS" ? SortBy::plays : SortBy::published_on;
}

Result<EpisodeQuestion> read_question(const Value& request) {
    EpisodeQuestion asked;
    asked.filter = request["filter"].text();
    asked.sort = read_sort(request["sort"]["sortBy"]);
    asked.is_ascending = request["sort"]["sortOrder"].text() == "ASC";
    asked.folded_search = fold_case(request["search"].text());
    asked.published_after = read_timestamp(request["publishedAfter"]);
    asked.published_before = read_timestamp(request["publishedBefore"]);
    MOORING_TRY(asked.page, read_page(request["pagination"], 25, most_episodes));
    return asked;
}

domain::EpisodeStatus status_of(const EpisodeOutline& outline, Instant now) {
    const bool is_due = outline.status == domain::EpisodeStatus::scheduled && outline.publish_at <= now;
    return is_due ? domain::EpisodeStatus::published : outline.status;
}

bool passes(const EpisodeQuestion& asked, const EpisodeOutline& outline, Instant now) {
    if (!outline.is_kept) return false;
    const domain::EpisodeStatus status = status_of(outline, now);
    if (asked.filter.starts_with("PUBLISHED") && status != domain::EpisodeStatus::published) return false;
    if (asked.filter == "DRAFT_EPISODES" && status != domain::EpisodeStatus::draft) return false;
    if (asked.filter == "SCHEDULED_EPISODES" && status != domain::EpisodeStatus::scheduled) return false;
    const auto at = outline.status == domain::EpisodeStatus::draft ? std::nullopt : outline.publish_at;
    if (asked.published_after && (!at || *at < *asked.published_after)) return false;
    if (asked.published_before && (!at || *at >= *asked.published_before)) return false;
    return asked.folded_search.empty() || outline.folded_title.find(asked.folded_search) != std::string::npos;
}

/// When it was published, or made where it was not: what lists go by unless asked otherwise.
Instant listed_at(const EpisodeOutline& outline) {
    const bool is_draft = outline.status == domain::EpisodeStatus::draft;
    return is_draft ? outline.created_at : outline.publish_at.value_or(outline.created_at);
}

void sort_outlines(std::vector<EpisodeOutline>& outlines, const EpisodeQuestion& asked,
                   const metrics::PlayTotals& plays) {
    const auto key = [&](const EpisodeOutline& outline) {
        std::int64_t number = 0;
        switch (asked.sort) {
            case SortBy::published_on: number = unix_micros(listed_at(outline)); break;
            case SortBy::created_on: number = unix_micros(outline.created_at); break;
            case SortBy::duration: number = outline.duration_ms; break;
            case SortBy::plays: number = plays.of(outline.id); break;
            case SortBy::title: break;
        }
        return std::tuple{asked.sort == SortBy::title ? std::string_view{outline.folded_title} : std::string_view{},
                          number, outline.id};
    };
    if (asked.is_ascending) {
        std::ranges::sort(outlines, std::less{}, key);
    } else {
        std::ranges::sort(outlines, std::greater{}, key);
    }
}

struct EpisodeList {
    std::vector<Episode> episodes;
    std::int64_t total = 0;
};

Result<EpisodeList> list_episodes(CatalogSnapshot& catalog, const Context& context, ShowId show,
                                  const EpisodeQuestion& asked, const metrics::PlayTotals& plays) {
    MOORING_TRY(std::vector<EpisodeOutline> outlines, catalog.episodes().outline(show));
    std::erase_if(outlines, [&](const EpisodeOutline& outline) { return !passes(asked, outline, context.now); });
    sort_outlines(outlines, asked, plays);
    EpisodeList list;
    list.total = std::ssize(outlines);
    std::vector<EpisodeId> ids;
    for (std::int64_t index = asked.page.offset(); index < list.total && std::ssize(ids) < asked.page.size; ++index) {
        ids.push_back(outlines[static_cast<std::size_t>(index)].id);
    }
    MOORING_TRY(list.episodes, catalog.episodes().get_many(ids));
    return list;
}

void episodes_by_page(FieldCall& call, Parents<ShowNode> shows) {
    const auto asked = read_question(call.argument("listEpisodesV2Request"));
    if (!asked) return call.fail_all(asked.error());
    metrics::PlayTotals plays;
    if (asked->sort == SortBy::plays) {
        std::vector<ShowId> ids;
        for (std::size_t index = 0; index < shows.size(); ++index) ids.push_back(shows[index].show.id);
        auto counted = metrics::play_totals(context_of(call), ids);
        if (!counted) return call.fail_all(shown(std::move(counted).error()));
        plays = *std::move(counted);
    }
    auto found = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<std::vector<EpisodeList>> {
        std::vector<EpisodeList> lists;
        for (std::size_t index = 0; index < shows.size(); ++index) {
            MOORING_TRY(EpisodeList list,
                        list_episodes(catalog, context_of(call), shows[index].show.id, *asked, plays));
            lists.push_back(std::move(list));
        }
        return lists;
    });
    if (!found) return call.fail_all(shown(std::move(found).error()));
    for (std::size_t index = 0; index < shows.size(); ++index) {
        EpisodeList& list = (*found)[index];
        const auto cells = keep_episodes(call, shows[index], std::move(list.episodes));
        call.set(index, record(call, {{"indexStatus", Cell::text("COMPLETED")},
                                      {"items", call.list_of(cells)},
                                      {"pagination", pagination(call, asked->page, list.total)}}));
    }
}

// --- episodes by token -------------------------------------------------------------------------------------------

/// The place of an episode in the list of published ones, newest first.
struct Place {
    std::int64_t micros = 0, id = 0;
    auto operator<=>(const Place&) const = default;
};

Place place_of(const EpisodeOutline& outline) {
    return {unix_micros(listed_at(outline)), outline.id.value};
}

std::string position_of(const Place& place) {
    return std::to_string(place.micros) + " " + std::to_string(place.id);
}

std::optional<Place> parse_position(const std::string& text) {
    const std::size_t space = text.find(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto micros = parse_decimal(text.substr(0, space));
    const auto id = parse_decimal(text.substr(space + 1));
    return micros && id ? std::optional{Place{*micros, *id}} : std::nullopt;
}

struct TokenPage {
    std::vector<Episode> episodes;
    std::string next_token;
};

Result<TokenPage> published_after(CatalogSnapshot& catalog, const Context& context, ShowId show, std::int64_t size,
                                  std::string_view token) {
    const std::string list = "episodes:" + std::to_string(show.value);
    MOORING_TRY(const auto position, read_page_token(context, list, token));
    const auto after = position ? parse_position(*position) : std::nullopt;
    MOORING_TRY(std::vector<EpisodeOutline> outlines, catalog.episodes().outline(show));
    std::erase_if(outlines, [&](const EpisodeOutline& outline) {
        const bool is_listed = outline.is_kept && status_of(outline, context.now) == domain::EpisodeStatus::published;
        return !is_listed || (after && place_of(outline) >= *after);
    });
    std::ranges::sort(outlines, std::greater{}, place_of);
    const bool has_more = std::ssize(outlines) > size;
    if (has_more) outlines.resize(static_cast<std::size_t>(size));
    TokenPage page;
    if (has_more) page.next_token = page_token(context, list, position_of(place_of(outlines.back())));
    std::vector<EpisodeId> ids;
    for (const EpisodeOutline& outline : outlines) ids.push_back(outline.id);
    MOORING_TRY(page.episodes, catalog.episodes().get_many(ids));
    return page;
}

void episodes_by_token(FieldCall& call, Parents<ShowNode> shows) {
    const Value& request = call.argument("listEpisodesRequest");
    const auto size = read_page_size(request["pageSize"], 15, most_episodes);
    if (!size) return call.fail_all(size.error());
    for (std::size_t index = 0; index < shows.size(); ++index) {
        auto page = context_of(call).read([&](CatalogSnapshot& catalog) {
            return published_after(catalog, context_of(call), shows[index].show.id, *size, request["pageToken"].text());
        });
        if (!page) {
            call.fail(index, shown(std::move(page).error()));
            continue;
        }
        const auto cells = keep_episodes(call, shows[index], std::move(page->episodes));
        call.set(index, record(call, {{"episodes", call.list_of(cells)},
                                      {"nextPageToken", call.copy_text(page->next_token)}}));
    }
}

}  // namespace

void add_listing_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.add("Query.showsForUser", shows_for_user);
    resolvers.batch<ShowNode>("Show.episodesV2", episodes_by_page);
    resolvers.batch<ShowNode>("Show.episodes", episodes_by_token);
    add_records(resolvers, schema, {"ListShowsResponse", "EpisodesV2Response", "ListEpisodesResponse", "Pagination"});
}

}  // namespace mooring::api::graphql::fields
