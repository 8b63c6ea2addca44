#include "mooring/storage/catalog/sqlite/connection.hpp"

#include "mooring/storage/catalog/sqlite/sqlite_test_support.hpp"

namespace mooring::storage::sqlite {
namespace {

Errc code_of(const Result<void>& result) {
    return result ? Errc::internal : result.error().code;
}

TEST(Connection, UsesTheWriteAheadLogAndSyncsEveryCommit) {
    const TestFolder folder;
    auto settings = folder.settings();
    settings.durable = true;
    const auto connection = Connection::open(settings);
    ASSERT_TRUE(connection);
    EXPECT_EQ(*(*connection)->integer("PRAGMA synchronous"), 2);
    auto mode = (*connection)->prepare("PRAGMA journal_mode");
    ASSERT_TRUE(mode);
    ASSERT_TRUE(*mode->step());
    EXPECT_EQ(mode->row().text(), "wal");
}

TEST(Connection, TellsAFullDisk) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(connection->execute("CREATE TABLE t(x); PRAGMA max_page_count = 10;"));
    EXPECT_EQ(code_of(connection->execute("INSERT INTO t VALUES (zeroblob(1000000))")), Errc::no_space);
}

TEST(Connection, TellsALockedDatabase) {
    const TestFolder folder;
    const auto first = folder.connect();
    const auto second = folder.connect();
    ASSERT_TRUE(first->execute("CREATE TABLE t(x); BEGIN IMMEDIATE"));
    EXPECT_EQ(code_of(second->execute("INSERT INTO t VALUES (1)")), Errc::unavailable);
    ASSERT_TRUE(first->execute("COMMIT"));
    EXPECT_TRUE(second->execute("INSERT INTO t VALUES (1)"));
}

TEST(Connection, NamesTheColumnOfATakenName) {
    const TestFolder folder;
    const auto connection = folder.connect();
    ASSERT_TRUE(connection->execute("CREATE TABLE t(a, b, UNIQUE (a, b)); INSERT INTO t VALUES (1, 2)"));
    const auto taken = connection->execute("INSERT INTO t VALUES (1, 2)");
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error(), (Error{Errc::conflict, "b is taken", "b"}));
}

TEST(Connection, RefusesToWriteWhenItIsForQuestions) {
    const TestFolder folder;
    const auto writer = folder.connect();
    ASSERT_TRUE(writer->execute("CREATE TABLE t(x)"));
    auto settings = folder.settings();
    settings.query_only = true;
    const auto reader = Connection::open(settings);
    ASSERT_TRUE(reader);
    EXPECT_FALSE((*reader)->execute("INSERT INTO t VALUES (1)"));
}

TEST(Statement, CanBeInUseTwiceAtOnce) {
    const TestFolder folder;
    const auto connection = folder.connect();
    static constexpr const char* sql = "SELECT ? UNION ALL SELECT 0";
    auto outer = connection->prepare(sql);
    ASSERT_TRUE(outer);
    ASSERT_TRUE(*outer->add(1).step());
    {
        auto inner = connection->prepare(sql);
        ASSERT_TRUE(inner);
        ASSERT_TRUE(*inner->add(2).step());
        EXPECT_EQ(inner->row().integer(), 2);
    }
    EXPECT_EQ(outer->row().integer(), 1);
}

TEST(Row, ReadsEmptyAndAbsentValuesApart) {
    const TestFolder folder;
    const auto connection = folder.connect();
    auto statement = connection->prepare("SELECT ?, ?, ?, ?, ?");
    ASSERT_TRUE(statement);
    statement->add(std::string_view{}).add_null().add(std::optional<int>{}).add(std::optional{0});
    statement->add(std::string_view{"a\0b", 3});
    ASSERT_TRUE(*statement->step());
    Row row = statement->row();
    EXPECT_EQ(row.text(), "");
    EXPECT_EQ(row.maybe_integer(), std::nullopt);
    EXPECT_EQ(row.maybe_number(), std::nullopt);
    EXPECT_EQ(row.maybe_number(), 0);
    EXPECT_EQ(row.text(), std::string("a\0b", 3));
}

TEST(Row, TellsANumberThatNamesNoEnumerator) {
    enum class Colour { red, green };
    const TestFolder folder;
    const auto connection = folder.connect();
    for (const auto& [stored, sound] : {std::pair{1, true}, std::pair{2, false}, std::pair{-1, false}}) {
        auto statement = connection->prepare("SELECT ?");
        ASSERT_TRUE(statement);
        ASSERT_TRUE(*statement->add(stored).step());
        Row row = statement->row();
        static_cast<void>(row.enumerator(Colour::green));
        EXPECT_EQ(row.is_sound(), sound) << stored;
    }
}

}  // namespace
}  // namespace mooring::storage::sqlite
