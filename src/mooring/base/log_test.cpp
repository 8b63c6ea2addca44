#include "mooring/base/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <thread>
#include <vector>

namespace mooring::log {
namespace {

using testing::MatchesRegex;

constexpr std::size_t time_length = 24;  // 2026-03-02T08:00:00.000Z

class Log : public testing::Test {
protected:
    ~Log() override { configure(Level::info, Format::human); }

    static std::string written(const std::function<void()>& act) {
        testing::internal::CaptureStderr();
        act();
        return testing::internal::GetCapturedStderr();
    }
};

TEST_F(Log, WritesALineForPeople) {
    configure(Level::info, Format::human);
    const std::string line = written([] {
        info("feed fetched", {{"show", 42}, {"cached", true}, {"seconds", 0.25}, {"etag", "W/x"}});
    });
    EXPECT_THAT(line.substr(0, time_length), MatchesRegex("....-..-..T..:..:..[.]...Z"));
    EXPECT_EQ(line.substr(time_length), " info    feed fetched show=42 cached=true seconds=0.25 etag=W/x\n");
}

TEST_F(Log, WritesALineOfJson) {
    configure(Level::info, Format::json);
    const std::string line = written([] {
        warning("slow", {{"show", -7}, {"ok", false}, {"name", std::string{"a b"}}});
    });
    EXPECT_EQ(line.substr(0, 9), R"({"time":")");
    EXPECT_EQ(line.substr(9 + time_length), R"(","level":"warning","event":"slow","show":-7,"ok":false,"name":"a b"})"
                                            "\n");
}

TEST_F(Log, LeavesOutWhatIsBelowItsLevel) {
    configure(Level::warning, Format::human);
    EXPECT_FALSE(enabled(Level::info));
    EXPECT_TRUE(enabled(Level::error));
    EXPECT_EQ(written([] {
                  info("not this");
                  debug("nor this");
              }),
              "");
    EXPECT_NE(written([] { error("but this"); }), "");
}

struct ValueCase {
    std::string_view value;
    std::string_view human;
    std::string_view json;
};

constexpr std::array value_cases{
    ValueCase{"plain", "plain", R"("plain")"},
    ValueCase{"", R"("")", R"("")"},
    ValueCase{"two words", R"("two words")", R"("two words")"},
    ValueCase{"a=b", R"("a=b")", R"("a=b")"},
    ValueCase{"say \"x\\y\"", R"("say \"x\\y\"")", R"("say \"x\\y\"")"},
    ValueCase{"line\nbreak\r\t\x1b[31m\x7f", R"("line\nbreak\u000d\u0009\u001b[31m\u007f")",
              R"("line\nbreak\u000d\u0009\u001b[31m\u007f")"},
    ValueCase{"\xC2\x85", R"("\u0085")", R"("\u0085")"},  // C1: some terminals break lines on it
    ValueCase{"\xC3\xA9\xC2\xA0", "\xC3\xA9\xC2\xA0", "\"\xC3\xA9\xC2\xA0\""},
    ValueCase{"a\xFFz", "\"a\xEF\xBF\xBDz\"", "\"a\xEF\xBF\xBDz\""},
    ValueCase{"cut \xC2", "\"cut \xEF\xBF\xBD\"", "\"cut \xEF\xBF\xBD\""},
};

TEST_F(Log, KeepsEachValueInItsPlace) {
    for (const auto& [value, human, json] : value_cases) {
        configure(Level::info, Format::human);
        const std::string for_people = written([&value] { info("event", {{"v", value}}); });
        EXPECT_EQ(for_people.substr(time_length), " info    event v=" + std::string{human} + "\n");
        configure(Level::info, Format::json);
        const std::string for_machines = written([&value] { info("event", {{"v", value}}); });
        EXPECT_EQ(for_machines.substr(9 + time_length),
                  R"(","level":"info","event":"event","v":)" + std::string{json} + "}\n");
    }
}

TEST_F(Log, HasNoWordForNumbersThatJsonCannotWrite) {
    configure(Level::info, Format::json);
    const std::string line = written([] { info("event", {{"a", std::nan("")}, {"b", HUGE_VAL}}); });
    EXPECT_TRUE(line.ends_with(R"("a":null,"b":null})"
                               "\n"))
        << line;
}

TEST_F(Log, KeepsLinesOfSeveralThreadsWhole) {
    configure(Level::info, Format::human);
    const std::string value(5000, 'x');
    const std::string text = written([&value] {
        std::vector<std::thread> threads;
        for (int index = 0; index < 4; ++index) {
            threads.emplace_back([&value] {
                for (int round = 0; round < 25; ++round) {
                    info("event", {{"v", value}});
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    });
    const std::string expected_end = " info    event v=" + value;
    std::size_t lines = 0;
    for (std::size_t start = 0; start < text.size(); ++lines) {
        const std::size_t end = text.find('\n', start);
        ASSERT_EQ(text.substr(start + time_length, end - start - time_length), expected_end);
        start = end + 1;
    }
    EXPECT_EQ(lines, 100U);
}

}  // namespace
}  // namespace mooring::log
