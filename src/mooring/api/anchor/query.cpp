#include "mooring/api/anchor/query.hpp"

#include <ranges>

#include "mooring/base/utf8.hpp"

namespace mooring::api::anchor {

std::optional<std::string> last_value(const http::QueryParameters& query, std::string_view name) {
    for (const auto& [key, value] : query.all() | std::views::reverse) {
        if (key == name) return value.empty() ? std::nullopt : std::optional{value};
    }
    return std::nullopt;
}

Checked<std::optional<std::int64_t>> whole_number(const http::QueryParameters& query, std::string_view name) {
    const std::optional<std::string> text = last_value(query, name);
    if (!text) return std::optional<std::int64_t>{};
    const auto parsed = parse_decimal(*text);
    if (!parsed) return invalid_field("query", name, "must be an integer");
    return parsed;
}

Checked<void> check_user(app::creators::Catalog& catalog, app::creators::AccountId asker,
                         std::optional<std::int64_t> user, const app::creators::Show& show) {
    if (!user) return {};
    MOORING_TRY(const bool is_owner, catalog.read([&](app::creators::CatalogSnapshot& snapshot) {
        return app::creators::means_owner(snapshot, show, asker, *user);
    }));
    if (!is_owner) return Refusal{403, "user_mismatch", "userId does not belong to this station", "userId"};
    return {};
}

}  // namespace mooring::api::anchor
