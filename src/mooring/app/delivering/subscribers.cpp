#include "mooring/app/delivering/subscribers.hpp"

#include <utility>

#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"

namespace mooring::app::delivering {
namespace {

std::string enclosure_signature(const ServerSecret& secret, std::int64_t subscriber, std::string_view episode_key) {
    return secret.sign("enclosure", std::to_string(subscriber) + "\n" + std::string{episode_key});
}

}  // namespace

Result<NewSubscriber> add_subscriber(storage::Catalog& catalog, const ServerSecret& secret, Random& random,
                                     const Clock& clock, domain::ShowId show, std::string label) {
    NewSubscriber made;
    made.token = random_opaque_id(random);
    made.subscriber.show = show;
    made.subscriber.token_hash = secret.hash_token(made.token);
    made.subscriber.label = std::move(label);
    made.subscriber.created_at = clock.now();
    MOORING_TRY(made.subscriber.id, catalog.write([&](storage::CatalogTransaction& tx) -> Result<domain::SubscriberId> {
        MOORING_TRY(const auto found, tx.shows().find(show));
        if (!found || found->deleted_at) return Error{Errc::not_found, "no such show", "show"};
        return tx.subscriber_writer().insert(made.subscriber);
    }));
    return made;
}

Result<void> revoke_subscriber(storage::Catalog& catalog, const Clock& clock, domain::SubscriberId id) {
    return catalog.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(const auto found, tx.subscribers().find(id));
        if (!found) return Error{Errc::not_found, "no such subscriber", "subscriber"};
        if (found->revoked_at) return ok();
        return tx.subscriber_writer().revoke(id, clock.now());
    });
}

Result<std::vector<domain::Subscriber>> list_subscribers(storage::Catalog& catalog, domain::ShowId show) {
    return catalog.read([&](storage::CatalogSnapshot& view) { return view.subscribers().list(show); });
}

Result<std::optional<domain::Subscriber>> find_subscriber(storage::Catalog& catalog, const ServerSecret& secret,
                                                          std::string_view token) {
    const std::string hash = secret.hash_token(token);
    return catalog.read([&](storage::CatalogSnapshot& view) { return view.subscribers().find_by_token_hash(hash); });
}

Result<std::optional<domain::Subscriber>> find_subscriber(storage::Catalog& catalog, domain::SubscriberId id) {
    return catalog.read([&](storage::CatalogSnapshot& view) { return view.subscribers().find(id); });
}

std::string enclosure_token(const ServerSecret& secret, domain::SubscriberId subscriber, std::string_view episode_key) {
    return to_base32hex(static_cast<std::uint64_t>(subscriber.value)) + "." +
           enclosure_signature(secret, subscriber.value, episode_key);
}

std::optional<domain::SubscriberId> parse_enclosure_token(const ServerSecret& secret, std::string_view episode_key,
                                                          std::string_view token) {
    const auto dot = token.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto number = from_base32hex(token.substr(0, dot));
    if (!number || *number > static_cast<std::uint64_t>(domain::max_wire_id)) return std::nullopt;
    const domain::SubscriberId subscriber{static_cast<std::int64_t>(*number)};
    if (!equal_in_constant_time(token.substr(dot + 1), enclosure_signature(secret, subscriber.value, episode_key))) {
        return std::nullopt;
    }
    return subscriber;
}

}  // namespace mooring::app::delivering
