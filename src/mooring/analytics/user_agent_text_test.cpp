#include "mooring/analytics/user_agent_text.hpp"

#include <gtest/gtest.h>

namespace mooring::analytics {
namespace {

TEST(UserAgentForKey, TrimsAndJoinsLinesAndCuts) {
    EXPECT_EQ(user_agent_for_key(" \tOvercast/3.0 (+http://overcast.fm/)\t "), "Overcast/3.0 (+http://overcast.fm/)");
    EXPECT_EQ(user_agent_for_key("a\r\nb\rc\nd"), "abcd");
    EXPECT_EQ(user_agent_for_key(std::string(1023, 'x') + "yz"), std::string(1023, 'x') + "y");
    EXPECT_EQ(user_agent_for_key(""), "");
    EXPECT_EQ(user_agent_for_key("   "), "");
}

TEST(UserAgentForKey, KeepsDeviceIdsSoThatDevicesStayApart) {
    const std::string text = "App/1.0 6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    EXPECT_EQ(user_agent_for_key(text), text);
}

TEST(UserAgentForStorage, ReplacesDeviceIds) {
    struct Case {
        std::string_view text;
        std::string_view stored;
    };
    const Case cases[] = {
        {"App/1.0 6ba7b810-9dad-11d1-80b4-00c04fd430c8", "App/1.0 *"},
        {"App/1.0 (6BA7B810-9DAD-11D1-80B4-00C04FD430C8; iOS)", "App/1.0 (*; iOS)"},
        {"id=6ba7b8109dad11d180b400c04fd430c8;x", "id=*;x"},  // 32 digits
        {"0123456789abcdef", "*"},                            // 16 digits: the shortest
        {"0123456789abcde", "0123456789abcde"},               // 15
        {"g0123456789abcdeg", "g0123456789abcdeg"},
        {"ff6ba7b810-9dad-11d1-80b4-00c04fd430c8ff", "*"},  // digits at its ends belong to it
        {"6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b810-9dad-11d1-80b4-00c04fd430c"},  // one digit short
        {"6ba7b810-9dad-11d1-80b4", "6ba7b810-9dad-11d1-80b4"},
        {"6ba7b810-9dad-11d1-80b40-00c04fd430c8", "6ba7b810-9dad-11d1-80b40-00c04fd430c8"},
        {"6ba7b810-9dad-11d1-80b4-0123456789abcdef0", "*"},
        {"0123456789abcdef-0123456789abcdef", "*-*"},
        {"6ba7b810-6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-*"},
        {"AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)",
         "AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)"},
        {"Mozilla/5.0 deadbeef facade", "Mozilla/5.0 deadbeef facade"},
        {"", ""},
    };
    for (const Case& row : cases) {
        EXPECT_EQ(user_agent_for_storage(row.text), row.stored) << row.text;
    }
}

TEST(UserAgentForStorage, ReplacesBeforeItCuts) {
    // Cut first, the start of the id would be too short to be recognised, and would be kept.
    const std::string text = std::string(1010, 'x') + "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    EXPECT_EQ(user_agent_for_storage(text), std::string(1010, 'x') + "*");
    EXPECT_EQ(user_agent_for_storage(std::string(5000, 'x')).size(), max_user_agent_bytes);
}

TEST(UserAgentForStorage, SeesThroughALineBreakInsideAnId) {
    EXPECT_EQ(user_agent_for_storage("01234567\r\n89abcdef"), "*");
}

TEST(UserAgentForStorage, ReadsAMegabyteOfAnythingInOnePass) {
    EXPECT_EQ(user_agent_for_storage(std::string(1 << 20, 'a')), "*");
    std::string dashes;
    while (dashes.size() < (1U << 20)) {
        dashes += "6ba7b810-9dad-11d1-";
    }
    EXPECT_EQ(user_agent_for_storage(dashes), dashes.substr(0, max_user_agent_bytes));
}

}  // namespace
}  // namespace mooring::analytics
