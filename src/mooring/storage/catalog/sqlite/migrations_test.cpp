#include "mooring/storage/catalog/sqlite/migrations.hpp"

#include <array>
#include <fstream>

#include "mooring/storage/catalog/sqlite/images.hpp"
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

std::string text_of(Connection& connection, const char* sql) {
    auto statement = connection.prepare(sql);
    EXPECT_TRUE(statement) << statement.error().message;
    return statement && *statement->step() ? statement->row().text() : "";
}

TEST(PictureUses, AreFilledFromWhatIsThere) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(migrate(*connection, {}, all_migrations().first(4)));
    // Rows of that schema with what this is about, and something in every other column.
    const auto add = [&](const char* table, const std::string& set) {
        auto names = connection->prepare(
            "SELECT group_concat(name, ', '), group_concat('0', ', ') FROM "
            "pragma_table_xinfo(?) WHERE name NOT IN ('id', 'image_hash', 'deleted_at') "
            "AND hidden = 0");
        ASSERT_TRUE(names);
        ASSERT_TRUE(*names->add(std::string_view{table}).step());
        Row row = names->row();
        const std::string columns = row.text();
        std::string values = row.text();
        EXPECT_TRUE(connection->execute("INSERT INTO " + std::string{table} + "(" + columns +
                                        ", image_hash, deleted_at) VALUES (" + values + ", " + set + ")"));
    };
    ASSERT_TRUE(connection->execute("PRAGMA foreign_keys = OFF"));
    add("shows", "'has', NULL");
    add("episodes", "'gone', 7");
    ASSERT_TRUE(connection->execute(
        R"(INSERT INTO images(hash, width, height, created_at, variants_json) VALUES
           ('has', 1, 1, 5, '[{"size":"64","sha256":"aa"},{"size":"300","sha256":"aa"},{"sha256":"bb"}]'),
           ('gone', 1, 1, 5, '[]'), ('replaced', 1, 1, 5, '[{"sha256":"bb"}]'))"));
    ASSERT_TRUE(migrate(*connection, {}));

    EXPECT_EQ(text_of(*connection, "SELECT group_concat(hash || ' ' || show_id) FROM show_pictures"), "has 1");
    EXPECT_EQ(text_of(*connection, "SELECT group_concat(hash || ' ' || episode_id) FROM episode_pictures"), "gone 1");
    EXPECT_EQ(text_of(*connection, "SELECT group_concat(sha256 || ' ' || hash) FROM image_blobs"),
              "aa has,bb has,bb replaced");
    SqliteImageReader images{*connection};
    EXPECT_EQ(*images.list_unused(from_unix_seconds(1'000'000), "", 100), std::vector<std::string>{"gone"})
        << "who had a picture before its present one is not known, so it stays";
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
