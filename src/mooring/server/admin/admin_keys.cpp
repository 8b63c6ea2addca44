#include "mooring/app/publishing/api_keys.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/server/admin/admin.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace publishing = app::publishing;

json::value time_or_null(const std::optional<Instant>& instant) {
    return instant ? json::value(iso8601_seconds(*instant)) : json::value();
}

json::object describe(const domain::ApiKey& key) {
    std::string scopes;
    for (const domain::Scope scope : key.scopes) scopes += (scopes.empty() ? "" : " ") + std::string{to_string(scope)};
    return json::object{{"id", key.id.value},
                        {"display", "apk_" + key.display + "…"},
                        {"label", key.label},
                        {"scopes", scopes},
                        {"created", iso8601_seconds(key.created_at)},
                        {"expires", time_or_null(key.expires_at)},
                        {"revoked", time_or_null(key.revoked_at)},
                        {"last_used", time_or_null(key.last_used_at)}};
}

struct NewKey {
    std::int64_t workspace = 0;
    std::string label;
    std::vector<std::string> scopes;
    std::string expires;

    Result<publishing::NewApiKey> read() const {
        publishing::NewApiKey wanted{
            .workspace = domain::WorkspaceId{workspace}, .label = label, .created_by = "admin"};
        for (const std::string& text : scopes) {
            const auto scope = domain::parse_scope(text);
            if (!scope) return invalid("scope", "'" + text + "' is not a scope");
            wanted.scopes.insert(*scope);
        }
        if (scopes.empty()) wanted.scopes.insert(domain::all_scopes().begin(), domain::all_scopes().end());
        if (!expires.empty()) {
            const auto seconds = parse_decimal(expires);
            wanted.expires_at = seconds ? from_unix_seconds(*seconds) : parse_iso8601(expires);
            if (!wanted.expires_at) return invalid("expires", "--expires must be Unix seconds or ISO 8601");
        }
        return wanted;
    }
};

struct KeyName {
    std::int64_t workspace = 0;
    std::int64_t key = 0;
};

}  // namespace

void add_key_commands(Program& program, CLI::App& admin) {
    CLI::App* group = admin.add_subcommand("key", "API keys of the publishing API.");
    group->require_subcommand(1);

    auto wanted = std::make_shared<NewKey>();
    CLI::App* create = add_command(
        program, *group, "create", "Make a key. It is printed this once and kept nowhere.",
        [wanted](Storage& storage, const Config&) -> Result<json::value> {
            MOORING_TRY(const publishing::NewApiKey request, wanted->read());
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_TRY(const auto created, publishing::create_api_key(tx, *storage.secret, *storage.random,
                                                                           storage.clock->now(), request));
                json::object row = describe(created.record);
                row["key"] = created.text;
                return json::value(std::move(row));
            });
        });
    create->add_option("--workspace", wanted->workspace, "Id of the workspace it opens.")->required();
    create->add_option("--label", wanted->label, "What it is for.")->required();
    create->add_option("--scope", wanted->scopes, "What it may do; may be repeated. Default: everything.");
    create->add_option("--expires", wanted->expires, "When it ends: Unix seconds or ISO 8601. Default: never.");

    auto listed = std::make_shared<std::int64_t>(0);
    add_command(program, *group, "list", "List a workspace's keys.",
                [listed](Storage& storage, const Config&) {
                    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<json::value> {
                        MOORING_TRY(const auto keys, catalog.api_keys().list(domain::WorkspaceId{*listed}));
                        json::array rows;
                        for (const auto& key : keys) rows.push_back(describe(key));
                        return json::value(std::move(rows));
                    });
                })
        ->add_option("--workspace", *listed, "Its id.")
        ->required();

    auto revoked = std::make_shared<KeyName>();
    CLI::App* revoke =
        add_command(program, *group, "revoke", "Refuse a key from now on.", [revoked](Storage& storage, const Config&) {
            return storage.catalog->write([&](storage::CatalogTransaction& tx) -> Result<json::value> {
                MOORING_CHECK(publishing::revoke_api_key(
                    tx, storage.clock->now(), domain::WorkspaceId{revoked->workspace}, domain::ApiKeyId{revoked->key}));
                return json::value(json::object{{"revoked", revoked->key}});
            });
        });
    revoke->add_option("--workspace", revoked->workspace, "Id of its workspace.")->required();
    revoke->add_option("--key", revoked->key, "Id of the key.")->required();
}

}  // namespace mooring::server::admin
