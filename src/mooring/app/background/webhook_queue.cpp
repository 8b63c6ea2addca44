#include "mooring/app/background/webhook_queue.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::background {
namespace {

namespace json = boost::json;

constexpr std::size_t most_events = 500;

std::string queue_name(domain::ShowId show) {
    return "webhook_queue:" + std::to_string(show.value);
}

std::string encode(const std::vector<WebhookEvent>& events) {
    if (events.empty()) return {};
    json::array rows;
    for (const WebhookEvent& event : events) {
        json::array row{event.sequence, event.type, event.at_micros};
        if (event.episode) row.push_back(*event.episode);
        rows.push_back(std::move(row));
    }
    return json::serialize(rows);
}

Result<std::vector<WebhookEvent>> decode(const std::string& text) {
    std::vector<WebhookEvent> events;
    if (text.empty()) return events;
    const Error broken{Errc::corrupt, "the queue of the webhook cannot be read"};
    boost::system::error_code failure;
    const json::value rows = json::parse(text, failure);
    if (failure || !rows.is_array()) return broken;
    for (const json::value& value : rows.get_array()) {
        const json::array* row = value.if_array();
        if (row == nullptr || row->size() < 3 || !(*row)[0].is_int64() || !(*row)[1].is_string() ||
            !(*row)[2].is_int64()) {
            return broken;
        }
        WebhookEvent event;
        event.sequence = (*row)[0].get_int64();
        event.type = std::string(std::string_view((*row)[1].get_string()));
        event.at_micros = (*row)[2].get_int64();
        if (row->size() > 3 && (*row)[3].is_int64()) event.episode = (*row)[3].get_int64();
        events.push_back(std::move(event));
    }
    return events;
}

}  // namespace

Result<std::vector<WebhookEvent>> read_webhook_queue(storage::CatalogSnapshot& view, domain::ShowId show) {
    MOORING_TRY(const auto text, view.settings().find(queue_name(show)));
    return decode(text.value_or(""));
}

Result<void> append_to_webhook_queue(storage::CatalogTransaction& tx, domain::ShowId show,
                                     const std::vector<storage::OutboxEvent>& events) {
    MOORING_TRY(auto queue, read_webhook_queue(tx, show));
    for (const storage::OutboxEvent& event : events) {
        WebhookEvent next{.sequence = event.sequence,
                          .type = std::string(storage::to_string(event.kind)),
                          .episode = std::nullopt,
                          .at_micros = unix_micros(event.at)};
        if (event.episode) next.episode = event.episode->value;
        if (event.kind == storage::EventKind::feed_changed) {
            std::erase_if(queue, [&](const WebhookEvent& earlier) { return earlier.type == next.type; });
        }
        queue.push_back(std::move(next));
    }
    if (queue.size() > most_events) queue.erase(queue.begin(), queue.end() - static_cast<std::ptrdiff_t>(most_events));
    return tx.settings_writer().put(queue_name(show), encode(queue));
}

Result<void> consume_webhook_queue(storage::CatalogTransaction& tx, domain::ShowId show, std::int64_t sequence) {
    MOORING_TRY(auto queue, read_webhook_queue(tx, show));
    std::erase_if(queue, [&](const WebhookEvent& event) { return event.sequence <= sequence; });
    return tx.settings_writer().put(queue_name(show), encode(queue));
}

Result<std::string> webhook_body(storage::CatalogSnapshot& view, const PublicUrls& urls, const domain::Show& show,
                                 const std::vector<WebhookEvent>& events, const std::string& id, Instant now) {
    json::array told;
    for (const WebhookEvent& event : events) {
        json::object entry{{"type", event.type}, {"at", iso8601_millis(from_unix_micros(event.at_micros))}};
        if (event.episode) {
            MOORING_TRY(const auto episode, view.episodes().find(domain::EpisodeId{*event.episode}));
            json::object named{{"id", *event.episode}};
            if (episode) named["key"] = episode->key;
            if (episode && domain::visible(show, *episode, now)) {
                named["guid"] = episode->guid;
                named["title"] = episode->title;
                named["page_url"] = urls.episode_page(show, *episode);
                named["media_url"] = urls.media(*episode);
            }
            entry["episode"] = std::move(named);
        }
        told.push_back(std::move(entry));
    }
    return json::serialize(json::object{{"id", id},
                                        {"show", json::object{{"id", show.id.value},
                                                              {"key", show.key},
                                                              {"title", show.title},
                                                              {"feed_url", urls.feed(show)},
                                                              {"page_url", urls.show_page(show)}}},
                                        {"events", std::move(told)}});
}

std::string webhook_signature(const std::string& secret, const std::string& body, const std::string& id,
                              const std::string& timestamp) {
    const Digest256 digest = hmac_sha256(as_bytes(secret), body + "\n" + id + "\n" + timestamp);
    return "sha256=" + to_hex(digest);
}

}  // namespace mooring::app::background
