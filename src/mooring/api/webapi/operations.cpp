#include "mooring/api/webapi/operations.hpp"

#include <string>

namespace mooring::api::webapi {

http::Found<Operation> find_operation(http::Method method, std::string_view path) {
    return http::find_route<Operation>(operations, method, path);
}

std::optional<Refusal> check_access(const http::Route<Operation>& operation,
                                    const app::accounts::Principal& principal) {
    const Operation& asks = operation.endpoint;
    if (asks.audience == Audience::user && !principal.account) return Refusal::needs_user;
    if (!asks.scope.empty() && !principal.scopes.contains(std::string{asks.scope})) return Refusal::insufficient_scope;
    if (principal.is_read_only && operation.method != http::Method::get) return Refusal::insufficient_scope;
    return std::nullopt;
}

}  // namespace mooring::api::webapi
