#include "mooring/base/hash.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "mooring/base/encoding.hpp"

namespace mooring {
namespace {

TEST(Sha256, AgreesWithTheTestVectors) {  // FIPS 180-4, examples
    EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, GivesTheSameDigestForPieces) {
    const std::string text(100'000, 'x');
    Sha256 digest;
    digest.update({});
    for (std::size_t index = 0; index < text.size(); index += 777) {
        digest.update(std::string_view{text}.substr(index, 777));
    }
    EXPECT_EQ(digest.finish(), sha256(text));
}

TEST(Sha256, MovesWithItsBytes) {
    Sha256 first;
    first.update("a");
    Sha256 second = std::move(first);
    second.update("bc");
    EXPECT_EQ(second.finish(), sha256("abc"));
}

TEST(Sha256, IsSpentAfterTheEnd) {
    Sha256 digest;
    digest.finish();
    EXPECT_DEATH(digest.update("more"), "takes no more bytes");
}

TEST(Sha256, CountsOnSeveralThreadsAtOnce) {
    std::vector<std::thread> threads;
    for (int index = 0; index < 4; ++index) {
        threads.emplace_back([index] {
            const std::string text = std::to_string(index);
            const Digest256 expected = sha256(text);
            for (int round = 0; round < 1000; ++round) {
                ASSERT_EQ(sha256(text), expected);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

TEST(Sha384, AgreesWithTheTestVector) {  // FIPS 180-4, examples
    EXPECT_EQ(to_hex(sha384("abc")),
              "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
}

TEST(Sha1, AgreesWithTheTestVector) {  // RFC 3174, 7.3
    EXPECT_EQ(to_hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(HmacSha256, AgreesWithTheTestVectors) {  // RFC 4231, 4.3 and 4.7
    EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_sha256(as_bytes(std::string(131, '\xaa')),
                                 "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, TakesTheSameKeyAgain) {
    for (int time = 0; time < 3; ++time) {
        EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), "what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}

TEST(HmacSha256, DoesNotKeepTheKeyOfTheCallBefore) {
    hmac_sha256(as_bytes("Jefe"), "text");
    EXPECT_EQ(to_hex(hmac_sha256({}, "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(KeyedHash, AgreesWithTheTestVector) {  // BLAKE2b-256, key 00..1f, no input (checked with Python's hashlib)
    std::array<std::byte, 32> key;
    for (std::size_t index = 0; index < key.size(); ++index) {
        key[index] = static_cast<std::byte>(index);
    }
    EXPECT_EQ(to_hex(keyed_hash(key, "")), "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d");
    EXPECT_EQ(to_hex(keyed_hash(key, "token")), "54692e79bd2672cbe87fed392465fd452368d27be0ab63f2898b57f67582c2a1");
    key[0] = std::byte{1};
    EXPECT_NE(to_hex(keyed_hash(key, "token")), "54692e79bd2672cbe87fed392465fd452368d27be0ab63f2898b57f67582c2a1");
}

TEST(EqualInConstantTime, ComparesLengthAndBytes) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
    EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
    EXPECT_FALSE(equal_in_constant_time("secret", "secret "));
}

TEST(AsText, ShowsTheBytesOfADigest) {
    const Digest256 digest = sha256("abc");
    EXPECT_EQ(as_text(digest).size(), 32U);
    EXPECT_EQ(to_hex(as_bytes(as_text(digest))), to_hex(digest));
}

TEST(Md5, MatchesItsStandard) {
    Md5 digest;
    digest.update("message ");
    digest.update("digest");
    EXPECT_EQ(to_hex(digest.finish()), "f96b697d7cb7938d525a2f31aaf161d0");  // RFC 1321, A.5
}

}  // namespace
}  // namespace mooring
