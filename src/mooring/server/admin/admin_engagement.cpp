#include "mooring/app/engagement/comments.hpp"
#include "mooring/app/engagement/polls.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"

// What listeners say, for as long as they have no way of their own here: comments and votes brought from elsewhere.

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace engagement = app::engagement;

struct Wanted {
    std::string show, episode, username, name, text, reply_to;
    std::vector<std::string> words;
    std::vector<std::size_t> options;
};

json::object describe(const domain::Comment& comment) {
    return json::object{{"uri", "spotify:comment:" + comment.id},
                        {"state", comment.state == domain::CommentState::held ? "held" : "published"},
                        {"breaks_rule", comment.breaks_rule},
                        {"created", iso8601_seconds(comment.created_at)}};
}

Result<json::value> add_comment(Storage& storage, const Wanted& wanted) {
    MOORING_TRY(const domain::Episode episode, find_episode(storage, wanted.episode));
    engagement::NewComment comment{wanted.username, wanted.name, wanted.text, std::nullopt};
    constexpr std::string_view prefix = "spotify:comment:";
    if (!wanted.reply_to.empty()) {
        comment.parent = wanted.reply_to.starts_with(prefix) ? wanted.reply_to.substr(prefix.size()) : wanted.reply_to;
    }
    MOORING_TRY(const domain::Comment added, storage.catalog->write([&](storage::CatalogTransaction& tx) {
        return engagement::add_comment(tx, *storage.random, storage.clock->now(), episode, comment);
    }));
    return json::value(describe(added));
}

Result<json::value> set_words(Storage& storage, const Wanted& wanted) {
    MOORING_TRY(const domain::Show show, find_show(storage, wanted.show));
    std::vector<std::string> words;
    for (const std::string& word : wanted.words) {
        if (word.empty()) continue;
        MOORING_TRY(std::string checked, engagement::checked_text(word, 100, "words"));
        words.push_back(std::move(checked));
    }
    MOORING_CHECK(storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(domain::CommentSettings settings, tx.engagement().comment_settings(show.id));
        settings.blocked_words = words;
        return tx.engagement_writer().put_comment_settings(show.id, settings);
    }));
    return json::value(json::object{{"show", show.id.value}, {"words", json::array(words.begin(), words.end())}});
}

Result<json::value> add_vote(Storage& storage, const Wanted& wanted) {
    MOORING_TRY(const domain::Episode episode, find_episode(storage, wanted.episode));
    std::vector<std::size_t> places;
    for (const std::size_t option : wanted.options) places.push_back(option - 1);
    MOORING_CHECK(storage.catalog->write([&](storage::CatalogTransaction& tx) {
        return engagement::vote(tx, storage.clock->now(), episode.id, wanted.username, places);
    }));
    return json::value(json::object{{"episode", episode.id.value}, {"voter", wanted.username}});
}

}  // namespace

void add_engagement_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("listener", "What listeners say: comments and votes.");
    group->require_subcommand(1);

    auto comment = std::make_shared<Wanted>();
    CLI::App* add = add_command(program, *group, "comment", "Add a listener's comment; the show's policy may hold it.",
                                [comment](Storage& storage, const Config&) { return add_comment(storage, *comment); });
    add->add_option("--episode", comment->episode, "Id or URI of the episode.")->required();
    add->add_option("--username", comment->username, "The listener's opaque name.")->required();
    add->add_option("--name", comment->name, "The listener's name as people read it.")->required();
    add->add_option("--text", comment->text, "At most 500 characters.")->required();
    add->add_option("--reply-to", comment->reply_to, "URI of the comment it replies to.");

    auto words = std::make_shared<Wanted>();
    CLI::App* block = add_command(program, *group, "blocked-words", "Set the words for which a show holds comments.",
                                  [words](Storage& storage, const Config&) { return set_words(storage, *words); });
    block->add_option("--show", words->show, "Id, slug or title of the show.")->required();
    block->add_option("--word", words->words, "A word; none: no word is blocked.");

    auto vote = std::make_shared<Wanted>();
    CLI::App* choose = add_command(program, *group, "vote", "Vote in an episode's poll, in place of an earlier vote.",
                                   [vote](Storage& storage, const Config&) { return add_vote(storage, *vote); });
    choose->add_option("--episode", vote->episode, "Id or URI of the episode.")->required();
    choose->add_option("--voter", vote->username, "The listener's opaque name.")->required();
    choose->add_option("--option", vote->options, "Number of an option, from 1.")->required()->check(CLI::Range(1, 7));
}

}  // namespace mooring::server::admin
