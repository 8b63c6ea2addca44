#include "mooring/app/measuring/day_sources.hpp"

#include <gtest/gtest.h>

#include "mooring/base/random.hpp"

namespace mooring::app::measuring {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days first_day = std::chrono::year{2026} / 3 / 1;

TEST(DaySources, JoinsNeighboursAndSplitsStretches) {
    DaySources sources;
    const domain::ShowId show{1};
    for (int day = 0; day < 9; ++day) sources.choose(show, first_day + days{day}, "log");
    ASSERT_EQ(sources.stretches().size(), 1U);
    sources.choose(show, first_day + days{4}, "");
    EXPECT_EQ(sources.stretches().size(), 2U);
    EXPECT_FALSE(sources.owner(show, first_day + days{4}));
    EXPECT_TRUE(sources.is_chosen(show, first_day + days{4}));
    EXPECT_FALSE(sources.is_chosen(show, first_day + days{9}));
    EXPECT_FALSE(sources.is_chosen(domain::ShowId{2}, first_day));
    sources.choose(show, first_day + days{4}, "log");
    EXPECT_EQ(sources.stretches().size(), 1U);
}

TEST(DaySources, SaysWhatAPlainTableOfDaysSaysAndComesBackFromItsStates) {
    SeededRandom random{5};
    const auto below = [&](unsigned bound) {
        std::array<std::byte, 1> byte{};
        random.fill(byte);
        return std::to_integer<unsigned>(byte[0]) % bound;
    };
    DaySources sources;
    std::map<std::pair<std::int64_t, int>, std::string> table;
    const std::array<std::string, 3> names{"", "a", "b"};
    for (int step = 0; step < 2000; ++step) {
        const std::int64_t show = 1 + below(2);
        const int day = static_cast<int>(below(30));
        const std::string& name = names[below(3)];
        sources.choose(domain::ShowId{show}, first_day + days{day}, name);
        table[{show, day}] = name;
    }
    std::vector<analytics::CountingState> states;
    sources.take_states(states);
    DaySources again;
    for (const auto& state : states) ASSERT_TRUE(again.restore(state));
    for (const DaySources& one : {sources, again}) {
        for (std::int64_t show = 1; show <= 2; ++show) {
            for (int day = 0; day < 31; ++day) {
                const auto known = table.find({show, day});
                const domain::ShowId id{show};
                EXPECT_EQ(one.is_chosen(id, first_day + days{day}), known != table.end());
                EXPECT_EQ(one.owner(id, first_day + days{day}).value_or(""), known == table.end() ? "" : known->second);
            }
        }
    }
    states[0].bytes.resize(states[0].bytes.size() / 2);
    EXPECT_EQ(again.restore(states[0]).error().code, Errc::corrupt);
}

}  // namespace
}  // namespace mooring::app::measuring
