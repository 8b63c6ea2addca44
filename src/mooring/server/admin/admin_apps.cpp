#include "mooring/app/accounts/apps.hpp"
#include "mooring/server/admin/admin.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace accounts = app::accounts;

json::object describe(const domain::App& app) {
    std::string uris;
    for (const std::string& uri : app.redirect_uris) uris += (uris.empty() ? "" : " ") + uri;
    return {{"id", app.id.value},
            {"client_id", app.client_id},
            {"name", app.name},
            {"kind", app.kind == domain::AppKind::public_client ? "public" : "confidential"},
            {"redirect_uris", uris}};
}

struct Wanted {
    std::int64_t workspace = 0, app = 0;
    std::string name;
    std::vector<std::string> redirect_uris;
    bool is_public = false;
};

}  // namespace

void add_app_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("app", "OAuth apps: programs that people let in.");
    group->require_subcommand(1);

    auto wanted = std::make_shared<Wanted>();
    CLI::App* create = add_command(
        program, *group, "create", "Register an app. Its secret is printed this once and kept nowhere.",
        [wanted](Storage& storage, const Config&) -> Result<json::value> {
            const accounts::WantedApp app{
                domain::WorkspaceId{wanted->workspace}, wanted->name,
                wanted->is_public ? domain::AppKind::public_client : domain::AppKind::confidential,
                wanted->redirect_uris};
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_TRY(const auto created, create_app(tx, {*storage.random, *storage.secret, *storage.clock}, app,
                                                           accounts::Actor::command_line()));
                json::object row = describe(created.app);
                if (!created.client_secret.empty()) row["client_secret"] = created.client_secret;
                return json::value(std::move(row));
            });
        });
    create->add_option("--workspace", wanted->workspace, "Id of the workspace it belongs to.")->required();
    create->add_option("--name", wanted->name, "What people read when it asks for access.")->required();
    create->add_option("--redirect-uri", wanted->redirect_uris, "Where it takes people back to; may be repeated.");
    create->add_flag("--public", wanted->is_public, "It can keep no secret: a page or a program of its users.");

    auto listed = std::make_shared<std::int64_t>(0);
    add_command(program, *group, "list", "List a workspace's apps.",
                [listed](Storage& storage, const Config&) {
                    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<json::value> {
                        MOORING_TRY(const auto apps, catalog.apps().list(domain::WorkspaceId{*listed}));
                        json::array rows;
                        for (const auto& app : apps) rows.push_back(describe(app));
                        return json::value(std::move(rows));
                    });
                })
        ->add_option("--workspace", *listed, "Its id.")
        ->required();

    auto removed = std::make_shared<std::int64_t>(0);
    add_command(program, *group, "delete", "Remove an app, and end everything that was issued to it.",
                [removed](Storage& storage, const Config&) {
                    return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                        MOORING_CHECK(remove_app(tx, {*storage.random, *storage.secret, *storage.clock},
                                                 domain::AppId{*removed}, accounts::Actor::command_line()));
                        return json::value(json::object{{"deleted", *removed}});
                    });
                })
        ->add_option("--app", *removed, "Its id.")
        ->required();
}

}  // namespace mooring::server::admin
