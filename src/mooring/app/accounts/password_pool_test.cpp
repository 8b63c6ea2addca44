#include "mooring/app/accounts/password_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace mooring::app::accounts {
namespace {

constexpr PasswordCost low{.passes = 1, .memory_bytes = 8192};
constexpr PasswordCost higher{.passes = 2, .memory_bytes = 16384};

Password typed(std::string text) {
    return Password{std::move(text)};
}

class APasswordPool : public testing::Test {
protected:
    std::string hash_of(std::string text, const PasswordCost& cost = low) {
        return hash_password(typed(std::move(text)), cost).value();
    }

    SystemRandom random;
};

TEST_F(APasswordPool, MakesHashesThatItKnowsAgain) {
    PasswordPool pool{{.cost = low}, random};
    const auto hash = pool.hash_and_wait(typed("gull gull gull"));
    ASSERT_TRUE(hash) << hash.error().message;
    EXPECT_FALSE(needs_rehash(*hash, low));
    const auto right = pool.verify_and_wait(*hash, typed("gull gull gull"));
    ASSERT_TRUE(right) << right.error().message;
    EXPECT_TRUE(right->is_right);
    EXPECT_EQ(right->new_hash, "");
    const auto wrong = pool.verify_and_wait(*hash, typed("tern tern tern"));
    ASSERT_TRUE(wrong) << wrong.error().message;
    EXPECT_FALSE(wrong->is_right);
    EXPECT_EQ(pool.hashes_done(), 3U);
}

TEST_F(APasswordPool, DoesTheSameWorkForAnEmailThatNobodyHas) {
    PasswordPool pool{{.cost = low}, random};
    struct Case {
        std::string stored_hash;
        std::string_view what;
    };
    const Case cases[] = {
        {hash_of("gull gull gull"), "a known e-mail"},
        {"", "an unknown one"},
        {"$argon2id$broken", "a hash that is broken"},
        {"gull gull gull", "a hash that is none"},
    };
    for (const Case& c : cases) {  // accounts-oauth.md, 8.2 and 13: counted, not timed
        const std::uint64_t before = pool.hashes_done();
        const auto verdict = pool.verify_and_wait(c.stored_hash, typed("tern tern tern"));
        ASSERT_TRUE(verdict) << c.what;
        EXPECT_FALSE(verdict->is_right) << c.what;
        EXPECT_EQ(verdict->new_hash, "") << c.what;
        EXPECT_EQ(pool.hashes_done() - before, 1U) << c.what;
    }
}

TEST_F(APasswordPool, HashesAnewAfterTheSettingWasRaised) {
    PasswordPool pool{{.cost = higher}, random};
    const std::string old_hash = hash_of("gull gull gull", low);
    const auto right = pool.verify_and_wait(old_hash, typed("gull gull gull"));
    ASSERT_TRUE(right);
    EXPECT_TRUE(right->is_right);
    EXPECT_FALSE(needs_rehash(right->new_hash, higher));
    EXPECT_TRUE(verify_password(right->new_hash, typed("gull gull gull")).value());
    EXPECT_EQ(pool.hashes_done(), 2U);
    const auto wrong = pool.verify_and_wait(old_hash, typed("tern tern tern"));
    ASSERT_TRUE(wrong);
    EXPECT_FALSE(wrong->is_right);
    EXPECT_EQ(wrong->new_hash, "") << "only a good sign-in raises a hash";
    EXPECT_EQ(pool.hashes_done(), 3U);
}

TEST_F(APasswordPool, TellsOfACostThatIsImpossible) {
    PasswordPool pool{{.cost = {.passes = 0, .memory_bytes = 8192}}, random};
    const auto hash = pool.hash_and_wait(typed("gull gull gull"));
    ASSERT_FALSE(hash);
    EXPECT_EQ(hash.error().code, Errc::invalid_argument);
}

/// Sign-ins whose answer is held back until `release`, so that each holds its thread and nothing depends on time.
struct HeldSignIns {
    void start(PasswordPool& pool, const std::string& hash) {
        const auto started = pool.verify(hash, typed("gull gull gull"), [this](const Result<PasswordVerdict>& verdict) {
            {
                const std::lock_guard lock{mutex};
                threads.insert(std::this_thread::get_id());
                most_at_once = std::max(most_at_once, ++at_once);
                right += verdict && verdict->is_right ? 1 : 0;
            }
            released.wait();
            const std::lock_guard lock{mutex};
            --at_once;
        });
        if (started) {
            ++admitted;
        } else {
            EXPECT_EQ(started.error().code, Errc::unavailable);
        }
    }
    void release() { released.count_down(); }

    std::latch released{1};
    std::mutex mutex;
    std::set<std::thread::id> threads;
    int at_once = 0, most_at_once = 0, right = 0;
    int admitted = 0;
};

TEST_F(APasswordPool, TurnsAwayWhatIsBeyondTheQueue) {
    HeldSignIns held;
    const std::string hash = hash_of("gull gull gull");
    {
        PasswordPool pool{{.cost = low}, random};
        for (int round = 0; round < 64; ++round) held.start(pool, hash);  // accounts-oauth.md, 13: 64 at once
        EXPECT_EQ(held.admitted, 34) << "2 at work and 32 waiting (accounts-oauth.md, 8.2)";
        EXPECT_EQ(pool.turned_away(), 30U);
        EXPECT_LE(pool.hashes_done(), 2U) << "memory is bounded: those that wait have not begun";
        const auto also_waiting = pool.verify_and_wait(hash, typed("gull gull gull"));
        ASSERT_FALSE(also_waiting) << "a call that waits is turned away at once too";
        EXPECT_EQ(also_waiting.error().code, Errc::unavailable);
        const auto hashing = pool.hash_and_wait(typed("gull gull gull"));
        ASSERT_FALSE(hashing);
        EXPECT_EQ(hashing.error().code, Errc::unavailable);
        held.release();
    }  // the pool's end waits for all that it admitted
    EXPECT_EQ(held.right, 34);
    EXPECT_LE(held.most_at_once, 2);
    EXPECT_LE(held.threads.size(), 2U);
    EXPECT_EQ(held.threads.count(std::this_thread::get_id()), 0U) << "the caller's thread does no work";
}

TEST_F(APasswordPool, TakesMoreWhenSomeAreDone) {
    HeldSignIns held;
    PasswordPool pool{{.at_a_time = 1, .waiting = 0, .cost = low}, random};
    const std::string hash = hash_of("gull gull gull");
    held.start(pool, hash);
    held.start(pool, hash);
    EXPECT_EQ(held.admitted, 1);
    held.release();
    // The thread is free a moment after it told the answer: ask until it takes another.
    while (true) {
        const auto verdict = pool.verify_and_wait(hash, typed("gull gull gull"));
        if (!verdict) {
            ASSERT_EQ(verdict.error().code, Errc::unavailable);
            std::this_thread::yield();
            continue;
        }
        EXPECT_TRUE(verdict->is_right);
        break;
    }
    EXPECT_EQ(pool.hashes_done(), 2U);
}

TEST_F(APasswordPool, ServesManyThreadsThatWait) {
    PasswordPool pool{{.at_a_time = 2, .waiting = 32, .cost = low}, random};
    const std::string hash = hash_of("gull gull gull");
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> callers;
        for (int caller = 0; caller < 8; ++caller) {
            callers.emplace_back([&] {
                for (int round = 0; round < 10; ++round) {
                    const auto verdict = pool.verify_and_wait(hash, typed("gull gull gull"));
                    right += verdict && verdict->is_right ? 1 : 0;
                }
            });
        }
    }
    EXPECT_EQ(right, 80);
    EXPECT_EQ(pool.hashes_done(), 80U);
    EXPECT_EQ(pool.turned_away(), 0U);
}

}  // namespace
}  // namespace mooring::app::accounts
