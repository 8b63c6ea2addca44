#include "mooring/app/accounts/apps.hpp"

#include "mooring/app/accounts/client_authentication.hpp"
#include "mooring/app/accounts/test_accounts.hpp"

namespace mooring::app::accounts {
namespace {

using namespace std::chrono_literals;

class Apps : public test::AccountsTest {
protected:
    Result<CreatedApp> create(WantedApp wanted) {
        wanted.workspace = workspace;
        return change([&](CatalogTransaction& tx) { return create_app(tx, mint, wanted, actor); });
    }
    ClientVerdict verdict(const std::string& id, std::optional<std::string> given) {
        const IpAddress address = IpAddress::v4(203, 0, 113, 5);
        return test::must(authenticate_client(*catalog, secret, clock, limits, {id, std::move(given), address}))
            .verdict;
    }
    GuessLimits limits{*catalog, secret, clock, {}};
};

TEST_F(Apps, AreKnownByTheirSecretOrByTheirIdAlone) {
    const auto confidential = test::must(create({.name = "Server"}));
    const auto single_page = test::must(create({.name = "Page", .kind = AppKind::public_client}));
    EXPECT_EQ(confidential.app.client_id.size(), 32U);
    EXPECT_EQ(confidential.client_secret.size(), 32U);
    EXPECT_TRUE(single_page.client_secret.empty());
    EXPECT_EQ(verdict(confidential.app.client_id, confidential.client_secret), ClientVerdict::good);
    EXPECT_EQ(verdict(confidential.app.client_id, std::nullopt), ClientVerdict::unknown);
    EXPECT_EQ(verdict(confidential.app.client_id, ""), ClientVerdict::wrong_secret);
    EXPECT_EQ(verdict(confidential.app.client_id, confidential.app.client_id), ClientVerdict::wrong_secret);
    EXPECT_EQ(verdict(single_page.app.client_id, std::nullopt), ClientVerdict::good);
    EXPECT_EQ(verdict(single_page.app.client_id, ""), ClientVerdict::wrong_secret);
    EXPECT_EQ(verdict("nobody", "x"), ClientVerdict::unknown);
}

TEST_F(Apps, KeepTheOldSecretForTheOverlap) {
    const auto created = test::must(create({.name = "Server"}));
    const auto replace = [&](std::chrono::seconds overlap) {
        return change([&](CatalogTransaction& tx) { return replace_secret(tx, mint, created.app.id, overlap, actor); });
    };
    const auto replaced = test::must(replace(1h));
    EXPECT_EQ(verdict(created.app.client_id, created.client_secret), ClientVerdict::good);
    EXPECT_EQ(verdict(created.app.client_id, replaced.client_secret), ClientVerdict::good);
    clock.advance(1h);
    EXPECT_EQ(verdict(created.app.client_id, created.client_secret), ClientVerdict::wrong_secret);
    EXPECT_EQ(verdict(created.app.client_id, replaced.client_secret), ClientVerdict::good);
    EXPECT_EQ(replace(25h).error().field, "overlap");
}

TEST_F(Apps, WaitAfterThirtyWrongSecrets) {
    const auto created = test::must(create({.name = "Server"}));
    for (int n = 0; n < 30; ++n) EXPECT_EQ(verdict(created.app.client_id, "x"), ClientVerdict::wrong_secret);
    EXPECT_EQ(verdict(created.app.client_id, created.client_secret), ClientVerdict::too_many);
    clock.advance(10min);
    EXPECT_EQ(verdict(created.app.client_id, created.client_secret), ClientVerdict::good);
}

TEST_F(Apps, AreRefusedWithBadFields) {
    EXPECT_EQ(create({.name = " "}).error().field, "name");
    EXPECT_EQ(create({.name = "A", .redirect_uris = {"http://player.example/"}}).error().field, "redirect_uri");
    EXPECT_EQ(create({.name = "A", .redirect_uris = std::vector<std::string>(21, "https://a.example/")}).error().field,
              "redirect_uri");
    const auto builtin =
        change([&](CatalogTransaction& tx) { return remove_app(tx, mint, domain::creators_app_id, actor); });
    EXPECT_EQ(builtin.error().code, Errc::forbidden);
    const auto created = test::must(create({.name = "A"}));
    EXPECT_TRUE(change([&](CatalogTransaction& tx) { return remove_app(tx, mint, created.app.id, actor); }));
    EXPECT_EQ(verdict(created.app.client_id, created.client_secret), ClientVerdict::unknown);
}

}  // namespace
}  // namespace mooring::app::accounts
