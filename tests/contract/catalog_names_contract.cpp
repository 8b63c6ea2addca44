#include <string>

#include "catalog_contract.hpp"

// Workspaces, keys, subscribers, shows, pictures, settings: what is stored comes back under all its names.

namespace mooring::contract {
namespace {

using domain::Show;
using domain::Workspace;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;
using storage::Image;

TEST_P(CatalogContract, GivesBackAWorkspaceByIdAndByKey) {
    const Workspace stored = add(samples.workspace());
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.workspaces().find(stored.id); }), stored);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.workspaces().find_by_key(stored.key); }), stored);
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.workspaces().find(domain::WorkspaceId{999}); }));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.workspaces().find_by_key(""); }));
}

TEST_P(CatalogContract, ListsWorkspacesById) {
    const Workspace first = add(samples.workspace());
    const Workspace second = add(samples.workspace());
    EXPECT_LT(first.id, second.id);
    EXPECT_EQ(ask([](CatalogSnapshot& at) { return at.workspaces().list(); }), (std::vector{first, second}));
}

TEST_P(CatalogContract, ReplacesAllFieldsOfAWorkspace) {
    Workspace workspace = add(samples.workspace());
    const auto id = workspace.id;
    workspace = samples.workspace();
    workspace.id = id;
    workspace.name.clear();
    workspace.publishing_api_enabled = false;
    change([&](CatalogTransaction& tx) { return tx.workspace_writer().update(workspace); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.workspaces().find(id); }), workspace);

    workspace.id = domain::WorkspaceId{999};
    const auto missing =
        catalog().write([&](CatalogTransaction& tx) { return tx.workspace_writer().update(workspace); });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::not_found);
}

TEST_P(CatalogContract, RefusesAWorkspaceKeyThatIsTaken) {
    const Workspace first = add(samples.workspace());
    const auto again = catalog().write([&](CatalogTransaction& tx) { return tx.workspace_writer().insert(first); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::conflict);
    EXPECT_EQ(again.error().field, "key");
}

TEST_P(CatalogContract, KeepsTheTimetableInItsOrder) {
    const Show show = add_show();
    const domain::TimetableEntry monday{1, 0, 540, 720, show.id};
    const domain::TimetableEntry late{1, 6, 1380, 60, show.id};
    const domain::TimetableEntry second_week{2, 0, 0, 1440, show.id};
    change([&](CatalogTransaction& tx) {
        return tx.workspace_writer().replace_timetable(show.workspace, {second_week, late, monday});
    });
    const auto timetable = [&] {
        return ask([&](CatalogSnapshot& at) { return at.workspaces().timetable(show.workspace); });
    };
    EXPECT_EQ(timetable(), (std::vector{monday, late, second_week}));
    change([&](CatalogTransaction& tx) { return tx.workspace_writer().replace_timetable(show.workspace, {late}); });
    EXPECT_EQ(timetable(), std::vector{late});
    change([&](CatalogTransaction& tx) { return tx.workspace_writer().replace_timetable(show.workspace, {}); });
    EXPECT_TRUE(timetable().empty());
}

TEST_P(CatalogContract, FindsAnApiKeyByItsHashInAnyState) {
    const Workspace workspace = add(samples.workspace());
    domain::ApiKey key = samples.api_key(workspace.id);
    key.expires_at = sample_now;
    key.revoked_at = sample_now;
    key.last_used_at = sample_now;
    key.id = change([&](CatalogTransaction& tx) { return tx.api_key_writer().insert(key); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.api_keys().find_by_hash(key.hash); }), key);
    // Up to the first zero byte the hashes agree.
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.api_keys().find_by_hash(std::string("\0", 1)); }));
}

TEST_P(CatalogContract, ListsAndCountsTheApiKeysOfAWorkspace) {
    const Workspace mine = add(samples.workspace());
    const Workspace other = add(samples.workspace());
    const auto insert = [&](domain::ApiKey key) {
        key.id = change([&](CatalogTransaction& tx) { return tx.api_key_writer().insert(key); });
        return key;
    };
    domain::ApiKey live = insert(samples.api_key(mine.id));
    domain::ApiKey expired = samples.api_key(mine.id);
    expired.expires_at = sample_now;
    expired = insert(expired);
    domain::ApiKey revoked = samples.api_key(mine.id);
    revoked.scopes.clear();
    revoked.revoked_at = sample_now;
    revoked = insert(revoked);
    insert(samples.api_key(other.id));

    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.api_keys().list(mine.id); }),
              (std::vector{revoked, expired, live}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.api_keys().count_live(mine.id, sample_now); }), 1);
    const Instant earlier = sample_now - std::chrono::microseconds{1};
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.api_keys().count_live(mine.id, earlier); }), 2);
}

TEST_P(CatalogContract, ReplacesWhatMayChangeOfAnApiKey) {
    const Workspace workspace = add(samples.workspace());
    domain::ApiKey key = samples.api_key(workspace.id);
    key.id = change([&](CatalogTransaction& tx) { return tx.api_key_writer().insert(key); });
    key.label = "other";
    key.scopes = {domain::all_scopes().begin(), domain::all_scopes().end()};
    key.expires_at = sample_now;
    key.revoked_at = sample_now + std::chrono::hours{1};
    change([&](CatalogTransaction& tx) { return tx.api_key_writer().update(key); });
    key.last_used_at = sample_now + std::chrono::hours{2};
    change([&](CatalogTransaction& tx) { return tx.api_key_writer().touch(key.id, *key.last_used_at); });
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.api_keys().find_by_hash(key.hash); }), key);

    domain::ApiKey unknown = samples.api_key(workspace.id);
    unknown.id = domain::ApiKeyId{999};
    EXPECT_EQ(catalog().write([&](CatalogTransaction& tx) { return tx.api_key_writer().update(unknown); }).error().code,
              Errc::not_found);
    EXPECT_TRUE(
        catalog().write([&](CatalogTransaction& tx) { return tx.api_key_writer().touch(unknown.id, sample_now); }));
}

TEST_P(CatalogContract, KeepsSubscribersOfAShow) {
    const Show show = add_show();
    domain::Subscriber first = samples.subscriber(show.id);
    domain::Subscriber second = samples.subscriber(show.id);
    first.id = change([&](CatalogTransaction& tx) { return tx.subscriber_writer().insert(first); });
    second.id = change([&](CatalogTransaction& tx) { return tx.subscriber_writer().insert(second); });
    change([&](CatalogTransaction& tx) { return tx.subscriber_writer().revoke(first.id, sample_now); });
    first.revoked_at = sample_now;
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.subscribers().find(first.id); }), first);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.subscribers().find_by_token_hash(second.token_hash); }), second);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.subscribers().list(show.id); }), (std::vector{first, second}));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.subscribers().find(domain::SubscriberId{999}); }));
}

TEST_P(CatalogContract, GivesBackEveryFieldOfAShowByEveryName) {
    const Workspace workspace = add(samples.workspace());
    for (const Show& stored : {add(samples.show(workspace.id)), add(samples.full_show(workspace.id))}) {
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(stored.id); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_key(stored.key); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_opaque_id(stored.opaque_id); }), stored);
        EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_slug(stored.slug); }), stored);
        if (!stored.custom_domain.empty()) {
            EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_custom_domain(stored.custom_domain); }),
                      stored);
        }
    }
    EXPECT_FALSE(ask([](CatalogSnapshot& at) { return at.shows().find_by_custom_domain(""); }));
    EXPECT_FALSE(ask([](CatalogSnapshot& at) { return at.shows().find_by_slug(""); }));
    EXPECT_FALSE(ask([](CatalogSnapshot& at) { return at.shows().find(domain::ShowId{999}); }));
}

TEST_P(CatalogContract, RemembersTheDomainsAShowHad) {
    const Workspace workspace = add(samples.workspace());
    Show show = samples.show(workspace.id);
    show.custom_domain = "second.example";
    show = add(show);
    const auto domains = [&] { return ask([&](CatalogSnapshot& at) { return at.shows().list_domains(show.id); }); };
    EXPECT_EQ(domains(), std::vector<std::string>{"second.example"});
    for (const char* host : {"first.example", "second.example", ""}) {
        show.custom_domain = host;
        change([&](CatalogTransaction& tx) { return tx.show_writer().update(show); });
    }
    EXPECT_EQ(domains(), (std::vector<std::string>{"first.example", "second.example"}));
    const Show other = add(samples.show(workspace.id));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.shows().list_domains(other.id); }).empty());
}

TEST_P(CatalogContract, ReplacesAllFieldsOfAShow) {
    const Workspace workspace = add(samples.workspace());
    Show show = add(samples.full_show(workspace.id));
    const auto id = show.id;
    show = samples.show(workspace.id);
    show.id = id;
    update(show);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(id); }), show);
    const Show full = [&] {
        Show changed = samples.full_show(workspace.id);
        changed.id = id;
        return changed;
    }();
    update(full);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(id); }), full);
}

TEST_P(CatalogContract, ListsShowsThatAreNotDeleted) {
    const Workspace mine = add(samples.workspace());
    const Workspace other = add(samples.workspace());
    const Show first = add(samples.show(mine.id));
    Show gone = samples.show(mine.id);
    gone.deleted_at = sample_now;
    gone = add(gone);
    const Show foreign = add(samples.show(other.id));
    const Show last = add(samples.show(mine.id));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().list(mine.id); }), (std::vector{first, last}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().list(std::nullopt); }),
              (std::vector{first, foreign, last}));
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find(gone.id); }), gone);
}

TEST_P(CatalogContract, NamesTheShowFieldThatIsTaken) {
    const Show stored = add_show();
    const auto conflict_of = [&](auto spoil) {
        Show show = samples.show(stored.workspace);
        spoil(show);
        return catalog().write([&](CatalogTransaction& tx) { return tx.show_writer().insert(show); }).error();
    };
    EXPECT_EQ(conflict_of([&](Show& s) { s.key = stored.key; }).field, "key");
    EXPECT_EQ(conflict_of([&](Show& s) { s.opaque_id = stored.opaque_id; }).field, "opaque_id");
    const Error slug = conflict_of([&](Show& s) { s.slug = stored.slug; });
    EXPECT_EQ(slug.field, "slug");
    EXPECT_EQ(slug.code, Errc::conflict);
    EXPECT_EQ(conflict_of([&](Show& s) { s.workspace = domain::WorkspaceId{999}; }).code, Errc::not_found);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().list(std::nullopt); }), std::vector{stored});
}

TEST_P(CatalogContract, ReservesOldSlugsOfAShow) {
    Show show = add_show();
    const std::string old_slug = show.slug;
    show.slug = "new-slug";
    update(show);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_slug(old_slug); }), show);
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_slug("new-slug"); }), show);
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.shows().is_slug_free(old_slug); }));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.shows().is_slug_free("new-slug"); }));
    EXPECT_TRUE(ask([&](CatalogSnapshot& at) { return at.shows().is_slug_free("other-slug"); }));

    Show other = add(samples.show(show.workspace));
    other.slug = old_slug;
    const auto taken = catalog().write([&](CatalogTransaction& tx) { return tx.show_writer().update(other); });
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error(), (Error{Errc::conflict, taken.error().message, "slug"}));
    show.slug = old_slug;
    update(show);  // back to its own
    EXPECT_EQ(ask([&](CatalogSnapshot& at) { return at.shows().find_by_slug("new-slug"); }), show);
}

TEST_P(CatalogContract, StoresAPictureOnceAndReplacesItsVariants) {
    Image image{samples.unique(22), 3000, 2000, {{"300", "webp", std::string(64, 'c'), 12345, 300, 200}}, sample_now};
    const auto put = [&] { change([&](CatalogTransaction& tx) { return tx.image_writer().put(image); }); };
    put();
    image.variants.push_back({"feed", "jpg", std::string(64, 'd'), 5'000'000'000, 3000, 3000});
    put();
    const auto found = ask([&](CatalogSnapshot& at) { return at.images().find(image.hash); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->width, 3000);
    EXPECT_EQ(found->height, 2000);
    EXPECT_EQ(found->created_at, sample_now);
    ASSERT_EQ(found->variants.size(), 2U);
    EXPECT_EQ(found->variants[0].size, "300");
    EXPECT_EQ(found->variants[0].extension, "webp");
    EXPECT_EQ(found->variants[1].size_bytes, 5'000'000'000);
    EXPECT_EQ(found->variants[1].sha256, std::string(64, 'd'));
    EXPECT_FALSE(ask([&](CatalogSnapshot& at) { return at.images().find("none"); }));
}

TEST_P(CatalogContract, KeepsSettings) {
    const auto find = [&](std::string_view name) {
        return ask([&](CatalogSnapshot& at) { return at.settings().find(name); });
    };
    EXPECT_EQ(find("instance"), std::nullopt);
    change([](CatalogTransaction& tx) { return tx.settings_writer().put("instance", "one"); });
    change([](CatalogTransaction& tx) { return tx.settings_writer().put("instance", ""); });
    EXPECT_EQ(find("instance"), "");
}

}  // namespace
}  // namespace mooring::contract
