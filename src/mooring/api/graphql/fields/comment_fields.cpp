#include <algorithm>

#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/comment_cells.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/paging.hpp"
#include "mooring/api/graphql/record.hpp"
#include "mooring/base/utf8.hpp"

// Reading comments (creators-graphql.md, section 9).

namespace mooring::api::graphql::fields {
namespace {

using storage::CommentPosition;
using storage::CommentQuery;

constexpr std::int64_t most_blocked = 100;

bool has(const Value& list, std::string_view name) {
    return std::ranges::any_of(list.items(), [&](const Value& one) { return one.text() == name; });
}
bool has_published(const Value& filters) {
    return has(filters, "LIST_COMMENT_PRIMARY_FILTER_PUBLISHED");
}
bool has_held(const Value& filters) {
    return has(filters, "LIST_COMMENT_PRIMARY_FILTER_NEEDS_REVIEW");
}

struct Listing {
    CommentQuery query;
    CountedReplies counted;
    std::string name;  ///< of the list, for its tokens
    std::string token;
};

/// Errors: invalid_argument (no primary filter).
Result<void> read_states(const Value& primary, CommentQuery& query) {
    if (primary.items().empty()) return bad_input("primaryFilters must not be empty");
    query.has_held = has_held(primary);
    query.has_published = has_published(primary);
    return ok();
}

void read_kinds(const Value& types, CommentQuery& query) {
    if (types.items().empty()) return;  // both
    query.has_roots = has(types, "LIST_COMMENT_TYPE_FILTER_ROOT");
    query.has_replies = has(types, "LIST_COMMENT_TYPE_FILTER_REPLY");
}

Result<void> read_paging(const Context& context, const Value& paging, Listing& listing) {
    MOORING_TRY(listing.query.limit, read_page_size(paging["pageSize"], 20, most_comments));
    MOORING_TRY(const auto position, read_page_token(context, listing.name, paging["pageToken"].text()));
    if (!position) return ok();
    const std::size_t space = position->find(' ');
    const auto micros = parse_decimal(std::string_view{*position}.substr(0, space));
    if (!micros || space == std::string::npos) return bad_input("pageToken is not one of this list");
    listing.query.after = CommentPosition{from_unix_micros(*micros), position->substr(space + 1)};
    return ok();
}

/// The filters and pages that all but the list of pins have.
Result<Listing> read_listing(const Context& context, const Value& request, const ShowNode& show,
                             const EpisodeNode* episode) {
    Listing listing;
    listing.query.show = show.show.id;
    listing.name = "comments:" + std::to_string(show.show.id.value);
    if (episode != nullptr) {
        listing.query.episode = episode->episode.id;
        listing.name += ":" + std::to_string(episode->episode.id.value);
    }
    const Value& filters = request["commentFilters"];
    MOORING_CHECK(read_states(filters["primaryFilters"], listing.query));
    read_kinds(filters["typeFilters"], listing.query);
    const Value& secondary = filters["secondaryFilters"];
    listing.query.is_unread_only = has(secondary, "LIST_COMMENT_SECONDARY_FILTER_UNREAD");
    listing.query.is_unanswered_only = has(secondary, "LIST_COMMENT_SECONDARY_FILTER_NOT_REPLIED");
    listing.query.is_pinned_only = has(secondary, "LIST_COMMENT_SECONDARY_FILTER_PINNED");
    const Value& replies = filters["repliesFilter"];
    if (replies.is_list()) listing.counted = {has_held(replies), has_published(replies)};
    listing.query.is_oldest_first = request["sortOrder"].text() == "LIST_COMMENT_SORT_ORDER_OLDEST";
    if (listing.query.is_oldest_first) listing.name += ":oldest";
    MOORING_CHECK(read_paging(context, request["pagingInfo"], listing));
    return listing;
}

Result<Cell> answer_listing(FieldCall& call, CatalogSnapshot& catalog, const ShowNode& show, const Listing& listing) {
    CommentQuery query = listing.query;
    ++query.limit;  // whether there are more
    MOORING_TRY(std::vector<Comment> comments, catalog.engagement().list_comments(query));
    MOORING_TRY(const std::int64_t total, catalog.engagement().count_comments(query));
    std::string next;
    if (std::ssize(comments) > listing.query.limit) {
        comments.resize(static_cast<std::size_t>(listing.query.limit));
        next = page_token(context_of(call), listing.name,
                          std::to_string(unix_micros(comments.back().created_at)) + " " + comments.back().id);
    }
    MOORING_TRY(const auto cells, comment_cells(call, catalog, show, comments, listing.counted));
    return record(call, {{"decoratedCommentOrReply", call.list_of(cells)},
                         {"nextPageToken", call.copy_text(next)},
                         {"totalCount", Cell::integer(total)}});
}

/// Answer each parent by `read`, in one reading of the catalog; what goes wrong with one is its own error.
template <class Node, class Read>
void answer_each(FieldCall& call, Parents<Node> nodes, Read read) {
    const auto done = context_of(call).read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (std::size_t index = 0; index < nodes.size(); ++index) {
            auto cell = read(catalog, nodes[index]);
            if (cell) {
                call.set(index, *cell);
            } else {
                call.fail(index, shown(std::move(cell).error()));
            }
        }
        return ok();
    });
    if (!done) call.fail_all(shown(done.error()));
}

void show_comments(FieldCall& call, Parents<ShowNode> shows) {
    const Value& request = call.argument("listShowCommentsRequest");
    answer_each(call, shows, [&](CatalogSnapshot& catalog, const ShowNode& show) -> Result<Cell> {
        if (has_held(request["commentFilters"]["primaryFilters"])) {
            return not_available("a show lists published comments only; ask an episode for the others");
        }
        MOORING_TRY(Listing listing, read_listing(context_of(call), request, show, nullptr));
        const Value& uri = request["episodeUri"];
        if (uri.has_value()) {
            MOORING_TRY(const auto episode,
                        app::creators::find_episode(catalog, uri.text(), app::creators::Among::all));
            if (episode.show.id != show.show.id) return Error{Errc::not_found, "there is no such episode"};
            listing.query.episode = episode.episode.id;
        }
        return answer_listing(call, catalog, show, listing);
    });
}

void episode_comments(FieldCall& call, Parents<EpisodeNode> episodes) {
    const Value& request = call.argument("listEpisodeCommentsRequest");
    answer_each(call, episodes, [&](CatalogSnapshot& catalog, const EpisodeNode& episode) -> Result<Cell> {
        MOORING_TRY(const Listing listing, read_listing(context_of(call), request, *episode.show, &episode));
        return answer_listing(call, catalog, *episode.show, listing);
    });
}

void comment_replies(FieldCall& call, Parents<EpisodeNode> episodes) {
    const Value& request = call.argument("listCommentRepliesRequest");
    answer_each(call, episodes, [&](CatalogSnapshot& catalog, const EpisodeNode& episode) -> Result<Cell> {
        const std::string_view id = comment_id(request["parentCommentUri"].text());
        MOORING_TRY(const Comment parent, app::engagement::find_comment(catalog, id));
        if (parent.episode != episode.episode.id) return Error{Errc::not_found, "there is no such comment"};
        Listing listing;
        listing.query.show = episode.show->show.id;
        listing.query.episode = episode.episode.id;
        listing.query.parent = parent.id;
        listing.name = "replies:" + parent.id;
        MOORING_CHECK(read_states(request["primaryFilters"], listing.query));
        MOORING_CHECK(read_paging(context_of(call), request["pagingInfo"], listing));
        return answer_listing(call, catalog, *episode.show, listing);
    });
}

void pinned_comment(FieldCall& call, Parents<EpisodeNode> episodes) {
    const Value& request = call.argument("listPinnedCommentRequest");
    answer_each(call, episodes, [&](CatalogSnapshot& catalog, const EpisodeNode& episode) -> Result<Cell> {
        Listing listing;
        listing.query.show = episode.show->show.id;
        listing.query.episode = episode.episode.id;
        listing.query.is_pinned_only = true;
        listing.name = "pinned:" + std::to_string(episode.episode.id.value);
        MOORING_CHECK(read_states(request["primaryFilters"], listing.query));
        read_kinds(request["typeFilters"], listing.query);
        MOORING_CHECK(read_paging(context_of(call), request["pagingInfo"], listing));
        return answer_listing(call, catalog, *episode.show, listing);
    });
}

void blocked_users(FieldCall& call, Parents<ShowNode> shows) {
    const Value& request = call.argument("listBlockedUsersRequest");
    answer_each(call, shows, [&](CatalogSnapshot& catalog, const ShowNode& show) -> Result<Cell> {
        const std::string list = "blocked:" + std::to_string(show.show.id.value);
        MOORING_TRY(const std::int64_t size, read_page_size(request["pageSize"], 50, most_blocked));
        MOORING_TRY(const auto position, read_page_token(context_of(call), list, request["pageToken"].text()));
        const std::int64_t offset = position ? parse_decimal(*position).value_or(0) : 0;
        MOORING_TRY(auto blocked, catalog.engagement().list_blocked(show.show.id, offset, size + 1));
        const bool has_more = std::ssize(blocked) > size;
        if (has_more) blocked.pop_back();
        std::vector<Cell> cells;
        for (const domain::BlockedListener& listener : blocked) {
            cells.push_back(record(call, {{"username", call.copy_text(listener.username)},
                                          {"userFullName", text_or_null(call, listener.full_name)},
                                          {"blockedOn", timestamp(call, listener.blocked_at)}}));
        }
        const std::string next =
            has_more ? page_token(context_of(call), list, std::to_string(offset + size)) : std::string{};
        return record(call, {{"blockedUsers", call.list_of(cells)}, {"nextPageToken", call.copy_text(next)}});
    });
}

std::string_view policy_name(domain::ModerationPolicy policy) {
    switch (policy) {
        case domain::ModerationPolicy::none: return "NO_FILTERING";
        case domain::ModerationPolicy::some: return "SOME_FILTERING";
        case domain::ModerationPolicy::maximum: return "MAXIMUM_FILTERING";
    }
    return "MAXIMUM_FILTERING";
}

}  // namespace

void add_comment_fields(Resolvers& resolvers, const Schema& schema) {
    resolvers.batch<ShowNode>("Show.isCommentsEnabled", [](FieldCall& call, Parents<ShowNode> shows) {
        answer_each(call, shows, [](CatalogSnapshot& catalog, const ShowNode& show) -> Result<Cell> {
            MOORING_TRY(const auto settings, catalog.engagement().comment_settings(show.show.id));
            return Cell::boolean(settings.takes_comments);
        });
    });
    resolvers.batch<ShowNode>("Show.moderationPolicy", [](FieldCall& call, Parents<ShowNode> shows) {
        answer_each(call, shows, [](CatalogSnapshot& catalog, const ShowNode& show) -> Result<Cell> {
            MOORING_TRY(const auto settings, catalog.engagement().comment_settings(show.show.id));
            return Cell::text(policy_name(settings.policy));
        });
    });
    resolvers.batch<EpisodeNode>("Episode.isCommentsEnabled", [](FieldCall& call, Parents<EpisodeNode> episodes) {
        answer_each(call, episodes, [](CatalogSnapshot& catalog, const EpisodeNode& episode) -> Result<Cell> {
            MOORING_TRY(const auto settings, catalog.engagement().comment_settings(episode.episode.show));
            return Cell::boolean(settings.takes_comments);
        });
    });
    resolvers.batch<ShowNode>("Show.showComments", show_comments);
    resolvers.batch<EpisodeNode>("Episode.episodeComments", episode_comments);
    resolvers.batch<EpisodeNode>("Episode.commentReplies", comment_replies);
    resolvers.batch<EpisodeNode>("Episode.pinnedComment", pinned_comment);
    resolvers.batch<ShowNode>("Show.blockedUsers", blocked_users);
    add_records(resolvers, schema,
                {"ListCommentsResponse", "DecoratedCommentOrReply", "DecoratedComment", "DecoratedReply",
                 "UserAuthorDisplayMetadata", "ShowAuthorDisplayMetadata", "UserIdString", "ParentEntityUriString",
                 "AuthorMetadata", "BlockedUser", "ListBlockedUsersResponse"});
}

}  // namespace mooring::api::graphql::fields
