#include "mooring/server/admin/find.hpp"

#include <optional>

#include "mooring/base/utf8.hpp"
#include "mooring/server/listen_address.hpp"

namespace mooring::server::admin {
namespace {

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

Result<std::optional<domain::Show>> find_by_name(storage::CatalogSnapshot& catalog, std::string_view text) {
    storage::ShowReader& shows = catalog.shows();
    if (const auto id = parse_decimal(text)) return shows.find(domain::ShowId{*id});
    const std::string_view opaque = without_prefix(text, "spotify:show:");
    if (domain::is_opaque_id(opaque)) {
        MOORING_TRY(auto show, shows.find_by_opaque_id(opaque));
        if (show) return show;
    }
    MOORING_TRY(auto by_slug, shows.find_by_slug(text));
    if (by_slug) return by_slug;
    if (const auto id = domain::parse_web_station_id(text)) {
        MOORING_TRY(auto show, shows.find(*id));
        if (show) return show;
    }
    MOORING_TRY(const auto all, shows.list(std::nullopt));
    std::optional<domain::Show> found;
    for (const domain::Show& show : all) {
        if (fold_case(show.title) != fold_case(text)) continue;
        if (found)
            return Error{Errc::conflict, "several shows are called '" + std::string{text} + "'; give the id", "show"};
        found = show;
    }
    return found;
}

Result<std::optional<domain::Episode>> find_by_any(storage::CatalogSnapshot& catalog, std::string_view text) {
    storage::EpisodeReader& episodes = catalog.episodes();
    if (const auto id = parse_decimal(text)) return episodes.find(domain::EpisodeId{*id});
    const std::string_view opaque = without_prefix(text, "spotify:episode:");
    if (domain::is_opaque_id(opaque)) return episodes.find_by_opaque_id(opaque);
    if (domain::is_public_key(text)) return episodes.find_by_key(text);
    if (const auto id = domain::parse_web_episode_id(text)) return episodes.find(*id);
    return std::optional<domain::Episode>{};
}

}  // namespace

Result<domain::Show> find_show(Storage& storage, const std::string& text) {
    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<domain::Show> {
        MOORING_TRY(auto show, find_by_name(catalog, text));
        if (show && !show->deleted_at) return std::move(*show);
        MOORING_TRY(const auto all, catalog.shows().list(std::nullopt));
        std::string names;
        for (const domain::Show& one : all) {
            names += (names.empty() ? "" : ", ") + ("'" + one.title + "' (" + std::to_string(one.id.value) + ")");
        }
        return Error{Errc::not_found, "no show '" + text + "'; there are: " + (names.empty() ? "none" : names), "show"};
    });
}

Result<domain::Episode> find_episode(Storage& storage, const std::string& text) {
    return storage.catalog->read([&](storage::CatalogSnapshot& catalog) -> Result<domain::Episode> {
        MOORING_TRY(auto episode, find_by_any(catalog, text));
        if (!episode || episode->deleted_at) return Error{Errc::not_found, "no episode '" + text + "'", "episode"};
        return std::move(*episode);
    });
}

app::PublicUrls configured_urls(Storage& storage, const Config& config) {
    const auto address = ListenAddress::parse(config.listen.front());
    app::PublicUrls urls = public_urls(config, address ? address->port : std::uint16_t{0});
    if (!config.base_url.empty()) return urls;
    const auto announced = storage.catalog->read(
        [](storage::CatalogSnapshot& catalog) { return catalog.settings().find(announced_base_setting); });
    return announced && *announced ? app::PublicUrls{**announced, config.feed_base_url, config.media_base_url} : urls;
}

}  // namespace mooring::server::admin
