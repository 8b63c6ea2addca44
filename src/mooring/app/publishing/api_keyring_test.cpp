#include "mooring/app/publishing/api_keyring.hpp"

#include <fstream>
#include <iterator>

#include "mooring/app/publishing/api_keys.hpp"
#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::publishing {
namespace {

using test::must;

class Keyring : public test::CatalogTest {
protected:
    Keyring() { switch_api(true); }

    void switch_api(bool is_on) {
        WorkspacePatch patch;
        patch.publishing_api_enabled = is_on;
        must(catalog->write([&](CatalogTransaction& tx) { return update_workspace(tx, workspace, patch); }));
    }
    CreatedApiKey make_key(std::optional<Instant> expires_at = {}) {
        return must(catalog->write([&](CatalogTransaction& tx) {
            return create_api_key(tx, secret, random, clock.now(),
                                  {workspace, "script", {Scope::episodes_read}, expires_at, "admin"});
        }));
    }
    bool opens(std::string_view text) { return must(keyring->find(text)) != nullptr; }

    ServerSecret secret{std::array<std::byte, 32>{}};
    WorkerPool workers{"test", 1, 100};
    std::shared_ptr<ApiKeyring> keyring = std::make_shared<ApiKeyring>(*catalog, secret, clock, workers);
};

TEST_F(Keyring, MakesKeysOfTheDocumentedForm) {
    const CreatedApiKey key = make_key();
    EXPECT_EQ(key.text.size(), 44U);
    EXPECT_EQ(key.text.substr(0, 4), "apk_");
    EXPECT_EQ(key.text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 4),
              std::string::npos);
    EXPECT_EQ(key.record.display, key.text.substr(4, 8));
}

TEST_F(Keyring, OpensWithALiveKeyOnlyAndRemembersIt) {
    const CreatedApiKey key = make_key();
    EXPECT_EQ(keyring->find_remembered(key.text), nullptr);
    EXPECT_TRUE(opens(key.text));
    EXPECT_NE(keyring->find_remembered(key.text), nullptr);
    EXPECT_FALSE(opens("apk_" + std::string(40, 'x')));
    EXPECT_FALSE(opens(std::string(100'000, 'x')));
}

TEST_F(Keyring, RefusesARevokedKeyAtTheNextRequest) {
    const CreatedApiKey key = make_key();
    ASSERT_TRUE(opens(key.text));
    must(catalog->write(
        [&](CatalogTransaction& tx) { return revoke_api_key(tx, clock.now(), workspace, key.record.id); }));
    EXPECT_EQ(keyring->find_remembered(key.text), nullptr);
    EXPECT_FALSE(opens(key.text));
}

TEST_F(Keyring, SeesANarrowedKeyAtTheNextRequest) {
    const CreatedApiKey key = make_key();
    ASSERT_TRUE(opens(key.text));
    must(catalog->write([&](CatalogTransaction& tx) {
        return update_api_key(tx, workspace, key.record.id,
                              {.label = {}, .scopes = std::set{Scope::station_read}, .expires_at = {}});
    }));
    EXPECT_EQ(must(keyring->find(key.text))->scopes, std::set{Scope::station_read});
}

TEST_F(Keyring, RefusesAKeyFromTheSecondOfItsExpiryOn) {
    const CreatedApiKey key = make_key(clock.now() + std::chrono::hours{1});
    clock.advance(std::chrono::hours{1} - std::chrono::microseconds{1});
    EXPECT_TRUE(opens(key.text));
    clock.advance(std::chrono::microseconds{1});
    EXPECT_EQ(keyring->find_remembered(key.text), nullptr);
    EXPECT_FALSE(opens(key.text));
}

TEST_F(Keyring, RefusesEveryKeyOfAWorkspaceThatIsSwitchedOff) {
    const CreatedApiKey key = make_key();
    ASSERT_TRUE(opens(key.text));
    switch_api(false);
    EXPECT_FALSE(opens(key.text));
    switch_api(true);
    EXPECT_TRUE(opens(key.text));
}

TEST_F(Keyring, NotesUseAtMostOnceAMinute) {
    const auto last_use = [&] {
        return must(catalog->read([&](CatalogSnapshot& view) { return view.api_keys().list(workspace); }))
            .front()
            .last_used_at;
    };
    auto pool = std::make_unique<WorkerPool>("uses", 1, 100);
    auto ring = std::make_shared<ApiKeyring>(*catalog, secret, clock, *pool);
    const CreatedApiKey key = make_key();
    const Instant first = clock.now();
    ring->note_use(key.record);
    clock.advance(std::chrono::seconds{59});
    ring->note_use(key.record);
    ring.reset();
    pool.reset();  // runs what is queued
    EXPECT_EQ(last_use(), first);
}

TEST_F(Keyring, RefusesTheFiftyFirstLiveKey) {
    for (int index = 0; index < max_live_api_keys; ++index) make_key();
    const auto one_more = catalog->write([&](CatalogTransaction& tx) {
        return create_api_key(tx, secret, random, clock.now(), {workspace, "x", {Scope::episodes_read}, {}, "admin"});
    });
    ASSERT_FALSE(one_more);
    EXPECT_EQ(one_more.error().code, Errc::conflict);
}

TEST_F(Keyring, KeepsTheKeyItselfOutOfTheDatabase) {
    const CreatedApiKey key = make_key();
    ASSERT_TRUE(opens(key.text));
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        EXPECT_EQ(bytes.find(key.text.substr(4)), std::string::npos) << entry.path();
    }
}

}  // namespace
}  // namespace mooring::app::publishing
