#include "mooring/app/importing/media_download.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::importing {
namespace {

using outbound::FetchRequest;
using outbound::FetchResponse;

/// An origin with one file, which misbehaves on order.
class Origin final : public outbound::Fetcher {
public:
    std::string bytes = std::string(300'000, 'a') + std::string(300'000, 'b');
    std::string tag = "\"v1\"";
    bool has_ranges = true;
    std::vector<std::size_t> cuts;  ///< how much the next answers bring before the connection is lost
    std::vector<FetchResponse> refusals;
    std::vector<FetchRequest> requests;

    Result<FetchResponse> fetch(const FetchRequest&) override { return Error{Errc::internal, "not used"}; }
    Result<FetchResponse> fetch_to(const FetchRequest& request,
                                   const std::function<Result<void>(std::string_view)>& sink) override {
        requests.push_back(request);
        if (!refusals.empty()) {
            FetchResponse refusal = refusals.front();
            refusals.erase(refusals.begin());
            MOORING_CHECK(request.on_head(refusal));
            MOORING_CHECK(sink("<html>an error</html>"));
            return refusal;
        }
        FetchResponse head = head_for(request);
        std::string_view body{bytes};
        if (head.status == 206) body.remove_prefix(begin_of(request));
        if (head.status == 416) body = {};
        MOORING_CHECK(request.on_head(head));
        const bool is_cut = !cuts.empty();
        if (is_cut) {
            body = body.substr(0, cuts.front());
            cuts.erase(cuts.begin());
        }
        while (!body.empty()) {
            MOORING_CHECK(sink(body.substr(0, 50'000)));
            body.remove_prefix(std::min<std::size_t>(body.size(), 50'000));
        }
        if (is_cut) return Error{Errc::unavailable, "the connection was lost"};
        return head;
    }

    static std::string header(const FetchRequest& request, std::string_view name) {
        for (const auto& [key, value] : request.headers) {
            if (key == name) return value;
        }
        return {};
    }

private:
    static std::size_t begin_of(const FetchRequest& request) {
        return std::stoul(header(request, "Range").substr(std::string{"bytes="}.size()));
    }
    FetchResponse head_for(const FetchRequest& request) const {
        FetchResponse head;
        head.status = 200;
        head.headers = {{"content-type", "audio/mpeg"}, {"content-length", std::to_string(bytes.size())}};
        if (!tag.empty()) head.headers.emplace_back("etag", tag);
        if (!has_ranges || header(request, "Range").empty() || header(request, "If-Range") != tag) return head;
        const std::size_t begin = begin_of(request);
        head.status = begin < bytes.size() ? 206 : 416;
        head.headers = {{"content-range", "bytes " + std::to_string(begin) + "-" + std::to_string(bytes.size() - 1) +
                                              "/" + std::to_string(bytes.size())}};
        return head;
    }
};

class DownloadTest : public testing::Test {
protected:
    Result<Downloaded> run(DownloadRetries retries = {}) {
        return download(
            origin, clock, {.url = "https://old.example/1.mp3", .path = folder.file("part")},
            [&](std::chrono::milliseconds time) {
                if (time.count() > 0) waits.push_back(time);
                return !is_stopping;
            },
            [&](std::int64_t count) { counted += count; }, retries);
    }
    std::string here() const {
        std::ifstream file(folder.file("part"), std::ios::binary);
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    publishing::test::TemporaryFolder folder;
    Origin origin;
    ManualClock clock{from_unix_seconds(1'741'600'800)};
    std::vector<std::chrono::milliseconds> waits;
    std::int64_t counted = 0;
    bool is_stopping = false;
};

TEST_F(DownloadTest, FetchesAFile) {
    const auto got = run();
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->size_bytes, 600'000);
    EXPECT_EQ(got->content_type, "audio/mpeg");
    EXPECT_EQ(counted, 600'000);
    EXPECT_EQ(here(), origin.bytes);
    EXPECT_TRUE(waits.empty());
}

TEST_F(DownloadTest, GoesOnAtTheByteWithIfRange) {
    origin.cuts = {250'000};
    ASSERT_TRUE(run());
    ASSERT_EQ(origin.requests.size(), 2U);
    EXPECT_EQ(Origin::header(origin.requests[1], "Range"), "bytes=250000-");
    EXPECT_EQ(Origin::header(origin.requests[1], "If-Range"), "\"v1\"");
    EXPECT_EQ(counted, 600'000);
    EXPECT_EQ(here(), origin.bytes);
}

TEST_F(DownloadTest, GoesOnInALaterRun) {
    origin.cuts = {200'000};
    EXPECT_FALSE(run({.attempts = 0}));
    origin.requests.clear();
    ASSERT_TRUE(run());
    EXPECT_EQ(Origin::header(origin.requests.front(), "Range"), "bytes=200000-");
    EXPECT_EQ(here(), origin.bytes);
    // And a third time there is nothing left to ask.
    origin.requests.clear();
    EXPECT_EQ(run()->size_bytes, 600'000);
    EXPECT_TRUE(origin.requests.empty());
}

TEST_F(DownloadTest, BeginsAnewWhenTheFileHasChanged) {
    origin.cuts = {250'000};
    EXPECT_FALSE(run({.attempts = 0}));
    origin.bytes = std::string(100'000, 'c');
    origin.tag = "\"v2\"";
    ASSERT_TRUE(run());
    EXPECT_EQ(here(), origin.bytes);
}

TEST_F(DownloadTest, BeginsAnewWithoutAStrongTag) {
    for (const std::string& weak : std::vector<std::string>{"", "W/\"v1\""}) {
        origin.tag = weak;
        origin.cuts = {250'000};
        origin.requests.clear();
        std::filesystem::remove(folder.file("part"));
        ASSERT_TRUE(run()) << weak;
        EXPECT_EQ(Origin::header(origin.requests.back(), "Range"), "") << weak;
        EXPECT_EQ(here(), origin.bytes) << weak;
    }
}

TEST_F(DownloadTest, BeginsAnewWhenTheOriginHasNoRanges) {
    origin.has_ranges = false;
    origin.cuts = {250'000};
    ASSERT_TRUE(run());
    EXPECT_EQ(here(), origin.bytes);
}

TEST_F(DownloadTest, TriesFiveTimesWithWaitsThatDouble) {
    origin.refusals.assign(10, FetchResponse{.status = 503, .headers = {}, .body = {}, .final_url = {}});
    EXPECT_EQ(run().error().code, Errc::unavailable);
    EXPECT_EQ(origin.requests.size(), 5U);
    ASSERT_EQ(waits.size(), 4U);
    for (std::size_t index = 0; index < waits.size(); ++index) {
        const double expected = 1000.0 * (1 << index);
        EXPECT_GE(static_cast<double>(waits[index].count()), expected * 0.74);
        EXPECT_LE(static_cast<double>(waits[index].count()), expected * 1.26);
    }
    EXPECT_TRUE(here().empty()) << "the page of an error is no part of the file";
}

TEST_F(DownloadTest, ObeysRetryAfter) {
    origin.refusals = {
        FetchResponse{.status = 429, .headers = {{"retry-after", "7"}}, .body = {}, .final_url = {}},
        FetchResponse{.status = 503, .headers = {{"retry-after", "86400"}}, .body = {}, .final_url = {}}};
    ASSERT_TRUE(run());
    EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{std::chrono::seconds{7}, std::chrono::minutes{10}}));
}

TEST_F(DownloadTest, TellsWhatIsGoneFromWhatIsForbidden) {
    origin.refusals.assign(5, FetchResponse{.status = 410, .headers = {}, .body = {}, .final_url = {}});
    EXPECT_EQ(run().error().code, Errc::not_found);
    EXPECT_EQ(origin.requests.size(), 5U);
    origin.requests.clear();
    origin.refusals.assign(5, FetchResponse{.status = 403, .headers = {}, .body = {}, .final_url = {}});
    EXPECT_EQ(run().error().code, Errc::forbidden);
    EXPECT_EQ(origin.requests.size(), 1U);
}

TEST_F(DownloadTest, AttemptsThatBringBytesDoNotCount) {
    origin.cuts.assign(7, 80'000);
    ASSERT_TRUE(run({.attempts = 2}));
    EXPECT_EQ(origin.requests.size(), 8U);
    EXPECT_EQ(here(), origin.bytes);
}

TEST_F(DownloadTest, RefusesPackedAnswersAndTooLargeOnes) {
    origin.refusals = {
        FetchResponse{.status = 200, .headers = {{"content-encoding", "gzip"}}, .body = {}, .final_url = {}}};
    EXPECT_EQ(run().error().code, Errc::unsupported);
    origin.refusals = {
        FetchResponse{.status = 200, .headers = {{"content-length", "9999999999999"}}, .body = {}, .final_url = {}}};
    EXPECT_EQ(run().error().code, Errc::too_large);
}

TEST_F(DownloadTest, EndsWhenItIsToStop) {
    is_stopping = true;
    EXPECT_EQ(run().error().code, Errc::unavailable);
    EXPECT_EQ(origin.requests.size(), 1U);
}

TEST_F(DownloadTest, DoesNotTrustWhatItsNotesSay) {
    std::ofstream(folder.file("part")) << "stranger";
    std::ofstream(folder.file("part.meta")) << "{\"url\": 5, \"tag\": [";
    ASSERT_TRUE(run());
    EXPECT_EQ(here(), origin.bytes);
}

}  // namespace
}  // namespace mooring::app::importing
