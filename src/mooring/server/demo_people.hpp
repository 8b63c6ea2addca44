#pragma once

#include <boost/json.hpp>

#include "mooring/app/public_urls.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// Make the demo's administrator, who owns the workspace, with a session for tools that never asks for a password, and
/// an app of the workspace. What opens them is random, and returned for `people_credentials`. Errors: unavailable,
/// no_space.
Result<boost::json::object> add_demo_people(Storage& storage, domain::WorkspaceId workspace);

/// How the creators API is reached by the first of the shows.
boost::json::object creators_credentials(const boost::json::object& people, const app::PublicUrls& urls,
                                         domain::ShowId show);

/// The members `admin`, `accounts` and `webapi` of the credentials file (design.md, section 6).
boost::json::object people_credentials(const boost::json::object& people, const app::PublicUrls& urls);

}  // namespace mooring::server
