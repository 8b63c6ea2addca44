#include "mooring/api/graphql/fields/comment_cells.hpp"

#include <map>

#include "mooring/api/graphql/pictures.hpp"
#include "mooring/api/graphql/record.hpp"

namespace mooring::api::graphql::fields {
namespace {

std::int64_t milliseconds(Instant at) {
    return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

/// What comments of one show have in common.
struct Setting {
    const ShowNode& show;
    Cell show_uri, show_name, show_picture;
};

Cell author_metadata(FieldCall& call, const Setting& setting, const Comment& comment) {
    const Cell author = comment.is_by_creator
                            ? record_of(call, "ParentEntityUriString", {{"parentEntityUriString", setting.show_uri}})
                            : record_of(call, "UserIdString", {{"userIdString", call.copy_text(comment.username)}});
    return record(call, {{"oneOfAuthorMetadata", author}});
}

Cell display_metadata(FieldCall& call, const Setting& setting, const Comment& comment) {
    if (comment.is_by_creator) {
        return record_of(call, "ShowAuthorDisplayMetadata",
                         {{"showUri", setting.show_uri},
                          {"showFullName", setting.show_name},
                          {"showCoverImageUrl", setting.show_picture}});
    }
    return record_of(call, "UserAuthorDisplayMetadata",
                     {{"username", call.copy_text(comment.username)},
                      {"userFullName", call.copy_text(comment.full_name)},
                      {"userCoverImageUrl", Cell::null()}});
}

/// The thread a reply belongs to, and whether the creator has seen it.
Result<std::optional<Instant>> thread_seen_at(CatalogSnapshot& catalog, const Comment& comment) {
    if (!comment.parent) return std::optional<Instant>{};
    MOORING_TRY(const auto parent, catalog.engagement().find_comment(*comment.parent));
    return parent ? parent->thread_seen_at : std::nullopt;
}

Result<Cell> comment_cell(FieldCall& call, CatalogSnapshot& catalog, const Setting& setting, const Comment& comment,
                          Cell episode_uri, CountedReplies counted) {
    MOORING_TRY(const auto seen_at, thread_seen_at(catalog, comment));
    MOORING_TRY(const storage::ReplyTally tally,
                catalog.engagement().tally_replies(comment.id, counted.held, counted.published));
    const Cell approved = comment.approved_at ? Cell::integer(milliseconds(*comment.approved_at)) : Cell::null();
    const Cell parent = comment.parent ? call.copy_text("spotify:comment:" + *comment.parent) : Cell::null();
    return record_of(call, comment.parent ? "DecoratedReply" : "DecoratedComment",
                     {{"commentUri", call.copy_text(uri_of(comment))},
                      {"parentCommentUri", parent},
                      {"parentEntityUri", setting.show_uri},
                      {"entityUri", episode_uri},
                      {"authorMetadata", author_metadata(call, setting, comment)},
                      {"createDate", Cell::integer(milliseconds(comment.created_at))},
                      {"commentStr", call.copy_text(comment.text)},
                      {"language", call.copy_text(comment.language)},
                      {"initialModerationState", Cell::text(state_name(comment.first_state))},
                      {"approvalDate", approved},
                      {"numberOfReplies", Cell::integer(tally.replies)},
                      {"hasParentEntityReacted", Cell::boolean(false)},
                      {"hasParentEntityReplied", Cell::boolean(tally.is_answered)},
                      {"isAnySensitivityPolicyInitiallyViolated", Cell::boolean(comment.breaks_rule)},
                      {"hasParentEntityPinned", Cell::boolean(comment.is_pinned)},
                      {"containsBlockedWords", Cell::boolean(comment.has_blocked_word)},
                      {"surfaceType", Cell::text("EPISODE")},
                      {"oneOfAuthorDisplayMetadata", display_metadata(call, setting, comment)},
                      {"moderationState", Cell::text(state_name(comment.state))},
                      {"isRead", Cell::boolean(app::engagement::is_read(comment, seen_at))}});
}

/// The episodes of comments as nodes.
Result<std::map<EpisodeId, const EpisodeNode*>> episodes_of(FieldCall& call, CatalogSnapshot& catalog,
                                                            const ShowNode& show,
                                                            const std::vector<Comment>& comments) {
    std::map<EpisodeId, const EpisodeNode*> nodes;
    for (const Comment& comment : comments) nodes[comment.episode] = nullptr;
    std::vector<EpisodeId> ids;
    for (const auto& [id, node] : nodes) ids.push_back(id);
    MOORING_TRY(std::vector<Episode> episodes, catalog.episodes().get_many(ids));
    for (Episode& episode : episodes) {
        const EpisodeId id = episode.id;
        nodes[id] = &call.keep(EpisodeNode{std::move(episode), &show});
    }
    return nodes;
}

}  // namespace

std::string_view comment_id(std::string_view uri) {
    return uri.substr(std::string_view{"spotify:comment:"}.size());
}

std::string_view state_name(CommentState state) {
    return state == CommentState::held ? "NEEDS_REVIEW" : "PUBLISHED";
}

Result<std::vector<Cell>> comment_cells(FieldCall& call, CatalogSnapshot& catalog, const ShowNode& show,
                                        const std::vector<Comment>& comments, CountedReplies counted) {
    MOORING_TRY(const std::string picture, picture_address(context_of(call), catalog, show.show.image_hash));
    const Setting setting{show, call.copy_text(graphql::uri_of(show.show)), call.copy_text(show.show.title),
                          text_or_null(call, picture)};
    MOORING_TRY(const auto episodes, episodes_of(call, catalog, show, comments));
    std::vector<Cell> cells;
    for (const Comment& comment : comments) {
        const EpisodeNode* const episode = episodes.at(comment.episode);
        if (episode == nullptr) continue;
        const Cell uri = call.copy_text(graphql::uri_of(episode->episode));
        MOORING_TRY(const Cell cell, comment_cell(call, catalog, setting, comment, uri, counted));
        cells.push_back(record(
            call, {{"episodeUri", uri}, {"oneOfCommentOrReply", cell}, {"episode", episode_cell(call, *episode)}}));
    }
    return cells;
}

}  // namespace mooring::api::graphql::fields
