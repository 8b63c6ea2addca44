#include <gtest/gtest.h>

#include "mooring/storage/catalog/sqlite/listings.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_test_support.hpp"

// publishing-v1.md, 6.5: a page is one index range read, whatever its depth.

namespace mooring::storage::sqlite {
namespace {

std::vector<std::string> plan_of(Connection& connection, const std::string& sql) {
    static std::vector<std::string> kept;  // statements are cached by address
    kept.reserve(100);
    kept.push_back("EXPLAIN QUERY PLAN " + sql);
    auto statement = connection.prepare(kept.back().c_str());
    EXPECT_TRUE(statement) << statement.error().message;
    std::vector<std::string> lines;
    while (statement && *statement->step()) {
        Row row = statement->row();
        row.integer();
        row.integer();
        row.integer();
        lines.push_back(row.text());
    }
    return lines;
}

class QueryPlan : public testing::Test {
protected:
    void SetUp() override {
        connection_ = folder_.connect();
        ASSERT_TRUE(migrate(*connection_, {}));
    }
    TestFolder folder_;
    std::unique_ptr<Connection> connection_;
};

TEST_F(QueryPlan, OfEveryPublicListIsRangesOfIndexesInOrder) {
    for (const auto& [name, sql] : public_list_statements()) {
        for (const std::string& line : plan_of(*connection_, *sql)) {
            EXPECT_EQ(line.find("TEMP B-TREE"), std::string::npos) << name << ": " << line;
            const bool is_scan = line.starts_with("SCAN") && line != "SCAN CONSTANT ROW";
            EXPECT_FALSE(is_scan) << name << ": " << line;
        }
    }
}

// A page and a search walk their index newest first and sort nothing; only the words themselves are a virtual table.
TEST_F(QueryPlan, OfEveryListingNeedsNoSorting) {
    for (const auto& [name, sql] : listing_statements()) {
        for (const std::string& line : plan_of(*connection_, *sql)) {
            EXPECT_EQ(line.find("TEMP B-TREE"), std::string::npos) << name << ": " << line;
            const bool is_words = line.starts_with("SCAN f VIRTUAL TABLE");
            const bool is_few = line == "SCAN shows USING COVERING INDEX shows_by_markets";
            EXPECT_FALSE(line.starts_with("SCAN") && !is_words && !is_few) << name << ": " << line;
        }
    }
    const auto count = plan_of(*connection_, *listing_statements()[1].second);
    ASSERT_EQ(count.size(), 1U);
    EXPECT_EQ(count[0], "SEARCH l USING COVERING INDEX listings_by_show (show_id=?)");
}

TEST_F(QueryPlan, OfAPageStartsAtTheCursor) {
    const auto lists = public_list_statements();
    const auto line_of = [&](std::size_t index) { return plan_of(*connection_, *lists[index].second).at(0); };
    ASSERT_EQ(lists[0].first, "page_of_workspace");
    EXPECT_EQ(line_of(0),
              "SEARCH e USING INDEX episodes_out_by_workspace (workspace_id=? AND (publish_second,place)<(?,?))");
    ASSERT_EQ(lists[1].first, "page_of_show");
    EXPECT_EQ(line_of(1), "SEARCH e USING INDEX episodes_out_by_show (show_id=? AND (publish_second,place)<(?,?))");
}

// The plan does not call the index covering, since `place` is a generated column, but the program reads nothing else.
TEST_F(QueryPlan, OfRevisionsReadsNoEpisodeRow) {
    const auto lists = public_list_statements();
    ASSERT_EQ(lists[4].first, "revisions_of_show");
    const std::int64_t table = *connection_->integer("SELECT rootpage FROM sqlite_schema WHERE name = 'episodes'");
    const std::string sql = "EXPLAIN " + *lists[4].second;
    auto statement = connection_->prepare(sql.c_str());
    ASSERT_TRUE(statement) << statement.error().message;
    std::int64_t table_cursor = -1;
    int read_from_index = 0;
    while (*statement->step()) {
        Row row = statement->row();
        row.integer();  // address
        const std::string operation = row.text();
        const std::int64_t cursor = row.integer();
        if (operation == "OpenRead" && row.integer() == table) table_cursor = cursor;
        if (operation != "Column") continue;
        EXPECT_NE(cursor, table_cursor);
        ++read_from_index;
    }
    EXPECT_NE(table_cursor, -1);
    EXPECT_GT(read_from_index, 0);
}

}  // namespace
}  // namespace mooring::storage::sqlite
