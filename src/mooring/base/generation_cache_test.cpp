#include "mooring/base/generation_cache.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace mooring {
namespace {

TEST(GenerationCache, FindsWhatWasPutLast) {
    GenerationCache<int> cache(100);
    EXPECT_FALSE(cache.find("a"));
    cache.put("a", 1);
    cache.put("b", 2);
    cache.put("a", 3);
    EXPECT_EQ(cache.find("a"), 3);
    EXPECT_EQ(cache.find("b"), 2);
}

TEST(GenerationCache, ForgetsWhatIsOldAndStaysBounded) {
    GenerationCache<int> cache(160);
    for (int n = 0; n < 10'000; ++n) cache.put(std::to_string(n), n);
    int kept = 0;
    for (int n = 0; n < 10'000; ++n) kept += cache.find(std::to_string(n)).has_value() ? 1 : 0;
    EXPECT_LE(kept, 2 * (160 + 16));
    EXPECT_EQ(cache.find("9999"), 9999);
}

TEST(GenerationCache, IsSafeFromSeveralThreads) {
    GenerationCache<int> cache(64);
    std::vector<std::jthread> threads;
    for (int part = 0; part < 4; ++part) {
        threads.emplace_back([&cache, part] {
            for (int n = 0; n < 2000; ++n) {
                const std::string key = std::to_string(n % 97);
                cache.put(key, n % 97);
                const auto found = cache.find(key);
                EXPECT_TRUE(!found || *found == n % 97) << part;
            }
        });
    }
}

}  // namespace
}  // namespace mooring
