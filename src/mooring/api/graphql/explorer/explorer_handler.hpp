#pragma once

#include <memory>

#include "mooring/api/people/services.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::graphql::explorer {

/// GraphiQL at `/graphiql`, for people who are signed in, and the files of others that it and answers lead to, below
/// `/static/graphiql/` and `/static/flags/`. Everything else is for `next`.
std::shared_ptr<http::Handler> make_explorer_handler(const people::Services& services,
                                                     std::shared_ptr<http::Handler> next);

}  // namespace mooring::api::graphql::explorer
