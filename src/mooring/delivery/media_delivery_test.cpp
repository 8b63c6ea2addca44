#include <random>
#include <regex>

#include "mooring/app/delivering/preview_grant.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/delivery/delivery_test_support.hpp"
#include "mooring/delivery/file_names.hpp"

namespace mooring::delivery {
namespace {

using namespace std::chrono_literals;
using http::Method;

std::string sound_of(std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>('a' + (i * 7 + i / 26) % 26));
    return bytes;
}

class MediaDelivery : public DeliveryTest {
protected:
    MediaDelivery()
        : sound_(sound_of(1000)), episode_(make_episode(show_, "First: \"light\"/\n№ 1", start_ - 48h, sound_)) {}
    std::string media() const { return media_path(episode_); }
    domain::ExternalMedia external(std::string url) const {
        domain::ExternalMedia media;
        media.url = std::move(url);
        media.since = start_;
        return media;
    }

    std::string sound_;
    domain::Episode episode_;
};

TEST_F(MediaDelivery, AnswersWithTheHeadersOfTheContract) {
    for (const Method method : {Method::get, Method::head}) {
        const auto response = send(request(method, media()));
        const auto& stored = std::get<domain::StoredMedia>(episode_.media);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(header(response, "Content-Type"), "audio/mpeg");
        EXPECT_EQ(header(response, "Accept-Ranges"), "bytes");
        EXPECT_EQ(header(response, "ETag"), "\"" + stored.sha256.substr(0, 32) + "\"");
        EXPECT_EQ(header(response, "Last-Modified"), http_date(start_));
        EXPECT_EQ(header(response, "Cache-Control"), "private, max-age=3600, no-transform");
        EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
        EXPECT_EQ(header(response, "Access-Control-Expose-Headers"),
                  "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified");
        EXPECT_EQ(header(response, "Cross-Origin-Resource-Policy"), "cross-origin");
        EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(header(response, "X-Robots-Tag"), "noindex");
        EXPECT_EQ(header(response, "Content-Disposition"), "inline");
        EXPECT_EQ(header(response, "Content-Encoding"), "");
        EXPECT_EQ(header(response, "Set-Cookie"), "");
        EXPECT_EQ(method == Method::head ? *response.declared_length : response.body_length(), 1000);
    }
    EXPECT_EQ(body(get(media())), sound_);
}

TEST_F(MediaDelivery, AnswersTheTableOfRanges) {
    struct Row {
        std::string range;
        int status;
        std::int64_t first = 0, last = 0;
    };
    const std::vector<Row> rows{
        {"bytes=0-", 206, 0, 999},
        {"bytes=0-0", 206, 0, 0},
        {"bytes=0-1", 206, 0, 1},
        {"bytes=500-999", 206, 500, 999},
        {"bytes=-500", 206, 500, 999},
        {"bytes=-5000", 206, 0, 999},
        {"bytes=-0", 416},
        {"bytes=1000-", 416},
        {"bytes=2000-3000", 416},
        {"bytes=0-99999999999999999999", 206, 0, 999},
        {"bytes=99999999999999999999-", 416},
        {"bytes=9-5", 200},
        {"bytes=abc", 200},
        {"bytes=", 200},
        {"items=0-1", 200},
        {"bytes=0-99,50-149", 206, 0, 149},
        {"bytes=0-99,100-199", 206, 0, 199},
        {"bytes=0-99,1000-", 206, 0, 99},
    };
    for (const Row& row : rows) {
        const auto response = get(media(), {{"Range", row.range}});
        EXPECT_EQ(response.status, row.status) << row.range;
        if (row.status == 206) {
            EXPECT_EQ(header(response, "Content-Range"),
                      "bytes " + std::to_string(row.first) + "-" + std::to_string(row.last) + "/1000")
                << row.range;
            EXPECT_EQ(body(response), sound_.substr(static_cast<std::size_t>(row.first),
                                                    static_cast<std::size_t>(row.last - row.first + 1)));
        } else if (row.status == 416) {
            EXPECT_EQ(header(response, "Content-Range"), "bytes */1000") << row.range;
            EXPECT_EQ(response.body_length(), 0);
        } else {
            EXPECT_EQ(body(response), sound_) << row.range;
        }
        const auto asked_by_head = head(media(), {{"Range", row.range}});
        EXPECT_EQ(asked_by_head.status, 200) << row.range;
        EXPECT_EQ(asked_by_head.declared_length, 1000);
    }
}

TEST_F(MediaDelivery, AnySatisfiableRangeEqualsTheSlice) {
    std::mt19937 random{20260302};
    for (const std::size_t size : {1UL, 2UL, 100UL, 65'537UL}) {
        const std::string bytes = sound_of(size);
        const auto episode = make_episode(show_, "Sound", start_ - 1h, bytes);
        for (int n = 0; n < 200; ++n) {
            const auto first = std::uniform_int_distribution<std::size_t>{0, size - 1}(random);
            const auto last = std::uniform_int_distribution<std::size_t>{first, size + 10}(random);
            const auto response =
                get(media_path(episode), {{"Range", "bytes=" + std::to_string(first) + "-" + std::to_string(last)}});
            ASSERT_EQ(response.status, 206);
            ASSERT_EQ(body(response), bytes.substr(first, last - first + 1)) << first << "-" << last << " of " << size;
        }
    }
}

TEST_F(MediaDelivery, WritesMultipartBodiesThatParseStrictly) {
    const auto response = get(media(), {{"Range", "bytes=700-799,0-99,-1"}});
    ASSERT_EQ(response.status, 206);
    const std::string type = header(response, "Content-Type");
    ASSERT_TRUE(type.starts_with("multipart/byteranges; boundary="));
    const std::string boundary = type.substr(type.find('=') + 1);
    const std::string text = body(response);
    EXPECT_EQ(response.body_length(), std::ssize(text));
    std::string_view rest = text;
    const auto take = [&](std::string_view expected) {
        ASSERT_TRUE(rest.starts_with(expected)) << expected;
        rest.remove_prefix(expected.size());
    };
    const std::vector<std::pair<int, int>> parts{{700, 799}, {0, 99}, {999, 999}};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto [first, last] = parts[i];
        take((i == 0 ? "--" : "\r\n--") + boundary + "\r\nContent-Type: audio/mpeg\r\nContent-Range: bytes " +
             std::to_string(first) + "-" + std::to_string(last) + "/1000\r\n\r\n");
        take(sound_.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1)));
    }
    take("\r\n--" + boundary + "--\r\n");
    EXPECT_TRUE(rest.empty());
    std::string flood = "bytes=0-0";
    for (int i = 1; i < 17; ++i) flood += "," + std::to_string(i * 10) + "-" + std::to_string(i * 10);
    EXPECT_EQ(get(media(), {{"Range", flood}}).status, 200) << "more than 16 parts are ignored";
}

TEST_F(MediaDelivery, CombinesConditionsWithRanges) {
    const std::string tag = header(head(media()), "ETag");
    const std::string date = http_date(start_);
    const std::string older = http_date(start_ - 1h);
    struct Row {
        std::vector<http::Header> headers;
        int status;
    };
    const std::vector<Row> rows{
        {{{"Range", "bytes=0-9"}, {"If-Range", tag}}, 206},
        {{{"Range", "bytes=0-9"}, {"If-Range", "\"other\""}}, 200},
        {{{"Range", "bytes=0-9"}, {"If-Range", "W/" + tag}}, 200},
        {{{"Range", "bytes=0-9"}, {"If-Range", date}}, 206},
        {{{"Range", "bytes=0-9"}, {"If-Range", older}}, 200},
        {{{"Range", "bytes=0-9"}, {"If-None-Match", tag}}, 304},
        {{{"Range", "bytes=5000-"}, {"If-None-Match", tag}}, 304},
        {{{"If-Modified-Since", date}}, 304},
        {{{"If-Match", "\"other\""}}, 412},
        {{{"If-Match", tag}, {"Range", "bytes=0-9"}}, 206},
        {{{"If-Unmodified-Since", older}}, 412},
        {{{"If-Unmodified-Since", date}}, 200},
    };
    for (const Row& row : rows) {
        auto asked = request(Method::get, media());
        for (const auto& field : row.headers) asked.headers.add(field.name, field.value);
        const auto response = send(asked);
        EXPECT_EQ(response.status, row.status) << row.headers.back().name << ": " << row.headers.back().value;
        EXPECT_EQ(header(response, "ETag"), tag);
        if (row.status == 304) {
            EXPECT_EQ(header(response, "Accept-Ranges"), "bytes");
        }
    }
}

TEST_F(MediaDelivery, ReplacementMixesNoBytesAndRestartsAResume) {
    const auto before = get(media());
    const std::string old_tag = header(before, "ETag");
    clock_.advance(1h);
    const std::string replaced = sound_of(500) + "new";
    episode_.media = store_media(replaced);
    update(episode_);
    EXPECT_EQ(body(before), sound_) << "a transfer under way finishes with the bytes it started with";
    const auto after = get(media());
    EXPECT_EQ(body(after), replaced);
    EXPECT_NE(header(after, "ETag"), old_tag);
    EXPECT_EQ(header(after, "Last-Modified"), http_date(start_ + 1h));
    const auto resumed = get(media(), {{"Range", "bytes=100-"}, {"If-Range", old_tag}});
    EXPECT_EQ(resumed.status, 200);
    EXPECT_EQ(body(resumed), replaced);
    EXPECT_NE(body(get(feed_path())).find("length=\"503\""), std::string::npos);
}

TEST_F(MediaDelivery, UnpublishRepublishDelete) {
    EXPECT_EQ(get(media()).status, 200);
    episode_.status = domain::EpisodeStatus::draft;
    update(episode_);
    EXPECT_EQ(get(media()).status, 404);
    episode_.status = domain::EpisodeStatus::published;
    update(episode_);
    EXPECT_EQ(get(media()).status, 200);
    episode_.archived_at = clock_.now();
    update(episode_);
    EXPECT_EQ(get(media()).status, 404);
    episode_.archived_at.reset();
    episode_.deleted_at = clock_.now();
    update(episode_);
    const auto gone = get(media());
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(header(gone, "Cache-Control"), "no-store");
    EXPECT_EQ(body(get(feed_path())).find("<item>"), std::string::npos);
}

TEST_F(MediaDelivery, KnowsItsOwnNameAndNoOther) {
    EXPECT_EQ(get(media() + "/;").status, 200);
    EXPECT_EQ(get(media() + "?_from=app&source=x&fbclid=1").status, 200);
    EXPECT_EQ(get(media() + "/").status, 404);
    EXPECT_EQ(get("/media//" + episode_.key + ".mp3").status, 404);
    EXPECT_EQ(get("/media/" + episode_.key).status, 404);
    EXPECT_EQ(get("/media/0000000000000000.mp3").status, 404);
    EXPECT_EQ(get("/media/" + episode_.key + "/720.mp4").status, 404);
    const auto moved = get("/media/" + episode_.key + ".m4a?a=b");
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(header(moved, "Location"), "https://pods.example.org" + media() + "?a=b");
}

TEST_F(MediaDelivery, AnswersAPreflight) {
    const auto response = send(request(
        Method::options, media(), {{"Origin", "https://player.example"}, {"Access-Control-Request-Headers", "range"}}));
    EXPECT_EQ(response.status, 204);
    EXPECT_EQ(header(response, "Access-Control-Allow-Methods"), "GET, HEAD");
    EXPECT_EQ(header(response, "Access-Control-Allow-Headers"), "Range, If-Range, If-None-Match, If-Modified-Since");
    EXPECT_EQ(header(response, "Access-Control-Max-Age"), "86400");
    EXPECT_EQ(send(request(Method::delete_, media())).status, 405);
}

TEST_F(MediaDelivery, NamesDownloadsSafely) {
    const std::string disposition = header(get(media() + "?download=1"), "Content-Disposition");
    EXPECT_EQ(disposition,
              "attachment; filename=\"Harbour Lights - First light _ 1.mp3\"; "
              "filename*=UTF-8''Harbour%20Lights%20-%20First%20light%20%E2%84%96%201.mp3");
    const std::string longest = attachment_disposition(std::string(300, 'x'), "ü", "mp3");
    EXPECT_TRUE(std::regex_search(longest, std::regex{"filename=\"x{176}\\.mp3\""})) << longest;
    const std::string cut = attachment_disposition(std::string(175, 'x') + "ü", "e", "mp3");
    EXPECT_EQ(cut.find("%C3.mp3"), std::string::npos) << "never cut inside a character";
    EXPECT_EQ(attachment_disposition("../..", "a\r\nb\"c", "mp3").find_first_of("\r\n/"), std::string::npos);
}

TEST_F(MediaDelivery, AudioByUrlIsACountedRedirect) {
    auto episode = make_episode(show_, "Elsewhere", start_ - 1h, "");
    EXPECT_EQ(get("/media/" + episode.key + ".mp3").status, 404) << "no sound yet";
    auto media = external("https://cdn.example.com/a b/é.m4a?x=1");
    episode.media = media;
    update(episode);
    const std::string path = "/media/" + episode.key + ".m4a";
    auto response = get(path, {{"Range", "bytes=0-1"}});
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(header(response, "Location"), "https://cdn.example.com/a%20b/%C3%A9.m4a?x=1");
    EXPECT_EQ(header(response, "Cache-Control"), "private, no-store");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
    finish(response);
    const auto unknown = head(path);
    EXPECT_EQ(unknown.status, 200);
    EXPECT_TRUE(unknown.no_content_length);
    EXPECT_NE(body(get(feed_path())).find("length=\"0\""), std::string::npos);

    media.size_bytes = 4321;
    media.mime_type = "audio/mp4";
    media.duration = 61s;
    episode.media = media;
    update(episode);
    const auto known = head(path);
    EXPECT_EQ(known.declared_length, 4321);
    EXPECT_EQ(header(known, "Content-Type"), "audio/mp4");
    EXPECT_NE(body(get(feed_path())).find("length=\"4321\""), std::string::npos);
    auto ranged = get(path, {{"Range", "bytes=4000-9999"}});
    finish(ranged);
    const auto hits = spool_.hits();
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_EQ(hits[0].source, analytics::HitSource::redirect);
    EXPECT_EQ(hits[0].status, 302);
    EXPECT_EQ(hits[0].sent_bytes, 0);
    EXPECT_EQ(hits[0].revision, to_hex(sha256(media.url)));
    EXPECT_EQ(hits[1].ranges, (std::vector<std::pair<std::int64_t, std::int64_t>>{{4000, 4320}}));
    EXPECT_EQ(hits[1].sent_bytes, 321);
    EXPECT_NE(hits[1].flags & analytics::flag_estimated, 0U);

    const auto stored = store_media("copied in");  // "copy in": the same address from then on
    episode.media = stored;
    update(episode);
    EXPECT_EQ(get(media_path(episode)).status, 200);
    EXPECT_EQ(get(path).status, 301);
}

TEST_F(MediaDelivery, AliasesReachTheSameBytes) {
    const std::string station = domain::web_station_id(show_.id);
    const std::string alias =
        "/s/" + station + "/podcast/play/" + std::to_string(episode_.id.value) + "/fog%20light.mp3";
    EXPECT_EQ(body(get(alias)), sound_);
    EXPECT_EQ(body(get("/s/harbour-lights/podcast/play/" + domain::web_episode_id(episode_.id))), sound_);
    const auto other = make_show("Other", "other");
    EXPECT_EQ(
        get("/s/" + domain::web_station_id(other.id) + "/podcast/play/" + std::to_string(episode_.id.value) + "/x")
            .status,
        404);
    const auto rss = get("/s/" + station + "/podcast/rss");
    EXPECT_EQ(rss.status, 301);
    EXPECT_EQ(header(rss, "Location"), "https://pods.example.org" + feed_path());
    const std::string page = "https://pods.example.org/show/harbour-lights/" + episode_.slug;
    const std::string web_id = domain::web_episode_id(episode_.id);
    EXPECT_EQ(header(get("/harbour-lights/episodes/any-title-" + web_id), "Location"), page);
    EXPECT_EQ(header(get("/pod/show/whoever/episodes/" + web_id), "Location"), page);
    EXPECT_EQ(header(get("/harbour-lights/embed/episodes/x-" + web_id), "Location"),
              "https://pods.example.org/embed/episode/" + episode_.key);
    EXPECT_EQ(header(get("/harbour-lights"), "Location"), "https://pods.example.org/show/harbour-lights");
    EXPECT_EQ(get("/nobody-here").status, 404);
}

TEST_F(MediaDelivery, AHotFileNeedsNoCatalog) {
    static_cast<void>(get(media()));
    const int before = catalog_->reads;
    EXPECT_TRUE(handler_->answer_from_memory(request(Method::get, media())));
    EXPECT_TRUE(handler_->answer_from_memory(request(Method::get, feed_path())) || get(feed_path()).status == 200);
    EXPECT_TRUE(handler_->answer_from_memory(request(Method::get, feed_path())));
    EXPECT_LE(catalog_->reads - before, 3) << "only the first feed";
    make_episode(show_, "Another", start_ - 1h);
    EXPECT_FALSE(handler_->answer_from_memory(request(Method::get, media()))) << "the show has changed";
}

TEST_F(MediaDelivery, RecordsWhatWasServed) {
    auto whole = get(media() + "?pid=abc", {{"Sec-Purpose", "prefetch"}});
    auto part = get(media(), {{"Range", "bytes=0-1"}});
    auto bad = get(media(), {{"Range", "bytes=5000-"}});
    auto lost = get(media());
    finish(whole);
    finish(part);
    finish(bad);
    ASSERT_TRUE(lost.on_progress);
    lost.on_progress({400, 300, false, 30'000});
    lost.on_done({500, 450, false, 31'000});
    const auto hits = spool_.hits();
    ASSERT_EQ(hits.size(), 5U);
    EXPECT_EQ(hits[0].sent_bytes, 1000);
    EXPECT_TRUE(hits[0].ranges.empty());
    EXPECT_EQ(hits[0].playback_id, "abc");
    EXPECT_NE(hits[0].flags & analytics::flag_prefetch, 0U);
    EXPECT_EQ(hits[0].episode_id, episode_.id.value);
    EXPECT_EQ(hits[0].revision, std::get<domain::StoredMedia>(episode_.media).sha256);
    EXPECT_EQ(hits[1].ranges, (std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 1}}));
    EXPECT_EQ(hits[1].range_raw, "bytes=0-1");
    EXPECT_EQ(hits[2].status, 416);
    EXPECT_NE(hits[3].flags & analytics::flag_provisional, 0U);
    EXPECT_EQ(hits[3].sent_bytes, 300);
    EXPECT_EQ(hits[4].hit_id, hits[3].hit_id);
    EXPECT_EQ(hits[4].sent_bytes, 450);
    EXPECT_EQ(hits[4].duration_ms, 31'000);
    EXPECT_NE(hits[4].flags & analytics::flag_aborted, 0U);
}

TEST_F(MediaDelivery, PreviewGrantsOpenOneEpisodeAndAreNeverCounted) {
    const auto secret_one = make_episode(show_, "Soon", start_ + 100h);
    const auto other = make_episode(show_, "Later", start_ + 200h);
    const auto grant = app::delivering::make_preview_grant(secret_, secret_one.key, start_, 1h);
    EXPECT_EQ(get(media_path(secret_one)).status, 404);
    auto opened = get(media_path(secret_one) + "?preview=" + grant);
    EXPECT_EQ(opened.status, 200);
    EXPECT_EQ(header(opened, "Cache-Control"), "private, no-store");
    finish(opened);
    ASSERT_EQ(spool_.hits().size(), 1U);
    EXPECT_NE(spool_.hits()[0].flags & analytics::flag_preview_grant, 0U);
    const std::string page = "/show/harbour-lights/" + secret_one.slug;
    EXPECT_EQ(get(page + "?preview=" + grant).status, 200);
    EXPECT_NE(body(get("/embed/episode/" + secret_one.key + "?preview=" + grant)).find("preview="), std::string::npos);
    EXPECT_EQ(get(page).status, 404) << "a preview leaves nothing in the cache";
    EXPECT_EQ(get(media_path(other) + "?preview=" + grant).status, 404);
    EXPECT_EQ(get(media_path(secret_one) + "?preview=" + grant + "x").status, 404);
    clock_.advance(1h);
    EXPECT_EQ(get(media_path(secret_one) + "?preview=" + grant).status, 404);
    const auto long_one = app::delivering::make_preview_grant(secret_, secret_one.key, clock_.now(), 48h);
    clock_.advance(24h);
    EXPECT_EQ(get(media_path(secret_one) + "?preview=" + long_one).status, 404) << "24 hours at most";
}

}  // namespace
}  // namespace mooring::delivery
