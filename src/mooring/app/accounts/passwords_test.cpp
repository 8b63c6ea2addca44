#include "mooring/app/accounts/passwords.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "mooring/app/accounts/common_passwords.hpp"

namespace mooring::app::accounts {
namespace {

constexpr PasswordCost low{.passes = 1, .memory_bytes = 8192};
constexpr PasswordCost higher{.passes = 2, .memory_bytes = 16384};

Password typed(std::string text) {
    return Password{std::move(text)};
}

std::string must(const Result<std::string>& hash) {
    EXPECT_TRUE(hash) << hash.error().message;
    return hash.value_or("");
}

TEST(CheckNewPassword, AsksForLengthAndForNothingThatIsEasilyGuessed) {
    struct Case {
        std::string text;
        std::string_view message;
        std::string_view clause;
    };
    const std::string_view names[] = {"Keeper@Saltmarsh.example", "keeper-of-saltmarsh", "  Émile Lighthouse "};
    const Case cases[] = {
        {"", "password is under 12 bytes", "accounts-oauth.md, 8.2: 12 bytes"},
        {"abcdefgh-jk", "password is under 12 bytes", "accounts-oauth.md, 8.2: 12 bytes"},
        {"abcdefgh-jkl", "", "accounts-oauth.md, 8.2: 12 bytes"},
        {"\xC3\xB6\xC3\xB6\xC3\xB6\xC3\xB6\xC3\xB6\xC3\xB6", "", "accounts-oauth.md, 8.2: bytes, not characters"},
        {std::string(1024, 'x'), "", "accounts-oauth.md, 8.2: 1024 bytes"},
        {std::string(1025, 'x'), "password is over 1024 bytes", "accounts-oauth.md, 8.2: 1024 bytes"},
        {std::string("abcdefgh\0jklmn", 14), "password has a nul", "accounts-oauth.md, 8.2: no NUL"},
        {"abcdefghijk\xFF", "password is not utf-8", "accounts-oauth.md, 8.2: UTF-8"},
        {"abcdefghijk\xC3", "password is not utf-8", "accounts-oauth.md, 8.2: UTF-8"},
        {"keeper@saltmarsh.example", "password is the e-mail or name", "accounts-oauth.md, 8.2: e-mail"},
        {"KEEPER@SALTMARSH.EXAMPLE", "password is the e-mail or name", "accounts-oauth.md, 8.2: e-mail"},
        {"Keeper-of-Saltmarsh", "password is the e-mail or name", "accounts-oauth.md, 8.2: name"},
        {"émile lighthouse", "password is the e-mail or name", "accounts-oauth.md, 8.2: name"},
        {"keeper@saltmarsh.example!", "", "accounts-oauth.md, 8.2: only the e-mail itself"},
        {"123456789012", "password is one of the most common ones", "accounts-oauth.md, 8.2: common"},
        {"PasswordPassword", "password is one of the most common ones", "accounts-oauth.md, 8.2: common"},
        {"correct horse battery staple", "password is one of the most common ones", "accounts-oauth.md, 8.2: common"},
        {"             ", "", "accounts-oauth.md, 8.2: no composition rules"},
        {"gull gull gull", "", "accounts-oauth.md, 8.2: no composition rules"},
    };
    for (const Case& c : cases) {
        const auto checked = check_new_password(typed(c.text), names);
        EXPECT_EQ(checked ? "" : checked.error().message, c.message) << c.clause << ": " << c.text;
        if (!checked) {
            EXPECT_EQ(checked.error().code, Errc::invalid_argument) << c.clause;
            EXPECT_EQ(checked.error().field, "password") << c.clause;
        }
    }
}

TEST(CommonPasswords, PassTheOtherRules) {
    EXPECT_GE(common_passwords().size(), 300U);
    for (const std::string_view password : common_passwords()) {
        EXPECT_GE(password.size(), 12U) << password;
        EXPECT_TRUE(std::ranges::none_of(password, [](char c) { return c >= 'A' && c <= 'Z'; })) << password;
        EXPECT_TRUE(is_common_password(password)) << password;
    }
}

TEST(HashPassword, MakesArgon2idOfTheGivenCost) {
    const std::string hash = must(hash_password(typed("gull gull gull"), higher));
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=16,t=2,p=1$")) << hash;  // accounts-oauth.md, 13
    EXPECT_TRUE(is_password_hash(hash));
    EXPECT_NE(hash, must(hash_password(typed("gull gull gull"), higher))) << "the salt is random";
}

TEST(HashPassword, CostsWhatTheContractSaysByDefault) {
    const std::string hash = must(hash_password(typed("gull gull gull"), {}));
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;  // accounts-oauth.md, 8.2
}

TEST(HashPassword, RefusesCostsOutOfBounds) {
    const PasswordCost cases[] = {{.passes = 0, .memory_bytes = 8192},
                                  {.passes = 1, .memory_bytes = 8191},
                                  {.passes = std::uint64_t{1} << 40, .memory_bytes = 8192}};
    for (const PasswordCost& cost : cases) {
        const auto hash = hash_password(typed("gull gull gull"), cost);
        ASSERT_FALSE(hash);
        EXPECT_EQ(hash.error().code, Errc::invalid_argument);
    }
}

TEST(VerifyPassword, KnowsThePasswordAndNoOther) {
    const std::string hash = must(hash_password(typed("gull gull gull"), low));
    EXPECT_TRUE(verify_password(hash, typed("gull gull gull")).value());
    const std::string others[] = {"", "gull gull gul", "gull gull gull ", "Gull gull gull",
                                  std::string("gull gull gull\0", 15)};
    for (const std::string& other : others) EXPECT_FALSE(verify_password(hash, typed(other)).value()) << other;
}

TEST(VerifyPassword, IsFalseForWhatIsNoHash) {
    const std::string hash = must(hash_password(typed("gull gull gull"), low));
    // The first digits of a digest, with no stray bits in the last: libsodium alone takes it.
    const std::string cut = hash.substr(0, hash.rfind('$') + 1) + "F2cgFcgOp8+OTIKa4uuwPgE";
    const std::string cases[] = {cut,
                                 "",
                                 "gull gull gull",
                                 "$argon2id$",
                                 hash.substr(0, hash.size() - 20),
                                 "$2b" + hash.substr(9),
                                 hash + std::string(200, 'A'),
                                 hash + std::string(1, '\0')};
    for (const std::string& text : cases) {
        EXPECT_FALSE(verify_password(text, typed("gull gull gull")).value()) << text;
        EXPECT_TRUE(needs_rehash(text, low)) << text;
    }
}

TEST(NeedsRehash, SeesAnotherCost) {
    const std::string hash = must(hash_password(typed("gull gull gull"), low));
    EXPECT_FALSE(needs_rehash(hash, low));
    EXPECT_TRUE(needs_rehash(hash, higher));
    EXPECT_TRUE(needs_rehash(hash, {}));
    EXPECT_FALSE(needs_rehash(must(hash_password(typed("gull gull gull"), higher)), higher));
}

TEST(DummyHash, LooksLikeAnyOtherOfItsCost) {
    SystemRandom random;
    for (const PasswordCost& cost : {low, higher, PasswordCost{}}) {
        const std::string dummy = make_dummy_hash(random, cost);
        const std::string real = must(hash_password(typed("gull gull gull"), cost));
        EXPECT_TRUE(is_password_hash(dummy)) << dummy;
        EXPECT_FALSE(needs_rehash(dummy, cost)) << dummy;
        EXPECT_EQ(dummy.size(), real.size()) << dummy << "\n" << real;
        EXPECT_EQ(dummy.substr(0, dummy.find("p=1$")), real.substr(0, real.find("p=1$")));
        EXPECT_FALSE(verify_password(dummy, typed("gull gull gull")).value());
        EXPECT_NE(dummy, make_dummy_hash(random, cost));
    }
}

TEST(Wipe, OverwritesAllThatTheTextHeld) {
    std::string text = "gull gull gull, a long one that is on the heap";
    const char* const begin = text.data();
    const std::size_t size = text.size();
    wipe(text);
    EXPECT_TRUE(text.empty());
    ASSERT_EQ(text.data(), begin);
    EXPECT_TRUE(std::all_of(begin, begin + std::min(size, text.capacity()), [](char c) { return c == '\0'; }));
}

TEST(APassword, LeavesNothingInTheTextItWasMadeOf) {
    const std::string originals[] = {"gull gull gul", "gull gull gull, a long one that is on the heap"};
    for (const std::string& original : originals) {
        std::string text = original;
        const char* const begin = text.data();
        Password password{std::move(text)};
        EXPECT_EQ(password.text(), original);
        EXPECT_TRUE(std::all_of(begin, begin + original.size(), [](char c) { return c == '\0'; }));
        Password other{std::move(password)};
        EXPECT_EQ(other.text(), original);
        EXPECT_EQ(password.text(), "");  // NOLINT(bugprone-use-after-move): documented
    }
}

}  // namespace
}  // namespace mooring::app::accounts
