#include "mooring/app/background/audio_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/background/external_audio.hpp"
#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::app::background {
namespace {

using media::test::frames;
using outbound::FetchRequest;
using outbound::FetchResponse;

const std::string url = "https://archive.tidepool.example/2025/harbour-1.mp3";

/// 128 kbit/s: one second is 16,000 bytes.
std::string sound() {
    return frames({}, 400);
}

class AudioProbeTest : public BackgroundTest {
protected:
    domain::ExternalMedia probed(domain::EpisodeId id) const {
        return std::get<domain::ExternalMedia>(episode(id).media);
    }
    StepOutcome run(domain::EpisodeId id, int attempts = 1) {
        return AudioProbe(*catalog_, fetcher_, clock_)
            .run(job("{\"episode\":" + std::to_string(id.value) + "}", attempts));
    }
    void serve_ranges(const std::string& body, const std::string& type) {
        fetcher_.answer("HEAD", url, {.status = 200, .headers = {{"content-length", std::to_string(body.size())}}});
        fetcher_.answer("GET", url, [=](const FetchRequest& request) -> Result<FetchResponse> {
            EXPECT_THAT(request.headers, testing::Contains(testing::Pair("Range", "bytes=0-65535")));
            FetchResponse response{.status = 206, .headers = {{"content-type", type}}, .body = body.substr(0, 65536)};
            response.headers.emplace_back("content-range", "bytes 0-65535/" + std::to_string(body.size()));
            return response;
        });
    }
};

TEST_F(AudioProbeTest, FillsInSizeTypeAndDuration) {
    const std::string body = sound();
    serve_ranges(body, "application/octet-stream");
    const auto id = add_external(url);
    clear_events();
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);
    EXPECT_EQ(probed(id).url, url);
    EXPECT_EQ(probed(id).size_bytes, static_cast<std::int64_t>(body.size()));
    EXPECT_EQ(probed(id).mime_type, "audio/mpeg");
    ASSERT_TRUE(probed(id).duration);
    EXPECT_NEAR(static_cast<double>(probed(id).duration->count()), 400 * 1152.0 / 44.1, 20);
    ASSERT_EQ(events().size(), 1U);
    EXPECT_EQ(events()[0].kind, storage::EventKind::feed_changed);

    clear_events();
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);  // again: nothing new, nothing told
    EXPECT_TRUE(events().empty());
}

TEST_F(AudioProbeTest, TellsNobodyOfAnEpisodeThatIsNotOutYet) {
    serve_ranges(sound(), "audio/mpeg");
    const auto id = add_external(url, clock_.now() + std::chrono::hours{1});
    const Instant changed_before = show().content_changed_at;
    clear_events();
    clock_.advance(std::chrono::minutes{1});
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(probed(id).size_bytes);
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(show().content_changed_at, changed_before);
}

TEST_F(AudioProbeTest, ManagesWithoutHeadAndWithoutRanges) {
    const std::string body = sound();
    fetcher_.answer("HEAD", url, {.status = 405});
    fetcher_.answer("GET", url,
                    {.status = 200,
                     .headers = {{"content-length", std::to_string(body.size())}, {"content-type", "audio/mpeg"}},
                     .body = body});
    const auto id = add_external(url);
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);
    EXPECT_EQ(probed(id).size_bytes, static_cast<std::int64_t>(body.size()));
    EXPECT_EQ(fetcher_.requests().back().max_bytes, 65536);
    for (const auto& request : fetcher_.requests()) {
        EXPECT_FALSE(request.allow_downgrade);
        EXPECT_LE(request.total_timeout, std::chrono::seconds{15});
    }
}

TEST_F(AudioProbeTest, TriesAgainAfterTheAgreedWaitsAndThenGivesUp) {
    const auto id = add_external(url);
    using std::chrono::minutes;
    const std::vector<minutes> waits{minutes{1}, minutes{10}, minutes{60}, minutes{360}, minutes{1440}};
    for (std::size_t failed = 0; failed < waits.size(); ++failed) {
        const auto outcome = run(id, static_cast<int>(failed) + 1);
        EXPECT_EQ(outcome.kind, StepOutcome::Kind::retry);
        EXPECT_EQ(outcome.at, clock_.now() + waits[failed]);
    }
    EXPECT_EQ(run(id, 6).kind, StepOutcome::Kind::give_up);
    EXPECT_EQ(probed(id).size_bytes, std::nullopt);  // the create stands
}

TEST_F(AudioProbeTest, FailsOnErrorPagesAndOnWhatIsNoSound) {
    const auto id = add_external(url);
    fetcher_.answer("GET", url, {.status = 404, .body = sound()});
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::retry);
    fetcher_.answer("GET", url,
                    {.status = 200, .headers = {{"content-type", "audio/mpeg"}}, .body = "<!DOCTYPE html><html>"});
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::retry);
    EXPECT_EQ(probed(id).mime_type, "");
}

TEST_F(AudioProbeTest, LeavesAnEpisodeAloneWhoseAudioWasReplacedMeanwhile) {
    const auto id = add_external(url);
    fetcher_.answer("GET", url, [&](const FetchRequest&) -> Result<FetchResponse> {
        edit_episode(id, [](domain::Episode& changed) {
            domain::ExternalMedia other;
            other.url = "https://elsewhere.example/x.mp3";
            changed.media = other;
        });
        return FetchResponse{.status = 200, .body = sound()};
    });
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);
    EXPECT_EQ(probed(id).size_bytes, std::nullopt);
    EXPECT_EQ(probed(id).url, "https://elsewhere.example/x.mp3");
}

TEST_F(AudioProbeTest, HasNothingToDoForEpisodesThatAreGone) {
    const auto id = add_external(url);
    edit_episode(id, [&](domain::Episode& gone) { gone.deleted_at = clock_.now(); });
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);
    EXPECT_EQ(run(domain::EpisodeId{999}).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(fetcher_.requests().empty());
}

struct TypeCase {
    std::string_view head, declared, expected;
};

TEST(AudioType, BelievesTheBytesMoreThanTheHost) {
    using namespace std::string_view_literals;
    const std::string mp3 = sound();
    const auto mp4 =
        "\0\0\0\x18"
        "ftypisom\0\0\0\0isommp42"sv;
    for (const auto& row :
         {TypeCase{mp3, "text/plain", "audio/mpeg"}, TypeCase{mp3, "", "audio/mpeg"},
          TypeCase{mp4, "audio/x-m4a; x=1", "audio/mp4"}, TypeCase{mp4, "video/mp4", "video/mp4"},
          TypeCase{"unknown", "Audio/Opus ; rate=1", "audio/opus"}, TypeCase{"unknown", "text/html", ""},
          TypeCase{"unknown", "", ""}, TypeCase{"\x89PNG\r\n\x1a\n", "audio/mpeg", ""}}) {
        EXPECT_EQ(audio_type(row.head, row.declared), row.expected) << row.declared;
    }
}

TEST(TotalOfContentRange, ReadsTheTotal) {
    EXPECT_EQ(total_of_content_range("bytes 0-65535/31864320"), 31864320);
    EXPECT_EQ(total_of_content_range("bytes 0-1/*"), std::nullopt);
    EXPECT_EQ(total_of_content_range("bytes 0-1"), std::nullopt);
    EXPECT_EQ(total_of_content_range("items 0-1/5"), std::nullopt);
    EXPECT_EQ(total_of_content_range("bytes 0-1/-5"), std::nullopt);
    EXPECT_EQ(total_of_content_range(""), std::nullopt);
}

}  // namespace
}  // namespace mooring::app::background
