#include <random>

#include "mooring/api/publishing/cursor.hpp"
#include "mooring/api/publishing/test_server.hpp"
#include "mooring/domain/visibility.hpp"

// publishing-v1.md, section 18, "Lists".
namespace mooring::api::publishing {
namespace {

using app::publishing::CatalogTransaction;
using test::Answer;
using test::must;

class Lists : public test::HandlerTest {
protected:
    static std::vector<std::int64_t> ids(const Answer& page) {
        std::vector<std::int64_t> found;
        for (const auto& episode : page["episodes"].as_array()) found.push_back(episode.at("id").as_int64());
        return found;
    }
    /// All pages after one another.
    std::vector<std::int64_t> walk(int limit) {
        std::vector<std::int64_t> all;
        std::string cursor;
        for (;;) {
            const Answer page = get("/v1/episodes?limit=" + std::to_string(limit) + "&cursor=" + cursor);
            const auto found = ids(page);
            all.insert(all.end(), found.begin(), found.end());
            if (page["next_cursor"].is_null()) return all;
            EXPECT_EQ(std::ssize(found), limit);
            cursor = page["next_cursor"].as_string();
        }
    }
};

TEST_F(Lists, HaveTheDocumentedShape) {
    boost::json::object wanted = new_episode("Harbour lights, part two");
    wanted["image_url"] = "https://img.saltmarsh.example/ep/harbour-2.jpg";
    wanted["description"] = "The keeper's log";
    wanted["datetime"] = 1741600800;
    const std::int64_t id = post("/v1/episodes", wanted).id();
    const std::string object = R"({"id":)" + std::to_string(id) +
                               R"(,"title":"Harbour lights, part two","description":"The keeper's log","image":)"
                               R"("https://img.saltmarsh.example/ep/harbour-2.jpg","datetime":1741600800,)"
                               R"("audio_url":"https://archive.tidepool.example/2025/forger.mp3","audio_length":0,)"
                               R"("show":"Saltmarsh Stories","show_id":)" +
                               std::to_string(show.value) + "}";
    EXPECT_EQ(get("/v1/episodes").body,
              R"({"episodes":[)" + object + R"(],"total":1,"limit":20,"offset":0,"next_cursor":null})");
    EXPECT_EQ(get(episode_path(id)).body, object);
}

TEST_F(Lists, AreEmptyWithoutAnythingToShow) {
    EXPECT_EQ(get("/v1/episodes").body, R"({"episodes":[],"total":0,"limit":20,"offset":0,"next_cursor":null})");
}

TEST_F(Lists, CheckLimitOffsetCursorAndShow) {
    for (int made = 0; made < 3; ++made) make_episode("e");
    struct Case {
        std::string query;
        int status;
        std::string message;
    };
    const std::string limit = "limit must be an integer of 1 or more";
    const std::string offset = "offset must be an integer of 0 or more";
    const Case cases[] = {
        {"limit=0", 400, limit},
        {"limit=-1", 400, limit},
        {"limit=abc", 400, limit},
        {"limit=", 400, limit},
        {"limit=1.0", 400, limit},
        {"limit=1", 200, ""},
        {"limit=100", 200, ""},
        {"limit=101", 200, ""},
        {"limit=99999999999999999999", 200, ""},
        {"offset=-1", 400, offset},
        {"offset=x", 400, offset},
        {"offset=3", 200, ""},
        {"offset=99999999999999999999", 200, ""},
        {"cursor=", 200, ""},
        {"cursor=x", 400, "cursor is invalid"},
        {"cursor=MTcwNzQ3MjgwMF8xMjM0", 200, ""},
        {"show_id=x", 400, "show_id must be an integer"},
        {"show_id=-5", 200, ""},
        {"limit=0&offset=-1&cursor=x&show_id=x", 400, limit},
        {"show_id=x&cursor=x", 400, "cursor is invalid"},
        {"unknown=1", 200, ""},
    };
    for (const Case& c : cases) {
        const Answer answer = get("/v1/episodes?" + c.query);
        EXPECT_EQ(answer.status, c.status) << c.query;
        if (c.status == 400) {
            EXPECT_EQ(answer.message(), c.message) << c.query;
        }
    }
    EXPECT_EQ(get("/v1/episodes?limit=101")["limit"].as_int64(), 100);
    const Answer past_the_end = get("/v1/episodes?offset=3");
    EXPECT_TRUE(past_the_end["episodes"].as_array().empty());
    EXPECT_EQ(past_the_end["total"].as_int64(), 3);
    EXPECT_EQ(past_the_end["offset"].as_int64(), 3);
    EXPECT_TRUE(past_the_end["next_cursor"].is_null());
    EXPECT_EQ(get("/v1/episodes?show_id=999")["total"].as_int64(), 0);
    EXPECT_EQ(get("/v1/episodes?show_id=" + std::to_string(show.value))["total"].as_int64(), 3);
    EXPECT_EQ(get("/v1/episodes?offset=1&cursor=OTk5OTk5OTk5OV8x")["offset"].as_int64(), 0);
}

TEST_F(Lists, ACursorIsAcceptedWhereNoSuchEpisodeExists) {
    const Instant second = from_unix_seconds(1707472800);
    const auto older = make_episode("older", second - std::chrono::seconds{1}).id.value;
    make_episode("newer", second + std::chrono::seconds{1});
    EXPECT_EQ(ids(get("/v1/episodes?cursor=MTcwNzQ3MjgwMF8xMjM0")), std::vector{older});
}

TEST_F(Lists, EqualDatetimesAcrossAPageBorderNeitherRepeatNorGap) {
    std::vector<std::int64_t> expected;
    for (int made = 0; made < 7; ++made) {
        // Within one second: only whole seconds count.
        expected.push_back(
            make_episode("e", from_unix_seconds(1707472800) + std::chrono::milliseconds{900 - made * 100}).id.value);
    }
    std::ranges::reverse(expected);
    for (const int limit : {1, 2, 3, 6, 7, 8}) EXPECT_EQ(walk(limit), expected) << limit;
}

TEST_F(Lists, NextCursorIsNullExactlyOnTheLastPage) {
    for (int total = 0; total <= 6; ++total) {
        for (const int limit : {1, 2, 3}) {
            for (int offset = 0; offset <= total; ++offset) {
                const Answer page =
                    get("/v1/episodes?limit=" + std::to_string(limit) + "&offset=" + std::to_string(offset));
                EXPECT_EQ(page["next_cursor"].is_null(), offset + limit >= total) << total << limit << offset;
                EXPECT_EQ(page["total"].as_int64(), total);
            }
        }
        make_episode("e");
    }
}

TEST_F(Lists, ShowEachRowOfTheVisibilityTable) {
    const auto listed = [&](std::int64_t id) { return std::ranges::count(ids(get("/v1/episodes")), id) == 1; };
    const auto searched = [&](std::string_view term) {
        return get("/v1/search?q=" + std::string{term})["total"].as_int64() == 1;
    };
    const auto by_id = [&](std::int64_t id) { return get(episode_path(id)).status; };

    const auto active = make_episode("active").id.value;
    const auto scheduled = make_episode("scheduled", clock.now() + std::chrono::seconds{1}).id.value;
    const auto archived = make_episode("archived").id.value;
    EXPECT_EQ(remove(episode_path(archived)).status, 204);
    const auto draft = must(catalog->write([&](CatalogTransaction& tx) {
                           return app::publishing::create_episode(tx, random, clock.now(), draft_of("draft"),
                                                                  app::publishing::Intent::draft);
                       })).episode.id.value;
    show = make_show("Hidden", domain::ShowVisibility::unpublished);
    const auto hidden = make_episode("hidden").id.value;

    struct Row {
        std::string_view name;
        std::int64_t id;
        bool is_listed;
        int status;
    };
    const Row rows[] = {{"active", active, true, 200},
                        {"scheduled", scheduled, false, 200},
                        {"hidden", hidden, false, 200},
                        {"archived", archived, false, 404},
                        {"draft", draft, false, 404}};
    for (const Row& row : rows) {
        EXPECT_EQ(listed(row.id), row.is_listed) << row.name;
        EXPECT_EQ(searched(row.name), row.is_listed) << row.name;
        EXPECT_EQ(by_id(row.id), row.status) << row.name;
        EXPECT_EQ(put(episode_path(row.id), boost::json::object{}).status, row.status) << row.name;
    }
    EXPECT_TRUE(get("/v1/episodes").from_memory);
    clock.advance(std::chrono::seconds{1});
    EXPECT_TRUE(listed(scheduled)) << "its second has come, and nothing else was done";
    clock.advance(-std::chrono::seconds{1});
    EXPECT_FALSE(listed(scheduled));
}

TEST_F(Lists, AreNeverStaleAfterAChange) {
    const auto id = make_episode("before").id.value;
    EXPECT_EQ(get("/v1/episodes").status, 200);
    EXPECT_TRUE(get("/v1/episodes").from_memory);
    EXPECT_EQ(get(episode_path(id)).status, 200);
    EXPECT_TRUE(get(episode_path(id)).from_memory);
    EXPECT_EQ(put(episode_path(id), {{"title", "after"}}).status, 200);
    EXPECT_EQ(get(episode_path(id))["title"].as_string(), "after");
    EXPECT_EQ(get("/v1/episodes")["episodes"].at(0).at("title").as_string(), "after");
    EXPECT_EQ(put("/v1/shows/" + std::to_string(show.value), {{"title", "New name"}}).status, 200);
    EXPECT_EQ(get(episode_path(id))["show"].as_string(), "New name");
    EXPECT_EQ(put("/v1/shows/" + std::to_string(show.value), {{"published", false}}).status, 200);
    EXPECT_EQ(get("/v1/episodes")["total"].as_int64(), 0);
}

/// The table of 6.3: under inserts, archives and a moving clock, what existed when the walk began and was not touched
/// comes exactly once, and nothing comes twice.
TEST_F(Lists, AWalkHoldsWhileThingsChange) {
    std::mt19937 random_number{7};
    const auto below = [&](int bound) { return static_cast<int>(random_number() % static_cast<unsigned>(bound)); };
    const Instant start = clock.now();
    for (int round = 0; round < 15; ++round) {
        std::set<std::int64_t> untouched;
        for (const std::int64_t id : walk(50)) untouched.insert(id);
        for (int made = 0; made < 8; ++made) {
            untouched.insert(make_episode("old", start - std::chrono::seconds{below(6)}).id.value);
        }
        std::vector<std::int64_t> seen;
        std::string cursor;
        for (;;) {
            const Answer page = get("/v1/episodes?limit=" + std::to_string(1 + below(4)) + "&cursor=" + cursor);
            for (const auto id : ids(page)) seen.push_back(id);
            if (page["next_cursor"].is_null()) break;
            cursor = page["next_cursor"].as_string();
            switch (below(4)) {
                case 0: make_episode("newer", clock.now()); break;
                case 1: make_episode("soon", clock.now() + std::chrono::seconds{1}); break;
                case 2: clock.advance(std::chrono::seconds{1}); break;
                default: {
                    auto victim = untouched.begin();
                    std::advance(victim, below(static_cast<int>(untouched.size())));
                    remove(episode_path(*victim));
                    untouched.erase(victim);
                }
            }
        }
        std::set<std::int64_t> once(seen.begin(), seen.end());
        EXPECT_EQ(once.size(), seen.size()) << "nothing twice";
        for (const auto id : untouched) EXPECT_TRUE(once.contains(id)) << "no gap";
    }
}

TEST_F(Lists, SearchMatchesTitlesShowsAndPresentersIgnoringCase) {
    make_episode("Harbour 100%_lights");
    put("/v1/shows/" + std::to_string(show.value), {{"presenter", "Ines VÁRGA"}});
    for (const auto* term : {"harbour", "RBOUR", "saltmarsh", "v%C3%A1rga", "%25_", "%20harbour%20"}) {
        EXPECT_EQ(get("/v1/search?q=" + std::string{term})["total"].as_int64(), 1) << term;
    }
    for (const auto* term : {"nothing", "harbour%25", "h_rbour"}) {
        EXPECT_EQ(get("/v1/search?q=" + std::string{term})["total"].as_int64(), 0) << term;
    }
    EXPECT_EQ(get("/v1/search").body, R"({"results":[],"query":"","total":0})");
    EXPECT_EQ(get("/v1/search?q=").body, R"({"results":[],"query":"","total":0})");
    EXPECT_EQ(get("/v1/search?q=a&limit=0").message(), "limit must be an integer of 1 or more");
    const Answer cut = get("/v1/search?q=" + std::string(201, 'x'));
    EXPECT_EQ(cut["query"].as_string(), std::string(200, 'x'));
    make_episode("Harbour two");
    const Answer limited = get("/v1/search?q=harbour&limit=1");
    EXPECT_EQ(limited["total"].as_int64(), 1);
    EXPECT_EQ(limited["results"].at(0).at("title").as_string(), "Harbour two");
}

}  // namespace
}  // namespace mooring::api::publishing
