#include "mooring/app/delivering/document_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace mooring::app::delivering {
namespace {

using namespace std::chrono_literals;

const Instant now = from_unix_seconds(1'772'438'400);
const domain::ShowId show{7};

class DocumentCacheTest : public testing::Test {
protected:
    std::shared_ptr<DocumentCache> make(std::size_t limit = 1U << 20U) {
        return DocumentCache::make(
            "test", limit, versions_,
            [this](std::function<void()> task) {
                waiting_.push_back(std::move(task));
                return true;
            },
            metrics_);
    }
    Document text(std::string bytes) {
        ++renders_;
        Document document;
        document.show = show;
        document.version = versions_.of(show);
        document.etag = weak_etag(bytes);
        document.identity = std::make_shared<const std::string>(std::move(bytes));
        return document;
    }
    DocumentCache::Render give(std::string bytes) {
        return [this, bytes](const Document*) -> Result<Document> { return text(bytes); };
    }
    void change() { versions_.apply({{}, {show}, false}); }
    void run_background() {
        for (auto& task : std::exchange(waiting_, {})) task();
    }

    storage::ChangeVersions versions_;
    MetricRegistry metrics_;
    std::vector<std::function<void()>> waiting_;
    std::atomic<int> renders_{0};
};

TEST_F(DocumentCacheTest, RendersOncePerChange) {
    auto cache = make();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(cache->get("a", now, give("one")));
    EXPECT_EQ(renders_, 1);
    EXPECT_TRUE(cache->find_fresh("a", now));
    change();
    EXPECT_FALSE(cache->find_fresh("a", now));
    EXPECT_EQ(*(*cache->get("a", now, give("two")))->identity, "two");
    EXPECT_EQ(renders_, 2);
}

TEST_F(DocumentCacheTest, IsStaleFromTheNextPublicationOn) {
    auto cache = make();
    ASSERT_TRUE(cache->get("a", now, [&](const Document*) -> Result<Document> {
        Document document = text("one");
        document.valid_until = now + 1min;
        return document;
    }));
    EXPECT_TRUE(cache->find_fresh("a", now + 1min - 1us));
    EXPECT_FALSE(cache->find_fresh("a", now + 1min));
}

TEST_F(DocumentCacheTest, CompressesInTheBackgroundAndNotAgainForTheSameBytes) {
    auto cache = make();
    const std::string bytes(10'000, 'x');
    EXPECT_FALSE((*cache->get("a", now, give(bytes)))->gzip);
    run_background();
    const auto packed = cache->find_fresh("a", now);
    ASSERT_TRUE(packed->gzip && packed->br);
    EXPECT_LT(packed->br->size(), bytes.size());
    change();
    const auto again = *cache->get("a", now, give(bytes));
    EXPECT_EQ(again->gzip, packed->gzip);
    EXPECT_TRUE(waiting_.empty());
}

TEST_F(DocumentCacheTest, ACompressionThatComesLateReplacesNothing) {
    auto cache = make();
    ASSERT_TRUE(cache->get("a", now, give(std::string(1000, 'x'))));
    change();
    ASSERT_TRUE(cache->get("a", now, give(std::string(1000, 'y'))));
    waiting_.front()();
    EXPECT_EQ(cache->find_fresh("a", now)->identity->front(), 'y');
    cache.reset();
    run_background();  // the cache has gone: nothing to do, nothing to break
}

TEST_F(DocumentCacheTest, ServesTheLastOneWhenRenderingFails) {
    auto cache = make();
    const DocumentCache::Render away = [](const Document*) -> Result<Document> {
        return Error{Errc::unavailable, "away"};
    };
    EXPECT_EQ(cache->get("a", now, away).error().code, Errc::unavailable);
    ASSERT_TRUE(cache->get("a", now, give("one")));
    change();
    EXPECT_EQ(*(*cache->get("a", now, away))->identity, "one");
    const auto gone = cache->get("a", now, [](const Document*) -> Result<Document> {
        return Error{Errc::gone, "gone"};
    });
    EXPECT_EQ(gone.error().code, Errc::gone);
    EXPECT_FALSE(cache->find_any("a"));
    EXPECT_EQ(cache->bytes(), 0U);
}

TEST_F(DocumentCacheTest, KeepsWithinItsBytes) {
    auto cache = make(10'000);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(cache->get(std::to_string(i), now, give(std::string(1000, 'x'))));
    EXPECT_LE(cache->bytes(), 10'000U);
    EXPECT_FALSE(cache->find_any("0"));
    EXPECT_TRUE(cache->find_any("19"));
}

TEST_F(DocumentCacheTest, AHerdRendersOnceAndNeverSeesWhatWasBeforeItsChange) {
    auto cache = make();
    for (int round = 0; round < 20; ++round) {
        change();
        const std::string expected = std::to_string(round);
        std::vector<std::jthread> herd;
        std::atomic<int> wrong{0};
        const int before = renders_;
        for (int i = 0; i < 8; ++i) {
            herd.emplace_back([&] {
                const auto got = cache->get("a", now, give(expected));
                if (!got || *(*got)->identity != expected) ++wrong;
            });
        }
        herd.clear();
        EXPECT_EQ(wrong, 0);
        EXPECT_EQ(renders_ - before, 1);
    }
}

TEST(MaxAge, NeverReachesPastAPublicationAndIsShortAfterOne) {
    Document document;
    EXPECT_EQ(max_age_seconds(document, now, 300), 300);
    document.valid_until = now + 90'500ms;
    EXPECT_EQ(max_age_seconds(document, now, 300), 90);
    EXPECT_EQ(max_age_seconds(document, now + 90s, 300), 0);
    EXPECT_EQ(max_age_seconds(document, now + 5min, 300), 0);
    document.valid_until.reset();
    document.newest_publication = now - 23h;
    EXPECT_EQ(max_age_seconds(document, now, 300), 60);
    EXPECT_EQ(max_age_seconds(document, now + 1h, 300), 300);
}

}  // namespace
}  // namespace mooring::app::delivering
