#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"
#include "mooring/domain/workspace.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// A private feed's subscriber as it was just made: the only moment at which the token is known.
struct NewSubscriber {
    domain::Subscriber subscriber;
    std::string token;  ///< 22 base-62 characters of 128 random bits
};

/// Private feeds of a show, one per person (delivery.md, 2.11). Errors of all: unavailable.
///
/// Give `label` a private feed of the show. Errors: not_found (no such show).
Result<NewSubscriber> add_subscriber(storage::Catalog& catalog, const ServerSecret& secret, Random& random,
                                     const Clock& clock, domain::ShowId show, std::string label);
/// End a subscription: its feed answers 410 and its enclosures stop. Errors: not_found.
Result<void> revoke_subscriber(storage::Catalog& catalog, const Clock& clock, domain::SubscriberId id);
Result<std::vector<domain::Subscriber>> list_subscribers(storage::Catalog& catalog, domain::ShowId show);

/// The subscriber whose feed token this is; nothing for a wrong one. Revoked ones are found too.
Result<std::optional<domain::Subscriber>> find_subscriber(storage::Catalog& catalog, const ServerSecret& secret,
                                                          std::string_view token);

Result<std::optional<domain::Subscriber>> find_subscriber(storage::Catalog& catalog, domain::SubscriberId id);

/// The query parameter of a private feed's enclosures.
inline constexpr std::string_view enclosure_parameter = "st";

/// What a private enclosure carries: good for one subscriber and one episode, and tells nothing of the feed's token.
std::string enclosure_token(const ServerSecret& secret, domain::SubscriberId subscriber, std::string_view episode_key);
/// Whose token it is, if it is ours and for this episode. Whether the subscriber was revoked is the catalog's to say.
std::optional<domain::SubscriberId> parse_enclosure_token(const ServerSecret& secret, std::string_view episode_key,
                                                          std::string_view token);

}  // namespace mooring::app::delivering
