#include "mooring/app/importing/elsewhere.hpp"

#include <gtest/gtest.h>

#include <map>

#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/domain/visibility.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"

namespace mooring::app::importing {
namespace {

using domain::Episode;
using domain::Show;
using outbound::FetchRequest;
using outbound::FetchResponse;
using publishing::CatalogSnapshot;
using publishing::test::must;

const std::string feed_url = "https://their.example/feed.xml";

/// Feeds by URL; what is not there is 404.
class TheirHost final : public outbound::Fetcher {
public:
    Result<FetchResponse> fetch(const FetchRequest& request) override {
        const auto found = files.find(request.url);
        if (found == files.end()) return FetchResponse{.status = 404, .headers = {}, .body = {}, .final_url = {}};
        return FetchResponse{.status = 200, .headers = {}, .body = found->second, .final_url = request.url};
    }
    Result<FetchResponse> fetch_to(const FetchRequest&, const std::function<Result<void>(std::string_view)>&) override {
        return Error{Errc::internal, "no media is fetched"};
    }

    std::map<std::string, std::string> files;
};

std::string item(const std::string& name, const std::string& title, const std::string& enclosure = "/a.mp3") {
    return "<item><title>" + title + "</title><guid isPermaLink=\"false\">" + name +
           "</guid><pubDate>1 Mar 2025 10:00 GMT</pubDate><enclosure url=\"" + enclosure +
           "\" length=\"1\" type=\"audio/mpeg\"/></item>";
}

class ElsewhereTest : public publishing::test::CatalogTest {
protected:
    void put_feed(const std::string& items, const std::string& title = "The Harbour",
                  const std::string& url = feed_url) {
        host.files[url] = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>" + title + "</title>" + items +
                          "</channel></rss>";
    }
    ListedElsewhere list(const std::string& url = feed_url) { return must(list_elsewhere(ports, workspace, url)); }
    std::vector<Episode> episodes_of(const Show& wanted) {
        return must(catalog->read([&](CatalogSnapshot& view) { return view.episodes().list_all(wanted.id, 0, 100); }));
    }
    std::vector<Show> listed() {
        return must(catalog->read([&](CatalogSnapshot& view) { return shows_elsewhere(view, workspace); }));
    }

    std::unique_ptr<storage::BlobStore> blobs =
        must(storage::local::open_local_blobs({.root = folder.file("blobs"), .reserve_bytes = 0}));
    TheirHost host;
    ServerSecret secret{std::array<std::byte, 32>{}};
    ImportPorts ports{*catalog, *blobs, host, clock, random, secret, urls};
};

TEST_F(ElsewhereTest, KnowsAShowByItsFeed) {
    put_feed(item("b", "Ebb") + item("a", "Tides"));
    const ListedElsewhere found = list();
    EXPECT_EQ(found.new_episodes, 2);
    EXPECT_EQ(found.show.title, "The Harbour");
    EXPECT_EQ(found.show.hosting, domain::Hosting::elsewhere);
    EXPECT_EQ(found.show.source_url, feed_url);
    const auto episodes = episodes_of(found.show);
    ASSERT_EQ(episodes.size(), 2U);
    for (const Episode& episode : episodes) {
        EXPECT_EQ(episode.status, domain::EpisodeStatus::published);
        EXPECT_FALSE(domain::has_ready_media(episode)) << "their host serves it";
    }
    EXPECT_EQ(listed(), std::vector{found.show});
}

TEST_F(ElsewhereTest, TellsMegaphoneByTheFeedOrTheSound) {
    put_feed("", "One", "https://feeds.megaphone.fm/one");
    put_feed(item("a", "Tides", "https://traffic.megaphone.fm/a.mp3"), "Two");
    put_feed(item("a", "Tides", "https://notmegaphone.fm/a.mp3"), "Three", "https://their.example/three.xml");
    EXPECT_EQ(list("https://feeds.megaphone.fm/one").show.hosting, domain::Hosting::megaphone);
    EXPECT_EQ(list().show.hosting, domain::Hosting::megaphone);
    EXPECT_EQ(list("https://their.example/three.xml").show.hosting, domain::Hosting::elsewhere);
}

TEST_F(ElsewhereTest, ReadsAnewWhatChangedAndKeepsWhatLeftTheFeed) {
    put_feed(item("a", "Tides") + item("b", "Ebb"));
    const ListedElsewhere first = list();
    EXPECT_EQ(must(read_elsewhere_again(ports, first.show.id)).changed_episodes, 0);
    put_feed(item("c", "Fog") + item("b", "Ebb tide"), "The Quay");
    const ListedElsewhere second = must(read_elsewhere_again(ports, first.show.id));
    EXPECT_EQ(second.show.id, first.show.id);
    EXPECT_EQ(second.show.opaque_id, first.show.opaque_id);
    EXPECT_EQ(second.show.title, "The Quay");
    EXPECT_EQ(second.new_episodes, 1);
    EXPECT_EQ(second.changed_episodes, 1);
    EXPECT_EQ(episodes_of(second.show).size(), 3U);
    EXPECT_EQ(list().show.id, first.show.id) << "one address is one show";
}

TEST_F(ElsewhereTest, NobodyElseSeesIt) {
    put_feed(item("a", "Tides"));
    const Show found = list().show;
    EXPECT_FALSE(domain::is_public(found));
    Show published = found;
    published.visibility = domain::ShowVisibility::published;
    EXPECT_FALSE(domain::is_public(published)) << "whatever its row says";
    const auto shown =
        must(catalog->read([&](CatalogSnapshot& view) { return publishing::list_shows(view, workspace); }));
    EXPECT_EQ(shown.size(), 1U) << "the fixture's own show";
    EXPECT_EQ(catalog->read([&](CatalogSnapshot& view) { return publishing::get_show(view, workspace, found.id); })
                  .error()
                  .code,
              Errc::not_found);
    EXPECT_TRUE(take_events().empty());
}

TEST_F(ElsewhereTest, LeavesTheListWithItsEpisodes) {
    put_feed(item("a", "Tides"));
    const Show found = list().show;
    must(unlist_elsewhere(*catalog, clock.now(), found.id));
    EXPECT_TRUE(listed().empty());
    EXPECT_TRUE(episodes_of(found).empty());
    EXPECT_EQ(unlist_elsewhere(*catalog, clock.now(), found.id).error().code, Errc::not_found);
    EXPECT_EQ(unlist_elsewhere(*catalog, clock.now(), show).error().code, Errc::not_found) << "a show hosted here";
}

TEST_F(ElsewhereTest, RefusesWhatIsNoFeed) {
    EXPECT_EQ(list_elsewhere(ports, workspace, "file:///etc/passwd").error().code, Errc::invalid_argument);
    EXPECT_EQ(list_elsewhere(ports, workspace, "https://me:secret@their.example/").error().code,
              Errc::invalid_argument);
    EXPECT_EQ(list_elsewhere(ports, workspace, "https://their.example/none").error().code, Errc::not_found);
    host.files[feed_url] = "<html></html>";
    EXPECT_FALSE(list_elsewhere(ports, workspace, feed_url));
    EXPECT_TRUE(listed().empty());
}

TEST_F(ElsewhereTest, TheStepTriesAgainWhenTheFeedIsAwayAndEndsWhenTheShowIs) {
    put_feed(item("a", "Tides"));
    const Show found = list().show;
    const ReadElsewhere step{ports};
    storage::Job job;
    job.payload = "{\"show\":" + std::to_string(found.id.value) + "}";
    EXPECT_EQ(step.run(job).kind, background::StepOutcome::Kind::done);
    host.files.clear();
    EXPECT_EQ(step.run(job).kind, background::StepOutcome::Kind::retry);
    must(unlist_elsewhere(*catalog, clock.now(), found.id));
    EXPECT_EQ(step.run(job).kind, background::StepOutcome::Kind::done);
}

}  // namespace
}  // namespace mooring::app::importing
