#include <gtest/gtest.h>

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

TEST_F(QueryPlan, OfAPageStartsAtTheCursor) {
    const auto lists = public_list_statements();
    const auto line_of = [&](std::size_t index) { return plan_of(*connection_, *lists[index].second).at(0); };
    ASSERT_EQ(lists[0].first, "page_of_workspace");
    EXPECT_EQ(line_of(0),
              "SEARCH e USING INDEX episodes_out_by_workspace (workspace_id=? AND (publish_second,place)<(?,?))");
    ASSERT_EQ(lists[1].first, "page_of_show");
    EXPECT_EQ(line_of(1), "SEARCH e USING INDEX episodes_out_by_show (show_id=? AND (publish_second,place)<(?,?))");
}

TEST_F(QueryPlan, OfRevisionsReadsNoEpisodeRow) {
    const auto lists = public_list_statements();
    ASSERT_EQ(lists[4].first, "revisions_of_show");
    EXPECT_EQ(plan_of(*connection_, *lists[4].second),
              std::vector<std::string>{"SEARCH e USING COVERING INDEX episodes_out_by_show (show_id=?)"});
}

}  // namespace
}  // namespace mooring::storage::sqlite
