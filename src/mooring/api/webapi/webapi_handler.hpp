#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "mooring/api/webapi/call.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::webapi {

/// The shows part of the Web API (webapi-v1.md). The paths it sees are the family's own, such as `/v1/shows`.
std::shared_ptr<http::Handler> make_webapi_handler(const Services& services);

/// One line of the family's reference: what the route table says.
struct OperationReference {
    http::Method method;
    std::string_view pattern, name;
    bool needs_user = false;
    std::string_view scope;  ///< empty for none
};
std::vector<OperationReference> webapi_operations();

}  // namespace mooring::api::webapi
