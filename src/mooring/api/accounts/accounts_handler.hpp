#pragma once

#include <memory>
#include <vector>

#include "mooring/api/people/services.hpp"

namespace mooring::api::accounts {

/// Sign-in and OAuth (accounts-oauth.md). The paths it sees are the family's own, such as `/api/token`.
std::shared_ptr<http::Handler> make_accounts_handler(const people::Services& services);

/// One line of the family's reference: what the route table says.
struct OperationReference {
    http::Method method;
    std::string_view pattern, name;
};
std::vector<OperationReference> accounts_operations();

}  // namespace mooring::api::accounts
