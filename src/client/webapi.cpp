#include "mooring_client/webapi.hpp"

#include <mutex>

#include "client/rest_calls.hpp"
#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

Parameters market_query(const std::string& market) {
    if (market.empty()) return {};
    return {{"market", market}};
}

Parameters page_query(const WebPage& page) {
    Parameters query;
    if (page.market) query.emplace_back("market", *page.market);
    if (page.limit) query.emplace_back("limit", std::to_string(*page.limit));
    if (page.offset) query.emplace_back("offset", std::to_string(*page.offset));
    return query;
}

Parameters list_query(const char* name, const WebApi::Ids& ids) {
    std::string joined;
    for (const std::string& id : ids) joined += (joined.empty() ? "" : ",") + id;
    return {{name, joined}};
}

Parameters with(Parameters query, Parameters more) {
    query.insert(query.end(), more.begin(), more.end());
    return query;
}

}  // namespace

/// The calls, and the token of an app, which is fetched when one is needed.
struct WebApi::State {
    WebApiOptions options;
    std::unique_ptr<RestCalls> calls;
    std::mutex mutex;  ///< held while a token is fetched
    std::string token;
    std::chrono::steady_clock::time_point expires;

    Result<void> sign(HeaderList& headers);
    Result<void> fetch_token();
    Result<void> change(const char* method, const std::string& path, const char* name, const Ids& ids) {
        return calls->tell({.method = method, .path = path, .query = list_query(name, ids)});
    }
};

Result<void> WebApi::State::sign(HeaderList& headers) {
    if (!options.bearer_token.empty()) {
        headers.emplace_back("Authorization", "Bearer " + options.bearer_token);
        return {};
    }
    const std::lock_guard lock{mutex};
    if (token.empty() || expires - options.rest.timing.ticks() < std::chrono::seconds{60}) {
        MOORING_CHECK(fetch_token());
    }
    headers.emplace_back("Authorization", "Bearer " + token);
    return {};
}

/// Source: accounts-oauth.md, 5.3.
Result<void> WebApi::State::fetch_token() {
    Request request{.method = "POST", .url = options.token_url, .body = "grant_type=client_credentials"};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Authorization", "Basic " + base64(options.client_id + ':' + options.client_secret)}};
    request.stop = options.rest.stop;
    MOORING_TRY(const Response response, calls->options().transport->send(request));
    const auto answer = parse_answer(response.body);
    const std::string got = answer ? text_member(answer->json, "access_token") : std::string{};
    if (response.status != 200 || got.empty()) {
        return Error{.kind = ErrorKind::authentication,
                     .message = "the token address answered " + std::to_string(response.status),
                     .status = response.status,
                     .code = answer ? text_member(answer->json, "error") : std::string{}};
    }
    const Json* life = find_member(answer->json, "expires_in");
    const std::int64_t seconds = life != nullptr && life->is_int64() ? life->as_int64() : 3600;
    token = got;
    expires = options.rest.timing.ticks() + std::chrono::seconds{seconds};
    return {};
}

Result<WebApi> WebApi::make(WebApiOptions options) {
    if (options.rest.base_url.empty()) return Error{.kind = ErrorKind::invalid_argument, .message = "no base address"};
    if (options.bearer_token.empty() && (options.client_id.empty() || options.client_secret.empty())) {
        return Error{.kind = ErrorKind::invalid_argument, .message = "neither a token nor an app's credentials"};
    }
    auto state = std::make_unique<State>();
    state->options = options;
    state->calls = std::make_unique<RestCalls>(
        std::move(options.rest), [self = state.get()](HeaderList& headers) { return self->sign(headers); });
    return WebApi{std::move(state)};
}

WebApi::WebApi(std::unique_ptr<State> state) : state_(std::move(state)) {}
WebApi::WebApi(WebApi&&) noexcept = default;
WebApi& WebApi::operator=(WebApi&&) noexcept = default;
WebApi::~WebApi() = default;

Result<Answer> WebApi::get_show(const std::string& id, const std::string& market) {
    return state_->calls->ask({.path = "/shows/" + percent_encode(id), .query = market_query(market)});
}
Result<Answer> WebApi::get_shows(const Ids& ids, const std::string& market) {
    return state_->calls->ask({.path = "/shows", .query = with(list_query("ids", ids), market_query(market))});
}
Result<Answer> WebApi::list_episodes(const std::string& show_id, const WebPage& page) {
    return state_->calls->ask({.path = "/shows/" + percent_encode(show_id) + "/episodes", .query = page_query(page)});
}

Result<Answer> WebApi::list_all_episodes(const std::string& show_id, const std::string& market) {
    WebPage first{.limit = 50};
    if (!market.empty()) first.market = market;
    auto page = list_episodes(show_id, first);
    std::string text = "[";
    for (int pages = 1;; ++pages) {
        if (!page) return std::move(page).error();
        for (const std::string_view row : raw_elements(raw_member(page->text, "items").value_or("[]"))) {
            if (text.size() > 1) text += ',';
            text += row;
        }
        const std::string next = text_member(page->json, "next");
        if (next.empty()) return parse_answer(text + ']');
        if (pages >= 100'000) return Error{.kind = ErrorKind::bad_answer, .message = "the pages never end"};
        page = state_->calls->ask({.path = next});
    }
}

Result<Answer> WebApi::get_episode(const std::string& id, const std::string& market) {
    return state_->calls->ask({.path = "/episodes/" + percent_encode(id), .query = market_query(market)});
}
Result<Answer> WebApi::get_episodes(const Ids& ids, const std::string& market) {
    return state_->calls->ask({.path = "/episodes", .query = with(list_query("ids", ids), market_query(market))});
}
Result<Answer> WebApi::search(const std::string& text, const std::string& types, const WebPage& page) {
    return state_->calls->ask({.path = "/search", .query = with({{"q", text}, {"type", types}}, page_query(page))});
}
Result<Answer> WebApi::get_markets() {
    return state_->calls->ask({.path = "/markets"});
}
Result<Answer> WebApi::get_me() {
    return state_->calls->ask({.path = "/me"});
}

Result<Answer> WebApi::list_saved_shows(const WebPage& page) {
    return state_->calls->ask({.path = "/me/shows", .query = page_query(page)});
}
Result<void> WebApi::save_shows(const Ids& ids) {
    return state_->change("PUT", "/me/shows", "ids", ids);
}
Result<void> WebApi::remove_shows(const Ids& ids) {
    return state_->change("DELETE", "/me/shows", "ids", ids);
}
Result<Answer> WebApi::contains_shows(const Ids& ids) {
    return state_->calls->ask({.path = "/me/shows/contains", .query = list_query("ids", ids)});
}
Result<Answer> WebApi::list_saved_episodes(const WebPage& page) {
    return state_->calls->ask({.path = "/me/episodes", .query = page_query(page)});
}
Result<void> WebApi::save_episodes(const Ids& ids) {
    return state_->change("PUT", "/me/episodes", "ids", ids);
}
Result<void> WebApi::remove_episodes(const Ids& ids) {
    return state_->change("DELETE", "/me/episodes", "ids", ids);
}
Result<Answer> WebApi::contains_episodes(const Ids& ids) {
    return state_->calls->ask({.path = "/me/episodes/contains", .query = list_query("ids", ids)});
}
Result<void> WebApi::save_library(const Ids& uris) {
    return state_->change("PUT", "/me/library", "uris", uris);
}
Result<void> WebApi::remove_library(const Ids& uris) {
    return state_->change("DELETE", "/me/library", "uris", uris);
}
Result<Answer> WebApi::contains_library(const Ids& uris) {
    return state_->calls->ask({.path = "/me/library/contains", .query = list_query("uris", uris)});
}

}  // namespace mooring_client
