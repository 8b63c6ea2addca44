#include "mooring/api/creators/call.hpp"

#include <ranges>

#include "mooring/base/utf8.hpp"

namespace mooring::api::creators {

std::optional<std::string> Call::parameter(std::string_view name) const {
    for (const auto& [key, value] : query.all() | std::views::reverse) {
        if (key == name) return value.empty() ? std::nullopt : std::optional{value};
    }
    return std::nullopt;
}

Checked<std::optional<std::int64_t>> Call::number(std::string_view name) const {
    const std::optional<std::string> text = parameter(name);
    if (!text) return std::optional<std::int64_t>{};
    const auto parsed = parse_decimal(*text);
    if (!parsed) return invalid_field("query", name, "must be an integer");
    return parsed;
}

Checked<void> Call::check_user(const Body& body, const Show& of) const {
    MOORING_TRY(const std::optional<std::int64_t> number, body.id("userId"));
    return check_user(number, of);
}

Checked<void> Call::check_user(std::optional<std::int64_t> number, const Show& of) const {
    if (!number) return {};
    MOORING_TRY(const bool is_owner, read([&](CatalogSnapshot& catalog) {
                    return app::creators::means_owner(catalog, of, account().id, *number);
                }));
    if (!is_owner) return Refusal{403, "user_mismatch", "userId does not belong to this station", "userId"};
    return {};
}

Checked<std::vector<Show>> own_shows(const Call& call) {
    MOORING_TRY(std::vector<Show> shows,
                call.read([&](CatalogSnapshot& catalog) { return app::creators::shows_of(catalog, call.account()); }));
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
