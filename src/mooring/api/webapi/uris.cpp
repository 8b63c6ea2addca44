#include "mooring/api/webapi/uris.hpp"

#include "mooring/api/webapi/ids.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::webapi {
namespace {

constexpr std::string_view show_start = "spotify:show:";
constexpr std::string_view episode_start = "spotify:episode:";
constexpr std::size_t uris_at_most = 40;

}  // namespace

Result<CatalogUri> parse_uri(std::string_view text) {
    const auto with = [&](UriKind kind, std::string_view start) -> Result<CatalogUri> {
        MOORING_TRY(std::string id, check_id(text.substr(start.size())));
        return CatalogUri{kind, std::move(id)};
    };
    if (text.starts_with(show_start)) return with(UriKind::show, show_start);
    if (text.starts_with(episode_start)) return with(UriKind::episode, episode_start);
    return invalid("uris", "Invalid uri");
}

Result<std::vector<CatalogUri>> parse_uris(std::string_view text) {
    if (trim_ascii(text).empty()) return invalid("uris", "Missing required field: uris");
    std::vector<CatalogUri> uris;
    for (bool more = true; more;) {
        const auto comma = text.find(',');
        more = comma != std::string_view::npos;
        if (uris.size() == uris_at_most) return invalid("uris", "Too many uris requested");
        MOORING_TRY(CatalogUri uri, parse_uri(trim_ascii(text.substr(0, comma))));
        uris.push_back(std::move(uri));
        text.remove_prefix(more ? comma + 1 : text.size());
    }
    return uris;
}

}  // namespace mooring::api::webapi
