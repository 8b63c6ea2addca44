#include "mooring/api/dashboard/call.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::api::dashboard {

Result<std::int64_t> Call::path_number(std::size_t index) const {
    const auto number = parse_decimal(parameters.at(index));
    if (!number || *number < 1) return Error{Errc::not_found, "not found"};
    return *number;
}

Result<std::optional<std::int64_t>> Call::query_number(std::string_view name, std::int64_t least,
                                                       std::int64_t most) const {
    const http::QueryParameters query = request.parameters();
    const auto text = query.find(name);
    if (!text) return std::optional<std::int64_t>{};
    const auto number = parse_decimal(*text);
    if (!number || *number < least || *number > most) {
        return invalid(std::string{name},
                       "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return number;
}

std::string csrf_token(const Services& services, app::accounts::SessionId session) {
    return services.mint.secret.sign("dashboard-csrf", std::to_string(session.value));
}

}  // namespace mooring::api::dashboard
