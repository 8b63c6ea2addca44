#include <chrono>
#include <cstdio>
#include <future>
#include <regex>
#include <thread>

#include "mooring/app/delivering/subscribers.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/delivery/delivery_test_support.hpp"

namespace mooring::delivery {
namespace {

using namespace std::chrono_literals;
using http::Method;

class FeedDelivery : public DeliveryTest {
protected:
    FeedDelivery() { first_ = make_episode(show_, "First light", start_ - 48h); }
    domain::Episode first_;

    int count_items(const std::string& xml) const {
        int count = 0;
        for (auto at = xml.find("<item>"); at != std::string::npos; at = xml.find("<item>", at + 1)) ++count;
        return count;
    }
    /// Let the compression that is under way end.
    void settle() {
        std::promise<void> done;
        background_->post([&] { done.set_value(); });
        done.get_future().wait();
    }
};

TEST_F(FeedDelivery, AnswersWithTheHeadersOfTheContract) {
    auto response = get(feed_path());
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Type"), "application/rss+xml; charset=utf-8");
    EXPECT_TRUE(std::regex_match(header(response, "ETag"), std::regex{"W/\"[a-z2-7]{26}\""}));
    EXPECT_EQ(header(response, "Last-Modified"), http_date(start_ - 48h));
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=300");
    EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header(response, "Access-Control-Expose-Headers"), "ETag, Last-Modified, Content-Length");
    EXPECT_EQ(header(response, "Link"),
              "<https://pods.example.org" + feed_path() + ">; rel=\"self\", <https://hub.example.net/>; rel=\"hub\"");
    EXPECT_EQ(header(response, "Set-Cookie"), "");
    const std::string xml = body(response);
    EXPECT_EQ(response.body_length(), std::ssize(xml));
    EXPECT_NE(xml.find("<title>First light</title>"), std::string::npos);
    EXPECT_NE(xml.find("https://pods.example.org/media/" + first_.key + ".mp3"), std::string::npos);
}

TEST_F(FeedDelivery, ServesTheSameBytesToEveryHostAndAfterARestart) {
    const std::string once = body(get(feed_path()));
    auto other = request(Method::get, feed_path());
    other.host = "elsewhere.example.com";
    EXPECT_EQ(body(send(other)), once);
    clock_.advance(100h);
    start(settings());
    EXPECT_EQ(body(get(feed_path())), once);
}

TEST_F(FeedDelivery, NamesAPictureEvenWhenNoJobHasMadeOneYet) {
    EXPECT_EQ(body(get(feed_path())).find("<itunes:image"), std::string::npos) << "a feed without it beats no feed";
    image_maker_->makes_default = true;
    clock_.advance(1min);
    make_episode(show_, "A change", start_ - 1h);
    EXPECT_NE(body(get(feed_path())).find("/img/madefromitstitle/feed.jpg"), std::string::npos);
    EXPECT_NE(body(get("/show/" + show_.slug)).find("Artwork of"), std::string::npos);
}

TEST_F(FeedDelivery, DrawsAPictureThatFailedOnceAMinuteAndNotForEveryDocument) {
    get(feed_path());
    EXPECT_EQ(image_maker_->defaults_asked, 1);
    make_episode(show_, "A change", start_ - 1h);
    get(feed_path());
    get("/show/" + show_.slug);
    clock_.advance(59s);
    make_episode(show_, "Another change", start_ - 1h);
    get(feed_path());
    EXPECT_EQ(image_maker_->defaults_asked, 1);
    clock_.advance(1s);
    make_episode(show_, "A third change", start_ - 1h);
    get(feed_path());
    EXPECT_EQ(image_maker_->defaults_asked, 2);
}

TEST_F(FeedDelivery, AnswersConditionalRequestsByTheMatrix) {
    const auto whole = get(feed_path());
    const std::string tag = header(whole, "ETag");
    const std::string date = header(whole, "Last-Modified");
    const std::string older = http_date(start_ - 72h);
    const std::string newer = http_date(start_ - 1h);
    struct Row {
        std::vector<http::Header> headers;
        int status;
    };
    const std::vector<Row> rows{
        {{}, 200},
        {{{"If-None-Match", tag}}, 304},
        {{{"If-None-Match", tag.substr(2)}}, 304},  // weak comparison
        {{{"If-None-Match", "\"other\""}}, 200},
        {{{"If-None-Match", "\"a\", " + tag + ", \"b\""}}, 304},
        {{{"If-None-Match", "*"}}, 304},
        {{{"If-Modified-Since", date}}, 304},
        {{{"If-Modified-Since", newer}}, 304},
        {{{"If-Modified-Since", older}}, 200},
        {{{"If-Modified-Since", "yesterday"}}, 200},
        {{{"If-None-Match", "\"other\""}, {"If-Modified-Since", newer}}, 200},  // the tag decides alone
        {{{"If-None-Match", tag}, {"If-Modified-Since", older}}, 304},
    };
    for (const Method method : {Method::get, Method::head}) {
        for (const Row& row : rows) {
            auto asked = request(method, feed_path());
            for (const auto& field : row.headers) asked.headers.add(field.name, field.value);
            const auto response = send(asked);
            const std::string what = row.headers.empty() ? "no validators" : row.headers.front().value;
            EXPECT_EQ(response.status, row.status) << what;
            if (row.status == 304) {
                EXPECT_EQ(response.body_length(), 0);
                EXPECT_EQ(header(response, "ETag"), tag);
                EXPECT_EQ(header(response, "Last-Modified"), date);
                EXPECT_NE(header(response, "Cache-Control"), "");
                EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
            }
        }
    }
}

TEST_F(FeedDelivery, ChoosesTheCodingByWeightAndKeepsTheTag) {
    for (int i = 0; i < 20; ++i) make_episode(show_, "Episode " + std::to_string(i), start_ - 49h);
    const auto identity = get(feed_path());
    settle();
    struct Row {
        std::string accept, coding;
    };
    for (const Row& row : std::vector<Row>{{"gzip, br", "br"},
                                           {"gzip", "gzip"},
                                           {"br;q=0.5, gzip;q=0.9", "gzip"},
                                           {"identity", ""},
                                           {"*", "br"},
                                           {"gzip;q=0", ""},
                                           {"identity;q=0, gzip", "gzip"},
                                           {"", ""}}) {
        const auto response = get(feed_path(), {{"Accept-Encoding", row.accept}});
        EXPECT_EQ(response.status, 200) << row.accept;
        EXPECT_EQ(header(response, "Content-Encoding"), row.coding) << row.accept;
        EXPECT_EQ(header(response, "ETag"), header(identity, "ETag"));
        EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
        if (!row.coding.empty()) {
            EXPECT_LT(response.body_length(), identity.body_length());
        }
        const auto short_answer = head(feed_path(), {{"Accept-Encoding", row.accept}});
        EXPECT_EQ(short_answer.declared_length, response.body_length()) << row.accept;
        EXPECT_EQ(short_answer.body_length(), 0);
    }
    EXPECT_EQ(get(feed_path(), {{"Accept-Encoding", "identity;q=0, *;q=0"}}).status, 406);
    EXPECT_EQ(get(feed_path(), {{"Accept-Encoding", "identity;q=0"}}).status, 406);
}

TEST_F(FeedDelivery, CompressesOnTheSpotForAClientThatRefusesIdentity) {
    // Before the background has got round to it.
    const auto response = get(feed_path(), {{"Accept-Encoding", "identity;q=0, gzip;q=0.5"}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Encoding"), "gzip");
}

TEST_F(FeedDelivery, HonoursRangesOfTheIdentityCodingOnly) {
    const std::string xml = body(get(feed_path()));
    settle();
    const auto part = get(feed_path(), {{"Range", "bytes=10-19"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(body(part), xml.substr(10, 10));
    EXPECT_EQ(header(part, "Content-Range"), "bytes 10-19/" + std::to_string(xml.size()));
    EXPECT_EQ(get(feed_path(), {{"Range", "bytes=10-19"}, {"Accept-Encoding", "gzip"}}).status, 200);
}

TEST_F(FeedDelivery, NamesTheMethodsItKnows) {
    const auto options = send(request(Method::options, feed_path()));
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(header(options, "Allow"), "GET, HEAD, OPTIONS");
    const auto post = send(request(Method::post, feed_path()));
    EXPECT_EQ(post.status, 405);
    EXPECT_EQ(header(post, "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(FeedDelivery, ShowsAScheduledEpisodeAtItsMillisecondWithoutAnyJob) {
    const Instant at = start_ + 90s;
    const std::string before = body(get(feed_path()));
    const auto episode = make_episode(show_, "Second light", at);
    const auto quiet = get(feed_path());
    EXPECT_EQ(body(quiet), before) << "a scheduled episode must leave no trace";
    EXPECT_EQ(header(quiet, "Cache-Control"), "public, max-age=90");
    clock_.set(at - 1ms);
    const auto last = get(feed_path());
    EXPECT_EQ(body(last), before);
    EXPECT_EQ(header(last, "ETag"), header(quiet, "ETag"));
    EXPECT_EQ(header(last, "Cache-Control"), "public, max-age=0");
    clock_.set(at);
    const auto now = get(feed_path());
    EXPECT_EQ(count_items(body(now)), 2);
    EXPECT_NE(header(now, "ETag"), header(quiet, "ETag"));
    EXPECT_EQ(header(now, "Last-Modified"), http_date(at));
    EXPECT_EQ(header(now, "Cache-Control"), "public, max-age=60") << "a publication less than a day ago";
    EXPECT_EQ(get(media_path(episode)).status, 200);
    clock_.set(at + 25h);
    EXPECT_EQ(header(get(feed_path()), "Cache-Control"), "public, max-age=300");
}

TEST_F(FeedDelivery, TransitionOfAScheduledEpisodeByTheJobChangesNoByte) {
    auto episode = make_episode(show_, "Second light", start_ + 1h);
    clock_.set(start_ + 1h);
    const auto before = get(feed_path());
    clock_.advance(1s);
    episode.status = domain::EpisodeStatus::published;
    ASSERT_TRUE(catalog_->write(
        [&](storage::CatalogTransaction& tx) -> Result<void> { return tx.episode_writer().update(episode); }));
    const auto after = get(feed_path());
    EXPECT_EQ(header(after, "ETag"), header(before, "ETag"));
    EXPECT_EQ(body(after), body(before));
}

TEST_F(FeedDelivery, DoesNotGoBackWhenTheClockDoes) {
    make_episode(show_, "Second light", start_ + 1h);
    clock_.set(start_ + 1h);
    EXPECT_EQ(count_items(body(get(feed_path()))), 2);
    clock_.set(start_);
    make_episode(show_, "Old", start_ - 100h);  // whatever makes it render again
    const auto response = get(feed_path());
    EXPECT_EQ(count_items(body(response)), 3);
}

TEST_F(FeedDelivery, FollowsTheRedirectStates) {
    show_.redirect = {domain::FeedRedirect::State::announce, "https://new.example.com/feed"};
    update(show_);
    auto response = get(feed_path());
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(body(response).find("<itunes:new-feed-url>https://new.example.com/feed<"), std::string::npos);
    show_.redirect.state = domain::FeedRedirect::State::redirect;
    update(show_);
    response = get(feed_path());
    EXPECT_EQ(response.status, 301);
    EXPECT_EQ(header(response, "Location"), "https://new.example.com/feed");
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=3600");
    EXPECT_EQ(get(media_path(first_)).status, 200);
    EXPECT_EQ(get("/show/harbour-lights").status, 200);
    show_.redirect = {};
    show_.new_feed_until = clock_.now() + std::chrono::days{28};
    update(show_);
    EXPECT_NE(body(get(feed_path())).find("<itunes:new-feed-url>https://pods.example.org/feeds/"), std::string::npos);
    clock_.advance(std::chrono::days{28});
    EXPECT_EQ(body(get(feed_path())).find("new-feed-url"), std::string::npos);
}

TEST_F(FeedDelivery, SendsListenersToTheShowsOwnDomain) {
    show_.custom_domain = "harbour.example.net";
    update(show_);
    const auto moved = get(feed_path());
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(header(moved, "Location"), "https://harbour.example.net" + feed_path());
    auto there = request(Method::get, feed_path());
    there.host = "harbour.example.net";
    EXPECT_EQ(send(there).status, 200);
}

TEST_F(FeedDelivery, SendsListenersBackFromADomainTheShowHad) {
    auto there = request(Method::get, feed_path());
    there.host = "harbour.example.net";
    EXPECT_EQ(send(there).status, 200) << "an address that never was the show's says nothing";
    for (const char* domain : {"harbour.example.net", ""}) {
        show_.custom_domain = domain;
        update(show_);
    }
    for (int i = 0; i < 2; ++i) {  // rendered, and from memory
        const auto back = send(there);
        EXPECT_EQ(back.status, 301);
        EXPECT_EQ(header(back, "Location"), "https://pods.example.org" + feed_path());
        EXPECT_EQ(get(feed_path()).status, 200);
    }
}

TEST_F(FeedDelivery, NeverSendsTheInstancesOwnHostInACircle) {
    for (const char* domain : {"pods.example.org", ""}) {
        show_.custom_domain = domain;
        update(show_);
    }
    auto here = request(Method::get, feed_path());
    here.host = "pods.example.org";
    EXPECT_EQ(send(here).status, 200);
}

TEST_F(FeedDelivery, SaysThatPodpingIsToldOnlyWhileItIs) {
    const std::string tag = "<podcast:podping usesPodping=\"true\"/>";
    EXPECT_EQ(body(get(feed_path())).find(tag), std::string::npos);
    podping_healthy_ = true;
    const std::string with = body(get(feed_path()));
    EXPECT_NE(with.find(tag), std::string::npos);
    const int renders_before = renders();
    get(feed_path());
    EXPECT_EQ(renders(), renders_before) << "one render per change";
    podping_healthy_ = false;
    EXPECT_EQ(body(get(feed_path())).find(tag), std::string::npos);
    podping_healthy_ = true;
    EXPECT_EQ(body(get(feed_path())), with);
}

TEST_F(FeedDelivery, PagesAreLinkedAndEndWith404) {
    for (int i = 0; i < 4; ++i) make_episode(show_, "Episode " + std::to_string(i), start_ - 50h - i * 1h);
    show_.feed_page_size = 2;
    update(show_);
    const std::string first = body(get(feed_path()));
    EXPECT_EQ(count_items(first), 2);
    EXPECT_NE(first.find("rel=\"next\""), std::string::npos);
    EXPECT_EQ(first.find("rel=\"prev\""), std::string::npos);
    EXPECT_EQ(count_items(body(get(feed_path() + "?page=2"))), 2);
    const std::string last = body(get(feed_path() + "?page=3"));
    EXPECT_EQ(count_items(last), 1);
    EXPECT_NE(last.find("rel=\"prev\""), std::string::npos);
    EXPECT_EQ(get(feed_path() + "?page=4").status, 404);
    EXPECT_EQ(get(feed_path() + "?page=0").status, 404);
    show_.feed_page_size.reset();
    update(show_);
    EXPECT_EQ(count_items(body(get(feed_path() + "?page=4"))), 5) << "unknown parameters are ignored";
}

TEST_F(FeedDelivery, KeepsTheNewestItemsAndTheNewestTrailer) {
    auto trailer = make_episode(show_, "Trailer", start_ - 400h);
    trailer.type = domain::EpisodeType::trailer;
    update(trailer);
    for (int i = 0; i < 4; ++i) make_episode(show_, "Episode " + std::to_string(i), start_ - 1h - i * 1h);
    show_.feed_item_limit = 2;
    update(show_);
    const std::string xml = body(get(feed_path()));
    EXPECT_EQ(count_items(xml), 3);
    EXPECT_NE(xml.find("<title>Trailer</title>"), std::string::npos);
}

TEST_F(FeedDelivery, UnknownIs404DeletedIs410Both) {
    const auto unknown = get("/feeds/0000000000000000.xml");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(header(unknown, "Cache-Control"), "no-store");
    EXPECT_EQ(header(unknown, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(get("/feeds/short.xml").status, 404);
    show_.visibility = domain::ShowVisibility::unpublished;
    update(show_);
    EXPECT_EQ(get(feed_path()).status, 404);
    EXPECT_EQ(get(media_path(first_)).status, 404);
    show_.visibility = domain::ShowVisibility::published;
    update(show_);
    EXPECT_EQ(get(feed_path()).status, 200);
    EXPECT_EQ(get(media_path(first_)).status, 200);
    show_.deleted_at = clock_.now();
    update(show_);
    const auto gone = get(feed_path());
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(header(gone, "Cache-Control"), "no-store");
    EXPECT_EQ(get(media_path(first_)).status, 410);
}

TEST_F(FeedDelivery, AnEditRendersOneItemAndIsSeenAtOnce) {
    for (int i = 0; i < 30; ++i) make_episode(show_, "Episode " + std::to_string(i), start_ - 50h);
    static_cast<void>(get(feed_path()));
    const int before = renders();
    first_.title = "First light, again";
    update(first_);
    EXPECT_NE(body(get(feed_path())).find("First light, again"), std::string::npos);
    EXPECT_EQ(renders() - before, 1);
    show_.author = "Somebody else";
    update(show_);
    EXPECT_NE(body(get(feed_path())).find("Somebody else"), std::string::npos);
}

TEST_F(FeedDelivery, AHerdRendersOnce) {
    for (int i = 0; i < 50; ++i) make_episode(show_, "Episode " + std::to_string(i), start_ - 50h);
    std::vector<std::jthread> herd;
    std::atomic<int> served{0};
    for (int i = 0; i < 16; ++i) {
        herd.emplace_back([&] {
            for (int n = 0; n < 63; ++n) {
                auto asked = request(Method::get, feed_path());
                asked.client = IpAddress::v4(127, 0, 0, 1);
                if (send(asked).status == 200) ++served;
            }
        });
    }
    herd.clear();
    EXPECT_EQ(served, 16 * 63);
    EXPECT_EQ(renders(), 51);
}

TEST_F(FeedDelivery, FiveThousandItemsAreEditedQuickly) {
    constexpr int episodes = 5000;
    const auto media = store_media("one sound for all of them");
    const std::string notes = "<p>" + std::string(1000, 'n') + "</p>";
    for (int at = 0; at < episodes; at += 500) {
        const auto done = catalog_->write([&](storage::CatalogTransaction& tx) -> Result<void> {
            for (int i = at; i < at + 500; ++i) {
                domain::Episode episode = first_;
                episode.opaque_id = random_opaque_id(random_);
                episode.key = random_base62(random_, 16);
                episode.guid = random_uuid(random_);
                episode.slug = "n" + std::to_string(i);
                episode.title = "Number " + std::to_string(i);
                episode.description = notes;
                episode.publish_at = start_ - 50h - i * 1min;
                episode.media = media;
                MOORING_CHECK(tx.episode_writer().insert(episode));
            }
            return ok();
        });
        ASSERT_TRUE(done) << done.error().message;
    }
    const auto measure = [&](const char* what) {
        const auto begin = std::chrono::steady_clock::now();
        const auto response = get(feed_path());
        const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin);
        std::printf("    %s: %.1f ms, %lld bytes\n", what, took.count(),
                    static_cast<long long>(response.body_length()));
        EXPECT_EQ(response.status, 200);
    };
    measure("5,001 items, first render");
    const int before = renders();
    first_.title = "Edited";
    update(first_);
    measure("after one edit");
    EXPECT_EQ(renders() - before, 1);
    measure("from memory");
}

TEST_F(FeedDelivery, ServesTheLastStateWhileTheCatalogIsAway) {
    const std::string before = body(get(feed_path()));
    EXPECT_EQ(get(media_path(first_)).status, 200);
    make_episode(show_, "Second", start_ + 1h);
    static_cast<void>(get(feed_path()));
    clock_.advance(2h);  // the next publication is over: what is in memory is overdue
    catalog_->is_away = true;
    const auto stale = get(feed_path());
    EXPECT_EQ(stale.status, 200);
    EXPECT_EQ(body(stale), before);
    EXPECT_EQ(header(stale, "Cache-Control"), "public, max-age=0");
    EXPECT_EQ(get(media_path(first_)).status, 200);
    EXPECT_EQ(get("/feeds/0000000000000000.xml").status, 503);
    catalog_->is_away = false;
    EXPECT_EQ(count_items(body(get(feed_path()))), 2);
}

TEST_F(FeedDelivery, LimitsAnAddressButNotLoopbackAndAggregators) {
    for (int i = 0; i < 60; ++i) EXPECT_EQ(get(feed_path()).status, 200) << i;
    const auto refused = get(feed_path());
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(header(refused, "Retry-After"), "1");
    EXPECT_EQ(get(feed_path(), {{"User-Agent", "Overcast/3.0"}}).status, 200);
    auto local = request(Method::get, feed_path());
    local.client = IpAddress::v4(127, 0, 0, 1);
    EXPECT_EQ(send(local).status, 200);
    clock_.advance(1s);
    EXPECT_EQ(get(feed_path()).status, 200);
    EXPECT_EQ(get(feed_path()).status, 429);
}

TEST_F(FeedDelivery, PrivateFeedsKeepTheirTokensApart) {
    using namespace app::delivering;
    const auto made = add_subscriber(*catalog_, secret_, random_, clock_, show_.id, "a listener");
    ASSERT_TRUE(made);
    const std::string path = "/feeds/" + show_.key + "/" + made->token + ".xml";
    const auto feed = get(path);
    ASSERT_EQ(feed.status, 200);
    EXPECT_EQ(header(feed, "Cache-Control"), "private, no-store");
    EXPECT_EQ(header(feed, "X-Robots-Tag"), "noindex");
    EXPECT_EQ(header(feed, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(header(feed, "Link"), "") << "private feeds have no hub";
    const std::string xml = body(feed);
    EXPECT_NE(xml.find("<itunes:block>Yes</itunes:block>"), std::string::npos);
    std::smatch enclosure;
    ASSERT_TRUE(std::regex_search(xml, enclosure, std::regex{"<enclosure url=\"([^\"]+)\""}));
    const std::string media = path_of(enclosure[1]);
    EXPECT_EQ(media.find(made->token), std::string::npos) << "a leaked enclosure must not tell the feed's token";
    const auto sound = get(media);
    EXPECT_EQ(sound.status, 200);
    EXPECT_EQ(header(sound, "Cache-Control"), "private, no-store");
    EXPECT_EQ(get(media_path(first_) + "?st=1.wrong").status, 404);
    EXPECT_EQ(get("/feeds/" + show_.key + "/" + std::string(22, 'a') + ".xml").status, 404);
    const auto other_show = make_show("Other", "other");
    EXPECT_EQ(get("/feeds/" + other_show.key + "/" + made->token + ".xml").status, 404);

    ASSERT_TRUE(revoke_subscriber(*catalog_, clock_, made->subscriber.id));
    EXPECT_EQ(get(path).status, 410);
    EXPECT_EQ(get(media).status, 410);
    EXPECT_EQ(get(media_path(first_)).status, 200);
    for (auto response : {get(path), get(media)}) finish(response);
    for (const auto& hit : spool_.hits()) {
        EXPECT_EQ(hit.range_raw.find(made->token), std::string::npos);
        EXPECT_EQ(hit.referrer.find(made->token), std::string::npos);
    }
}

TEST_F(FeedDelivery, EveryRequestIsOnRecordWithoutAnAddress) {
    auto first = get(feed_path(), {{"Referer", "https://www.example.com/some/page?x=1"}});
    auto head_answer = head(feed_path());
    auto unchanged = get(feed_path(), {{"If-None-Match", "*"}});
    for (auto* response : {&first, &head_answer, &unchanged}) finish(*response);
    const auto hits = spool_.hits();
    ASSERT_EQ(hits.size(), 3U);
    EXPECT_EQ(hits[0].subject, analytics::HitSubject::feed);
    EXPECT_EQ(hits[0].show_id, show_.id.value);
    EXPECT_EQ(hits[0].episode_id, 0);
    EXPECT_EQ(hits[0].status, 200);
    EXPECT_EQ(hits[0].sent_bytes, first.body_length());
    EXPECT_EQ(hits[0].referrer, "www.example.com");
    EXPECT_EQ(hits[0].user_agent, "TestPod/1.0");
    EXPECT_NE(hits[0].net_key, hits[0].ip_key);
    EXPECT_EQ(hits[1].method, "HEAD");
    EXPECT_EQ(hits[2].status, 304);
    EXPECT_NE(hits[0].hit_id, hits[1].hit_id);
    spool_.is_full = true;
    auto shed = get(feed_path());
    EXPECT_EQ(shed.status, 200);
    finish(shed);
    EXPECT_EQ(spool_.hits().size(), 3U);
}

}  // namespace
}  // namespace mooring::delivery
