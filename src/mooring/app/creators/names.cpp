#include "mooring/app/creators/names.hpp"

#include <algorithm>

#include "mooring/base/utf8.hpp"
#include "mooring/domain/visibility.hpp"

namespace mooring::app::creators {
namespace {

Error no_episode() {
    return Error{Errc::not_found, "episode not found", "episode"};
}

Error no_show() {
    return Error{Errc::not_found, "station not found", "station"};
}

/// The rest of `text` after `prefix`.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) ? std::optional{text.substr(prefix.size())} : std::nullopt;
}

/// A positive number, written plainly.
template <class Id>
std::optional<Id> parse_digits(std::string_view text) {
    if (text.empty() || text.front() == '-' || text.size() > 16) return std::nullopt;
    const auto number = parse_decimal(text);
    return number && *number > 0 && *number <= domain::max_wire_id ? std::optional{Id{*number}} : std::nullopt;
}

bool is_among(const Show& show, Among among) {
    return among == Among::all || domain::is_hosted_here(show);
}

Result<EpisodeInShow> with_show(CatalogSnapshot& catalog, std::optional<Episode> episode, Among among) {
    if (!episode || episode->deleted_at || episode->archived_at) return no_episode();
    MOORING_TRY(std::optional<Show> show, catalog.shows().find(episode->show));
    if (!show || show->deleted_at || !is_among(*show, among)) return no_episode();
    return EpisodeInShow{*std::move(episode), *std::move(show)};
}

Result<Show> kept(std::optional<Show> show, Among among = Among::hosted) {
    if (!show || show->deleted_at || !is_among(*show, among)) return no_show();
    return *std::move(show);
}

/// By `webStationId`: the computed id before the slug.
Result<std::optional<Show>> by_web_id(CatalogSnapshot& catalog, std::string_view text) {
    const std::string lower = to_lower_ascii(text);
    if (const auto id = domain::parse_web_station_id(lower)) {
        MOORING_TRY(std::optional<Show> show, catalog.shows().find(*id));
        if (show) return show;
    }
    return catalog.shows().find_by_slug(lower);
}

}  // namespace

Result<EpisodeInShow> find_episode(CatalogSnapshot& catalog, EpisodeId id, Among among) {
    MOORING_TRY(std::optional<Episode> episode, catalog.episodes().find(id));
    return with_show(catalog, std::move(episode), among);
}

Result<EpisodeInShow> find_episode(CatalogSnapshot& catalog, std::string_view name, Among among) {
    if (const auto opaque_id = after(name, "spotify:episode:")) {
        if (!domain::is_opaque_id(*opaque_id)) return no_episode();
        MOORING_TRY(std::optional<Episode> episode, catalog.episodes().find_by_opaque_id(*opaque_id));
        return with_show(catalog, std::move(episode), among);
    }
    const auto after_label = after(name, "webEpisodeId:");
    const std::string_view text = after_label.value_or(name);
    auto id = domain::parse_web_episode_id(to_lower_ascii(text));
    if (!id) id = parse_digits<EpisodeId>(text);
    if (!id) return no_episode();
    return find_episode(catalog, *id, among);
}

Result<Show> find_station(CatalogSnapshot& catalog, std::string_view name, Among among) {
    if (const auto opaque_id = after(name, "spotify:show:")) {
        if (!domain::is_opaque_id(*opaque_id)) return no_show();
        MOORING_TRY(std::optional<Show> show, catalog.shows().find_by_opaque_id(*opaque_id));
        return kept(std::move(show), among);
    }
    if (const auto web_id = after(name, "webStationId:")) {
        MOORING_TRY(std::optional<Show> show, by_web_id(catalog, *web_id));
        return kept(std::move(show), among);
    }
    const auto id = parse_digits<ShowId>(name);
    if (!id) return no_show();
    MOORING_TRY(std::optional<Show> show, catalog.shows().find(*id));
    return kept(std::move(show), among);
}

Result<Show> find_show(CatalogSnapshot& catalog, std::string_view name) {
    const std::string_view text = after(name, "spotify:show:").value_or(name);
    if (domain::is_opaque_id(text)) {
        MOORING_TRY(std::optional<Show> show, catalog.shows().find_by_opaque_id(text));
        if (show) return kept(std::move(show));
    }
    if (text.size() != name.size()) return no_show();
    if (const auto id = parse_digits<ShowId>(name)) {
        MOORING_TRY(std::optional<Show> show, catalog.shows().find(*id));
        if (show) return kept(std::move(show));
    }
    MOORING_TRY(std::optional<Show> show, by_web_id(catalog, after(name, "webStationId:").value_or(name)));
    return kept(std::move(show));
}

std::string public_station_name(const Show& show) {
    return show.is_slug_chosen ? show.slug : domain::web_station_id(show.id);
}

Result<Account> owner_of(CatalogSnapshot& catalog, const Show& show) {
    MOORING_TRY(const std::vector<domain::Membership> members, catalog.memberships().members(show.workspace));
    for (const domain::Membership& member : members) {
        if (member.role != domain::Role::owner) continue;
        MOORING_TRY(std::optional<Account> account, catalog.accounts().find(member.account));
        if (account) return *std::move(account);
    }
    MOORING_TRY(std::vector<Account> accounts, catalog.accounts().list());
    const auto first = std::ranges::find_if(accounts, &Account::is_administrator);
    if (first == accounts.end()) return Error{Errc::not_found, "the show has no owner"};
    return std::move(*first);
}

Result<bool> means_owner(CatalogSnapshot& catalog, const Show& show, AccountId asker, std::int64_t number) {
    if (number == asker.value || number == show.id.value) return true;
    MOORING_TRY(const Account owner, owner_of(catalog, show));
    if (number == owner.id.value) return true;
    MOORING_TRY(const std::optional<Show> other, catalog.shows().find(ShowId{number}));
    if (!other || other->deleted_at) return false;
    MOORING_TRY(const Account other_owner, owner_of(catalog, *other));
    return other_owner.id == owner.id;
}

Result<std::vector<Show>> shows_of(CatalogSnapshot& catalog, const Account& account) {
    MOORING_TRY(std::vector<Show> shows, catalog.shows().list(std::nullopt));
    if (account.is_administrator) return shows;
    MOORING_TRY(const std::vector<domain::Membership> roles, catalog.memberships().of(account.id));
    std::erase_if(shows, [&](const Show& show) {
        return std::ranges::none_of(roles, [&](const domain::Membership& role) {
            return role.show == show.id || role.workspace == show.workspace;
        });
    });
    return shows;
}

}  // namespace mooring::app::creators
