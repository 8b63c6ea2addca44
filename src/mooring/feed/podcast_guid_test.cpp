#include "mooring/feed/podcast_guid.hpp"

#include <gtest/gtest.h>

namespace mooring::feed {
namespace {

// delivery.md, 3.1: the vectors.
TEST(PodcastGuid, MatchesTheVectors) {
    EXPECT_EQ(podcast_guid("podnews.net/rss"), "9b024349-ccf0-5f69-a609-6b82873eab3c");
    EXPECT_EQ(podcast_guid("mp3s.nashownotes.com/pc20rss.xml"), "917393e3-1b1e-5cef-ace4-edaa54e1f810");
    EXPECT_EQ(podcast_guid("pods.example.org/feeds/shw7Qk2m.xml"), "4a092af5-3f70-55c8-9658-7ce50d5304d0");
}

TEST(PodcastGuid, DoesNotSeeSchemeAndTrailingSlashes) {
    for (const char* url : {"https://podnews.net/rss", "http://podnews.net/rss", "https://podnews.net/rss/",
                            "https://podnews.net/rss///", " podnews.net/rss/ "}) {
        EXPECT_EQ(podcast_guid(url), "9b024349-ccf0-5f69-a609-6b82873eab3c") << url;
    }
    EXPECT_NE(podcast_guid("https://podnews.net/RSS"), podcast_guid("https://podnews.net/rss"));
}

}  // namespace
}  // namespace mooring::feed
