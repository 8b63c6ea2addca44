#include <optional>

#include "mooring/app/background/artwork.hpp"
#include "mooring/app/publishing/readiness.hpp"
#include "mooring/app/publishing/show_settings.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/feed/categories.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"
#include "mooring/server/admin/market_option.hpp"
#include "mooring/server/admin/tags_file.hpp"
#include "mooring/server/files.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace publishing = app::publishing;

json::value describe(const domain::Show& show, const app::PublicUrls& urls) {
    return json::object{{"id", show.id.value},
                        {"title", show.title},
                        {"workspace", show.workspace.value},
                        {"published", show.visibility == domain::ShowVisibility::published},
                        {"slug", show.slug},
                        {"key", show.key},
                        {"show_uri", "spotify:show:" + show.opaque_id},
                        {"web_station_id", domain::web_station_id(show.id)},
                        {"feed_url", urls.feed(show)},
                        {"page_url", urls.show_page(show)}};
}

/// A switch on the command line: `true` or `false`.
void add_switch(CLI::App& command, const std::string& flag, std::optional<bool>& target, const std::string& help) {
    command
        .add_option_function<std::string>(
            flag, [&target](const std::string& text) { target = text == "true"; }, help)
        ->check(CLI::IsMember({"true", "false"}));
}

struct Tagged {
    std::string show, file;
};

struct Fields {
    std::string show;
    std::int64_t workspace = 0;
    publishing::ShowPatch patch;
    publishing::ShowSettings settings;
    std::vector<std::string> prefixes;
    std::string image_file;

    void add_to(CLI::App& command) {
        command.add_option("--title", patch.title, "Title.");
        command.add_option("--description", patch.description, "Description; HTML is filtered on the way out.");
        command.add_option("--presenter", patch.presenter, "Who presents it.");
        command.add_option("--image-url", patch.image_url, "Address of the artwork; empty removes it.");
        command.add_option("--image-file", image_file, "Artwork from a file.")->check(CLI::ExistingFile);
        command
            .add_option_function<std::string>(
                "--published",
                [this](const std::string& text) {
                    patch.visibility =
                        text == "true" ? domain::ShowVisibility::published : domain::ShowVisibility::unpublished;
                },
                "Whether strangers can see it: true or false.")
            ->check(CLI::IsMember({"true", "false"}));
        command.add_option("--author", settings.author, "Author.");
        command.add_option("--owner-name", settings.owner_name, "Owner, for directories.");
        command.add_option("--owner-email", settings.owner_email, "Owner's address, for directories.");
        command.add_option("--copyright", settings.copyright, "Copyright line.");
        command.add_option("--website", settings.website_url, "The show's own site.");
        command.add_option("--apple-title", settings.apple_title, "Title for Apple when it differs.");
        command.add_option("--medium", settings.medium, "Medium: podcast, music, video and so on.");
        command.add_option("--language", settings.language, "Language, such as en or pt-br.");
        command.add_option("--category", settings.categories,
                           "Apple category, `Group|Sub`; may be repeated, up to three.");
        command.add_option("--slug", settings.slug, "Last part of the page's address.");
        command.add_option("--custom-domain", settings.custom_domain, "Host name of the show's own domain.");
        command
            .add_option_function<std::string>(
                "--type",
                [this](const std::string& text) {
                    settings.type = text == "serial" ? domain::ShowType::serial : domain::ShowType::episodic;
                },
                "episodic or serial.")
            ->check(CLI::IsMember({"episodic", "serial"}));
        add_switch(command, "--explicit", settings.is_explicit, "Explicit content: true or false.");
        add_switch(command, "--hide-owner-email", settings.hide_owner_email, "Leave the owner out of the feed.");
        add_switch(command, "--suspended", settings.is_suspended, "Take it off every public surface.");
        add_switch(command, "--complete", settings.is_complete, "No more episodes will come.");
        add_switch(command, "--locked", settings.is_locked, "Other hosts must not import it.");
        add_switch(command, "--block", settings.block_directories, "Ask directories to leave it out.");
        add_markets(command, settings.markets);
        command.add_option_function<int>(
            "--feed-limit",
            [this](const int& n) { settings.feed_item_limit = n > 0 ? std::optional{n} : std::nullopt; },
            "Newest episodes the feed keeps; 0: all.");
        command.add_option_function<int>(
            "--feed-page-size",
            [this](const int& n) { settings.feed_page_size = n > 0 ? std::optional{n} : std::nullopt; },
            "Episodes on a page of the feed; 0: no pages.");
        command.add_option(
            "--enclosure-prefix", prefixes,
            "Measurement prefix of media addresses; `-URL` strips the scheme after it; may be repeated.");
        command.add_option_function<std::string>(
            "--redirect",
            [this](const std::string& text) {
                using State = domain::FeedRedirect::State;
                const bool announces = text.starts_with("announce:");
                settings.redirect = text == "none" ? domain::FeedRedirect{}
                                                   : domain::FeedRedirect{announces ? State::announce : State::redirect,
                                                                          announces ? text.substr(9) : text};
            },
            "none, URL (answer 301), or announce:URL (only say so in the feed).");
    }

    void settle_prefixes() {
        if (prefixes.empty()) return;
        settings.enclosure_prefixes.emplace();
        for (const std::string& text : prefixes) {
            const bool strips = text.starts_with('-');
            if (text != "none") settings.enclosure_prefixes->push_back({strips ? text.substr(1) : text, strips});
        }
    }
};

Result<json::value> change(Storage& storage, const app::PublicUrls& urls, Fields& fields, const domain::Show& show) {
    fields.settle_prefixes();
    if (!fields.image_file.empty()) {
        MOORING_TRY(const std::string bytes, read_whole_file(fields.image_file));
        MOORING_CHECK(
            app::background::set_show_image(*storage.catalog, *storage.blobs, storage.clock->now(), show.id, bytes));
    }
    return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
        const Instant now = storage.clock->now();
        MOORING_CHECK(publishing::update_show(tx, now, show.workspace, show.id, fields.patch));
        MOORING_TRY(const auto changed, publishing::change_show_settings(tx, urls, now, show.id, fields.settings));
        return describe(changed, urls);
    });
}

}  // namespace

void add_show_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("show", "Shows: their feed, page and settings.");
    group->require_subcommand(1);

    add_command(program, *group, "list", "List all shows.", [](Storage& storage, const Config& config) {
        return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<json::value> {
            MOORING_TRY(const auto shows, catalog.shows().list(std::nullopt));
            const app::PublicUrls urls = configured_urls(storage, config);
            json::array rows;
            for (const auto& show : shows) rows.push_back(describe(show, urls));
            return json::value(std::move(rows));
        });
    });

    auto created = std::make_shared<Fields>();
    CLI::App* create = add_command(
        program, *group, "create", "Make a show with its feed.",
        [created](Storage& storage, const Config& config) -> Result<json::value> {
            const app::PublicUrls urls = configured_urls(storage, config);
            MOORING_TRY(const domain::Show show,
                        storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<domain::Show> {
                            domain::Show wanted{.workspace = domain::WorkspaceId{created->workspace},
                                                .title = created->patch.title.value_or("")};
                            wanted.image_url = created->patch.image_url.value_or("");
                            return publishing::create_show(tx, *storage.random, urls, storage.clock->now(), wanted);
                        }));
            return change(storage, urls, *created, show);
        });
    create->add_option("--workspace", created->workspace, "Id of the workspace that owns it.")->required();
    created->add_to(*create);

    auto changed = std::make_shared<Fields>();
    CLI::App* set = add_command(program, *group, "set", "Change a show.",
                                [changed](Storage& storage, const Config& config) -> Result<json::value> {
                                    MOORING_TRY(const domain::Show show, find_show(storage, changed->show));
                                    return change(storage, configured_urls(storage, config), *changed, show);
                                });
    set->add_option("--show", changed->show, "Id, slug or title of the show.")->required();
    changed->add_to(*set);

    auto tagged = std::make_shared<Tagged>();
    CLI::App* tags =
        add_command(program, *group, "tags", "Print a show's `podcast:` tags as JSON; with a file, replace them first.",
                    [tagged](Storage& storage, const Config& config) -> Result<json::value> {
                        MOORING_TRY(domain::Show show, find_show(storage, tagged->show));
                        if (tagged->file.empty()) return tags_json(show.tags);
                        publishing::ShowSettings settings;
                        MOORING_TRY(settings.tags, read_show_tags(tagged->file));
                        MOORING_TRY(show, storage.catalog->write([&](storage::CatalogTransaction& tx) {
                            return publishing::change_show_settings(tx, configured_urls(storage, config),
                                                                    storage.clock->now(), show.id, settings);
                        }));
                        return tags_json(show.tags);
                    });
    tags->add_option("--show", tagged->show, "Id, slug or title of the show.")->required();
    tags->add_option("--file", tagged->file, "JSON of all tags, as this command prints them.");

    auto checked = std::make_shared<Fields>();
    add_command(program, *group, "check", "Name the rules of podcast directories that a show breaks.",
                [checked](Storage& storage, const Config&) -> Result<json::value> {
                    MOORING_TRY(const domain::Show show, find_show(storage, checked->show));
                    MOORING_TRY(const auto broken,
                                publishing::find_broken_directory_rules(*storage.catalog, *storage.blobs, show));
                    json::array rows;
                    for (const std::string& rule : broken) rows.push_back(json::object{{"finding", rule}});
                    return json::value(std::move(rows));
                })
        ->add_option("--show", checked->show, "Id, slug or title of the show.")
        ->required();

    auto deleted = std::make_shared<Fields>();
    add_command(program, *group, "delete", "Delete a show without episodes; its addresses answer 410.",
                [deleted](Storage& storage, const Config&) -> Result<json::value> {
                    MOORING_TRY(const domain::Show show, find_show(storage, deleted->show));
                    MOORING_CHECK(storage.catalog->write([&](storage::CatalogTransaction& tx) {
                        return publishing::delete_show(tx, storage.clock->now(), show.workspace, show.id);
                    }));
                    return json::value(json::object{{"deleted", show.id.value}});
                })
        ->add_option("--show", deleted->show, "Id, slug or title of the show.")
        ->required();
}

}  // namespace mooring::server::admin
