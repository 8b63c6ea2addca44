#include "mooring/api/creators/call.hpp"

#include "mooring/api/anchor/query.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::api::creators {

std::optional<std::string> Call::parameter(std::string_view name) const {
    return anchor::last_value(query, name);
}

Checked<std::optional<std::int64_t>> Call::number(std::string_view name) const {
    return anchor::whole_number(query, name);
}

Checked<void> Call::check_user(const Body& body, const Show& of) const {
    MOORING_TRY(const std::optional<std::int64_t> number, body.id("userId"));
    return check_user(number, of);
}

Checked<void> Call::check_user(std::optional<std::int64_t> number, const Show& of) const {
    return anchor::check_user(services.catalog, account().id, number, of);
}

Checked<std::vector<Show>> own_shows(const Call& call) {
    MOORING_TRY(std::vector<Show> shows,
                call.read([&](CatalogSnapshot& catalog) { return app::creators::shows_of(catalog, call.account()); }));
    std::erase_if(shows, [](const Show& show) { return !domain::is_hosted_here(show); });
    return shows;
}

Checked<Show> oldest_show(const Call& call, Right right) {
    MOORING_TRY(const std::vector<Show> shows, own_shows(call));
    if (shows.empty()) return not_found();
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) {
        return app::accounts::require(catalog, *call.principal, right, shows.front());
    }));
    return shows.front();
}

}  // namespace mooring::api::creators
