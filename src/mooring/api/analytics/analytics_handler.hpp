#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "mooring/api/analytics/call.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::analytics {

/// Station and episode analytics over REST (analytics-rest.md), below `/v3/analytics` of the creators API's prefixes.
std::shared_ptr<http::Handler> make_analytics_handler(const Services& services);

/// One line of the family's reference: what the route table says.
struct OperationReference {
    http::Method method;
    std::string_view pattern, name;
    std::string_view needs;  ///< the right: `read`
};
std::vector<OperationReference> analytics_operations();

}  // namespace mooring::api::analytics
