#include <regex>
#include <thread>

#include "mooring/base/encoding.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/delivery/delivery_test_support.hpp"
#include "mooring/delivery/route_table.hpp"
#include "mooring/http/html_writer.hpp"

namespace mooring::delivery {
namespace {

using namespace std::chrono_literals;
using http::Method;

class PageDelivery : public DeliveryTest {
protected:
    PageDelivery() {
        show_.image_hash = put_image({"300", "640", "feed", "og"});
        update(show_);
        episode_ = make_episode(show_, "First <light> & \"more\"", start_ - 48h);
    }
    std::string show_path() const { return "/show/harbour-lights"; }
    std::string page_path() const { return show_path() + "/" + episode_.slug; }
    std::string embed_path() const { return "/embed/episode/" + episode_.key; }

    /// Every `<name …>` of `html`.
    static std::vector<std::string> tags(const std::string& html, const std::string& name) {
        std::vector<std::string> found;
        const std::regex pattern{"<" + name + "[ >][^>]*>?"};
        for (std::sregex_iterator at{html.begin(), html.end(), pattern}, end; at != end; ++at)
            found.push_back(at->str());
        return found;
    }
    static std::string inside(const std::string& html, const std::string& name) {
        const auto open = html.find("<" + name + ">");
        const auto close = html.find("</" + name + ">", open);
        return open == std::string::npos ? "" : html.substr(open + name.size() + 2, close - open - name.size() - 2);
    }

    domain::Episode episode_;
};

TEST_F(PageDelivery, ShowPageCarriesItsMetadata) {
    const auto response = get(show_path());
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=60");
    EXPECT_NE(header(response, "ETag"), "");
    const std::string html = body(response);
    for (const std::string_view part :
         {"<html lang=\"en-gb\">", "<link rel=\"canonical\" href=\"https://pods.example.org/show/harbour-lights\">",
          "type=\"application/rss+xml\"", "type=\"application/json+oembed\"", "type=\"text/xml+oembed\"",
          "<meta property=\"og:type\" content=\"website\">", "<meta property=\"og:locale\" content=\"en_GB\">",
          "<meta property=\"og:image:width\"", "<meta name=\"twitter:card\" content=\"summary_large_image\">",
          "\"@type\":\"PodcastSeries\"", "\"webFeed\":\"https://pods.example.org/feeds/",
          "<p>Stories from the <strong>water</strong>.</p>", "First &lt;light&gt; &amp; &quot;more&quot;"}) {
        EXPECT_NE(html.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(html.find("First <light>"), std::string::npos);
    EXPECT_EQ(get(show_path(), {{"If-None-Match", header(response, "ETag")}}).status, 304);
    EXPECT_EQ(head(show_path()).declared_length, response.body_length());
}

TEST_F(PageDelivery, EpisodePageCarriesItsMetadata) {
    const std::string html = body(get(page_path()));
    for (const std::string_view part :
         {"<meta property=\"og:audio\" content=\"https://pods.example.org/media/",
          "og:audio:type\" content=\"audio/mpeg", "<meta name=\"twitter:card\" content=\"player\">",
          "twitter:player:height\" content=\"180\"", "\"@type\":\"PodcastEpisode\"", "\"timeRequired\":\"PT1M2S\"",
          "\"datePublished\":\"2026-02-28T08:00:00Z\"", "\"@type\":\"AudioObject\"", "\"partOfSeries\"",
          "preload=\"none\""}) {
        EXPECT_NE(html.find(part), std::string::npos) << part;
    }
}

TEST_F(PageDelivery, NothingIsFetchedFromElsewhereAndNothingPreloads) {
    for (const std::string& path :
         {show_path(), page_path(), embed_path(), "/embed/show/" + show_.key, std::string{"/"}}) {
        const auto response = get(path);
        ASSERT_EQ(response.status, 200) << path;
        const std::string html = body(response);
        for (const char* name : {"img", "audio", "script", "link", "iframe"}) {
            for (const std::string& tag : tags(html, name)) {
                std::smatch source;
                if (std::regex_search(tag, source, std::regex{" src=\"([^\"]*)\""})) {
                    EXPECT_TRUE(source[1].str().starts_with("https://pods.example.org/")) << tag;
                }
                if (std::string{name} == "audio") {
                    EXPECT_NE(tag.find("preload=\"none\""), std::string::npos) << tag;
                    EXPECT_EQ(tag.find("autoplay"), std::string::npos) << tag;
                }
            }
        }
        // What the policy allows is exactly what stands in the page.
        const std::string policy = header(response, "Content-Security-Policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'")) << policy;
        EXPECT_NE(policy.find(http::content_hash(inside(html, "style"))), std::string::npos) << path;
        const std::string script = inside(html, "script");
        EXPECT_EQ(policy.find("script-src") != std::string::npos, !script.empty()) << path;
        if (!script.empty()) {
            EXPECT_NE(policy.find(http::content_hash(script)), std::string::npos) << path;
        }
        const bool is_embed = path.starts_with("/embed");
        EXPECT_NE(policy.find(is_embed ? "frame-ancestors *" : "frame-ancestors 'none'"), std::string::npos);
        EXPECT_EQ(html.find(" style=\""), std::string::npos) << "inline attributes break the policy";
        EXPECT_EQ(header(response, "Set-Cookie"), "");
    }
}

TEST_F(PageDelivery, HostileTextStaysText) {
    episode_.title = "</title><script>alert(1)</script>";
    episode_.description = "<p onclick=\"x()\">ok</p><script>alert(2)</script><a href=\"javascript:x\">l</a>";
    episode_.tags.persons = {{"<b>Eve</b>", "guest", "", "", "javascript:alert(1)"}};
    update(episode_);
    show_.title = "\"><img src=x onerror=alert(1)>";
    show_.website_url = "javascript:alert(1)";
    update(show_);
    for (const std::string& path : {show_path(), page_path(), embed_path(), std::string{"/"},
                                    "/oembed?url=" + percent_encode("https://pods.example.org" + page_path())}) {
        const std::string html = body(get(path));
        EXPECT_EQ(html.find("<script>alert"), std::string::npos) << path;
        EXPECT_EQ(html.find("<img src=x"), std::string::npos) << path;
        EXPECT_EQ(html.find("onclick"), std::string::npos) << path;
        EXPECT_EQ(html.find("href=\"javascript"), std::string::npos) << path;
        EXPECT_EQ(html.find("<b>Eve"), std::string::npos) << path;
    }
}

TEST_F(PageDelivery, ListsFiftyEpisodesAPage) {
    for (int i = 0; i < 60; ++i) make_episode(show_, "Episode " + std::to_string(i), start_ - 100h);
    const std::string first = body(get(show_path()));
    EXPECT_EQ(tags(first, "article").size(), 50U);
    EXPECT_NE(first.find("?page=2"), std::string::npos);
    const std::string second = body(get(show_path() + "?page=2"));
    EXPECT_EQ(tags(second, "article").size(), 11U);
    EXPECT_NE(second.find("<link rel=\"canonical\" href=\"https://pods.example.org/show/harbour-lights?page=2\">"),
              std::string::npos);
    EXPECT_EQ(get(show_path() + "?page=3").status, 404);
}

TEST_F(PageDelivery, OldNamesLeadToTheNewOnes) {
    const std::string old_page = page_path();
    const std::string old_slug = episode_.slug;
    show_.slug = "harbour-nights";
    update(show_);
    episode_.slug = "first-light";
    update(episode_);
    EXPECT_EQ(header(get("/show/harbour-lights"), "Location"), "https://pods.example.org/show/harbour-nights");
    EXPECT_EQ(header(get(old_page), "Location"), "https://pods.example.org/show/harbour-nights/first-light");
    EXPECT_EQ(get("/show/harbour-nights/" + old_slug).status, 301);
    EXPECT_EQ(get("/show/harbour-nights/first-light").status, 200);
    EXPECT_EQ(get("/show/unknown").status, 404);
    show_.deleted_at = clock_.now();
    update(show_);
    EXPECT_EQ(get("/show/harbour-nights").status, 410);
}

TEST_F(PageDelivery, EmbedTakesItsOptions) {
    const std::string html = body(get(embed_path() + "?theme=dark&t=75&color=FF8800&size=compact&list=1&unknown=x"));
    EXPECT_NE(html.find("class=\"dark\""), std::string::npos);
    EXPECT_NE(html.find(".mp3#t=75\""), std::string::npos);
    EXPECT_NE(html.find("--accent:#ff8800"), std::string::npos);
    EXPECT_NE(html.find("<body class=\"compact\""), std::string::npos);
    const std::string plain = body(get(embed_path() + "?theme=neon&t=-5&color=red%3Bx&list=2"));
    EXPECT_EQ(plain, body(get(embed_path())));
}

TEST_F(PageDelivery, OembedAnswersForEveryKindOfAddress) {
    const auto ask = [&](const std::string& url, const std::string& more = "") {
        return get("/oembed?url=" + percent_encode(url) + more);
    };
    const std::string base = "https://pods.example.org";
    for (const std::string& url : {base + page_path(), base + embed_path(),
                                   base + "/harbour-lights/episodes/x-" + domain::web_episode_id(episode_.id)}) {
        const auto response = ask(url);
        ASSERT_EQ(response.status, 200) << url;
        EXPECT_EQ(header(response, "Content-Type"), "application/json; charset=utf-8");
        const std::string json = body(response);
        for (const std::string_view part :
             {"\"type\":\"rich\"", "\"version\":\"1.0\"", "\"provider_name\":\"Example Pods\"", "\"width\":600",
              "\"height\":180", "loading=\\\"lazy\\\"", "\"thumbnail_width\":300", "\"cache_age\":3600"}) {
            std::string as_written{part};
            if (part.starts_with("loading")) as_written = "loading=\\\"lazy\\\"";
            EXPECT_NE(json.find(as_written), std::string::npos) << as_written << " in " << json;
        }
    }
    EXPECT_NE(body(ask(base + show_path())).find("\"height\":480"), std::string::npos);
    const std::string small = body(ask(base + page_path(), "&maxwidth=300&maxheight=100"));
    EXPECT_NE(small.find("\"width\":300,\"height\":96"), std::string::npos) << small;
    const auto xml = ask(base + page_path(), "&format=xml");
    EXPECT_EQ(header(xml, "Content-Type"), "text/xml; charset=utf-8");
    EXPECT_NE(body(xml).find("<oembed>\n<type>rich</type>"), std::string::npos);
    EXPECT_EQ(ask(base + page_path(), "&format=yaml").status, 501);
    EXPECT_EQ(ask(base + "/show/unknown").status, 404);
    EXPECT_EQ(ask("https://elsewhere.example/show/harbour-lights").status, 404);
    EXPECT_EQ(ask(base + "/feeds/" + show_.key + "/sometoken.xml").status, 401);
    EXPECT_EQ(get("/oembed").status, 400);
}

TEST_F(PageDelivery, ListsAndCrawlers) {
    const auto hidden = [&] {
        auto show = make_show("Hidden", "hidden");
        show.visibility = domain::ShowVisibility::unpublished;
        update(show);
        return show;
    }();
    const auto opml = get("/opml/" + workspace_.key + ".opml");
    ASSERT_EQ(opml.status, 200);
    EXPECT_EQ(header(opml, "Content-Type"), "text/x-opml; charset=utf-8");
    EXPECT_NE(body(opml).find(show_.key), std::string::npos);
    EXPECT_EQ(body(opml).find(hidden.key), std::string::npos);
    EXPECT_EQ(get("/opml/all.opml").status, 404) << "not configured public";
    EXPECT_EQ(get("/opml/0000000000000000.opml").status, 404);
    const std::string map = body(get("/sitemap.xml"));
    EXPECT_NE(map.find("<loc>https://pods.example.org" + page_path() + "</loc><lastmod>2026-"), std::string::npos);
    EXPECT_EQ(map.find("hidden"), std::string::npos);
    const std::string robots = body(get("/robots.txt"));
    for (const std::string_view line : {"Disallow: /media/", "Disallow: /embed/", "Disallow: /oembed",
                                        "Sitemap: https://pods.example.org/sitemap.xml"}) {
        EXPECT_NE(robots.find(line), std::string::npos);
    }
    const std::string landing = body(get("/"));
    EXPECT_NE(landing.find("Harbour Lights"), std::string::npos);
    EXPECT_EQ(landing.find("Hidden"), std::string::npos);
    auto open = settings();
    open.is_public = true;
    start(open);
    EXPECT_EQ(get("/opml/all.opml").status, 200);
}

TEST_F(PageDelivery, UnknownAddressesAre404AndBareApiPathsSaySo) {
    for (const std::string_view path :
         {"/nothing/here", "/media/x", "/img/x/64.jpg", "/transcripts/x.en.vtt", "/embed/show/x"}) {
        EXPECT_EQ(get(path).status, 404) << path;
    }
    for (const Method method : {Method::get, Method::post}) {
        const auto response = send(request(method, "/v1/episodes"));
        EXPECT_EQ(response.status, 404);
        EXPECT_NE(body(response).find("/autopod"), std::string::npos);
    }
}

TEST_F(PageDelivery, TenProbesFindNothingBeforePublication) {
    const auto soon = make_episode(show_, "Surprise", start_ + 1h, "the sound of a surprise");
    const std::string page = show_path() + "/" + soon.slug;
    const std::string base = "https://pods.example.org";
    const auto probe = [&](int expected) {
        const std::string media = media_path(soon);
        EXPECT_EQ(get(media).status, expected);                                                      // media
        EXPECT_EQ(head(media).status, expected);                                                     // HEAD
        EXPECT_EQ(get(media, {{"Range", "bytes=0-1"}}).status, expected == 200 ? 206 : expected);    // range
        EXPECT_EQ(get("/transcripts/" + soon.key + ".en.vtt").status, 404);                          // transcript
        EXPECT_EQ(get("/chapters/" + soon.key + ".json").status, 404);                               // chapters
        EXPECT_EQ(get(page).status, expected);                                                       // page
        EXPECT_EQ(get("/embed/episode/" + soon.key).status, expected);                               // embed
        EXPECT_EQ(get("/oembed?url=" + percent_encode(base + page)).status, expected);               // oEmbed
        EXPECT_EQ(body(get("/sitemap.xml")).find(soon.slug) != std::string::npos, expected == 200);  // sitemap
        EXPECT_EQ(get("/x/episodes/y-" + domain::web_episode_id(soon.id)).status, expected == 200 ? 301 : expected);
        EXPECT_EQ(
            get("/s/" + domain::web_station_id(show_.id) + "/podcast/play/" + std::to_string(soon.id.value) + "/x")
                .status,
            expected);
        for (const std::string& path : {feed_path(), show_path(), "/embed/show/" + show_.key,
                                        "/opml/" + workspace_.key + ".opml", std::string{"/"}}) {
            if (expected == 404) {
                EXPECT_EQ(body(get(path)).find("Surprise"), std::string::npos) << path;
            }
        }
    };
    const std::string tag = header(get(show_path()), "ETag");  // entity tags, counts and sizes tell nothing either
    probe(404);
    clock_.set(start_ + 1h - 1ms);
    probe(404);
    EXPECT_EQ(header(get(show_path()), "ETag"), tag);
    clock_.set(start_ + 1h);
    probe(200);
    EXPECT_NE(header(get(show_path()), "ETag"), tag);
}

TEST_F(PageDelivery, PagesShrinkTheirAgeBeforeAPublication) {
    make_episode(show_, "Soon", start_ + 20s);
    EXPECT_EQ(header(get(show_path()), "Cache-Control"), "public, max-age=20");
    EXPECT_EQ(header(get(page_path()), "Cache-Control"), "public, max-age=20");
}

TEST_F(PageDelivery, PicturesAreImmutable) {
    const std::string path = "/img/" + show_.image_hash + "/300.jpg";
    for (int turn = 0; turn < 2; ++turn) {  // by a worker, then from memory
        const auto response = get(path);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(header(response, "Content-Type"), "image/jpeg");
        EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
        EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
        EXPECT_NE(header(response, "ETag"), "");
    }
    const std::string bytes = body(get(path));
    EXPECT_EQ(head(path).declared_length, std::ssize(bytes));
    const auto part = get(path, {{"Range", "bytes=0-6"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(body(part), bytes.substr(0, 7));
    EXPECT_TRUE(handler_->answer_from_memory(request(Method::get, path)));
    catalog_->is_away = true;
    EXPECT_EQ(get(path).status, 200);
    catalog_->is_away = false;
    EXPECT_EQ(get("/img/" + std::string(22, '0') + "/300.jpg").status, 404);
    EXPECT_EQ(get("/img/" + show_.image_hash + "/301.jpg").status, 404) << "no sizes beyond the table";
    EXPECT_EQ(get("/img/" + show_.image_hash + "/300.exe").status, 404);
    EXPECT_TRUE(spool_.hits().empty());
}

TEST_F(PageDelivery, ARemovedPictureIsNotServedFromMemory) {
    const std::string gone = show_.image_hash;
    const std::string gone_path = "/img/" + gone + "/300.jpg";
    const std::string kept_path = "/img/" + put_image({"300"}) + "/300.jpg";
    for (const auto& path : {gone_path, kept_path, gone_path, kept_path}) EXPECT_EQ(get(path).status, 200);
    ASSERT_TRUE(catalog_->write([&](storage::CatalogTransaction& tx) { return tx.image_writer().remove(gone); }));
    EXPECT_FALSE(handler_->answer_from_memory(request(Method::get, gone_path)));
    catalog_->is_away = true;
    EXPECT_EQ(get(kept_path).status, 200) << "what was known is served while the catalog is away";
    catalog_->is_away = false;
    EXPECT_EQ(get(gone_path).status, 404);
    EXPECT_EQ(get(kept_path).status, 200);
    EXPECT_TRUE(handler_->answer_from_memory(request(Method::get, kept_path)));
}

TEST_F(PageDelivery, AMissingSizeIsMadeOnce) {
    const std::string path = "/img/" + show_.image_hash + "/64.webp";
    std::atomic<int> served{0};
    {
        std::vector<std::jthread> herd;
        for (int i = 0; i < 8; ++i) {
            herd.emplace_back([&] {
                if (get(path).status == 200) ++served;
            });
        }
    }
    EXPECT_EQ(served, 8);
    EXPECT_EQ(image_maker_->made, 1);
    EXPECT_EQ(header(get(path), "Content-Type"), "image/webp");
    EXPECT_EQ(get("/img/" + show_.image_hash + "/orig.gif").status, 404) << "the original's form is never made";
}

TEST(RouteTable, NamesEveryRoute) {
    for (const auto& route : delivery_routes()) {
        EXPECT_EQ(route.method, Method::get);
        EXPECT_FALSE(route.name.empty());
        EXPECT_TRUE(route.pattern.starts_with("/"));
    }
}

}  // namespace
}  // namespace mooring::delivery
