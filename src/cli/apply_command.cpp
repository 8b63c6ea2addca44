#include "cli/apply_command.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "cli/apply_plan.hpp"
#include "cli/progress_bar.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::cli {
namespace {

namespace api = mooring_client;
namespace json = boost::json;

api::Error local(const Error& error) {
    return api::Error{.kind = api::ErrorKind::local, .message = error.message};
}

PresentShow read_show(const api::Json& value) {
    PresentShow show;
    if (const auto* id = api::find_member(value, "id"); id != nullptr && id->is_int64()) show.id = id->get_int64();
    show.title = api::text_member(value, "title");
    show.description = api::text_member(value, "description");
    show.presenter = api::text_member(value, "presenter");
    const auto* published = api::find_member(value, "published");
    show.is_published = published != nullptr && published->is_bool() && published->get_bool();
    return show;
}

/// The server's side of what is compared.
struct Present {
    std::optional<PresentShow> show;
    std::vector<api::PublishedEpisode> episodes;
};

api::Result<std::optional<PresentShow>> find_show(api::PublishingApi& server, const FolderShow& wanted) {
    MOORING_TRY(const api::Answer answer, server.list_shows());
    if (!answer.json.is_array()) return api::Error{.message = "the list of shows is none"};
    for (const api::Json& one : answer.json.get_array()) {
        PresentShow show = read_show(one);
        if (wanted.id ? show.id == *wanted.id : show.title == wanted.title) return std::optional{std::move(show)};
    }
    if (wanted.id) {
        return api::Error{.kind = api::ErrorKind::not_found,
                          .message = "there is no show " + std::to_string(*wanted.id) + " on the server"};
    }
    return std::optional<PresentShow>{};
}

api::Result<Present> look(api::PublishingApi& server, const FolderShow& wanted, const KnownIds& known) {
    Present present;
    MOORING_TRY(present.show, find_show(server, wanted));
    if (!present.show) return present;
    MOORING_TRY(const api::Answer answer, server.list_all_episodes(present.show->id));
    MOORING_TRY(present.episodes, api::read_published_episodes(answer));
    // Scheduled episodes are in no list; by its id an episode is found in whatever state.
    for (const auto& [name, id] : known) {
        if (std::ranges::find(present.episodes, id, &api::PublishedEpisode::id) != present.episodes.end()) continue;
        const auto one = server.get_episode(id);
        if (!one && one.error().kind == api::ErrorKind::not_found) continue;
        MOORING_TRY(const api::Answer found, one);
        MOORING_TRY(const api::PublishedEpisode episode, api::read_published_episode(found));
        if (episode.show_id == present.show->id) present.episodes.push_back(episode);
    }
    return present;
}

class Applier {
public:
    Applier(api::PublishingApi& server, const FolderShow& wanted, std::int64_t show_id, KnownIds ids)
        : server_(server), wanted_(wanted), show_id_(show_id), ids_(std::move(ids)) {}

    api::Result<void> run(const Action& action) {
        switch (action.kind) {
            case Action::Kind::create_show: return create_show();
            case Action::Kind::update_show: return update_show(action);
            case Action::Kind::upload: return upload(*action.episode);
            case Action::Kind::update: return update(action);
            case Action::Kind::archive: return server_.archive_episode(action.id);
            case Action::Kind::cannot: return {};
        }
        return {};
    }

    const KnownIds& ids() const { return ids_; }

private:
    json::object show_fields(const std::vector<std::string>& names) const {
        const auto wants = [&](std::string_view name) {
            return names.empty() || std::ranges::find(names, name) != names.end();
        };
        json::object fields;
        if (wants("title")) fields["title"] = wanted_.title;
        if (wants("description") && wanted_.description) fields["description"] = *wanted_.description;
        if (wants("presenter") && wanted_.presenter) fields["presenter"] = *wanted_.presenter;
        if (wants("published") && wanted_.is_published) fields["published"] = *wanted_.is_published;
        return fields;
    }

    api::Result<void> create_show() {
        MOORING_TRY(const api::Answer answer, server_.create_show(show_fields({})));
        show_id_ = read_show(answer.json).id;
        return {};
    }

    api::Result<void> update_show(const Action& action) {
        MOORING_TRY(const api::Answer answer, server_.update_show(show_id_, show_fields(action.fields)));
        return {};
    }

    /// The same file under the same title of the same show is the same upload, however often it is tried.
    api::Result<void> upload(const FolderEpisode& episode) {
        const auto content = hash_file(episode.audio_path);
        if (!content) return local(content.error());
        const std::string meaning = *content + '\n' + std::to_string(show_id_) + '\n' + episode.title + '\n' +
                                    episode.notes + '\n' + (episode.date ? std::to_string(*episode.date) : "now");
        ProgressBar bar{episode.title};
        MOORING_TRY(
            const api::Answer answer,
            server_.upload_episode(
                episode.audio_path,
                {.title = episode.title, .show_id = show_id_, .description = episode.notes, .datetime = episode.date},
                "apply-" + to_hex(sha256(meaning)), [&](std::int64_t sent, std::int64_t total) {
                    bar.update(sent, total);
                    return true;
                }));
        MOORING_TRY(const api::PublishedEpisode made, api::read_published_episode(answer));
        ids_[episode.name] = made.id;
        return {};
    }

    api::Result<void> update(const Action& action) {
        const auto changes = [&](std::string_view name) {
            return std::ranges::find(action.fields, name) != action.fields.end();
        };
        api::EpisodeFields fields;
        if (changes("title")) fields.title = action.episode->title;
        if (changes("description")) fields.description = action.episode->notes;
        if (changes("datetime")) fields.datetime = action.episode->date;
        MOORING_TRY(const api::Answer answer, server_.update_episode(action.id, fields));
        return {};
    }

    api::PublishingApi& server_;
    const FolderShow& wanted_;
    std::int64_t show_id_;
    KnownIds ids_;
};

std::string line_of(const Action& action) {
    std::string line = std::string{to_string(action.kind)} + " \"" + action.what + "\"";
    for (std::size_t index = 0; index < action.fields.size(); ++index) {
        line += (index == 0 ? ": " : ", ") + action.fields[index];
    }
    return line;
}

void print_plan(const ApplyPlan& plan, bool as_json) {
    if (as_json) {
        json::array actions;
        for (const Action& action : plan.actions) {
            actions.push_back(json::object{{"do", to_string(action.kind)},
                                           {"what", action.what},
                                           {"fields", json::array(action.fields.begin(), action.fields.end())}});
        }
        std::cout << json::serialize(json::object{{"actions", std::move(actions)}}) << '\n';
        return;
    }
    if (plan.actions.empty()) std::cout << "Nothing to do.\n";
    for (const Action& action : plan.actions) std::cout << line_of(action) << '\n';
    std::cout.flush();
}

bool can_all(const ApplyPlan& plan) {
    return std::ranges::find(plan.actions, Action::Kind::cannot, &Action::kind) == plan.actions.end();
}

api::Result<bool> run(const ApplyArguments& arguments, const FolderShow& wanted, const PublishingAddress& address) {
    MOORING_TRY(auto server,
                api::PublishingApi::make({.rest = {.base_url = address.base_url}, .api_key = address.api_key}));
    const auto known = read_known_ids(arguments.folder, address.base_url);
    if (!known) return local(known.error());
    MOORING_TRY(const Present present, look(server, wanted, *known));
    const ApplyPlan plan = make_plan(wanted, present.show, present.episodes, *known, arguments.prunes);
    print_plan(plan, arguments.json);
    if (arguments.checks) return plan.actions.empty();
    if (arguments.plans) return true;
    Applier applier{server, wanted, present.show ? present.show->id : 0, plan.ids};
    const auto remember = [&]() -> api::Result<void> {
        const auto written = write_known_ids(arguments.folder, address.base_url, applier.ids());
        return written ? api::Result<void>{} : local(written.error());
    };
    for (const Action& action : plan.actions) {
        const api::Result<void> done = applier.run(action);
        // What was uploaded is remembered even if the next thing fails.
        if (applier.ids() != *known) MOORING_CHECK(remember());
        if (!done) {
            api::Error error = done.error();
            error.message = line_of(action) + ": " + error.message;
            return error;
        }
    }
    if (applier.ids() != *known) MOORING_CHECK(remember());
    return can_all(plan);
}

}  // namespace

ExitCode apply(const ApplyArguments& arguments) {
    const auto complain = [](const std::string& message, ExitCode code) {
        std::cerr << "mooring apply: " << message << '\n';
        return code;
    };
    const auto wanted = read_show_folder(arguments.folder);
    if (!wanted) return complain(wanted.error().message, ExitCode::usage);
    const auto address = find_publishing_address(arguments.server);
    if (!address) return complain(address.error().message, ExitCode::usage);
    const auto done = run(arguments, *wanted, *address);
    if (!done) return complain(done.error().message, ExitCode::failed);
    return *done ? ExitCode::done : ExitCode::failed;
}

}  // namespace mooring::cli
