#include "mooring/app/accounts/secrets.hpp"

#include <gtest/gtest.h>

#include <set>

#include "mooring/base/encoding.hpp"

namespace mooring::app::accounts {
namespace {

ServerSecret secret_of(unsigned char byte) {
    std::array<std::byte, 32> bytes{};
    bytes.fill(std::byte{byte});
    return ServerSecret{bytes};
}

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

TEST(MakeSecrets, GivesEachTheFormThatItsCheckTakes) {
    struct Case {
        std::string (*make)(Random&);
        bool (*is_good)(std::string_view);
        std::string_view mark;
        std::size_t length;
        std::string_view clause;
    };
    const Case cases[] = {
        {make_access_token, is_access_token, "BQ", 45, "accounts-oauth.md, 5.5"},
        {make_refresh_token, is_refresh_token, "AQ", 45, "accounts-oauth.md, 5.5"},
        {make_authorization_code, is_authorization_code, "AQ", 45, "accounts-oauth.md, 5.5"},
        {make_sp_dc, is_sp_dc, "AQ", 66, "accounts-oauth.md, 7"},
    };
    SystemRandom random;
    for (const Case& c : cases) {
        std::set<std::string> seen;
        for (int round = 0; round < 100; ++round) {
            const std::string text = c.make(random);
            EXPECT_TRUE(c.is_good(text)) << c.clause << ": " << text;
            EXPECT_EQ(text.size(), c.length) << c.clause;
            EXPECT_TRUE(text.starts_with(c.mark)) << c.clause << ": " << text;
            EXPECT_EQ(text.find_first_not_of(digits), std::string::npos) << c.clause << ": " << text;
            EXPECT_TRUE(seen.insert(text).second) << c.clause << ": " << text;
        }
        const std::string text = c.make(random);
        EXPECT_FALSE(c.is_good(text + "A")) << c.clause;
        EXPECT_FALSE(c.is_good(text.substr(1))) << c.clause;
        EXPECT_FALSE(c.is_good(text.substr(0, text.size() - 1) + "=")) << c.clause;
        EXPECT_FALSE(c.is_good("CQ" + text.substr(2))) << c.clause;
        EXPECT_FALSE(c.is_good("")) << c.clause;
    }
}

TEST(SpKey, IsAUuidOfVersionFour) {
    SystemRandom random;
    for (int round = 0; round < 100; ++round) EXPECT_TRUE(is_sp_key(make_sp_key(random)));
    struct Case {
        std::string_view text;
        bool is_good;
        std::string_view clause;
    };
    const Case cases[] = {
        {"0f8fad5b-d9cb-469f-a165-70867728950e", true, "accounts-oauth.md, 7"},
        {"0F8FAD5B-D9CB-469F-A165-70867728950E", true, "RFC 9562, 4: either case"},
        {"0f8fad5b-d9cb-169f-a165-70867728950e", false, "RFC 9562, 5.4: version 4"},
        {"0f8fad5b-d9cb-469f-c165-70867728950e", false, "RFC 9562, 4.1: variant"},
        {"0f8fad5bd9cb469fa16570867728950e", false, "RFC 9562, 4: hyphens"},
        {"", false, "accounts-oauth.md, 7"},
    };
    for (const Case& c : cases) EXPECT_EQ(is_sp_key(c.text), c.is_good) << c.clause << ": " << c.text;
}

class AnchorpwS : public testing::Test {
protected:
    /// A value whose signature holds a plus and a slash.
    std::string value_with_plus() {
        while (true) {
            const std::string value = sign_anchorpw_s(secret, make_anchorpw_id(random));
            if (value.find('+') != std::string::npos && value.find('/') != std::string::npos) return value;
        }
    }

    SystemRandom random;
    ServerSecret secret = secret_of(1);
};

TEST_F(AnchorpwS, HasTheFormThatClientsRecorded) {
    for (int round = 0; round < 100; ++round) {
        const std::string id = make_anchorpw_id(random);
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of(digits), std::string::npos) << id;
        const std::string value = sign_anchorpw_s(secret, id);
        EXPECT_EQ(value.size(), 78U);  // accounts-oauth.md, 7: `s:`, 32, `.`, 43
        EXPECT_TRUE(value.starts_with("s:" + id + "."));
        EXPECT_EQ(value.find('='), std::string::npos) << "unpadded";
    }
}

TEST_F(AnchorpwS, IsReadPlainOrPercentEncoded) {
    const std::string value = value_with_plus();
    const std::string id = value.substr(2, 32);
    EXPECT_EQ(read_anchorpw_s(secret, value), id) << "plain, with a plus that is a plus";
    EXPECT_EQ(read_anchorpw_s(secret, percent_encode(value)), id) << "as in Set-Cookie";
    EXPECT_EQ(read_anchorpw_s(secret, "s%3a" + value.substr(2)), id) << "as some tools encode";
    std::string all_encoded;
    for (const char c : value) all_encoded += "%" + to_hex(std::as_bytes(std::span{&c, 1}));
    EXPECT_EQ(read_anchorpw_s(secret, all_encoded), id);
}

TEST_F(AnchorpwS, IsRefusedWithAnyBitFlipped) {
    const std::string value = value_with_plus();
    for (std::size_t at = 0; at < value.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = value;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            EXPECT_FALSE(read_anchorpw_s(secret, flipped)) << at << " " << bit;
        }
    }
}

TEST_F(AnchorpwS, IsRefusedInAnyOtherForm) {
    const std::string value = value_with_plus();
    std::string spaced = value;
    spaced[spaced.find('+')] = ' ';
    const std::pair<std::string, std::string_view> cases[] = {
        {"", "empty"},
        {"s:", "no id"},
        {value.substr(2), "without its mark"},
        {value + "=", "padded"},
        {value.substr(0, value.size() - 1), "cut"},
        {spaced, "a plus that became a space"},
        {percent_encode(percent_encode(value)), "encoded twice"},
        {value.substr(0, value.size() - 1) + "%", "a broken escape"},
        {std::string(16 * 1024, 'A'), "16 KiB"},
        {"s:abc.def.ghi", "a value of something else"},
    };
    for (const auto& [text, what] : cases) EXPECT_FALSE(read_anchorpw_s(secret, text)) << what;
    EXPECT_FALSE(read_anchorpw_s(secret_of(2), value)) << "another server's";
}

}  // namespace
}  // namespace mooring::app::accounts
