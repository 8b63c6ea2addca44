#include "mooring/api/publishing/test_server.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

// publishing-v1.md, section 18, "Upload" and "Idempotency".
namespace mooring::api::publishing {
namespace {

using test::Answer;
using test::must;

class Upload : public test::HandlerTest {};

TEST_F(Upload, StoresTheBytesAsTheyCame) {
    const std::string file = mp3();
    const Answer answer = upload(form(upload_parts(file)));
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer["audio_length"].as_int64(), std::ssize(file));
    const domain::Episode episode = stored(domain::EpisodeId{answer.id()});
    EXPECT_EQ(answer["audio_url"].as_string(), "https://pods.saltmarsh.example/media/" + episode.key + ".mp3");
    EXPECT_EQ(answer["title"].as_string(), "Harbour lights");
    const auto& media = std::get<domain::StoredMedia>(episode.media);
    EXPECT_EQ(media.sha256, to_hex(sha256(file)));
    EXPECT_EQ(media.mime_type, "audio/mpeg");
    EXPECT_TRUE(media.duration);
    EXPECT_EQ(must(must(blobs->open(media.sha256))->read(0, file.size() + 1)), file);
    EXPECT_EQ(files_in("incoming"), 0U);
}

TEST_F(Upload, TakesFieldsInAnyOrderAndCutAnywhere) {
    const std::string body = form({{"description", "a\nb"},
                                   {"show_id", std::to_string(show.value)},
                                   {"unknown", "x"},
                                   {"datetime", "1741600000"},
                                   {"title", "First"},
                                   {"file", mp3()}});
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, std::size_t{65'536}}) {
        piece_bytes = piece;
        const Answer answer = upload(body);
        ASSERT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(answer["datetime"].as_int64(), 1741600000);
        EXPECT_EQ(answer["description"].as_string(), "a\nb");
    }
    EXPECT_EQ(files_in("blobs"), 1U) << "episodes share one stored file";
}

TEST_F(Upload, RefusesWhatIsWrongAndLeavesNothing) {
    const std::string id = std::to_string(show.value);
    const std::string text_of_600k(600'000, 'x');
    struct Case {
        std::string body;
        int status;
        std::string message;
    };
    const std::string unfinished = form(upload_parts(mp3()));
    Parts many = upload_parts(mp3());
    for (int extra = 0; extra < 30; ++extra) many.emplace_back("x", "");
    const Case cases[] = {
        {form({{"title", "t"}, {"show_id", id}}), 400, "file is required"},
        {form({{"file", ""}, {"title", "t"}, {"show_id", id}}), 400, "File is empty"},
        {form({{"file", "ID3\x04"}, {"title", "t"}, {"show_id", id}}), 400, "File must be an MP3 file"},
        {form({{"file", "RIFF" + mp3()}, {"title", "t"}, {"show_id", id}}), 400, "File must be an MP3 file"},
        {form({{"file", "just text"}}), 400, "File must be an MP3 file"},
        {form({{"file", mp3()}, {"show_id", id}}), 400, "title is required"},
        {form({{"file", mp3()}, {"title", "t"}}), 400, "show_id is required"},
        {form({{"file", mp3()}, {"title", "t"}, {"show_id", "x"}}), 400, "show_id must be an integer"},
        {form({{"file", mp3()}, {"title", "t"}, {"show_id", "999"}}), 404, "Show not found"},
        {form({{"file", mp3()}, {"title", "t"}, {"show_id", "999"}, {"datetime", "soon"}}), 400,
         "datetime must be an integer"},
        {form({{"title", "t"}, {"file", mp3()}, {"title", "u"}, {"show_id", id}}), 400, "title must be sent only once"},
        {form({{"file", mp3()}, {"file", mp3()}, {"title", "t"}, {"show_id", id}}), 400, "file must be sent only once"},
        {form({{"description", text_of_600k}, {"x", text_of_600k}, {"file", mp3()}}), 413, "Request body is too large"},
        {unfinished.substr(0, unfinished.size() - 8), 400, "Malformed multipart body"},
        {unfinished.substr(0, 300), 400, "Malformed multipart body"},
        {"nonsense", 400, "Malformed multipart body"},
        {form(many), 400, "Malformed multipart body"},
    };
    piece_bytes = 4096;
    for (const Case& c : cases) {
        const Answer answer = upload(c.body);
        EXPECT_EQ(answer.status, c.status) << c.message;
        EXPECT_EQ(answer.message(), c.message);
        EXPECT_EQ(files_in("incoming"), 0U) << c.message;
        EXPECT_EQ(files_in("blobs"), 0U) << c.message;
    }
    EXPECT_EQ(stored_episodes(), 0);
}

TEST_F(Upload, AsksForAForm) {
    const std::string body = form(upload_parts(mp3()));
    for (const auto* type : {"", "application/json", "multipart/mixed; boundary=frontier"}) {
        const Answer answer =
            send(http::Method::post, "/v1/episodes/upload", {.body = body, .headers = {{"Content-Type", type}}});
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.message(), "Content-Type must be multipart/form-data") << type;
    }
    EXPECT_EQ(upload(body, {}, std::string(71, 'b')).message(), "Malformed multipart body");
    const std::string longest(70, 'b');
    EXPECT_EQ(upload(form(upload_parts(mp3()), longest), {}, "\"" + longest + "\"").status, 201);
}

TEST_F(Upload, AClientThatGoesAwayLeavesNothing) {
    const std::string body = form(upload_parts(mp3(200)));
    const test::Ask ask{.body = body, .headers = {{"Content-Type", "multipart/form-data; boundary=frontier"}}};
    for (const std::size_t sent : {std::size_t{0}, std::size_t{50}, body.size() / 2, body.size()}) {
        http::Decision decision = handler->decide(request(http::Method::post, "/v1/episodes/upload", ask));
        auto& sink = std::get<std::unique_ptr<http::BodySink>>(decision);
        EXPECT_FALSE(sink->take(std::string_view{body}.substr(0, sent)));
        sink.reset();
        EXPECT_EQ(files_in("incoming"), 0U);
    }
    EXPECT_EQ(files_in("blobs"), 0U);
    EXPECT_EQ(stored_episodes(), 0);
}

/// A store that counts and keeps nothing, for files that are too large.
class CountingBlobs final : public storage::BlobStore {
public:
    class Incoming final : public storage::IncomingBlob {
    public:
        Result<void> append(std::string_view bytes) override {
            size_ += std::ssize(bytes);
            return ok();
        }
        std::int64_t size_bytes() const override { return size_; }
        std::string path() const override { return "/nonexistent"; }
        Result<storage::Blob> commit() override { return Error{Errc::unavailable, "keeps nothing"}; }

    private:
        std::int64_t size_ = 0;
    };
    Result<std::unique_ptr<storage::IncomingBlob>> begin(std::int64_t) override {
        if (is_full) return Error{Errc::no_space, "full"};
        return std::unique_ptr<storage::IncomingBlob>(std::make_unique<Incoming>());
    }
    Result<std::shared_ptr<const storage::OpenBlob>> open(std::string_view) override {
        return Error{Errc::not_found, ""};
    }
    Result<bool> contains(std::string_view) override { return false; }
    Result<void> remove(std::string_view) override { return ok(); }
    Result<void> for_each(const std::function<void(const storage::Blob&, Instant)>&) override { return ok(); }

    bool is_full = false;
};

TEST_F(Upload, OneByteOver200MbIs400WithAndWithoutALengthAndTheRestIsNotRead) {
    auto counting = std::make_unique<CountingBlobs>();
    CountingBlobs& store = *counting;
    blobs = std::move(counting);
    restart({.is_enabled = false});
    const std::string start = "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
    const std::string block(65'536, '\0');
    for (const bool is_chunked : {true, false}) {
        test::Ask ask{.headers = {{"Content-Type", "multipart/form-data; boundary=frontier"}},
                      .content_length = 210'000'000,
                      .is_chunked = is_chunked};
        http::Decision decision = handler->decide(request(http::Method::post, "/v1/episodes/upload", ask));
        auto& sink = *std::get<std::unique_ptr<http::BodySink>>(decision);
        ASSERT_FALSE(sink.take(start));
        std::optional<http::Response> early;
        for (std::int64_t sent = 0; sent < 209'715'200; sent += std::ssize(block)) {
            ASSERT_FALSE(sink.take(block)) << sent;
        }
        // The reader may hold back what could be the start of a boundary.
        for (int more = 0; more < 3 && !early; ++more) early = sink.take(more == 0 ? "x" : block);
        ASSERT_TRUE(early);
        const Answer answer = test::read_answer(*early);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.message(), "File exceeds the 200 MB limit");
        EXPECT_TRUE(answer.close);
    }
    test::Ask cannot_fit{.headers = {{"Content-Type", "multipart/form-data; boundary=frontier"}},
                         .content_length = (202ULL << 20) + 1};
    const Answer at_once = send(http::Method::post, "/v1/episodes/upload", cannot_fit);
    EXPECT_EQ(at_once.message(), "File exceeds the 200 MB limit");
    EXPECT_TRUE(at_once.close);

    store.is_full = true;
    const Answer full = upload(form(upload_parts(mp3())));
    EXPECT_EQ(full.status, 503);
    EXPECT_NE(full.header("Retry-After"), "");
}

class Replay : public test::HandlerTest {
protected:
    static test::Ask keyed(const std::string& text) { return {.headers = {{"X-Idempotency-Key", text}}}; }
};

TEST_F(Replay, TheSameBodyTwiceIsOneEpisodeWithEqualBytes) {
    const Answer first = post("/v1/episodes", new_episode(), keyed("k"));
    const Answer second = post("/v1/episodes", new_episode(), keyed("k"));
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(first.headers.count("X-Idempotency-Replayed"), 0U);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(second.header("Location"), first.header("Location"));
    EXPECT_EQ(second.header("X-Idempotency-Replayed"), "true");
    EXPECT_EQ(stored_episodes(), 1);

    const Answer other = post("/v1/episodes", new_episode("Another"), keyed("k"));
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(other.message(), "X-Idempotency-Key was already used with a different request");
    EXPECT_EQ(stored_episodes(), 1);

    clock.advance(std::chrono::hours{24});
    EXPECT_NE(post("/v1/episodes", new_episode(), keyed("k")).id(), first.id());
}

TEST_F(Replay, MembersReorderedAndWhiteSpaceChangedAreTheSameRequest) {
    const std::string id = std::to_string(show.value);
    test::Ask one = keyed("k");
    one.body = "{\"title\":\"T\",\"show_id\":" + id + ",\"audio_url\":\"https://a.example/x.mp3\"}";
    test::Ask two = keyed("k");
    two.body = "{ \"audio_url\" : \"https://a.example/x.mp3\", \"ignored\":1, \"show_id\":" + id +
               ", \"description\": null, \"title\":\" T \" }";
    const Answer first = send(http::Method::post, "/v1/episodes", one);
    EXPECT_EQ(send(http::Method::post, "/v1/episodes", two).body, first.body);
    EXPECT_EQ(stored_episodes(), 1);
}

TEST_F(Replay, TheSameUploadWithAnotherBoundaryOrderAndFileNameIsTheSame) {
    Parts parts = upload_parts(mp3());
    const Answer first = upload(form(parts), keyed("k"));
    ASSERT_EQ(first.status, 201) << first.body;
    std::ranges::reverse(parts);
    const Answer second = upload(form(parts, "elsewhere", "other.mp3"), keyed("k"), "elsewhere");
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(second.header("X-Idempotency-Replayed"), "true");
    EXPECT_EQ(upload(form(upload_parts(mp3(21))), keyed("k")).status, 409);
    EXPECT_EQ(files_in("blobs"), 1U) << "no file is kept for either";
    EXPECT_EQ(files_in("incoming"), 0U);
    EXPECT_EQ(stored_episodes(), 1);
}

TEST_F(Replay, A400DoesNotConsumeTheKey) {
    EXPECT_EQ(post("/v1/episodes", new_episode(""), keyed("k")).status, 400);
    boost::json::object elsewhere = new_episode();
    elsewhere["show_id"] = 999;
    EXPECT_EQ(post("/v1/episodes", elsewhere, keyed("k")).status, 404);
    EXPECT_EQ(post("/v1/episodes", new_episode(), keyed("k")).status, 201);
}

TEST_F(Replay, AfterArchiveReturnsTheFirstBodyAndSendsNoEvent) {
    const Answer first = post("/v1/episodes", new_episode(), keyed("k"));
    remove(episode_path(first.id()));
    take_events();
    EXPECT_EQ(post("/v1/episodes", new_episode(), keyed("k")).body, first.body);
    EXPECT_TRUE(take_events().empty());
}

TEST_F(Replay, SurvivesARestart) {
    const Answer first = post("/v1/episodes", new_episode(), keyed("k"));
    restart({.is_enabled = false});
    EXPECT_EQ(post("/v1/episodes", new_episode(), keyed("k")).body, first.body);
}

TEST_F(Replay, FiftyConcurrentIdenticalCreatesMakeOneEpisode) {
    std::vector<std::string> bodies(50);
    std::vector<std::thread> clients;
    for (std::string& body : bodies) {
        clients.emplace_back([&] { body = post("/v1/episodes", new_episode(), keyed("k")).body; });
    }
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(std::set<std::string>(bodies.begin(), bodies.end()).size(), 1U);
    EXPECT_EQ(stored_episodes(), 1);
}

TEST_F(Replay, WorkspacesOperationsAndKeysAreScoped) {
    const Answer first = post("/v1/episodes", new_episode(), keyed("k"));
    EXPECT_EQ(post("/v1/shows", {{"title", "S"}}, keyed("k")).status, 201) << "another operation";
    test::Ask replaced = keyed("k");
    replaced.key = make_key({domain::Scope::episodes_write});
    EXPECT_EQ(post("/v1/episodes", new_episode(), replaced).body, first.body) << "another API key of the workspace";
    test::Ask foreign = keyed("k");
    foreign.key = make_key({domain::Scope::episodes_write}, {}, make_other_workspace());
    EXPECT_EQ(post("/v1/episodes", new_episode(), foreign).status, 404) << "another workspace";
}

TEST_F(Replay, ChecksTheFormOfTheKeyWhereItIsHonoured) {
    const std::string message = "X-Idempotency-Key must be 1 to 255 printable ASCII characters";
    for (const std::string& text : {std::string{}, std::string{"a b"}, std::string(256, 'a'), std::string{"é"}}) {
        EXPECT_EQ(post("/v1/episodes", new_episode(), keyed(text)).message(), message) << text;
        EXPECT_EQ(post("/v1/shows", {{"title", "S"}}, keyed(text)).message(), message) << text;
        EXPECT_EQ(get("/v1/episodes", keyed(text)).status, 200) << "ignored elsewhere";
    }
    EXPECT_EQ(post("/v1/episodes", new_episode(), keyed(std::string(255, '~'))).status, 201);
}

TEST_F(Replay, ShowsAreMadeOnceToo) {
    const Answer first = post("/v1/shows", {{"title", "S"}}, keyed("k"));
    const Answer second = post("/v1/shows", {{"title", "S"}}, keyed("k"));
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(second.header("X-Idempotency-Replayed"), "true");
}

}  // namespace
}  // namespace mooring::api::publishing
