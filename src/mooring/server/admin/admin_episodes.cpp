#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/app/publishing/episode_settings.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"
#include "mooring/server/admin/market_option.hpp"
#include "mooring/server/admin/tags_file.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace publishing = app::publishing;

std::string state_of(const domain::Episode& episode, Instant now) {
    if (episode.archived_at) return "archived";
    switch (episode.status) {
        case domain::EpisodeStatus::draft: return "draft";
        case domain::EpisodeStatus::scheduled:
            return episode.publish_at && *episode.publish_at <= now ? "published" : "scheduled";
        case domain::EpisodeStatus::published: return "published";
    }
    return "draft";
}

json::value describe(const domain::Episode& episode, const app::PublicUrls& urls, Instant now) {
    return json::object{
        {"id", episode.id.value},
        {"title", episode.title},
        {"show", episode.show.value},
        {"state", state_of(episode, now)},
        {"publish_at", episode.publish_at ? json::value(iso8601_seconds(*episode.publish_at)) : json::value()},
        {"archived_by", episode.archived_by},
        {"key", episode.key},
        {"uri", "spotify:episode:" + episode.opaque_id},
        {"web_episode_id", domain::web_episode_id(episode.id)},
        {"guid", episode.guid},
        {"media_url", urls.media(episode)}};
}

using Change = Result<void> (*)(storage::CatalogTransaction&, Instant, const domain::Episode&);

/// A command that changes one episode by a use case and says which.
void add_change(Program& program, CLI::App& group, const std::string& name, const std::string& help, Change change) {
    auto wanted = std::make_shared<std::string>();
    add_command(program, group, name, help,
                [wanted, change](Storage& storage, const Config& config) -> Result<json::value> {
                    MOORING_TRY(const domain::Episode episode, find_episode(storage, *wanted));
                    MOORING_CHECK(storage.catalog->write(
                        [&](storage::CatalogTransaction& tx) { return change(tx, storage.clock->now(), episode); }));
                    const auto changed = find_episode(storage, *wanted);
                    return describe(changed ? *changed : episode, configured_urls(storage, config),
                                    storage.clock->now());
                })
        ->add_option("--episode", *wanted, "Id, web id, URI or key of the episode.")
        ->required();
}

/// What `set` and `tags` were told.
struct Wanted {
    std::string episode, file;
    publishing::EpisodeSettings settings;

    void add_to(CLI::App& command) {
        using domain::EpisodeType;
        command.add_option("--author", settings.author, "Author when it differs from the show's.");
        command.add_option("--apple-title", settings.apple_title, "Title for Apple when it differs.");
        command.add_option("--external-url", settings.external_url, "The episode's page elsewhere.");
        command.add_option_function<int>(
            "--season", [this](const int& n) { settings.season = n > 0 ? std::optional{n} : std::nullopt; },
            "Season; 0: none.");
        command.add_option("--season-name", settings.season_name, "Name of the season.");
        command.add_option("--number", settings.number, "Number, such as 12 or 3.5; empty: none.");
        command.add_option("--number-display", settings.number_display, "What apps show for the number.");
        command
            .add_option_function<std::string>(
                "--type",
                [this](const std::string& text) {
                    settings.type = text == "trailer" ? EpisodeType::trailer
                                    : text == "bonus" ? EpisodeType::bonus
                                                      : EpisodeType::full;
                },
                "full, trailer or bonus.")
            ->check(CLI::IsMember({"full", "trailer", "bonus"}));
        command
            .add_option_function<std::string>(
                "--explicit",
                [this](const std::string& text) {
                    settings.is_explicit = text == "show" ? std::nullopt : std::optional{text == "true"};
                },
                "Explicit content: true, false, or show for the show's own.")
            ->check(CLI::IsMember({"true", "false", "show"}));
        add_markets(command, settings.markets);
        command.add_option("--language", settings.languages,
                           "Language, such as en; may be repeated, the main one first.");
        command
            .add_option_function<std::string>(
                "--block", [this](const std::string& text) { settings.block_directories = text == "true"; },
                "Ask directories to leave it out: true or false.")
            ->check(CLI::IsMember({"true", "false"}));
    }
};

Result<domain::Episode> change_settings(Storage& storage, const Wanted& wanted) {
    MOORING_TRY(const domain::Episode episode, find_episode(storage, wanted.episode));
    return storage.catalog->write([&](storage::CatalogTransaction& tx) {
        return publishing::change_episode_settings(tx, storage.clock->now(), episode.id, wanted.settings);
    });
}

}  // namespace

void add_episode_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("episode", "Episodes of every state.");
    group->require_subcommand(1);

    auto listed = std::make_shared<std::string>();
    add_command(program, *group, "list", "List a show's episodes, newest first, drafts and archived ones too.",
                [listed](Storage& storage, const Config& config) -> Result<json::value> {
                    MOORING_TRY(const domain::Show show, find_show(storage, *listed));
                    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<json::value> {
                        MOORING_TRY(const auto episodes, catalog.episodes().list_all(show.id, 0, 10000));
                        const app::PublicUrls urls = configured_urls(storage, config);
                        json::array rows;
                        for (const auto& episode : episodes)
                            rows.push_back(describe(episode, urls, storage.clock->now()));
                        return json::value(std::move(rows));
                    });
                })
        ->add_option("--show", *listed, "Id, slug or title of the show.")
        ->required();

    auto changed = std::make_shared<Wanted>();
    CLI::App* set = add_command(program, *group, "set", "Change how apps sort and show an episode.",
                                [changed](Storage& storage, const Config& config) -> Result<json::value> {
                                    MOORING_TRY(const domain::Episode episode, change_settings(storage, *changed));
                                    return describe(episode, configured_urls(storage, config), storage.clock->now());
                                });
    set->add_option("--episode", changed->episode, "Id, web id, URI or key of the episode.")->required();
    changed->add_to(*set);

    auto tagged = std::make_shared<Wanted>();
    CLI::App* tags = add_command(program, *group, "tags",
                                 "Print an episode's `podcast:` tags as JSON; with a file, replace them first.",
                                 [tagged](Storage& storage, const Config&) -> Result<json::value> {
                                     if (!tagged->file.empty()) {
                                         MOORING_TRY(tagged->settings.tags, read_episode_tags(tagged->file));
                                     }
                                     MOORING_TRY(const domain::Episode episode, change_settings(storage, *tagged));
                                     return tags_json(episode.tags);
                                 });
    tags->add_option("--episode", tagged->episode, "Id, web id, URI or key of the episode.")->required();
    tags->add_option("--file", tagged->file, "JSON of all tags, as this command prints them.");

    add_change(program, *group, "archive", "Hide an episode everywhere and keep all of it.",
               [](storage::CatalogTransaction& tx, Instant now, const domain::Episode& episode) {
                   return publishing::archive_episode(tx, now, episode.workspace, episode.id, "admin");
               });
    add_change(program, *group, "restore", "Bring an archived episode back as it was.",
               [](storage::CatalogTransaction& tx, Instant now, const domain::Episode& episode) -> Result<void> {
                   MOORING_CHECK(publishing::restore_episode(tx, now, episode.workspace, episode.id));
                   return ok();
               });
    add_change(program, *group, "delete", "Delete an episode for good; its addresses answer 410.",
               [](storage::CatalogTransaction& tx, Instant now, const domain::Episode& episode) {
                   return publishing::delete_episode(tx, now, episode.workspace, episode.id);
               });

    add_companion_commands(program, *group);

    auto previewed = std::make_shared<std::string>();
    add_command(program, *group, "preview", "Print addresses that show an episode before it is out, for 24 hours.",
                [previewed](Storage& storage, const Config& config) -> Result<json::value> {
                    MOORING_TRY(const domain::Episode episode, find_episode(storage, *previewed));
                    MOORING_TRY(const domain::Show show, find_show(storage, std::to_string(episode.show.value)));
                    const app::PublicUrls urls = configured_urls(storage, config);
                    const std::string query =
                        "?" + std::string{app::delivering::preview_parameter} + "=" +
                        app::delivering::make_preview_grant(*storage.secret, episode.key, storage.clock->now());
                    return json::value(json::object{{"page_url", urls.episode_page(show, episode) + query},
                                                    {"media_url", urls.media(episode) + query}});
                })
        ->add_option("--episode", *previewed, "Id, web id, URI or key of the episode.")
        ->required();
}

}  // namespace mooring::server::admin
