#include "mooring/app/engagement/comments.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"

namespace mooring::app::engagement {
namespace {

constexpr std::size_t longest_name = 200;

bool is_word_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether `word` stands in `text` with no letter or digit on either side; both folded.
bool holds_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !is_word_byte(text[at - 1]);
        const bool ends = end == text.size() || !is_word_byte(text[end]);
        if (begins && ends) return true;
    }
    return false;
}

bool is_published_root(const Comment& comment) {
    return comment.state == CommentState::published && !comment.parent;
}

Result<void> check_parent(CatalogSnapshot& catalog, const Episode& episode, const std::string& parent) {
    MOORING_TRY(const Comment found, find_comment(catalog, parent));
    if (found.episode != episode.id || !is_published_root(found)) {
        return Error{Errc::not_found, "there is no such comment to reply to"};
    }
    return ok();
}

CommentState state_on_arrival(const CommentSettings& settings, const Comment& comment) {
    switch (settings.policy) {
        case ModerationPolicy::none: return CommentState::published;
        case ModerationPolicy::some: return comment.breaks_rule ? CommentState::held : CommentState::published;
        case ModerationPolicy::maximum: return CommentState::held;
    }
    return CommentState::held;
}

Result<Comment> update(CatalogTransaction& tx, Comment comment) {
    MOORING_CHECK(tx.engagement_writer().update_comment(comment));
    return comment;
}

}  // namespace

bool has_blocked_word(const CommentSettings& settings, std::string_view text) {
    const std::string folded = fold_case(text);
    return std::ranges::any_of(settings.blocked_words, [&](const std::string& word) {
        return !word.empty() && holds_word(folded, fold_case(word));
    });
}

bool has_link(std::string_view text) {
    const std::string lower = to_lower_ascii(text);
    return lower.find("://") != std::string::npos || holds_word(lower, "www") ||
           lower.find("mailto:") != std::string::npos;
}

Result<Comment> find_comment(CatalogSnapshot& catalog, std::string_view id) {
    MOORING_TRY(auto comment, catalog.engagement().find_comment(id));
    if (comment) {
        const auto episode = creators::find_episode(catalog, comment->episode, creators::Among::all);
        if (episode) return *std::move(comment);
        if (episode.error().code != Errc::not_found) return episode.error();
    }
    return Error{Errc::not_found, "there is no such comment"};
}

Result<Comment> add_comment(CatalogTransaction& tx, Random& random, Instant now, const Episode& episode,
                            const NewComment& wanted) {
    MOORING_TRY(const CommentSettings settings, tx.engagement().comment_settings(episode.show));
    if (!settings.takes_comments) return Error{Errc::forbidden, "this show takes no comments"};
    Comment comment;
    MOORING_TRY(comment.username, checked_text(wanted.username, longest_name, "username"));
    MOORING_TRY(comment.full_name, checked_text(wanted.full_name, longest_name, "name"));
    MOORING_TRY(comment.text, checked_text(wanted.text, longest_comment, "text"));
    MOORING_TRY(const bool is_blocked, tx.engagement().is_blocked(episode.show, comment.username));
    if (is_blocked) return Error{Errc::forbidden, "this show takes no comments of this listener"};
    if (wanted.parent) MOORING_CHECK(check_parent(tx, episode, *wanted.parent));
    comment.id = random_opaque_id(random);
    comment.parent = wanted.parent;
    comment.show = episode.show;
    comment.episode = episode.id;
    comment.created_at = now;
    comment.has_blocked_word = has_blocked_word(settings, comment.text);
    comment.breaks_rule = comment.has_blocked_word || has_link(comment.text);
    comment.state = comment.first_state = state_on_arrival(settings, comment);
    if (comment.state == CommentState::published) comment.approved_at = now;
    MOORING_CHECK(tx.engagement_writer().insert_comment(comment));
    return comment;
}

Result<Comment> publish(CatalogTransaction& tx, Instant now, Comment comment) {
    if (comment.state == CommentState::published) return comment;
    comment.state = CommentState::published;
    comment.approved_at = now;
    return update(tx, std::move(comment));
}

Result<void> remove(CatalogTransaction& tx, const Comment& comment, CommentState state) {
    if (comment.state != state) return invalid("filter", "the comment is not in that state");
    return tx.engagement_writer().remove_comment(comment.id);
}

Result<Comment> reply(CatalogTransaction& tx, Random& random, Instant now, const Comment& parent,
                      std::string_view text) {
    if (!is_published_root(parent)) return invalid("parentCommentUri", "only published root comments take replies");
    Comment comment;
    MOORING_TRY(comment.text, checked_text(text, longest_comment, "replyStr"));
    comment.id = random_opaque_id(random);
    comment.parent = parent.id;
    comment.show = parent.show;
    comment.episode = parent.episode;
    comment.is_by_creator = true;
    comment.created_at = now;
    comment.approved_at = now;
    comment.is_read = true;
    MOORING_CHECK(tx.engagement_writer().insert_comment(comment));
    return comment;
}

Result<Comment> mark_read(CatalogTransaction& tx, Comment comment) {
    comment.is_read = true;
    return update(tx, std::move(comment));
}

Result<Comment> pin(CatalogTransaction& tx, Comment comment) {
    if (!is_published_root(comment)) return invalid("commentUri", "only published root comments can be pinned");
    MOORING_CHECK(tx.engagement_writer().unpin_all(comment.episode));
    comment.is_pinned = true;
    return update(tx, std::move(comment));
}

Result<Comment> unpin(CatalogTransaction& tx, Comment comment) {
    comment.is_pinned = false;
    return update(tx, std::move(comment));
}

Result<Comment> see_thread(CatalogTransaction& tx, Instant now, Comment comment) {
    if (comment.parent) return invalid("parentCommentUri", "a reply has no thread");
    comment.thread_seen_at = std::max(comment.thread_seen_at.value_or(now), now);
    return update(tx, std::move(comment));
}

Result<void> block(CatalogTransaction& tx, Instant now, ShowId show, std::string_view username) {
    MOORING_TRY(const std::string name, checked_text(username, longest_name, "username"));
    // The name people read, of the last comment that is still there.
    storage::CommentQuery query;
    query.show = show;
    query.has_held = true;
    query.limit = 1000;
    MOORING_TRY(const auto comments, tx.engagement().list_comments(query));
    const auto known = std::ranges::find(comments, name, &Comment::username);
    return tx.engagement_writer().block(show, {name, known == comments.end() ? std::string{} : known->full_name, now});
}

bool is_read(const Comment& comment, const std::optional<Instant>& thread_seen_at) {
    return comment.is_read || (comment.parent && thread_seen_at && comment.created_at <= *thread_seen_at);
}

}  // namespace mooring::app::engagement
