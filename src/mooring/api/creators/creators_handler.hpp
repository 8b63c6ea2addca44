#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "mooring/api/creators/call.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::creators {

/// The creators REST API (creators-rest.md). The paths it sees are the family's own: below `/v3` to `/v6`, `/pod/api`,
/// `/api` and `/storage`.
std::shared_ptr<http::Handler> make_creators_handler(const Services& services);

/// One line of the family's reference: what the route table says.
struct OperationReference {
    http::Method method;
    std::string_view pattern, name;
    std::string_view needs;  ///< `open`, or the right: `read`, `write`, `manage`
    bool is_legacy = false;
};
std::vector<OperationReference> creators_operations();

}  // namespace mooring::api::creators
