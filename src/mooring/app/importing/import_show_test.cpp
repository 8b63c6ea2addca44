#include "mooring/app/importing/import_show.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <mutex>

#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/media/mp3_test_frames.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"

namespace mooring::app::importing {
namespace {

using background::StepOutcome;
using domain::Episode;
using domain::Show;
using outbound::FetchRequest;
using outbound::FetchResponse;
using publishing::test::must;

const std::string feed_url = "https://old.example/feed.xml";

/// The old host: bodies by URL; what is not there is 404.
class OldHost final : public outbound::Fetcher {
public:
    void put(const std::string& url, std::string body, const std::string& type = "audio/mpeg") {
        files[url] = {.status = 200,
                      .headers = {{"content-type", type},
                                  {"content-length", std::to_string(body.size())},
                                  {"etag", "\"" + std::to_string(std::hash<std::string>{}(body)) + "\""}},
                      .body = body,
                      .final_url = url};
    }
    int asked(const std::string& url) const {
        const std::lock_guard lock(mutex_);
        const auto found = counts_.find(url);
        return found == counts_.end() ? 0 : found->second;
    }

    Result<FetchResponse> fetch(const FetchRequest& request) override {
        {
            const std::lock_guard lock(mutex_);
            ++counts_[request.url];
        }
        if (before_answer) before_answer(request.url);
        const auto found = files.find(request.url);
        if (found == files.end()) return FetchResponse{.status = 404, .headers = {}, .body = {}, .final_url = {}};
        return found->second;
    }
    Result<FetchResponse> fetch_to(const FetchRequest& request,
                                   const std::function<Result<void>(std::string_view)>& sink) override {
        MOORING_TRY(FetchResponse response, fetch(request));
        if (request.on_head) MOORING_CHECK(request.on_head(response));
        MOORING_CHECK(sink(response.body));
        response.body.clear();
        return response;
    }

    std::map<std::string, FetchResponse> files;
    std::function<void(const std::string&)> before_answer;

private:
    mutable std::mutex mutex_;
    std::map<std::string, int> counts_;
};

std::string sound(int frames) {
    return media::test::frames({}, frames);
}

std::string item(const std::string& name, const std::string& date, const std::string& more = {}) {
    return "<item><title>Episode " + name + "</title><guid isPermaLink=\"false\">guid-" + name + "</guid><pubDate>" +
           date + "</pubDate><enclosure url=\"/" + name + ".mp3\" length=\"1\" type=\"audio/mpeg\"/>" + more +
           "</item>";
}

std::string feed(const std::string& items, const std::string& channel = {}) {
    return "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
           " xmlns:podcast=\"https://podcastindex.org/namespace/1.0\" xmlns:x=\"https://x.example/ns\"><channel>"
           "<title>The Harbour</title><language>en</language><podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810"
           "</podcast:guid><x:mood>calm</x:mood>" +
           channel + items + "</channel></rss>";
}

class ImportTest : public publishing::test::CatalogTest {
protected:
    ImportTest() {
        host.put("https://old.example/a.mp3", sound(400));
        host.put("https://old.example/b.mp3", sound(500));
        host.put("https://old.example/c.mp3", sound(600));
        put_feed(feed(item("c", "3 Mar 2025 10:00 GMT") + item("b", "2 Mar 2025 10:00 GMT") +
                      item("a", "1 Mar 2025 10:00 GMT")));
    }

    void put_feed(const std::string& text) { host.put(feed_url, text, "application/rss+xml"); }

    ImportRecord order(ImportOptions options = {.is_proven = true}, std::optional<domain::ShowId> into = {}) {
        ImportRecord wanted;
        wanted.source_url = feed_url;
        wanted.workspace = workspace;
        wanted.show = into;
        wanted.options = options;
        return must(order_import(ports, imports, wanted, "admin"));
    }

    StepOutcome step(const std::string& id, int attempts = 1) {
        ImportShow one{ports, imports, processing::ProcessingOptions{}, quick};
        running = &one;
        storage::Job job;
        job.payload = "{\"import\":\"" + id + "\"}";
        job.attempts = attempts;
        const StepOutcome outcome = one.run(job);
        running = nullptr;
        return outcome;
    }

    ImportRecord run(ImportOptions options = {.is_proven = true}, std::optional<domain::ShowId> into = {}) {
        const std::string id = order(options, into).id;
        step(id);
        return must(imports.load(id));
    }

    Show imported(const ImportRecord& record) {
        return must(catalog->read([&](publishing::CatalogSnapshot& view) { return view.shows().find(*record.show); }))
            .value();
    }
    std::optional<Episode> by_guid(const ImportRecord& record, const std::string& guid) {
        return must(catalog->read(
            [&](publishing::CatalogSnapshot& view) { return view.episodes().find_by_guid(*record.show, guid); }));
    }
    std::int64_t episodes(const ImportRecord& record) {
        return must(
            catalog->read([&](publishing::CatalogSnapshot& view) { return view.episodes().count_all(*record.show); }));
    }

    std::unique_ptr<storage::BlobStore> blobs =
        must(storage::local::open_local_blobs({.root = folder.file("blobs"), .reserve_bytes = 0}));
    OldHost host;
    ServerSecret secret{std::array<std::byte, 32>{}};
    ImportPorts ports{*catalog, *blobs, host, clock, random, secret, urls};
    ImportFolder imports{folder.file("imports")};
    DownloadRetries quick{.attempts = 2, .first_wait = std::chrono::milliseconds{1}};
    ImportShow* running = nullptr;
};

TEST_F(ImportTest, BringsAShowInWithTextsDatesGuidsAndMedia) {
    const ImportRecord record = run();
    EXPECT_EQ(record.state, ImportState::finished) << record.message;
    EXPECT_EQ(record.total, 3);
    EXPECT_EQ(record.done, 3);
    EXPECT_EQ(record.failed, 0);
    const Show made = imported(record);
    EXPECT_EQ(made.title, "The Harbour");
    EXPECT_EQ(made.guid, "917393e3-1b1e-5cef-ace4-edaa54e1f810");
    EXPECT_EQ(made.visibility, domain::ShowVisibility::unpublished);
    EXPECT_EQ(made.new_feed_until, clock.now() + std::chrono::hours{28 * 24});
    EXPECT_NE(made.tags.extra_xml.find("calm"), std::string::npos);
    const auto episode = by_guid(record, "guid-b");
    ASSERT_TRUE(episode);
    EXPECT_EQ(episode->title, "Episode b");
    EXPECT_EQ(episode->publish_at, publishing::test::at("2025-03-02T10:00:00Z"));
    EXPECT_EQ(episode->status, domain::EpisodeStatus::published);
    const auto& media = std::get<domain::StoredMedia>(episode->media);
    EXPECT_EQ(media.size_bytes, static_cast<std::int64_t>(sound(500).size()));
    EXPECT_TRUE(must(blobs->contains(media.sha256)));
    EXPECT_GT(episode->audio.value, 0);
}

TEST_F(ImportTest, NumericIdsRiseWithTime) {
    const ImportRecord record = run();
    EXPECT_LT(by_guid(record, "guid-a")->id, by_guid(record, "guid-b")->id);
    EXPECT_LT(by_guid(record, "guid-b")->id, by_guid(record, "guid-c")->id);
}

TEST_F(ImportTest, TellsNobodyBeforeTheOwnerSaysGoLive) {
    run();
    EXPECT_TRUE(take_events().empty());
}

TEST_F(ImportTest, GoesLiveWhenAsked) {
    const ImportRecord record = run({.goes_live = true, .is_proven = true});
    EXPECT_EQ(imported(record).visibility, domain::ShowVisibility::published);
    EXPECT_FALSE(take_events().empty());
}

TEST_F(ImportTest, ItemsOfTheFutureBecomeScheduled) {
    put_feed(feed(item("a", "1 Mar 2031 10:00 GMT")));
    const ImportRecord record = run();
    EXPECT_EQ(by_guid(record, "guid-a")->status, domain::EpisodeStatus::scheduled);
}

TEST_F(ImportTest, ASecondRunAddsNothingAndKeepsLocalEdits) {
    const ImportRecord first = run();
    must(catalog->write([&](publishing::CatalogTransaction& tx) -> Result<void> {
        publishing::EpisodePatch patch;
        patch.title = "Edited here";
        return publishing::update_episode(tx, clock.now(), workspace, by_guid(first, "guid-a")->id, patch)
            .transform([](const auto&) {});
    }));
    const ImportRecord second = run();
    EXPECT_EQ(second.show, first.show);
    EXPECT_EQ(second.present, 3);
    EXPECT_EQ(second.done, 0);
    EXPECT_EQ(episodes(second), 3);
    EXPECT_EQ(by_guid(second, "guid-a")->title, "Edited here");
    EXPECT_EQ(host.asked("https://old.example/a.mp3"), 1);
}

TEST_F(ImportTest, ALaterRunAddsWhatIsNew) {
    run();
    host.put("https://old.example/d.mp3", sound(700));
    put_feed(feed(item("d", "4 Mar 2025 10:00 GMT") + item("c", "3 Mar 2025 10:00 GMT")));
    const ImportRecord record = run();
    EXPECT_EQ(record.done, 1);
    EXPECT_EQ(record.present, 1);
    EXPECT_EQ(episodes(record), 4);
}

TEST_F(ImportTest, MissingMediaLeavesADraftWhichALaterRunFills) {
    host.files.erase("https://old.example/b.mp3");
    const ImportRecord first = run();
    EXPECT_EQ(first.state, ImportState::finished);
    EXPECT_EQ(first.done, 2);
    EXPECT_EQ(first.failed, 1);
    ASSERT_EQ(first.troubles.size(), 1U);
    EXPECT_EQ(first.troubles[0], (ImportTrouble{"guid-b", "Episode b", "media_missing"}));
    EXPECT_EQ(by_guid(first, "guid-b")->status, domain::EpisodeStatus::draft);

    host.put("https://old.example/b.mp3", sound(500));
    const ImportRecord second = run();
    EXPECT_EQ(second.done, 1);
    EXPECT_EQ(by_guid(second, "guid-b")->status, domain::EpisodeStatus::published);
    EXPECT_EQ(by_guid(second, "guid-b")->publish_at, publishing::test::at("2025-03-02T10:00:00Z"));
}

TEST_F(ImportTest, APageInsteadOfSoundIsTold) {
    host.put("https://old.example/b.mp3", "<!DOCTYPE html><html><body>Please sign in</body></html>");
    const ImportRecord record = run();
    EXPECT_EQ(record.failed, 1);
    EXPECT_EQ(record.troubles.at(0).guid, "guid-b");
    EXPECT_EQ(by_guid(record, "guid-b")->status, domain::EpisodeStatus::draft);
}

TEST_F(ImportTest, FillsAShowThatIsThere) {
    const ImportRecord record = run({.is_proven = true}, show);
    EXPECT_EQ(record.show, show);
    EXPECT_EQ(imported(record).title, "Saltmarsh Stories");
    EXPECT_EQ(episodes(record), 3);
}

TEST_F(ImportTest, ADeletedEpisodeComesBackUnderItsKey) {
    const ImportRecord first = run();
    const Episode before = *by_guid(first, "guid-a");
    must(catalog->write([&](publishing::CatalogTransaction& tx) {
        return publishing::delete_episode(tx, clock.now(), workspace, before.id);
    }));
    const ImportRecord second = run();
    const Episode after = *by_guid(second, "guid-a");
    EXPECT_EQ(second.done, 1);
    EXPECT_FALSE(after.deleted_at);
    EXPECT_EQ(after.key, before.key);
    EXPECT_EQ(after.id, before.id);
    EXPECT_EQ(after.status, domain::EpisodeStatus::published);
}

TEST_F(ImportTest, StoppedItGoesOnWithoutFetchingAnythingTwice) {
    int answered = 0;
    host.before_answer = [&](const std::string& url) {
        if (url.ends_with(".mp3") && ++answered == 2) running->stop();
    };
    const std::string id = order({.is_proven = true, .parallel = 1}).id;
    EXPECT_EQ(step(id).kind, StepOutcome::Kind::retry);
    EXPECT_EQ(must(imports.load(id)).state, ImportState::waiting);
    host.before_answer = nullptr;
    EXPECT_EQ(step(id).kind, StepOutcome::Kind::done);
    const ImportRecord record = must(imports.load(id));
    EXPECT_EQ(record.state, ImportState::finished);
    EXPECT_EQ(record.done, 3);
    EXPECT_EQ(episodes(record), 3);
    EXPECT_EQ(host.asked(feed_url), 1);
    EXPECT_EQ(host.asked("https://old.example/c.mp3"), 1);
}

TEST_F(ImportTest, WorksOnTheFeedItReadFirst) {
    const std::string id = order({.is_proven = true, .parallel = 1}).id;
    host.before_answer = [&](const std::string& url) {
        if (url.ends_with(".mp3")) running->stop();
    };
    step(id);
    host.before_answer = nullptr;
    put_feed(feed(item("a", "9 Mar 2025 10:00 GMT")));
    step(id);
    const ImportRecord record = must(imports.load(id));
    EXPECT_EQ(record.total, 3);
    EXPECT_EQ(by_guid(record, "guid-a")->publish_at, publishing::test::at("2025-03-01T10:00:00Z"));
}

TEST_F(ImportTest, RefusesALockedFeedAndNamesWhomToAsk) {
    put_feed(feed("", "<podcast:locked owner=\"ada@old.example\">yes</podcast:locked>"));
    const ImportRecord record = run();
    EXPECT_EQ(record.state, ImportState::failed);
    EXPECT_EQ(record.code, "feed_locked");
    EXPECT_NE(record.message.find("ada@old.example"), std::string::npos);
    EXPECT_FALSE(record.show);
}

TEST_F(ImportTest, ACodeInTheFeedOpensTheLock) {
    const std::string code = verification_code(secret, workspace, feed_url);
    put_feed(feed(item("a", "1 Mar 2025 10:00 GMT"),
                  "<podcast:locked>yes</podcast:locked><podcast:txt purpose=\"verify\">" + code + "</podcast:txt>"));
    EXPECT_EQ(run({}).state, ImportState::finished);
    EXPECT_NE(code, verification_code(secret, domain::WorkspaceId{workspace.value + 1}, feed_url));
}

TEST_F(ImportTest, AnAdministratorMayIgnoreTheLockAndIsNoted) {
    put_feed(feed(item("a", "1 Mar 2025 10:00 GMT"), "<podcast:locked>yes</podcast:locked>"));
    EXPECT_EQ(run({.ignores_lock = true}).state, ImportState::finished);
    const auto log = must(catalog->read(
        [](publishing::CatalogSnapshot& view) { return view.audit().list({}, domain::max_wire_id, 10); }));
    ASSERT_FALSE(log.empty());
    EXPECT_EQ(log.front().action, "import.lock_ignored");
    EXPECT_EQ(log.front().subject, feed_url);
}

TEST_F(ImportTest, WantsAProofOfOwnershipFromAnybodyElse) {
    const ImportRecord record = run({});
    EXPECT_EQ(record.code, "ownership_unproven");
    EXPECT_NE(record.message.find(verification_code(secret, workspace, feed_url)), std::string::npos);
}

TEST_F(ImportTest, FailsClearlyOnWhatIsNoFeed) {
    put_feed("<!DOCTYPE html><html><body>404</body></html>");
    ImportRecord record = run();
    EXPECT_EQ(record.state, ImportState::failed);
    EXPECT_EQ(record.code, "not_a_feed");
    host.files.erase(feed_url);
    record = run();
    EXPECT_EQ(record.code, "no_feed");
}

TEST_F(ImportTest, TriesAgainLaterWhenTheHostIsAway) {
    host.files[feed_url].status = 503;
    const std::string id = order().id;
    const StepOutcome outcome = step(id);
    EXPECT_EQ(outcome.kind, StepOutcome::Kind::retry);
    EXPECT_EQ(outcome.at, clock.now() + background::fetch_waits[0]);
    EXPECT_EQ(must(imports.load(id)).state, ImportState::waiting);
    EXPECT_EQ(step(id, 6).kind, StepOutcome::Kind::give_up);
    EXPECT_EQ(must(imports.load(id)).code, "unreachable");
}

TEST_F(ImportTest, StoresChaptersAndTranscripts) {
    put_feed(feed(item("c", "1 Mar 2025 10:00 GMT",
                       "<podcast:chapters url=\"/c.json\" type=\"application/json+chapters\"/>"
                       "<podcast:transcript url=\"/c.vtt\" type=\"text/vtt\"/>"
                       "<podcast:transcript url=\"/gone.srt\" type=\"application/x-subrip\" language=\"fr\"/>")));
    host.put("https://old.example/c.json",
             R"({"version":"1.2.0","chapters":[{"startTime":0,"title":"In"},{"startTime":3,"title":"Out"}]})",
             "application/json");
    host.put("https://old.example/c.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAhoy.\n", "text/vtt");
    const ImportRecord record = run();
    const Episode episode = *by_guid(record, "guid-c");
    EXPECT_TRUE(episode.companions.chapters_since);
    EXPECT_FALSE(episode.tags.chapters);
    ASSERT_EQ(episode.companions.transcripts.size(), 1U);
    EXPECT_EQ(episode.companions.transcripts[0].language, "en");
    ASSERT_EQ(episode.tags.transcripts.size(), 1U);
    EXPECT_EQ(episode.tags.transcripts[0].language, "fr");
    EXPECT_EQ(record.warnings.size(), 1U);
    const auto chapters =
        must(catalog->read([&](publishing::CatalogSnapshot& view) { return view.companions().chapters(episode.id); }));
    EXPECT_EQ(chapters.size(), 2U);
}

TEST_F(ImportTest, RefusesAddressesThatAreNone) {
    ImportRecord wanted;
    wanted.workspace = workspace;
    for (const std::string& url :
         std::vector<std::string>{"", "ftp://old.example/f", "https://user:pass@old.example/f", "/etc/passwd"}) {
        wanted.source_url = url;
        EXPECT_EQ(order_import(ports, imports, wanted, "admin").error().code, Errc::invalid_argument) << url;
    }
}

}  // namespace
}  // namespace mooring::app::importing
