#include "mooring_client/publishing.hpp"

#include <boost/json.hpp>

#include "client/rest_calls.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

namespace json = boost::json;

template <class T>
void put(Parameters& query, const char* name, const std::optional<T>& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        if (value) query.emplace_back(name, *value);
    } else {
        if (value) query.emplace_back(name, std::to_string(*value));
    }
}

template <class T>
void put(json::object& body, const char* name, const std::optional<T>& value) {
    if (value) body[name] = *value;
}

std::string body_of(const EpisodeFields& fields) {
    json::object body;
    put(body, "title", fields.title);
    put(body, "show_id", fields.show_id);
    put(body, "audio_url", fields.audio_url);
    put(body, "description", fields.description);
    put(body, "image_url", fields.image_url);
    put(body, "datetime", fields.datetime);
    return json::serialize(body);
}

Parameters query_of(const EpisodePage& page) {
    Parameters query;
    put(query, "limit", page.limit);
    put(query, "offset", page.offset);
    put(query, "cursor", page.cursor);
    put(query, "show_id", page.show_id);
    return query;
}

HeaderList key_header(const std::string& idempotency_key) {
    if (idempotency_key.empty()) return {};
    return {{"X-Idempotency-Key", idempotency_key}};
}

std::string of_episode(std::int64_t id) {
    return "/episodes/" + std::to_string(id);
}
std::string of_show(std::int64_t id) {
    return "/shows/" + std::to_string(id);
}

}  // namespace

struct PublishingApi::State {
    RestCalls calls;
};

Result<PublishingApi> PublishingApi::make(PublishingOptions options) {
    if (options.rest.base_url.empty()) return Error{.kind = ErrorKind::invalid_argument, .message = "no base address"};
    if (options.api_key.empty()) return Error{.kind = ErrorKind::invalid_argument, .message = "no API key"};
    const auto sign = [key = options.api_key](HeaderList& headers) -> Result<void> {
        headers.emplace_back("X-API-Key", key);
        return {};
    };
    return PublishingApi{std::make_unique<State>(State{RestCalls{std::move(options.rest), sign}})};
}

PublishingApi::PublishingApi(std::unique_ptr<State> state) : state_(std::move(state)) {}
PublishingApi::PublishingApi(PublishingApi&&) noexcept = default;
PublishingApi& PublishingApi::operator=(PublishingApi&&) noexcept = default;
PublishingApi::~PublishingApi() = default;

Result<Answer> PublishingApi::get_station() {
    return state_->calls.ask({.path = "/station"});
}

Result<Answer> PublishingApi::list_episodes(const EpisodePage& page) {
    return state_->calls.ask({.path = "/episodes", .query = query_of(page)});
}

Result<Answer> PublishingApi::list_all_episodes(std::optional<std::int64_t> show_id) {
    EpisodePage page{.limit = 100, .show_id = show_id};
    std::string text = "[";
    while (true) {
        MOORING_TRY(const Answer answer, list_episodes(page));
        const auto rows = raw_member(answer.text, "episodes");
        if (!rows) return Error{.kind = ErrorKind::bad_answer, .message = "the page has no episodes", .status = 200};
        for (const std::string_view row : raw_elements(*rows)) {
            if (text.size() > 1) text += ',';
            text += row;
        }
        std::string next = text_member(answer.json, "next_cursor");
        if (next.empty()) return parse_answer(text + ']');
        if (page.cursor == next) {
            return Error{.kind = ErrorKind::bad_answer, .message = "the pages run in a circle", .status = 200};
        }
        page.cursor = std::move(next);
    }
}

Result<Answer> PublishingApi::get_episode(std::int64_t id) {
    return state_->calls.ask({.path = of_episode(id)});
}

Result<Answer> PublishingApi::create_episode(const EpisodeFields& fields, const std::string& idempotency_key) {
    return state_->calls.ask({.method = "POST",
                              .path = "/episodes",
                              .json = body_of(fields),
                              .headers = key_header(idempotency_key),
                              .may_repeat = !idempotency_key.empty()});
}

Result<Answer> PublishingApi::upload_episode(const std::string& file_path, const EpisodeFields& fields,
                                             const std::string& idempotency_key, Progress progress) {
    RestCall call{.method = "POST",
                  .path = "/episodes/upload",
                  .headers = key_header(idempotency_key),
                  .progress = std::move(progress),
                  .may_repeat = !idempotency_key.empty()};
    if (fields.title) call.form.push_back({.name = "title", .text = *fields.title});
    if (fields.show_id) call.form.push_back({.name = "show_id", .text = std::to_string(*fields.show_id)});
    if (fields.description) call.form.push_back({.name = "description", .text = *fields.description});
    if (fields.datetime) call.form.push_back({.name = "datetime", .text = std::to_string(*fields.datetime)});
    call.form.push_back({.name = "file", .file_path = file_path, .content_type = "audio/mpeg"});
    return state_->calls.ask(call);
}

Result<Answer> PublishingApi::generate_episode(const Json& body) {
    return state_->calls.ask(
        {.method = "POST", .path = "/episodes/generate", .json = json::serialize(body), .may_repeat = false});
}

Result<Answer> PublishingApi::update_episode(std::int64_t id, const EpisodeFields& fields) {
    return state_->calls.ask({.method = "PUT", .path = of_episode(id), .json = body_of(fields)});
}

Result<void> PublishingApi::archive_episode(std::int64_t id) {
    return state_->calls.tell({.method = "DELETE", .path = of_episode(id)});
}

Result<Answer> PublishingApi::list_shows() {
    return state_->calls.ask({.path = "/shows"});
}
Result<Answer> PublishingApi::get_show(std::int64_t id) {
    return state_->calls.ask({.path = of_show(id)});
}
Result<Answer> PublishingApi::create_show(const Json& fields) {
    return state_->calls.ask(
        {.method = "POST", .path = "/shows", .json = json::serialize(fields), .may_repeat = false});
}
Result<Answer> PublishingApi::update_show(std::int64_t id, const Json& fields) {
    return state_->calls.ask({.method = "PUT", .path = of_show(id), .json = json::serialize(fields)});
}
Result<void> PublishingApi::delete_show(std::int64_t id) {
    return state_->calls.tell({.method = "DELETE", .path = of_show(id)});
}

Result<Answer> PublishingApi::search(const std::string& text, std::optional<int> limit) {
    Parameters query{{"q", text}};
    put(query, "limit", limit);
    return state_->calls.ask({.path = "/search", .query = std::move(query)});
}

Result<Answer> PublishingApi::get_schedule(int offset) {
    return state_->calls.ask({.path = "/schedule", .query = {{"offset", std::to_string(offset)}}});
}
Result<Answer> PublishingApi::put_schedule(const Json& schedule) {
    return state_->calls.ask({.method = "PUT", .path = "/schedule", .json = json::serialize(schedule)});
}
Result<void> PublishingApi::clear_schedule(std::optional<int> week, const std::string& day) {
    Parameters query;
    put(query, "week", week);
    if (!day.empty()) query.emplace_back("day", day);
    return state_->calls.tell({.method = "DELETE", .path = "/schedule", .query = std::move(query)});
}
Result<Answer> PublishingApi::get_now_playing() {
    return state_->calls.ask({.path = "/now-playing"});
}

}  // namespace mooring_client
