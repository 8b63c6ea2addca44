#include "mooring/app/background/housekeeping.hpp"

#include <gtest/gtest.h>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::app::background {
namespace {

class HousekeepingTest : public BackgroundTest {
protected:
    StepOutcome remove(const std::string& sha256) {
        return Housekeeping(*catalog_, *blobs_, clock_).remove_blob(job(R"({"sha256":")" + sha256 + "\"}"));
    }
};

TEST_F(HousekeepingTest, RemovesAFileThatNoEpisodeUses) {
    const auto sha256 = store_blob(media::test::frames({}, 10));
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
    EXPECT_FALSE(blobs_->contains(sha256).value());
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
}

TEST_F(HousekeepingTest, KeepsAFileThatAnEpisodeUses) {
    const auto sha256 = store_blob(media::test::frames({}, 10));
    const auto id = add_external("https://archive.tidepool.example/x.mp3");
    edit_episode(id, [&](domain::Episode& changed) {
        domain::StoredMedia stored;
        stored.sha256 = sha256;
        stored.mime_type = "audio/mpeg";
        stored.extension = "mp3";
        changed.media = stored;
    });
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(blobs_->contains(sha256).value());

    edit_episode(id, [&](domain::Episode& changed) { changed.deleted_at = clock_.now(); });
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
    EXPECT_FALSE(blobs_->contains(sha256).value());
}

TEST_F(HousekeepingTest, KeepsPictures) {
    const auto sha256 = store_blob("\x89PNG\r\n\x1a\n and so on");
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(blobs_->contains(sha256).value());
}

TEST_F(HousekeepingTest, ForgetsAnswersAfterADay) {
    storage::IdempotencyRecord record;
    record.workspace = workspace_id_;
    record.operation = "create_episode";
    record.key = "k";
    record.fingerprint = std::string(32, 'f');
    record.created_at = clock_.now();
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) {
        return tx.idempotency_writer().insert(record, clock_.now() - std::chrono::hours{24});
    }));
    const auto is_there = [&] {
        return catalog_
            ->read([&](storage::CatalogSnapshot& view) {
                return view.idempotency().find(workspace_id_, "create_episode", "k", from_unix_seconds(0));
            })
            .value()
            .has_value();
    };
    Housekeeping housekeeping(*catalog_, *blobs_, clock_);
    clock_.advance(std::chrono::hours{24} - std::chrono::microseconds{1});
    ASSERT_TRUE(housekeeping.remove_expired_answers());
    EXPECT_TRUE(is_there());
    clock_.advance(std::chrono::microseconds{1});
    ASSERT_TRUE(housekeeping.remove_expired_answers());
    EXPECT_FALSE(is_there());
}

}  // namespace
}  // namespace mooring::app::background
