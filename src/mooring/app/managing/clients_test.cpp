#include "mooring/app/managing/clients.hpp"

#include "mooring/app/managing/places.hpp"
#include "mooring/app/managing/test_managing.hpp"

namespace mooring::app::managing {
namespace {

using test::error_of;

class Clients : public test::ManagingTest {
protected:
    Result<accounts::CreatedApp> try_app(const Asker& by) {
        return change([&](CatalogTransaction& tx) {
            return create_app(tx, mint, by,
                              {workspace, "Player", domain::AppKind::confidential, {"https://p.example/"}});
        });
    }
    Result<publishing::CreatedApiKey> try_key(const Asker& by) {
        return change([&](CatalogTransaction& tx) {
            publishing::NewApiKey wanted;
            wanted.workspace = workspace;
            wanted.label = "Robot";
            wanted.scopes = {domain::Scope::shows_read};
            wanted.created_by = "somebody else";
            return create_key(tx, mint, by, wanted);
        });
    }
};

TEST_F(Clients, AreForOwners) {
    const Asker admin = member("wes", PlaceId{workspace}, Role::show_admin);
    EXPECT_EQ(error_of(try_app(admin)), "forbidden");
    EXPECT_EQ(error_of(try_key(admin)), "forbidden");
    EXPECT_EQ(error_of(try_app(read_only(owner()))), "forbidden");
    EXPECT_EQ(error_of(try_key(read_only(owner()))), "forbidden");
    const Asker stranger = member("sam", PlaceId{show}, Role::show_admin);
    EXPECT_EQ(error_of(try_app(stranger)), "not_found");
    EXPECT_EQ(error_of(try_key(stranger)), "not_found");
    EXPECT_EQ(error_of(try_app(owner())), "ok");
    EXPECT_EQ(error_of(try_app(administrator())), "ok");
}

TEST_F(Clients, SuchAsAppsChangeForTheirOwnersAlone) {
    const domain::App app = test::must(try_app(owner())).app;
    const auto rename = [&](const Asker& by, AppId id) {
        return error_of(
            change([&](CatalogTransaction& tx) { return update_app(tx, mint, by, id, {.name = "Renamed"}); }));
    };
    EXPECT_EQ(rename(nobody(), app.id), "not_found");
    EXPECT_EQ(rename(owner(), app.id), "ok");
    EXPECT_EQ(rename(owner(), domain::creators_app_id), "not_found") << "built in";
    const auto kept = ask([&](CatalogSnapshot& at) { return at.apps().find(app.id); });
    EXPECT_EQ(kept->name, "Renamed");
    EXPECT_EQ(kept->redirect_uris, app.redirect_uris) << "unset members stay";
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return list_apps(at, owner(), {}); }).size(), 1U);
    const Asker ann = asker(person("ann"));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return list_apps(at, ann, {}); }).empty());
    test::must(change([&](CatalogTransaction& tx) { return remove_app(tx, mint, owner(), app.id); }));
    EXPECT_EQ(last_entry(), "app.removed Renamed");
}

TEST_F(Clients, SuchAsKeysAreLoggedByWhatIsShownOfThem) {
    const auto created = test::must(try_key(owner()));
    EXPECT_EQ(created.record.created_by, "account:" + std::to_string(ada.id.value));
    EXPECT_EQ(last_entry(), "key.created " + created.record.display + " Robot");
    const auto revoke = [&](domain::ApiKeyId id) {
        return error_of(change([&](CatalogTransaction& tx) { return revoke_key(tx, mint, owner(), workspace, id); }));
    };
    EXPECT_EQ(revoke(created.record.id), "ok");
    EXPECT_EQ(last_entry(), "key.revoked " + created.record.display + " Robot");
    EXPECT_EQ(revoke(created.record.id), "ok") << "twice is fine";
    EXPECT_EQ(revoke(domain::ApiKeyId{99}), "not_found");
}

TEST_F(Clients, AreBoundedInNumber) {
    for (std::size_t count = 0; count < apps_at_most; ++count) ASSERT_EQ(error_of(try_app(owner())), "ok");
    EXPECT_EQ(error_of(try_app(owner())), "conflict");
}

}  // namespace
}  // namespace mooring::app::managing
