#include <optional>

#include "mooring/app/publishing/workspaces.hpp"
#include "mooring/server/admin/admin.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace publishing = app::publishing;

json::value describe(const domain::Workspace& workspace) {
    return json::object{
        {"id", workspace.id.value},         {"key", workspace.key},
        {"name", workspace.name},           {"publishing_api", workspace.publishing_api_enabled ? "on" : "off"},
        {"time_zone", workspace.time_zone}, {"color", workspace.color},
        {"website", workspace.website_url}};
}

struct Fields {
    std::int64_t id = 0;
    std::optional<std::string> name, description, image, color, website, time_zone, publishing_api;

    void add_to(CLI::App& command, bool name_required) {
        CLI::Option* name_option = command.add_option("--name", name, "What listeners read.");
        if (name_required) name_option->required();
        command.add_option("--description", description, "What it is about.");
        command.add_option("--image-url", image, "Address of its logo.");
        command.add_option("--color", color, "Brand colour, such as #1f6f78.");
        command.add_option("--website", website, "Its own site.");
        command.add_option("--time-zone", time_zone, "IANA name; the timetable's. Default: UTC.");
        command.add_option("--publishing-api", publishing_api, "on or off.")->check(CLI::IsMember({"on", "off"}));
    }

    publishing::WorkspacePatch patch() const {
        publishing::WorkspacePatch patch{name, description, image, color, website, time_zone, {}};
        if (publishing_api) patch.publishing_api_enabled = *publishing_api == "on";
        return patch;
    }
};

}  // namespace

void add_workspace_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("workspace", "Workspaces own shows and API keys.");
    group->require_subcommand(1);

    add_command(program, *group, "list", "List all workspaces.", [](Storage& storage, const Config&) {
        return storage.catalog->read([](storage::CatalogSnapshot& catalog) -> Result<json::value> {
            MOORING_TRY(const auto workspaces, catalog.workspaces().list());
            json::array rows;
            for (const auto& workspace : workspaces) rows.push_back(describe(workspace));
            return json::value(std::move(rows));
        });
    });

    auto created = std::make_shared<Fields>();
    CLI::App* create = add_command(
        program, *group, "create", "Make a workspace; the first one in an empty folder makes the instance.",
        [created](Storage& storage, const Config&) {
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_TRY(const auto workspace,
                            publishing::create_workspace(tx, *storage.random, storage.clock->now(),
                                                         domain::Workspace{.name = created->name.value_or("")}));
                MOORING_TRY(const auto whole, publishing::update_workspace(tx, workspace.id, created->patch()));
                return describe(whole);
            });
        },
        IfMissing::make);
    created->add_to(*create, true);

    auto changed = std::make_shared<Fields>();
    CLI::App* set =
        add_command(program, *group, "set", "Change a workspace.", [changed](Storage& storage, const Config&) {
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_TRY(const auto workspace,
                            publishing::update_workspace(tx, domain::WorkspaceId{changed->id}, changed->patch()));
                return describe(workspace);
            });
        });
    set->add_option("--workspace", changed->id, "Its id.")->required();
    changed->add_to(*set, false);
}

}  // namespace mooring::server::admin
