#pragma once

#include "mooring/api/graphql/nodes.hpp"
#include "mooring/app/engagement/comments.hpp"

namespace mooring::api::graphql::fields {

using domain::Comment;
using domain::CommentState;

inline std::string uri_of(const Comment& comment) {
    return "spotify:comment:" + comment.id;
}
/// The id in a comment's URI, which the schema has checked.
std::string_view comment_id(std::string_view uri);
std::string_view state_name(CommentState state);

/// Which replies `numberOfReplies` counts.
struct CountedReplies {
    bool held = false, published = true;
};

/// `DecoratedCommentOrReply`s of comments, whose episodes are all there.
Result<std::vector<Cell>> comment_cells(FieldCall& call, CatalogSnapshot& catalog, const ShowNode& show,
                                        const std::vector<Comment>& comments, CountedReplies counted);

}  // namespace mooring::api::graphql::fields
