#pragma once

#include <memory>

#include "mooring/http/handler.hpp"

namespace mooring::api::anchor {

/// Two families at the same prefixes: station analytics (analytics-rest.md) below `/v3/analytics`, and the creators API
/// with all else. What no operation has anything to do with, such as a broken request, is the creators'.
std::shared_ptr<http::Handler> make_split_handler(std::shared_ptr<http::Handler> analytics,
                                                  std::shared_ptr<http::Handler> creators);

}  // namespace mooring::api::anchor
