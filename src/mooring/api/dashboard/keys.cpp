#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/api/dashboard/wire_objects.hpp"
#include "mooring/app/managing/clients.hpp"
#include "mooring/base/time_text.hpp"

namespace mooring::api::dashboard {
namespace {

using app::publishing::NewApiKey;

Result<NewApiKey> read_key(const Body& body, domain::WorkspaceId workspace) {
    NewApiKey wanted;
    wanted.workspace = workspace;
    MOORING_TRY(wanted.label, body.required_text("label"));
    MOORING_TRY(const auto scopes, body.texts("scopes"));
    for (const std::string& text : scopes.value_or(std::vector<std::string>{})) {
        const auto scope = domain::parse_scope(text);
        if (!scope) return invalid("scopes", "one of them is not known");
        wanted.scopes.insert(*scope);
    }
    MOORING_TRY(const auto expires_at, body.text("expires_at"));
    if (expires_at) {
        wanted.expires_at = parse_iso8601(*expires_at);
        if (!wanted.expires_at) return invalid("expires_at", "must be a time such as 2031-05-04T10:00:00Z");
    }
    return wanted;
}

}  // namespace

Answer list_keys(const Call& call) {
    MOORING_TRY(const auto workspace, call.path_id<domain::WorkspaceId>(0));
    MOORING_TRY(const auto keys, call.read([&](CatalogSnapshot& catalog) {
        return app::managing::list_keys(catalog, call.asker, workspace);
    }));
    return list_answer("keys", keys, [](JsonWriter& json, const domain::ApiKey& key) { write_key(json, key); });
}

Answer create_key(const Call& call, const Body& body) {
    MOORING_TRY(const auto workspace, call.path_id<domain::WorkspaceId>(0));
    MOORING_TRY(const NewApiKey wanted, read_key(body, workspace));
    MOORING_TRY(const auto created, call.write([&](CatalogTransaction& tx) {
        return app::managing::create_key(tx, call.mint(), call.asker, wanted);
    }));
    JsonWriter json;
    write_key(json, created.record, created.text);
    return json_answer(201, json.take());
}

Answer delete_key(const Call& call) {
    MOORING_TRY(const auto workspace, call.path_id<domain::WorkspaceId>(0));
    MOORING_TRY(const auto key, call.path_id<domain::ApiKeyId>(1));
    MOORING_CHECK(call.write([&](CatalogTransaction& tx) {
        return app::managing::revoke_key(tx, call.mint(), call.asker, workspace, key);
    }));
    return no_content();
}

}  // namespace mooring::api::dashboard
