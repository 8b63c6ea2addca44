#include "mooring/app/importing/elsewhere.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"
#include "mooring/server/fetcher.hpp"
#include "mooring/server/importing.hpp"

// Shows that are hosted elsewhere and listed here, known by their feeds.

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace importing = app::importing;

struct Wanted {
    std::int64_t workspace = 0;
    std::string feed, show;
};

std::string_view name_of(domain::Hosting hosting) {
    return hosting == domain::Hosting::megaphone ? "megaphone" : "other";
}

json::object describe(const domain::Show& show) {
    return json::object{{"id", show.id.value},
                        {"title", show.title},
                        {"workspace", show.workspace.value},
                        {"provider", name_of(show.hosting)},
                        {"show_uri", "spotify:show:" + show.opaque_id},
                        {"feed", show.source_url},
                        {"changed", iso8601_seconds(show.updated_at)}};
}

/// Ask for a feed through the guarded way out, as the server does.
template <class Ask>
Result<json::value> with_ports(Storage& storage, const Config& config, Ask ask) {
    const app::PublicUrls urls = configured_urls(storage, config);
    MOORING_TRY(const auto fetcher, make_fetcher(config, urls.base));
    const importing::ImportPorts ports{*storage.catalog, *storage.blobs,  *fetcher, *storage.clock,
                                       *storage.random,  *storage.secret, urls};
    MOORING_TRY(const importing::ListedElsewhere listed, ask(ports));
    json::object told = describe(listed.show);
    told["new_episodes"] = listed.new_episodes;
    told["changed_episodes"] = listed.changed_episodes;
    return json::value(std::move(told));
}

Result<json::value> list(Storage& storage) {
    MOORING_TRY(const auto shows, storage.catalog->read([](storage::CatalogSnapshot& catalog) {
        return importing::shows_elsewhere(catalog, std::nullopt);
    }));
    json::array rows;
    for (const domain::Show& show : shows) rows.push_back(describe(show));
    return json::value(std::move(rows));
}

Result<json::value> remove(Storage& storage, const std::string& name) {
    MOORING_TRY(const domain::Show show, find_show(storage, name));
    MOORING_CHECK(importing::unlist_elsewhere(*storage.catalog, storage.clock->now(), show.id));
    return json::value(json::object{{"removed", show.id.value}});
}

}  // namespace

void add_elsewhere_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand(
        "elsewhere", "Shows that are hosted elsewhere and listed here in GraphQL, known by their feeds.");
    group->require_subcommand(1);

    auto added = std::make_shared<Wanted>();
    CLI::App* add =
        add_command(program, *group, "add", "List a show: its feed is read now, and by the server once an hour.",
                    [added](Storage& storage, const Config& config) {
                        return with_ports(storage, config, [&](const importing::ImportPorts& ports) {
                            return importing::list_elsewhere(ports, domain::WorkspaceId{added->workspace}, added->feed);
                        });
                    });
    add->add_option("--workspace", added->workspace, "Id of the workspace.")->required();
    add->add_option("--feed", added->feed, "Address of the feed.")->required();

    add_command(program, *group, "list", "List these shows.",
                [](Storage& storage, const Config&) { return list(storage); });

    auto again = std::make_shared<Wanted>();
    CLI::App* read = add_command(
        program, *group, "read", "Read a show's feed anew.", [again](Storage& storage, const Config& config) {
            return with_ports(storage, config,
                              [&](const importing::ImportPorts& ports) -> Result<importing::ListedElsewhere> {
                                  MOORING_TRY(const domain::Show show, find_show(storage, again->show));
                                  return importing::read_elsewhere_again(ports, show.id);
                              });
        });
    read->add_option("--show", again->show, "Id, URI or title of the show.")->required();

    auto removed = std::make_shared<Wanted>();
    CLI::App* drop = add_command(program, *group, "remove", "Take a show off the list, with its episodes.",
                                 [removed](Storage& storage, const Config&) { return remove(storage, removed->show); });
    drop->add_option("--show", removed->show, "Id, URI or title of the show.")->required();
}

}  // namespace mooring::server::admin
