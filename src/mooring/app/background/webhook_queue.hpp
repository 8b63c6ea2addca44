#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mooring/app/public_urls.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// An event that waits for the webhook.
struct WebhookEvent {
    std::int64_t sequence = 0;
    std::string type;  ///< `episode.published` and so on
    std::optional<std::int64_t> episode;
    std::int64_t at_micros = 0;
    bool operator==(const WebhookEvent&) const = default;
};

// Events of one show, from the outbox until the webhook took them: kept in order in the catalog, so that a webhook
// that is away for hours blocks no other hook.

Result<std::vector<WebhookEvent>> read_webhook_queue(storage::CatalogSnapshot& view, domain::ShowId show);

/// Add events at the end. Of several `feed.changed` the last one stays. Over 500 the oldest are dropped.
Result<void> append_to_webhook_queue(storage::CatalogTransaction& tx, domain::ShowId show,
                                     const std::vector<storage::OutboxEvent>& events);

/// Forget events up to and including `sequence`.
Result<void> consume_webhook_queue(storage::CatalogTransaction& tx, domain::ShowId show, std::int64_t sequence);

/// The body of the request: the show, and each event with its episode's names. Of an episode that strangers cannot
/// see at `now` only the id and the key are told.
Result<std::string> webhook_body(storage::CatalogSnapshot& view, const PublicUrls& urls, const domain::Show& show,
                                 const std::vector<WebhookEvent>& events, const std::string& id, Instant now);

/// `sha256=` and the hexadecimal HMAC-SHA256 over the body, the event id and the timestamp, joined by line feeds.
std::string webhook_signature(const std::string& secret, const std::string& body, const std::string& id,
                              const std::string& timestamp);

}  // namespace mooring::app::background
