#include "cli/pull_output.hpp"

#include <gtest/gtest.h>

namespace mooring::cli {
namespace {

PullOutcome outcome(const PullTask& task, std::string text, std::string skipped = {}) {
    return {.task = &task, .kept = {.text = std::move(text), .skipped = std::move(skipped)}};
}

TEST(OutcomeLine, LeavesTheAnswerAsItIsOnOneLine) {
    const PullTask plays{.question = {"plays", "", "{}"}};
    EXPECT_EQ(outcome_line("endpoint", outcome(plays, "{\"b\": 1.10,\r\n \"a\": \"\\n\"}")),
              R"({"endpoint": "plays", "episode": null, "response": {"b": 1.10,   "a": "\n"}})");
    const PullTask video{.question = {"episode-metadata", "webEpisodeId:\"x", "{}"}};
    EXPECT_EQ(
        outcome_line("endpoint", outcome(video, "", "no video")),
        R"({"endpoint": "episode-metadata", "episode": "webEpisodeId:\"x", "response": null, "skipped": "no video"})");
}

TEST(OutcomeTable, AlignsRowsAndKeepsTerminalsSafe) {
    const PullTask geo{.question = {"plays-by-geo", "", "{}"}};
    const std::string table = R"({"data":{"columnHeaders":[{"name":"Country"},{"name":"Share"}],)"
                              R"("rows":[["Côte d'Ivoire",0.75],["\u001b[31mred",null]]}})";
    EXPECT_EQ(outcome_table(outcome(geo, table)),
              "plays-by-geo\n  Country        Share\n  Côte d'Ivoire  0.75\n   [31mred       -\n");
    EXPECT_EQ(outcome_table(outcome(geo, R"({"data":{"rows":[45],"columnHeaders":[]}})")), "plays-by-geo\n  45\n");
    EXPECT_EQ(outcome_table(outcome(geo, R"({"data":{"rows":[],"columnHeaders":[]}})")), "plays-by-geo\n  (no rows)\n");
}

TEST(Indented, KeepsNumbersAndTextsAsTheyAreWritten) {
    EXPECT_EQ(indented(R"({"a":1.0,"b":[],"c":{"d":"x, {y}: \""},"e":[1,2]})"),
              "{\n  \"a\": 1.0,\n  \"b\": [],\n  \"c\": {\n    \"d\": \"x, {y}: \\\"\"\n  },\n  \"e\": [\n    1,\n    "
              "2\n  ]\n}\n");
}

}  // namespace
}  // namespace mooring::cli
