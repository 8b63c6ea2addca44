#include "mooring/app/background/copy_in.hpp"

#include <gtest/gtest.h>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::app::background {
namespace {

const std::string url = "https://archive.tidepool.example/2025/harbour-1.mp3";

class CopyInTest : public BackgroundTest {
protected:
    StepOutcome run(domain::EpisodeId id, CopyInLimits limits = {}) {
        CopyIn copy(*catalog_, *blobs_, fetcher_, clock_, limits);
        return copy.run(job("{\"episode\":" + std::to_string(id.value) + "}"));
    }
    int stored_files() const {
        int count = 0;
        EXPECT_TRUE(blobs_->for_each([&](const storage::Blob&, Instant) { ++count; }));
        return count;
    }
};

TEST_F(CopyInTest, KeepsUrlAndGuidAndGivesTheEpisodeAFileOfItsOwn) {
    const std::string body = media::test::frames({}, 400);
    fetcher_.answer("GET", url, {.status = 200, .headers = {{"content-type", "audio/mpeg"}}, .body = body});
    const auto id = add_external(url);
    const auto before = episode(id);
    clear_events();
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);

    const auto after = episode(id);
    EXPECT_EQ(after.guid, before.guid);
    EXPECT_EQ(urls_.media(after), urls_.media(before));
    const auto& stored = std::get<domain::StoredMedia>(after.media);
    EXPECT_EQ(stored.size_bytes, static_cast<std::int64_t>(body.size()));
    EXPECT_EQ(stored.mime_type, "audio/mpeg");
    EXPECT_TRUE(stored.duration);
    EXPECT_EQ(blobs_->open(stored.sha256).value()->read(0, body.size() + 1).value(), body);
    EXPECT_EQ(events().size(), 1U);

    fetcher_.forget();
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);  // already its own
    EXPECT_TRUE(fetcher_.requests().empty());
}

TEST_F(CopyInTest, LeavesNothingBehindWhenItFails) {
    const auto id = add_external(url);
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::retry);  // nobody answers
    fetcher_.answer("GET", url, {.status = 404, .body = "not here"});
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::retry);
    fetcher_.answer("GET", url, {.status = 200, .body = "<html>not sound</html>"});
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::give_up);
    fetcher_.answer("GET", url, {.status = 200, .body = media::test::frames({}, 400)});
    EXPECT_EQ(run(id, {.most_bytes = 1000}).kind, StepOutcome::Kind::give_up);
    EXPECT_EQ(stored_files(), 0);
    EXPECT_TRUE(std::holds_alternative<domain::ExternalMedia>(episode(id).media));
}

TEST_F(CopyInTest, HasAFileRemovedThatNobodyWantsAnyMore) {
    const auto id = add_external(url);
    fetcher_.answer("GET", url, [&](const outbound::FetchRequest&) -> Result<outbound::FetchResponse> {
        edit_episode(id, [&](domain::Episode& gone) { gone.deleted_at = clock_.now(); });
        return outbound::FetchResponse{.status = 200, .body = media::test::frames({}, 400)};
    });
    EXPECT_EQ(run(id).kind, StepOutcome::Kind::done);
    EXPECT_EQ(jobs(job_kind::remove_blob).waiting, 1);
}

}  // namespace
}  // namespace mooring::app::background
