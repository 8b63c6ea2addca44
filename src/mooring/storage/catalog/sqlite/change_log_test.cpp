#include "mooring/storage/catalog/sqlite/change_log.hpp"

#include "mooring/storage/catalog/sqlite/sqlite_test_support.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::int64_t ours = 1;
constexpr std::int64_t theirs = 2;

class ChangeLog : public testing::Test {
protected:
    void SetUp() override {
        writer_ = folder_.connect();
        ASSERT_TRUE(migrate(*writer_, {}));
        watcher_ = folder_.connect();
        changes_.emplace(*watcher_, ours);
        EXPECT_EQ(poll_everything(), std::nullopt) << "the first look is the start";
    }
    void log(std::int64_t origin, const ChangeSet& touched) { ASSERT_TRUE(log_changes(*writer_, origin, touched)); }
    std::optional<ChangeSet> poll() {
        auto changes = changes_->poll();
        EXPECT_TRUE(changes) << changes.error().message;
        return changes ? *changes : std::nullopt;
    }
    std::optional<bool> poll_everything() {
        const auto changes = poll();
        return changes ? std::optional{changes->everything} : std::nullopt;
    }
    static ChangeSet show(std::int64_t id) { return ChangeSet{{}, {domain::ShowId{id}}, false}; }

    TestFolder folder_;
    std::unique_ptr<Connection> writer_;
    std::unique_ptr<Connection> watcher_;
    std::optional<ExternalChanges> changes_;
};

TEST_F(ChangeLog, TellsWhatOthersTouchedOnce) {
    log(theirs, ChangeSet{{domain::WorkspaceId{3}}, {domain::ShowId{7}, domain::ShowId{8}}, false});
    const auto changes = poll();
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->workspaces, std::vector{domain::WorkspaceId{3}});
    EXPECT_EQ(changes->shows, (std::vector{domain::ShowId{7}, domain::ShowId{8}}));
    EXPECT_FALSE(changes->everything);
    EXPECT_FALSE(poll());
}

TEST_F(ChangeLog, KeepsQuietAboutOurOwn) {
    log(ours, show(7));
    EXPECT_FALSE(poll());
    log(ours, show(7));
    log(theirs, show(8));
    EXPECT_EQ(poll()->shows, std::vector{domain::ShowId{8}});
}

TEST_F(ChangeLog, AWriteThatTouchesNoIdIsStillNoMystery) {
    log(theirs, {});
    EXPECT_EQ(poll_everything(), false);
}

TEST_F(ChangeLog, TakesAWriteWithoutAnEntryForAChangeOfEverything) {
    ASSERT_TRUE(writer_->execute("INSERT INTO settings VALUES ('by', 'hand')"));
    EXPECT_EQ(poll_everything(), true);
    EXPECT_FALSE(poll());
}

TEST_F(ChangeLog, TakesMissedEntriesForAChangeOfEverything) {
    log(theirs, show(1));
    log(theirs, show(2));
    ASSERT_TRUE(writer_->execute("DELETE FROM change_log WHERE sequence = 1"));
    EXPECT_EQ(poll_everything(), true);
}

TEST_F(ChangeLog, SumsUpATransactionOfManyIds) {
    ChangeSet many;
    for (std::int64_t id = 1; id <= 1000; ++id) many.shows.push_back(domain::ShowId{id});
    log(theirs, many);
    EXPECT_EQ(*writer_->integer("SELECT count(*) FROM change_log"), 1);
    EXPECT_EQ(poll_everything(), true);
}

TEST_F(ChangeLog, IsPrunedToItsLatestEntries) {
    ASSERT_TRUE(
        writer_->execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20500) "
                         "INSERT INTO change_log(origin, everything) SELECT 2, 0 FROM n"));
    ASSERT_TRUE(prune_change_log(*writer_));
    EXPECT_EQ(*writer_->integer("SELECT count(*) FROM change_log"), 20000);
    EXPECT_EQ(*writer_->integer("SELECT max(sequence) FROM change_log"), 20500);
}

}  // namespace
}  // namespace mooring::storage::sqlite
