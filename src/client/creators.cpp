#include "mooring_client/creators.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "client/rest_calls.hpp"
#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

namespace json = boost::json;

/// An id as a segment of a path: colons stay, whatever would leave the segment is encoded.
std::string segment(const std::string& id) {
    std::string text;
    for (const char c : id) text += c == ':' ? std::string{c} : percent_encode({&c, 1});
    return text;
}

std::string of_episode(const std::string& id, const char* rest) {
    return "/v3/episodes/" + segment(id) + rest;
}
std::string of_station(std::int64_t id, const char* rest) {
    return "/v3/stations/" + std::to_string(id) + rest;
}

std::string without_quotes(std::string_view etag) {
    if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"')) etag = etag.substr(1, etag.size() - 2);
    return std::string{etag};
}

}  // namespace

struct CreatorsApi::State {
    RestCalls calls;

    Result<Answer> ask(const char* method, const std::string& path, const Json* body, Parameters query,
                       bool may_repeat);
    Result<void> begin(MediaUpload& upload, std::int64_t size);
    Result<void> send_part(MediaUpload& upload, std::size_t part, std::int64_t size, const Progress& progress);
};

/// Source: creators-rest.md, 1: `isMumsCompatible` on every call, `Origin` and `Referer` on those that change
/// something.
Result<Answer> CreatorsApi::State::ask(const char* method, const std::string& path, const Json* body, Parameters query,
                                       bool may_repeat) {
    query.emplace_back("isMumsCompatible", "true");
    RestCall call{.method = method, .path = path, .query = std::move(query), .may_repeat = may_repeat};
    if (body != nullptr) {
        call.json = json::serialize(*body);
        call.headers = {{"Origin", "https://creators.spotify.com"}, {"Referer", "https://creators.spotify.com/"}};
    }
    return calls.ask(call);
}

Result<CreatorsApi> CreatorsApi::make(CreatorsOptions options) {
    if (options.rest.base_url.empty()) return Error{.kind = ErrorKind::invalid_argument, .message = "no base address"};
    if (!options.bearer && options.anchorpw_s.empty()) {
        return Error{.kind = ErrorKind::invalid_argument, .message = "neither a bearer nor an anchorpw_s cookie"};
    }
    const auto sign = [bearer = options.bearer, cookie = options.anchorpw_s](HeaderList& headers) -> Result<void> {
        if (!bearer) {
            headers.emplace_back("Cookie", "anchorpw_s=" + cookie);
            return {};
        }
        MOORING_TRY(const std::string token, bearer());
        headers.emplace_back("Authorization", "Bearer " + token);
        return {};
    };
    return CreatorsApi{std::make_unique<State>(State{RestCalls{std::move(options.rest), sign}})};
}

CreatorsApi::CreatorsApi(std::unique_ptr<State> state) : state_(std::move(state)) {}
CreatorsApi::CreatorsApi(CreatorsApi&&) noexcept = default;
CreatorsApi& CreatorsApi::operator=(CreatorsApi&&) noexcept = default;
CreatorsApi::~CreatorsApi() = default;

Result<Answer> CreatorsApi::get(const std::string& path, Parameters query) {
    return state_->ask("GET", path, nullptr, std::move(query), true);
}
Result<Answer> CreatorsApi::post(const std::string& path, const Json& body, Parameters query) {
    return state_->ask("POST", path, &body, std::move(query), false);
}
Result<Answer> CreatorsApi::put(const std::string& path, const Json& body, Parameters query) {
    return state_->ask("PUT", path, &body, std::move(query), true);
}

Result<std::int64_t> CreatorsApi::episode_id(const std::string& episode_uri) {
    MOORING_TRY(const Answer answer, get(of_episode(episode_uri, "/episodeId")));
    const Json* id = find_member(answer.json, "episodeId");
    if (id == nullptr || !id->is_int64()) {
        return Error{.kind = ErrorKind::bad_answer, .message = "the answer holds no episodeId", .status = 200};
    }
    return id->as_int64();
}

Result<Answer> CreatorsApi::legacy_ids(const std::string& show_id) {
    return get("/v3/shows/" + segment(show_id) + "/legacyIds");
}
Result<Answer> CreatorsApi::episode_overview(const std::string& episode) {
    return get(of_episode(episode, "/overview"), {{"returnWebIds", "true"}});
}
Result<Answer> CreatorsApi::update_episode(const std::string& episode, const Json& changes) {
    return post(of_episode(episode, "/update"), changes);
}
Result<Answer> CreatorsApi::create_episode(std::int64_t station_id, int hour_offset) {
    return post(of_station(station_id, "/episodes"), json::object{{"hourOffset", hour_offset}});
}
Result<Answer> CreatorsApi::delete_episode(const std::string& episode) {
    return post(of_episode(episode, "/delete"), json::object{});
}
Result<Answer> CreatorsApi::sponsored_content(const std::string& episode) {
    return get(of_episode(episode, "/sponsoredContentStatus"));
}
Result<Answer> CreatorsApi::set_sponsored_content(const std::string& episode, bool contains, std::int64_t publish_on) {
    return put(of_episode(episode, "/sponsoredContentStatus"),
               json::object{{"containsSponsoredContent", contains}, {"publishOn", publish_on}});
}
Result<Answer> CreatorsApi::show_metadata(std::int64_t station_id) {
    return get(of_station(station_id, "/metadata"));
}
Result<Answer> CreatorsApi::update_show_metadata(std::int64_t station_id, const Json& changes) {
    return post(of_station(station_id, "/metadata"), changes);
}
Result<Answer> CreatorsApi::category_options() {
    return get("/v3/settings/podcast-category/options");
}
Result<Answer> CreatorsApi::distribution(std::int64_t station_id) {
    return get(of_station(station_id, "/distribution"));
}
Result<Answer> CreatorsApi::list_episodes(std::int64_t station_id, std::int64_t user_id) {
    return get(of_station(station_id, "/episodes"), {{"userId", std::to_string(user_id)}});
}
Result<Answer> CreatorsApi::stations_status() {
    return get("/v3/stations/status");
}
Result<Answer> CreatorsApi::set_vanity_slug(const std::string& slug, std::int64_t station_id) {
    return post("/v3/settings", json::object{{"webStationId", slug}, {"stationId", station_id}});
}

/// 6-A. A video goes in parts, which the original service insists on; audio in one piece.
Result<void> CreatorsApi::State::begin(MediaUpload& upload, std::int64_t size) {
    const bool is_video = upload.media_type.starts_with("video/");
    const std::int64_t part_bytes = std::max<std::int64_t>(1, upload.part_bytes);
    const std::int64_t parts = is_video ? std::max<std::int64_t>(1, (size + part_bytes - 1) / part_bytes) : 1;
    Parameters query{{"filename", std::filesystem::path{upload.file_path}.filename().string()},
                     {"type", upload.media_type}};
    if (is_video) {
        query.insert(query.end(),
                     {{"uploadType", "video"}, {"isMultipartUpload", "true"}, {"numParts", std::to_string(parts)}});
    }
    MOORING_TRY(const Answer answer, ask("GET", of_episode(upload.episode, "/upload/signedUrl"), nullptr, query, true));
    const auto either = [&](const char* one, const char* other) {
        std::string text = text_member(answer.json, one);
        return text.empty() ? text_member(answer.json, other) : text;
    };
    std::vector<std::string> urls;
    if (is_video) {
        urls.resize(static_cast<std::size_t>(parts));
        const Json* list = find_member(answer.json, "signedUrlParts");
        if (list != nullptr && list->is_array()) {
            for (const Json& part : list->as_array()) {
                const Json* number = find_member(part, "partNumber");
                if (number == nullptr || !number->is_int64() || number->as_int64() < 1 || number->as_int64() > parts)
                    continue;
                urls[static_cast<std::size_t>(number->as_int64() - 1)] = text_member(part, "url");
            }
        }
    } else {
        urls.push_back(either("url", "signedUrl"));
    }
    upload.upload_id = either("uploadId", "requestUuid");
    if (upload.upload_id.empty() || std::ranges::any_of(urls, &std::string::empty)) {
        upload.upload_id.clear();
        return Error{.kind = ErrorKind::bad_answer, .message = "the answer holds no upload address", .status = 200};
    }
    upload.etags.assign(urls.size(), "");
    upload.urls = std::move(urls);
    return {};
}

/// 6-B: the address is all the credential there is.
Result<void> CreatorsApi::State::send_part(MediaUpload& upload, std::size_t part, std::int64_t size,
                                           const Progress& progress) {
    const bool is_whole = upload.urls.size() == 1;
    const std::int64_t first = is_whole ? 0 : static_cast<std::int64_t>(part) * upload.part_bytes;
    const std::int64_t length = is_whole ? size : std::min(upload.part_bytes, size - first);
    const auto make = [&]() -> Result<Request> {
        Request request{.method = "PUT", .url = upload.urls[part]};
        if (is_whole) request.headers.emplace_back("Content-Type", upload.media_type);
        request.body_file = BodyFile{upload.file_path, first, length};
        if (progress) {
            request.progress = [&progress, first, size](std::int64_t sent, std::int64_t) {
                return progress(first + sent, size);
            };
        }
        return request;
    };
    const auto judge = [](const Response& response) {
        const int status = response.status;
        return status == 429 || (status >= 500 && status <= 504) ? Verdict::again : Verdict::take;
    };
    const RestOptions& options = calls.options();
    MOORING_TRY(const Response response,
                send_with_retries(*options.transport, options.retry, options.timing, options.stop, make, judge));
    if (response.status < 200 || response.status > 299) return error_of_answer(response, "PUT", upload.urls[part]);
    upload.etags[part] = without_quotes(response.header("etag").value_or(""));
    if (upload.etags[part].empty()) {
        return Error{.kind = ErrorKind::bad_answer, .message = "the store gave no ETag", .status = response.status};
    }
    return {};
}

Result<Answer> CreatorsApi::upload_media(MediaUpload& upload, const Progress& progress) {
    std::error_code failed;
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(upload.file_path, failed));
    if (failed) return Error{.kind = ErrorKind::local, .message = "cannot read the file '" + upload.file_path + "'"};
    if (upload.upload_id.empty()) {
        MOORING_CHECK(state_->begin(upload, size));
    }
    for (std::size_t part = 0; part < upload.urls.size(); ++part) {
        if (!upload.etags[part].empty()) continue;
        MOORING_CHECK(state_->send_part(upload, part, size, progress));
    }
    const bool is_video = upload.media_type.starts_with("video/");
    json::array parts;
    for (std::size_t part = 0; part < upload.etags.size(); ++part) {
        parts.push_back(json::object{{"partNumber", part + 1}, {"etag", upload.etags[part]}});
    }
    json::object body{
        {"userId", upload.station_id},      {"uploadType", is_video ? "video" : "default"},
        {"origin", "episode-media:upload"}, {"caption", std::filesystem::path{upload.file_path}.filename().string()},
        {"isExtractedFromVideo", is_video}, {"isMultipartUpload", true},
        {"parts", std::move(parts)},        {"uploadId", upload.upload_id}};
    if (const auto id = parse_number(upload.episode)) body["episodeId"] = *id;
    body["stationId"] = upload.station_id;
    const Json whole(std::move(body));  // braces would make a list of it
    return state_->ask("POST", "/v3/upload/" + segment(upload.upload_id) + "/process_upload", &whole, {}, true);
}

Result<Answer> CreatorsApi::media_status(const std::string& upload_id) {
    return get("/v3/upload/media/" + segment(upload_id), {{"includeMediaValidation", "true"}});
}

Result<Answer> CreatorsApi::wait_for_media(const std::string& upload_id, Seconds pause, int attempts) {
    const RestOptions& options = state_->calls.options();
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        auto status = media_status(upload_id);
        // The original service may not know a new upload for up to a minute.
        const bool is_unknown_yet = !status && status.error().kind == ErrorKind::not_found && attempt < 20;
        if (!status && !is_unknown_yet) return status;
        const std::string word = status ? text_member(status->json, "status") : std::string{};
        if (word == "completed" || word == "failed") return status;
        if (attempt < attempts && !options.timing.sleep(pause, options.stop)) {
            return Error{.kind = ErrorKind::cancelled, .message = "stopped"};
        }
    }
    return Error{.kind = ErrorKind::timeout, .message = "the media is still being processed"};
}

}  // namespace mooring_client
