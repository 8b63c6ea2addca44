#include "mooring/app/background/background.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mooring/app/background/background_for_test.hpp"
#include "mooring/app/job_kinds.hpp"
#include "mooring/media/mp3_test_frames.hpp"

namespace mooring::app::background {
namespace {

TEST_F(BackgroundTest, TakesANewEpisodeFromItsUrlToTheHub) {
    const std::string url = "https://archive.tidepool.example/forger.mp3";
    const std::string body = media::test::frames({}, 200);
    fetcher_.answer("GET", url,
                    {.status = 200, .headers = {{"content-length", std::to_string(body.size())}}, .body = body});
    fetcher_.answer("POST", "https://hub.example/", {.status = 204});
    BackgroundSettings settings;
    settings.hooks.hubs = {"https://hub.example/"};
    settings.jobs.owner = "test";
    Background background(*catalog_, *blobs_, fetcher_, clock_, urls_, settings);

    const auto id = add_external(url, clock_.now() + std::chrono::hours{1});
    ASSERT_TRUE(background.settle());
    EXPECT_TRUE(std::get<domain::ExternalMedia>(episode(id).media).size_bytes);
    clock_.advance(std::chrono::minutes{30});  // whatever the show's artwork caused has been told by now
    ASSERT_TRUE(background.settle());
    clock_.advance(std::chrono::minutes{1});
    ASSERT_TRUE(background.settle());
    fetcher_.forget();

    clock_.advance(std::chrono::minutes{29});
    ASSERT_TRUE(background.settle());
    EXPECT_EQ(episode(id).status, domain::EpisodeStatus::published);
    clock_.advance(std::chrono::seconds{1});
    ASSERT_TRUE(background.settle());
    ASSERT_EQ(fetcher_.requests().size(), 1U);
    EXPECT_THAT(fetcher_.requests()[0].body, testing::HasSubstr(show().key));
}

TEST_F(BackgroundTest, StartsAndStops) {
    BackgroundSettings settings;
    settings.jobs.owner = "test";
    Background background(*catalog_, *blobs_, fetcher_, clock_, urls_, settings);
    background.start();
    background.stop();
    background.stop();
}

}  // namespace
}  // namespace mooring::app::background
