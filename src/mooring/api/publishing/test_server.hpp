#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mooring/api/publishing/publishing_handler.hpp"
#include "mooring/app/publishing/api_keys.hpp"
#include "mooring/app/publishing/test_catalog.hpp"
#include "mooring/media/mp3_test_frames.hpp"
#include "mooring/storage/blobs/local/local_blobs.hpp"

/// The family's handler over a catalog and a blob store of its own, driven as the server drives it.
namespace mooring::api::publishing::test {

using app::publishing::test::at;
using app::publishing::test::must;

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< by name as it was written
    std::string body;
    boost::json::value json;  ///< null when there is no body
    bool from_memory = false;
    bool close = false;
    std::optional<std::int64_t> declared_length;

    const boost::json::value& operator[](std::string_view member) const { return json.as_object().at(member); }
    std::int64_t id() const { return json.as_object().at("id").as_int64(); }
    std::string message() const {
        const auto* object = json.if_object();
        if (object == nullptr || object->size() != 1 || !object->contains("message")) return "(not an error body)";
        return std::string{object->at("message").as_string()};
    }
    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

struct Ask {
    std::string body = {};
    std::map<std::string, std::string> headers = {};
    std::optional<std::string> key = {};  ///< unset: the fixture's; "": none
    std::optional<std::uint64_t> content_length = {};
    bool is_chunked = false;
    IpAddress client = IpAddress::v4(192, 0, 2, 1);
};

inline Answer read_answer(const http::Response& response, bool from_memory = false) {
    Answer answer;
    answer.status = response.status;
    answer.from_memory = from_memory;
    answer.close = response.close;
    answer.declared_length = response.declared_length;
    for (const auto& header : response.headers) answer.headers[header.name] = header.value;
    for (const auto& piece : response.body) {
        if (const auto* text = std::get_if<std::string>(&piece.source)) answer.body += *text;
        if (const auto* shared = std::get_if<http::SharedBytes>(&piece.source)) answer.body += **shared;
    }
    if (!answer.body.empty()) answer.json = boost::json::parse(answer.body);
    return answer;
}

class HandlerTest : public app::publishing::test::CatalogTest {
protected:
    HandlerTest() {
        app::publishing::WorkspacePatch patch;
        patch.publishing_api_enabled = true;
        must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
            return app::publishing::update_workspace(tx, workspace, patch);
        }));
        const auto& all = domain::all_scopes();
        key = make_key({all.begin(), all.end()});
        storage::local::LocalBlobOptions options;
        options.root = folder.file("media");
        options.reserve_bytes = 0;
        options.clock = &clock;
        blobs = must(storage::local::open_local_blobs(options));
        restart({.is_enabled = false});
    }

    void restart(const RateLimits& limits) {
        handler = make_publishing_handler({.catalog = *catalog,
                                           .blobs = *blobs,
                                           .clock = clock,
                                           .random = random,
                                           .urls = urls,
                                           .secret = secret,
                                           .workers = workers,
                                           .rate_limits = limits});
    }

    std::string make_key(std::set<domain::Scope> scopes, std::optional<Instant> expires_at = {},
                         std::optional<domain::WorkspaceId> owner = {}) {
        auto made = must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
            return app::publishing::create_api_key(
                tx, secret, random, clock.now(),
                {owner.value_or(workspace), "script", std::move(scopes), expires_at, "admin"});
        }));
        last_key_id = made.record.id;
        return made.text;
    }

    /// Another workspace with the API on.
    domain::WorkspaceId make_other_workspace() {
        return must(catalog->write([&](app::publishing::CatalogTransaction& tx) {
                   domain::Workspace wanted;
                   wanted.name = "Other";
                   wanted.publishing_api_enabled = true;
                   return app::publishing::create_workspace(tx, random, clock.now(), wanted);
               }))
            .id;
    }

    http::Request request(http::Method method, const std::string& target, const Ask& ask) {
        http::Request made;
        made.method = method;
        made.target = target;
        made.path = target.substr(0, target.find('?'));
        if (const auto mark = target.find('?'); mark != std::string::npos) made.query = target.substr(mark + 1);
        made.client = made.peer = ask.client;
        made.received_at = clock.now();
        const std::string text = ask.key.value_or(key);
        if (!text.empty()) made.headers.add("x-api-key", text);
        for (const auto& [name, value] : ask.headers) made.headers.add(name, value);
        made.has_body = !ask.body.empty() || ask.is_chunked || ask.content_length.value_or(0) > 0;
        if (!ask.is_chunked && made.has_body) made.content_length = ask.content_length.value_or(ask.body.size());
        return made;
    }

    /// As the server does: memory first, then the head, then the body in pieces.
    Answer send(http::Method method, const std::string& target, const Ask& ask = {}) {
        const http::Request made = request(method, target, ask);
        if (auto answer = handler->answer_from_memory(made)) return read_answer(*answer, true);
        http::Decision decision = handler->decide(made);
        if (auto* answer = std::get_if<http::Response>(&decision)) return read_answer(*answer);
        auto& sink = *std::get<std::unique_ptr<http::BodySink>>(decision);
        for (std::size_t offset = 0; offset < ask.body.size(); offset += piece_bytes) {
            if (auto early = sink.take(std::string_view{ask.body}.substr(offset, piece_bytes))) {
                return read_answer(*early);
            }
        }
        return read_answer(sink.finish());
    }
    Answer get(const std::string& target, const Ask& ask = {}) { return send(http::Method::get, target, ask); }
    Answer post(const std::string& target, const boost::json::value& body, Ask ask = {}) {
        ask.body = boost::json::serialize(body);
        return send(http::Method::post, target, ask);
    }
    Answer put(const std::string& target, const boost::json::value& body, Ask ask = {}) {
        ask.body = boost::json::serialize(body);
        return send(http::Method::put, target, ask);
    }
    Answer remove(const std::string& target, const Ask& ask = {}) { return send(http::Method::delete_, target, ask); }

    boost::json::object new_episode(const std::string& title = "The tide table forger") {
        return {{"title", title},
                {"show_id", show.value},
                {"audio_url", "https://archive.tidepool.example/2025/forger.mp3"}};
    }
    std::string episode_path(std::int64_t id) { return "/v1/episodes/" + std::to_string(id); }

    using Parts = std::vector<std::pair<std::string, std::string>>;
    /// A form; the part named `file` gets a file name.
    static std::string form(const Parts& parts, const std::string& boundary = "frontier",
                            const std::string& file_name = "../talk.wav") {
        std::string body;
        for (const auto& [name, value] : parts) {
            body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
            if (name == "file") body += "; filename=\"" + file_name + "\"\r\nContent-Type: audio/wav";
            body += "\r\n\r\n" + value + "\r\n";
        }
        return body + "--" + boundary + "--\r\n";
    }
    Answer upload(const std::string& body, Ask ask = {}, const std::string& boundary = "frontier") {
        ask.body = body;
        ask.headers["Content-Type"] = "multipart/form-data; boundary=" + boundary;
        return send(http::Method::post, "/v1/episodes/upload", ask);
    }
    Parts upload_parts(const std::string& file) {
        return {{"file", file}, {"title", "Harbour lights"}, {"show_id", std::to_string(show.value)}};
    }
    static std::string mp3(int frames = 20) { return media::test::frames({}, frames); }

    std::size_t files_in(const std::string& part) {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.file("media/" + part))) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }
    std::int64_t stored_episodes() {
        return must(
            catalog->read([&](app::publishing::CatalogSnapshot& view) { return view.episodes().count_all(show); }));
    }

    std::size_t piece_bytes = 61;  ///< odd on purpose: pieces end anywhere
    app::ServerSecret secret{std::array<std::byte, 32>{}};
    std::unique_ptr<storage::BlobStore> blobs;
    WorkerPool workers{"test", 1, 100};
    std::string key;
    domain::ApiKeyId last_key_id;
    std::shared_ptr<http::Handler> handler;
};

}  // namespace mooring::api::publishing::test
