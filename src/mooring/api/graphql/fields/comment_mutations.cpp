#include "mooring/api/graphql/errors.hpp"
#include "mooring/api/graphql/fields/comment_cells.hpp"
#include "mooring/api/graphql/fields/groups.hpp"
#include "mooring/api/graphql/record.hpp"

// What creators do with comments (creators-graphql.md, section 9). Each is one transaction.

namespace mooring::api::graphql::fields {
namespace {

namespace engagement = app::engagement;

/// Answer by `change`, inside one transaction, or say why not.
template <class Change, class Answer>
void run(FieldCall& call, Change change, Answer answer) {
    auto done = context_of(call).write(change);
    if (!done) return call.fail_all(shown(std::move(done).error()));
    call.set(0, answer(*done));
}

/// The comment a URI names, for a caller with `right` on its show. Errors: not_found, forbidden.
Result<Comment> comment_for(CatalogSnapshot& catalog, const Context& context, std::string_view uri, Right right) {
    const Error missing{Errc::not_found, "there is no such comment"};
    MOORING_TRY(Comment comment, engagement::find_comment(catalog, comment_id(uri)));
    MOORING_TRY(const auto show, catalog.shows().find(comment.show));
    if (!show) return missing;
    const auto allowed = app::accounts::require(catalog, *context.principal, right, *show);
    if (!allowed) return allowed.error().code == Errc::not_found ? missing : allowed.error();
    return comment;
}

/// The show a URI names, likewise.
Result<Show> show_for(CatalogSnapshot& catalog, const Context& context, std::string_view uri, Right right) {
    MOORING_TRY(ShowNode node, find_show_node(catalog, context, uri));
    MOORING_CHECK(app::accounts::require(catalog, *context.principal, right, node.show));
    return std::move(node.show);
}

Cell comment_payload(FieldCall& call, const Comment& comment) {
    return record(call, {{"commentUri", call.copy_text(uri_of(comment))},
                         {"moderationState", Cell::text(state_name(comment.state))},
                         {"isRead", Cell::boolean(comment.is_read)},
                         {"isPinned", Cell::boolean(comment.is_pinned)}});
}

/// A mutation of one comment that answers how it is then.
template <class Change>
auto of_comment(Change change) {
    return [change](FieldCall& call) {
        run(
            call,
            [&](CatalogTransaction& tx) -> Result<Comment> {
                const Context& context = context_of(call);
                MOORING_TRY(Comment comment,
                            comment_for(tx, context, call.argument("commentUri").text(), Right::write));
                return change(tx, context, std::move(comment));
            },
            [&](const Comment& comment) { return comment_payload(call, comment); });
    };
}

void remove_comment(FieldCall& call) {
    const bool is_held = call.argument("filter").text() == "DELETE_COMMENT_FILTER_NEEDS_REVIEW";
    run(
        call,
        [&](CatalogTransaction& tx) -> Result<Comment> {
            MOORING_TRY(const Comment comment,
                        comment_for(tx, context_of(call), call.argument("commentUri").text(), Right::write));
            MOORING_CHECK(engagement::remove(tx, comment, is_held ? CommentState::held : CommentState::published));
            return comment;
        },
        [&](const Comment& comment) {
            return record(call, {{"commentUri", call.copy_text(uri_of(comment))}, {"isDeleted", Cell::boolean(true)}});
        });
}

std::int64_t milliseconds(Instant at) {
    return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

void reply_to_comment(FieldCall& call) {
    const std::string_view parent_uri = call.argument("parentCommentUri").text();
    run(
        call,
        [&](CatalogTransaction& tx) -> Result<Comment> {
            const Context& context = context_of(call);
            MOORING_TRY(const Comment parent, comment_for(tx, context, parent_uri, Right::write));
            return engagement::reply(tx, context.services.random, context.now, parent,
                                     call.argument("replyStr").text());
        },
        [&](const Comment& comment) {
            return record(call, {{"commentUri", call.copy_text(uri_of(comment))},
                                 {"parentCommentUri", call.copy_text(parent_uri)},
                                 {"replyStr", call.copy_text(comment.text)},
                                 {"createDate", Cell::integer(milliseconds(comment.created_at))}});
        });
}

void see_thread(FieldCall& call) {
    run(
        call,
        [&](CatalogTransaction& tx) -> Result<Comment> {
            const Context& context = context_of(call);
            MOORING_TRY(Comment comment,
                        comment_for(tx, context, call.argument("parentCommentUri").text(), Right::write));
            return engagement::see_thread(tx, context.now, std::move(comment));
        },
        [&](const Comment& comment) {
            return record(call, {{"parentCommentUri", call.copy_text(uri_of(comment))},
                                 {"lastSeen", Cell::integer(milliseconds(*comment.thread_seen_at))}});
        });
}

Cell block_payload(FieldCall& call, const Show& show, bool is_blocked) {
    return record(call, {{"showUri", call.copy_text(graphql::uri_of(show))},
                         {"username", call.copy_text(call.argument("username").text())},
                         {"isBlocked", Cell::boolean(is_blocked)}});
}

void block_user(FieldCall& call) {
    run(
        call,
        [&](CatalogTransaction& tx) -> Result<Show> {
            const Context& context = context_of(call);
            MOORING_TRY(Show show, show_for(tx, context, call.argument("showUri").text(), Right::write));
            MOORING_CHECK(engagement::block(tx, context.now, show.id, call.argument("username").text()));
            return show;
        },
        [&](const Show& show) { return block_payload(call, show, true); });
}

void unblock_user(FieldCall& call) {
    run(
        call,
        [&](CatalogTransaction& tx) -> Result<Show> {
            MOORING_TRY(Show show, show_for(tx, context_of(call), call.argument("showUri").text(), Right::write));
            MOORING_CHECK(tx.engagement_writer().unblock(show.id, call.argument("username").text()));
            return show;
        },
        [&](const Show& show) { return block_payload(call, show, false); });
}

/// Change a show's settings of comments by `change`.
template <class Change>
Result<Show> change_settings(FieldCall& call, CatalogTransaction& tx, Change change) {
    MOORING_TRY(Show show, show_for(tx, context_of(call), call.argument("showUri").text(), Right::manage));
    MOORING_TRY(domain::CommentSettings settings, tx.engagement().comment_settings(show.id));
    change(settings);
    MOORING_CHECK(tx.engagement_writer().put_comment_settings(show.id, settings));
    return show;
}

void switch_comments(FieldCall& call) {
    const bool is_enabled = call.argument("isEnabled").as_boolean();
    run(
        call,
        [&](CatalogTransaction& tx) {
            return change_settings(call, tx,
                                   [&](domain::CommentSettings& settings) { settings.takes_comments = is_enabled; });
        },
        [&](const Show& show) {
            return record(call, {{"showUri", call.copy_text(graphql::uri_of(show))},
                                 {"isCommentsEnabled", Cell::boolean(is_enabled)}});
        });
}

domain::ModerationPolicy read_policy(std::string_view name) {
    if (name == "NO_FILTERING") return domain::ModerationPolicy::none;
    return name == "MAXIMUM_FILTERING" ? domain::ModerationPolicy::maximum : domain::ModerationPolicy::some;
}

void set_policy(FieldCall& call) {
    const std::string_view policy = call.argument("moderationPolicy").text();
    run(
        call,
        [&](CatalogTransaction& tx) {
            return change_settings(call, tx,
                                   [&](domain::CommentSettings& settings) { settings.policy = read_policy(policy); });
        },
        [&](const Show& show) {
            return record(call, {{"showUri", call.copy_text(graphql::uri_of(show))},
                                 {"moderationSignal", Cell::text("SENSITIVITY_OVERALL")},
                                 {"moderationPolicy", call.copy_text(policy)}});
        });
}

}  // namespace

void add_comment_mutations(Resolvers& resolvers, const Schema& schema) {
    resolvers.add("Mutation.publishCommentByCommentUri",
                  of_comment([](CatalogTransaction& tx, const Context& context, Comment comment) {
                      return engagement::publish(tx, context.now, std::move(comment));
                  }));
    resolvers.add("Mutation.markCommentAsRead", of_comment([](CatalogTransaction& tx, const Context&, Comment comment) {
                      return engagement::mark_read(tx, std::move(comment));
                  }));
    resolvers.add("Mutation.pinComment", of_comment([](CatalogTransaction& tx, const Context&, Comment comment) {
                      return engagement::pin(tx, std::move(comment));
                  }));
    resolvers.add("Mutation.unPinComment", of_comment([](CatalogTransaction& tx, const Context&, Comment comment) {
                      return engagement::unpin(tx, std::move(comment));
                  }));
    resolvers.add("Mutation.deleteCommentByCommentUri", remove_comment);
    resolvers.add("Mutation.createCommentReplyByCommentUri", reply_to_comment);
    resolvers.add("Mutation.updateThreadCreatorLastSeen", see_thread);
    resolvers.add("Mutation.blockUserForShow", block_user);
    resolvers.add("Mutation.unblockUserForShow", unblock_user);
    resolvers.add("Mutation.updateIsCommentsEnabledForShowByShowUri", switch_comments);
    resolvers.add("Mutation.updateModerationPolicy", set_policy);
    add_records(
        resolvers, schema,
        {"UpdateIsCommentsEnabledPayload", "UpdateModerationPolicyPayload", "CommentPayload", "DeleteCommentPayload",
         "CreateCommentReplyPayload", "BlockUserPayload", "UpdateThreadCreatorLastSeenPayload"});
}

}  // namespace mooring::api::graphql::fields
