#pragma once

#include <memory>

#include "mooring/app/accounts/credentials.hpp"
#include "mooring/app/delivering/address_limiter.hpp"
#include "mooring/app/delivering/media_facts.hpp"
#include "mooring/app/measuring/event_desk.hpp"
#include "mooring/base/random.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::telemetry {

/// What the endpoint stands on. Everything outlives the handler.
struct Services {
    app::measuring::EventDesk& desk;
    app::accounts::Credentials& credentials;
    app::delivering::MediaFacts& media;
    const app::ServerSecret& secret;
    const Clock& clock;
    Random& random;
    app::delivering::AddressLimit limit;  ///< batches, and play tokens, of one address prefix
};

/// Where players report (measurement.md, 4.1): `POST /t/v1/events`, and `GET /t/v1/token?episode=KEY`, which gives a
/// play token. Both for every site, without credentials. What lies elsewhere goes to `next`.
std::shared_ptr<http::Handler> make_telemetry_handler(const Services& services, std::shared_ptr<http::Handler> next);

}  // namespace mooring::api::telemetry
