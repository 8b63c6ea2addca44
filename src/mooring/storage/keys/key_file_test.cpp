#include "mooring/storage/keys/key_file.hpp"

#include <gtest/gtest.h>

namespace mooring::storage::keys {
namespace {

using namespace std::chrono_literals;

analytics::ListenerKey filled_key(unsigned char value) {
    analytics::ListenerKey key{};
    key.fill(static_cast<std::byte>(value));
    return key;
}

TEST(KeyFile, GivesTheKeyBackUnderTheSameMasterKeyOnly) {
    SystemRandom random;
    const MasterKey master = filled_key(1);
    const std::string bytes = seal_key(master, 2026y / 3, filled_key(0xAB), random);
    EXPECT_EQ(bytes.size(), key_file_bytes);
    EXPECT_EQ(open_key(master, 2026y / 3, bytes).value(), filled_key(0xAB));
    EXPECT_EQ(open_key(filled_key(2), 2026y / 3, bytes).error().code, Errc::corrupt);
}

TEST(KeyFile, DoesNotPassForAnotherMonths) {
    SystemRandom random;
    const std::string bytes = seal_key(filled_key(1), 2026y / 3, filled_key(0xAB), random);
    EXPECT_EQ(open_key(filled_key(1), 2026y / 4, bytes).error().code, Errc::corrupt);
}

TEST(KeyFile, HoldsNeitherKeyInTheClear) {
    SystemRandom random;
    const std::string bytes = seal_key(filled_key(1), 2026y / 3, filled_key(0xAB), random);
    EXPECT_EQ(bytes.find(std::string(4, '\xAB')), std::string::npos);
    EXPECT_EQ(bytes.find(std::string(4, '\x01')), std::string::npos);
    EXPECT_NE(bytes, seal_key(filled_key(1), 2026y / 3, filled_key(0xAB), random));  // a fresh nonce each time
}

TEST(KeyFile, IsRefusedWhenCutOrChangedAnywhere) {
    SystemRandom random;
    const std::string bytes = seal_key(filled_key(1), 2026y / 3, filled_key(0xAB), random);
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        EXPECT_FALSE(open_key(filled_key(1), 2026y / 3, bytes.substr(0, place))) << place;
        std::string changed = bytes;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        EXPECT_FALSE(open_key(filled_key(1), 2026y / 3, changed)) << place;
    }
    EXPECT_FALSE(open_key(filled_key(1), 2026y / 3, bytes + "x"));
}

}  // namespace
}  // namespace mooring::storage::keys
