#pragma once

#include "mooring/app/engagement/ports.hpp"

namespace mooring::app::engagement {

inline constexpr std::size_t longest_comment = 500;

/// What a listener writes, and as whom.
struct NewComment {
    std::string username, full_name, text;
    std::optional<std::string> parent;  ///< the comment it replies to
};

/// A comment arrives: it is published or held by the show's policy, and the verdict of the rules is kept whatever the
/// policy is. Errors: invalid_argument, forbidden (comments are off, or the author is blocked), not_found (the parent,
/// or it is not a published comment of this episode).
Result<Comment> add_comment(CatalogTransaction& tx, Random& random, Instant now, const Episode& episode,
                            const NewComment& wanted);

/// Whether a comment breaks a sensitivity rule: one of the show's words, or a link.
bool has_blocked_word(const CommentSettings& settings, std::string_view text);
bool has_link(std::string_view text);

// What creators do. Comments are those that `find_comment` gives: none of an episode that is archived or deleted.

/// Errors: not_found.
Result<Comment> find_comment(CatalogSnapshot& catalog, std::string_view id);
/// Held becomes published; there is no way back.
Result<Comment> publish(CatalogTransaction& tx, Instant now, Comment comment);
/// With its replies and its pin. Errors: invalid_argument (it is not in `state`).
Result<void> remove(CatalogTransaction& tx, const Comment& comment, CommentState state);
/// The creator answers, as the show. Errors: invalid_argument (the text; the parent is no published root comment).
Result<Comment> reply(CatalogTransaction& tx, Random& random, Instant now, const Comment& parent,
                      std::string_view text);
Result<Comment> mark_read(CatalogTransaction& tx, Comment comment);
/// In place of what was pinned on the episode. Errors: invalid_argument (it is no published root comment).
Result<Comment> pin(CatalogTransaction& tx, Comment comment);
Result<Comment> unpin(CatalogTransaction& tx, Comment comment);
/// The creator has seen all replies up to now. Errors: invalid_argument (it is a reply).
Result<Comment> see_thread(CatalogTransaction& tx, Instant now, Comment comment);

/// Block an author for the whole show, by the name comments carry. Errors: invalid_argument (no name).
Result<void> block(CatalogTransaction& tx, Instant now, ShowId show, std::string_view username);

/// Whether the creator has seen it: replies also by having seen the thread, their own posts always.
bool is_read(const Comment& comment, const std::optional<Instant>& thread_seen_at);

}  // namespace mooring::app::engagement
