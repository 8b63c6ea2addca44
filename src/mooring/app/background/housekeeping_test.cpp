#include "mooring/app/background/housekeeping.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "mooring/app/background/background.hpp"
#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::app::background {
namespace {

class HousekeepingTest : public BackgroundTest {
protected:
    StepOutcome remove(const std::string& sha256) {
        return Housekeeping(*catalog_, *blobs_, clock_).remove_blob(job(R"({"sha256":")" + sha256 + "\"}"));
    }
    /// One that is stored now and made of these files; its hash.
    std::string add_picture(const std::vector<std::string>& files) {
        storage::Image image;
        image.hash = random_base62(random_, 22);
        image.created_at = clock_.now();
        for (const auto& file : files) image.variants.push_back({"64", "png", file, 1, 64, 64});
        EXPECT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.image_writer().put(image); }));
        return image.hash;
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

TEST_F(HousekeepingTest, KeepsAFileThatAPictureIsMadeOf) {
    const auto sha256 = store_blob("\x89PNG\r\n\x1a\n and so on");
    const auto hash = add_picture({sha256});
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(blobs_->contains(sha256).value());

    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.image_writer().remove(hash); }));
    EXPECT_EQ(remove(sha256).kind, StepOutcome::Kind::done);
    EXPECT_FALSE(blobs_->contains(sha256).value());
}

TEST_F(HousekeepingTest, FindsFilesThatNothingEverUsed) {
    const auto find = [&] { return Housekeeping(*catalog_, *blobs_, clock_).find_strays(job("{}")).kind; };
    const auto stray = store_blob("left by a crash");
    const auto picture = store_blob("\x89PNG\r\n\x1a\n and so on");
    add_picture({picture});
    const auto audio = store_blob(media::test::frames({}, 10));
    edit_episode(add_external("https://archive.tidepool.example/x.mp3"), [&](domain::Episode& changed) {
        domain::StoredMedia stored;
        stored.sha256 = audio;
        changed.media = stored;
    });
    clock_.set(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
    EXPECT_EQ(find(), StepOutcome::Kind::done);
    EXPECT_EQ(jobs(job_kind::remove_blob).waiting, 0) << "it may be on its way into the catalog";

    clock_.advance(std::chrono::hours{25});
    EXPECT_EQ(find(), StepOutcome::Kind::done);
    EXPECT_EQ(find(), StepOutcome::Kind::done);
    EXPECT_EQ(jobs(job_kind::remove_blob).waiting, 1);
    EXPECT_TRUE(blobs_->contains(stray).value());
    EXPECT_EQ(remove(stray).kind, StepOutcome::Kind::done);
    EXPECT_FALSE(blobs_->contains(stray).value());
}

/// A catalog in which something happens right after it was read.
class BusyCatalog final : public storage::Catalog {
public:
    BusyCatalog(storage::Catalog& catalog, std::function<void()> happens)
        : catalog_(catalog), happens_(std::move(happens)) {}

    Result<void> run_write(const std::function<Result<void>(storage::CatalogTransaction&)>& change) override {
        return catalog_.run_write(change);
    }
    Result<void> run_read(const std::function<Result<void>(storage::CatalogSnapshot&)>& question) override {
        auto answer = catalog_.run_read(question);
        happens_();
        return answer;
    }
    const storage::ChangeVersions& versions() const override { return catalog_.versions(); }

private:
    storage::Catalog& catalog_;
    std::function<void()> happens_;
};

class UnusedPicturesTest : public HousekeepingTest {
protected:
    static constexpr std::chrono::hours day{24};
    static constexpr std::chrono::microseconds instant{1};

    StepOutcome remove_pictures() { return Housekeeping(*catalog_, *blobs_, clock_).remove_pictures(job("{}")); }
    bool is_there(const std::string& hash) const {
        return catalog_->read([&](storage::CatalogSnapshot& view) { return view.images().find(hash); })
            .value()
            .has_value();
    }
    bool has_file(const std::string& sha256) const { return blobs_->contains(sha256).value(); }
};

TEST_F(UnusedPicturesTest, GoADayAfterTheLastOfThoseThatHadThemWasDeleted) {
    const auto file = store_blob("\x89PNG\r\n\x1a\n one");
    const auto hash = add_picture({file});
    const auto other = add_picture({store_blob("\x89PNG\r\n\x1a\n two")});
    const auto id = add_external("https://archive.tidepool.example/x.mp3");
    edit_show([&](domain::Show& changed) { changed.image_hash = hash; });
    edit_episode(id, [&](domain::Episode& changed) { changed.image_hash = hash; });
    edit_show([&](domain::Show& changed) { changed.image_hash = other; });
    clock_.advance(10 * day);
    edit_episode(id, [&](domain::Episode& gone) { gone.deleted_at = clock_.now(); });
    clock_.advance(10 * day);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_TRUE(is_there(hash)) << "the show had it once";

    edit_show([&](domain::Show& gone) { gone.deleted_at = clock_.now(); });
    clock_.advance(day - instant);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_TRUE(is_there(hash));
    EXPECT_TRUE(has_file(file));
    clock_.advance(instant);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_FALSE(is_there(hash));
    EXPECT_FALSE(has_file(file));
    EXPECT_FALSE(is_there(other));
    EXPECT_EQ(show().image_hash, "");
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
}

TEST_F(UnusedPicturesTest, GoADayAfterTheyWereStoredForNothing) {
    const auto file = store_blob("\x89PNG\r\n\x1a\n one");
    const auto hash = add_picture({file});
    clock_.advance(day - instant);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_TRUE(is_there(hash));
    clock_.advance(instant);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_FALSE(is_there(hash));
    EXPECT_FALSE(has_file(file));
}

TEST_F(UnusedPicturesTest, LeaveTheFilesThatOthersShare) {
    const auto own = store_blob("own");
    const auto shared = store_blob("shared with a picture");
    const auto audio = store_blob("shared with an episode");
    const auto hash = add_picture({own, shared, audio, own});
    const auto kept = add_picture({shared});
    edit_show([&](domain::Show& changed) { changed.image_hash = kept; });
    edit_episode(add_external("https://archive.tidepool.example/x.mp3"), [&](domain::Episode& changed) {
        domain::StoredMedia stored;
        stored.sha256 = audio;
        stored.mime_type = "audio/mpeg";
        stored.extension = "mp3";
        changed.media = stored;
    });
    clock_.advance(day);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_FALSE(is_there(hash));
    EXPECT_TRUE(is_there(kept));
    EXPECT_FALSE(has_file(own));
    EXPECT_TRUE(has_file(shared));
    EXPECT_TRUE(has_file(audio));
}

TEST_F(UnusedPicturesTest, AreRemovedHoweverMany) {
    std::vector<std::string> hashes;
    for (int count = 0; count < 250; ++count) hashes.push_back(add_picture({}));
    clock_.advance(day);
    EXPECT_EQ(remove_pictures().kind, StepOutcome::Kind::done);
    EXPECT_TRUE(std::ranges::none_of(hashes, [&](const auto& hash) { return is_there(hash); }));
}

TEST_F(UnusedPicturesTest, StayWhenTheyAreWantedAgainBeforeTheyAreRemoved) {
    const auto file = store_blob("\x89PNG\r\n\x1a\n one");
    const auto used = add_picture({file});
    const auto stored = add_picture({file});
    const auto neither = add_picture({});
    clock_.advance(day);
    BusyCatalog busy{*catalog_, [&] {
                         edit_show([&](domain::Show& changed) { changed.image_hash = used; });
                         ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) -> Result<void> {
                             MOORING_TRY(auto image, tx.images().find(stored));
                             image->stored_at = clock_.now();
                             return tx.image_writer().put(*image);
                         }));
                     }};
    EXPECT_EQ(Housekeeping(busy, *blobs_, clock_).remove_pictures(job("{}")).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(is_there(used));
    EXPECT_TRUE(is_there(stored));
    EXPECT_TRUE(has_file(file));
    EXPECT_FALSE(is_there(neither));
}

TEST_F(UnusedPicturesTest, AreSearchedForEveryHour) {
    BackgroundSettings settings;
    settings.jobs.owner = "test";
    Background background(*catalog_, *blobs_, fetcher_, clock_, urls_, settings);
    const auto hash = add_picture({});
    ASSERT_TRUE(background.settle());
    clock_.advance(day);
    ASSERT_TRUE(background.settle());
    EXPECT_FALSE(is_there(hash));
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
