#include "mooring/storage/catalog/sqlite/migrations.hpp"

#include <array>
#include <fstream>

#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_test_support.hpp"

namespace mooring::storage::sqlite {
namespace {

constexpr std::array two_steps{Migration{1, "first",
                                         "CREATE TABLE shows(id INTEGER PRIMARY KEY AUTOINCREMENT); "
                                         "CREATE TABLE episodes(id INTEGER PRIMARY KEY AUTOINCREMENT);"},
                               Migration{2, "second", "CREATE TABLE added(x); INSERT INTO added VALUES (7);"}};
constexpr std::array broken_second{two_steps[0], Migration{2, "broken", "CREATE TABLE added(x); SYNTAX ERROR;"}};

TEST(Migrate, RunsOnlyTheStepsThatAreMissing) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(migrate(*connection, {}, std::span{two_steps}.first(1)));
    EXPECT_EQ(*connection->integer("PRAGMA user_version"), 1);
    ASSERT_TRUE(migrate(*connection, {}, two_steps));
    ASSERT_TRUE(migrate(*connection, {}, two_steps));
    EXPECT_EQ(*connection->integer("PRAGMA user_version"), 2);
    EXPECT_EQ(*connection->integer("SELECT count(*) FROM added"), 1) << "a step runs once";
}

TEST(Migrate, LeavesTheSchemaAsItWasWhenAStepFails) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(migrate(*connection, {}, std::span{two_steps}.first(1)));
    EXPECT_FALSE(migrate(*connection, {}, broken_second));
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(*connection->integer("PRAGMA user_version"), 1);
    EXPECT_EQ(*connection->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'added'"), 0);
}

TEST(Migrate, RefusesASchemaOfANewerProgram) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(migrate(*connection, {}, two_steps));
    const auto refused = migrate(*connection, {}, std::span{two_steps}.first(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unsupported);
    EXPECT_NE(refused.error().message.find("version 2"), std::string::npos) << refused.error().message;
}

TEST(Migrate, RefusesTheDatabaseOfAnotherProgram) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(connection->execute("CREATE TABLE photos(x)"));
    const auto refused = migrate(*connection, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unsupported);
}

TEST(Migrate, StartsTheIdsWhereItIsTold) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(migrate(*connection, FirstIds{.show = 40, .episode = 5000}, two_steps));
    ASSERT_TRUE(connection->execute("INSERT INTO shows DEFAULT VALUES; INSERT INTO episodes DEFAULT VALUES;"));
    EXPECT_EQ(*connection->integer("SELECT id FROM shows"), 40);
    EXPECT_EQ(*connection->integer("SELECT id FROM episodes"), 5000);
}

TEST(Migrate, NumbersItsStepsFromOneWithoutGaps) {
    int expected = 1;
    for (const Migration& step : all_migrations()) EXPECT_EQ(step.number, expected++);
}

TEST(OpenSqliteCatalog, TellsAFileThatIsNoDatabase) {
    const TestFolder folder;
    std::ofstream{folder.database()} << std::string(5000, 'x');
    SqliteOptions options;
    options.path = folder.database();
    const auto opened = open_sqlite_catalog(options);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::corrupt);
}

TEST(OpenSqliteCatalog, TellsAFolderThatIsNotThere) {
    const TestFolder folder;
    SqliteOptions options;
    options.path = folder.database() + "/no/such/folder";
    const auto opened = open_sqlite_catalog(options);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace mooring::storage::sqlite
