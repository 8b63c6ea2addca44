#pragma once

#include <memory>
#include <vector>

#include "mooring/api/people/services.hpp"
#include "mooring/app/importing/import_desk.hpp"

namespace mooring::api::dashboard {

/// The dashboard's management operations (accounts-oauth.md, 8.7): JSON, by the cookies of a session.
/// `imports` outlives the handler.
std::shared_ptr<http::Handler> make_dashboard_handler(const people::Services& services,
                                                      const app::importing::ImportDesk& imports);

/// One line of the family's reference: what the route table says.
struct OperationReference {
    http::Method method;
    std::string_view pattern, name;
};
std::vector<OperationReference> dashboard_operations();

}  // namespace mooring::api::dashboard
