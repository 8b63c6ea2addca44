#include "client/anchor_state.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {

struct EpisodeWalk::State {
    std::shared_ptr<AnchorConnector::State> connector;
    int limit = 15;
    std::string order_by;
    std::optional<std::string> token;
    std::vector<std::string> items;  ///< of the current page, as text
    std::size_t next_item = 0;
    bool is_last_page = false;
    std::optional<Error> failed;

    Result<void> load_page();
};

/// Source: analytics-rest.md, 9.6.
Result<void> EpisodeWalk::State::load_page() {
    Fields fields{{"limit", std::to_string(limit)}, {"orderBy", order_by}};
    if (token) fields.emplace_back("pageToken", *token);
    MOORING_TRY(const Answer page, connector->episode_page(fields));
    items.clear();
    next_item = 0;
    for (const std::string_view item : raw_elements(raw_member(page.text, "items").value_or("[]"))) {
        items.emplace_back(item);
    }
    constexpr std::string_view marker = "pageToken=";
    const std::string next = text_member(page.json, "next");
    const auto at = next.rfind(marker);
    if (next.empty()) {
        is_last_page = true;
        return {};
    }
    const std::string following = at == std::string::npos ? std::string{} : next.substr(at + marker.size());
    if (following.empty() || following == token) {
        return Error{.kind = ErrorKind::bad_answer, .message = "the pages of episodes run in a circle", .status = 200};
    }
    token = following;
    return {};
}

Result<std::optional<Answer>> EpisodeWalk::next() {
    State& self = *state_;
    if (self.failed) return *self.failed;
    while (self.next_item >= self.items.size()) {
        if (self.is_last_page) return std::optional<Answer>{};
        if (auto loaded = self.load_page(); !loaded) {
            self.failed = loaded.error();
            return *self.failed;
        }
    }
    MOORING_TRY(Answer item, parse_answer(self.items[self.next_item++]));
    return std::optional<Answer>{std::move(item)};
}

EpisodeWalk AnchorConnector::episodes(int limit, std::string order_by, std::optional<std::string> page_token) {
    auto state = std::make_shared<EpisodeWalk::State>();
    state->connector = state_;
    state->limit = limit;
    state->order_by = std::move(order_by);
    state->token = std::move(page_token);
    if (limit < 1)
        state->failed = Error{.kind = ErrorKind::invalid_argument, .message = "the limit must be at least 1"};
    return EpisodeWalk{std::move(state)};
}

Result<Answer> AnchorConnector::podcast_episode(int page_size) {
    EpisodeWalk walk = episodes(page_size);
    std::string text = "[";
    while (true) {
        MOORING_TRY(const auto episode, walk.next());
        if (!episode) break;
        if (text.size() > 1) text += ',';
        text += episode->text;
    }
    return parse_answer(text + ']');
}

}  // namespace mooring_client
