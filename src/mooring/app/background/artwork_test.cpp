#include "mooring/app/background/artwork.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/media/artwork.hpp"

namespace mooring::app::background {
namespace {

const std::string url = "https://img.saltmarsh.example/harbour.jpg";

class ArtworkTest : public BackgroundTest {
protected:
    void SetUp() override {
        edit_show([](domain::Show& changed) { changed.image_hash.clear(); });
    }

    Artwork artwork_{*catalog_, *blobs_, fetcher_, clock_};

    static const std::string& picture() {
        static const std::string bytes = media::make_default_artwork("Harbour", "seed").value();
        return bytes;
    }
    storage::Job show_job() const { return job("{\"show\":" + std::to_string(show_id_.value) + "}"); }
    static storage::Job episode_job(domain::EpisodeId id) {
        return job("{\"episode\":" + std::to_string(id.value) + "}");
    }
    std::optional<storage::Image> row(const std::string& hash) const {
        return catalog_->read([&](storage::CatalogSnapshot& view) { return view.images().find(hash); }).value();
    }
};

TEST_F(ArtworkTest, DrawsAPictureForAShowThatHasNone) {
    ASSERT_EQ(artwork_.make_default(show_job()).kind, StepOutcome::Kind::done);
    const std::string hash = show().image_hash;
    EXPECT_EQ(hash.size(), 22U);
    const auto stored = row(hash);
    ASSERT_TRUE(stored);
    for (const auto& variant : stored->variants) {
        EXPECT_TRUE(blobs_->contains(variant.sha256).value()) << variant.size;
    }
    EXPECT_TRUE(std::ranges::any_of(stored->variants, [](const auto& v) { return v.size == "feed"; }));
    ASSERT_EQ(events().size(), 1U);
    EXPECT_EQ(events()[0].kind, storage::EventKind::feed_changed);

    clear_events();
    EXPECT_EQ(artwork_.make_default(show_job()).kind, StepOutcome::Kind::done);  // it has one now
    EXPECT_TRUE(events().empty());
}

TEST_F(ArtworkTest, FetchesAShowsPictureOnceItsUrlIsStillTheSame) {
    edit_show([](domain::Show& changed) { changed.image_url = url; });
    // Until the picture at the URL is here, listeners' apps get one all the same.
    ASSERT_TRUE(StoredImageMaker(*catalog_, *blobs_, clock_).make_default(show_id_));
    const std::string stand_in = show().image_hash;
    EXPECT_NE(stand_in, "");
    clear_events();

    fetcher_.answer("GET", url, [&](const outbound::FetchRequest& request) -> Result<outbound::FetchResponse> {
        EXPECT_EQ(request.max_bytes, 10 * 1024 * 1024);
        edit_show([](domain::Show& changed) { changed.image_url = "https://img.saltmarsh.example/other.jpg"; });
        return outbound::FetchResponse{.status = 200, .body = picture()};
    });
    EXPECT_EQ(artwork_.fetch_show_image(show_job()).kind, StepOutcome::Kind::done);
    EXPECT_EQ(show().image_hash, stand_in);

    fetcher_.answer("GET", "https://img.saltmarsh.example/other.jpg", {.status = 200, .body = picture()});
    EXPECT_EQ(artwork_.fetch_show_image(show_job()).kind, StepOutcome::Kind::done);
    EXPECT_TRUE(row(show().image_hash));
}

TEST_F(ArtworkTest, FetchesAnEpisodesPictureAndTellsOnlyOfWhatIsOut) {
    fetcher_.answer("GET", url, {.status = 200, .body = picture()});
    const auto out = add_external("https://a.example/1.mp3", std::nullopt, url);
    const auto later = add_external("https://a.example/2.mp3", clock_.now() + std::chrono::hours{1}, url);
    clear_events();
    EXPECT_EQ(artwork_.fetch_episode_image(episode_job(later)).kind, StepOutcome::Kind::done);
    EXPECT_FALSE(episode(later).image_hash.empty());
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(artwork_.fetch_episode_image(episode_job(out)).kind, StepOutcome::Kind::done);
    EXPECT_EQ(episode(out).image_hash, episode(later).image_hash);
    EXPECT_EQ(events().size(), 1U);
}

TEST_F(ArtworkTest, TriesAgainWhenThereIsNoPictureToBeHad) {
    const auto id = add_external("https://a.example/1.mp3", std::nullopt, url);
    EXPECT_EQ(artwork_.fetch_episode_image(episode_job(id)).kind, StepOutcome::Kind::retry);
    fetcher_.answer("GET", url, {.status = 500, .body = picture()});
    EXPECT_EQ(artwork_.fetch_episode_image(episode_job(id)).kind, StepOutcome::Kind::retry);
    fetcher_.answer("GET", url, {.status = 200, .body = "no picture"});
    EXPECT_EQ(artwork_.fetch_episode_image(episode_job(id)).kind, StepOutcome::Kind::retry);
    EXPECT_EQ(episode(id).image_hash, "");
}

TEST_F(ArtworkTest, TakesAPictureFromAnUpload) {
    const auto image = set_show_image(*catalog_, *blobs_, clock_.now(), show_id_, picture());
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_EQ(show().image_hash, image->hash);
    EXPECT_EQ(image->width, 1400);
    const auto broken = store_image(*catalog_, *blobs_, clock_.now(), "no picture");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, Errc::unsupported);
    EXPECT_EQ(set_show_image(*catalog_, *blobs_, clock_.now(), domain::ShowId{999}, picture()).error().code,
              Errc::not_found);
}

TEST_F(ArtworkTest, APictureWhoseFilesWereRemovedSinceItWasPreparedIsPreparedAgain) {
    const auto prepared = prepare_image(*catalog_, *blobs_, clock_.now(), picture()).value();
    ASSERT_TRUE(blobs_->remove(prepared.variants.front().sha256));
    const auto keep = [&](const storage::Image& image) {
        return catalog_->write([&](storage::CatalogTransaction& tx) { return keep_image(tx, *blobs_, image); });
    };
    const auto kept = keep(prepared);
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, Errc::unavailable);
    EXPECT_FALSE(row(prepared.hash));
    EXPECT_TRUE(keep(prepare_image(*catalog_, *blobs_, clock_.now(), picture()).value()));
    EXPECT_TRUE(row(prepared.hash));
}

TEST_F(ArtworkTest, APictureThatIsStoredOnceMoreIsAsGoodAsNewToTheCleanUp) {
    const auto first = store_image(*catalog_, *blobs_, clock_.now(), picture()).value();
    clock_.advance(std::chrono::hours{25});
    ASSERT_TRUE(store_image(*catalog_, *blobs_, clock_.now(), picture()));
    EXPECT_EQ(row(first.hash)->created_at, first.created_at) << "its files are as old as they were";
    EXPECT_EQ(row(first.hash)->stored_at, clock_.now());
}

TEST_F(ArtworkTest, APictureThatNobodyTakesIsLeftToTheCleanUp) {
    const auto id = add_external("https://a.example/1.mp3", std::nullopt, url);
    fetcher_.answer("GET", url, [&](const outbound::FetchRequest&) -> Result<outbound::FetchResponse> {
        edit_episode(id, [&](domain::Episode& gone) { gone.deleted_at = clock_.now(); });
        return outbound::FetchResponse{.status = 200, .body = picture()};
    });
    EXPECT_EQ(artwork_.fetch_episode_image(episode_job(id)).kind, StepOutcome::Kind::done);
    EXPECT_EQ(episode(id).image_hash, "");
    const auto unused =
        catalog_->read([&](storage::CatalogSnapshot& view) { return view.images().list_unused(clock_.now(), "", 9); });
    EXPECT_EQ(unused.value().size(), 1U);
}

TEST_F(ArtworkTest, MakesAMissingFormFromTheOriginal) {
    const auto image = store_image(*catalog_, *blobs_, clock_.now(), picture()).value();
    storage::Image lacking = image;
    std::erase_if(lacking.variants, [](const auto& variant) { return variant.size == "300"; });
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.image_writer().put(lacking); }));

    StoredImageMaker maker(*catalog_, *blobs_, clock_);
    const auto made = maker.make(lacking, "300", "jpg");
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->width, 300);
    EXPECT_EQ(row(image.hash)->variants.size(), lacking.variants.size() + 1);
    EXPECT_EQ(maker.make(lacking, "300", "gif").error().code, Errc::not_found);

    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.image_writer().remove(image.hash); }));
    EXPECT_EQ(maker.make(lacking, "300", "jpg").error().code, Errc::not_found);
    EXPECT_EQ(jobs(job_kind::remove_blob).waiting, 1) << "what was made for nothing goes";
}

}  // namespace
}  // namespace mooring::app::background
