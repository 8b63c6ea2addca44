#include <algorithm>

#include "mooring/api/creators/endpoints.hpp"
#include "mooring/api/creators/station_facts.hpp"
#include "mooring/app/creators/texts.hpp"
#include "mooring/app/publishing/show_settings.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/app/publishing/slug.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/domain/account.hpp"

// What a show is called and says of itself: 1-H, 1-T, 1-T-2, 1-L, 1-U, 1-Y, X-3.

namespace mooring::api::creators {
namespace {

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_description = 600;
constexpr std::size_t longest_author = 80;
constexpr std::size_t shortest_slug = 3;
constexpr std::size_t longest_slug = 64;

Checked<std::optional<std::string>> text_up_to(const Body& body, std::string_view name, std::size_t longest) {
    MOORING_TRY(std::optional<std::string> text, body.text(name));
    if (text && code_point_count(*text) > longest) {
        return invalid_field("body", name, "must be at most " + std::to_string(longest) + " characters");
    }
    return text;
}

struct MetadataChange {
    app::publishing::ShowPatch patch;
    app::publishing::ShowSettings settings;
};

/// Of two names of one member, the first that is there.
std::string_view either(const Body& body, std::string_view first, std::string_view second) {
    return body.has(first) ? first : second;
}

Checked<MetadataChange> read_metadata(const Body& body) {
    MetadataChange change;
    MOORING_TRY(change.patch.title, text_up_to(body, "podcastName", longest_name));
    if (!change.patch.title) return missing_field("podcastName");
    if (trim(*change.patch.title).empty()) return invalid_field("body", "podcastName", "must not be empty");
    MOORING_TRY(change.patch.description, text_up_to(body, "podcastDescription", longest_description));
    MOORING_TRY(change.settings.author, text_up_to(body, "podcastAuthorName", longest_author));
    MOORING_TRY(change.settings.owner_email, text_up_to(body, "podcastAuthorEmail", 254));
    if (change.settings.owner_email && !change.settings.owner_email->empty() &&
        change.settings.owner_email->find('@') == std::string::npos) {
        return invalid_field("body", "podcastAuthorEmail", "must be an e-mail address");
    }
    MOORING_TRY(const std::optional<std::string> category, body.text("podcastCategory"));
    if (category) {
        if (!app::creators::is_category(*category)) {
            return invalid_field("body", "podcastCategory", "must be one of Apple's categories");
        }
        change.settings.categories = std::vector{*category};
    }
    const std::string_view language_name = either(body, "podcastLanguage", "language");
    MOORING_TRY(change.settings.language, body.text(language_name));
    if (change.settings.language && !change.settings.language->empty() &&
        !app::creators::is_language(*change.settings.language)) {
        return invalid_field("body", language_name, "must be a language tag such as ja or en-GB");
    }
    MOORING_TRY(change.settings.is_explicit, body.flag(either(body, "podcastEpisodeIsExplicit", "podcastIsExplicit")));
    return change;
}

bool is_slug_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_acceptable_slug(std::string_view slug) {
    const auto is_edge = [](char c) { return c != '-' && c != '_'; };
    const bool has_form = slug.size() >= shortest_slug && slug.size() <= longest_slug &&
                          std::ranges::all_of(slug, is_slug_character) && is_edge(slug.front()) && is_edge(slug.back());
    const bool is_number = std::ranges::all_of(slug, [](char c) { return c >= '0' && c <= '9'; });
    return has_form && !is_number && !app::publishing::is_reserved_slug(slug);
}

std::string_view role_name(domain::Role role) {
    return role == domain::Role::show_admin ? "admin" : to_string(role);
}

}  // namespace

Answer station_metadata(const Call& call) {
    MOORING_TRY(const StationFacts facts, station_facts(call, *call.show));
    JsonWriter json;
    json.begin_object();
    write_station_metadata(json, call.services, facts, call.now);
    json.end_object();
    return json_answer(json);
}

Answer set_station_metadata(const Call& call, const Body& body) {
    MOORING_CHECK(call.check_user(body, *call.show));
    MOORING_TRY(const MetadataChange change, read_metadata(body));
    MOORING_TRY(const Show show, call.write([&](CatalogTransaction& tx) -> Result<Show> {
        MOORING_CHECK(app::publishing::update_show(tx, call.now, call.show->workspace, call.show->id, change.patch));
        return app::publishing::change_show_settings(tx, call.services.urls, call.now, call.show->id, change.settings);
    }));
    MOORING_TRY(const StationFacts facts, station_facts(call, show));
    JsonWriter json;
    json.begin_object();
    write_station_metadata(json, call.services, facts, call.now);
    json.name("errors").begin_array().end_array().end_object();
    return json_answer(json);
}

Answer category_options(const Call&) {
    JsonWriter json;
    json.begin_object().name("podcastCategoryOptions").begin_array();
    for (const app::creators::CategoryChoice& group : app::creators::category_choices()) {
        json.begin_object().member("value", group.name).member("display", group.name);
        json.name("subCategories").begin_array();
        for (const std::string_view name : group.subcategories) {
            const std::string value = std::string{group.name} + "|" + std::string{name};
            json.begin_object().member("value", value).member("display", name).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json_answer(json);
}

Answer legacy_ids(const Call& call) {
    MOORING_TRY(const Account owner,
                call.read([&](CatalogSnapshot& catalog) { return app::creators::owner_of(catalog, *call.show); }));
    JsonWriter json;
    json.begin_object().member("userId", owner.id.value).member("stationId", call.show->id.value);
    json.member("webStationId", app::creators::public_station_name(*call.show)).end_object();
    return json_answer(json);
}

Answer station_profile(const Call& call) {
    MOORING_TRY(const Account owner,
                call.read([&](CatalogSnapshot& catalog) { return app::creators::owner_of(catalog, *call.show); }));
    JsonWriter json;
    json.begin_object().name("station").begin_object();
    json.member("stationId", std::to_string(call.show->id.value)).member("userId", std::to_string(owner.id.value));
    json.member("webStationId", domain::web_station_id(call.show->id));
    json.member("vanitySlug", call.show->is_slug_chosen ? call.show->slug : std::string{});
    json.member("name", call.show->title).end_object().end_object();
    return json_answer(json);
}

Answer set_slug(const Call& call, const Body& body) {
    MOORING_TRY(const std::optional<std::string> wanted, body.text("webStationId"));
    if (!wanted) return missing_field("webStationId");
    MOORING_TRY(const std::optional<std::int64_t> station, body.id("stationId"));
    MOORING_TRY(const Show show, [&]() -> Checked<Show> {
        if (!station) return oldest_show(call, Right::manage);
        MOORING_TRY(Show found, call.read([&](CatalogSnapshot& catalog) -> Result<Show> {
            MOORING_TRY(Show named, app::creators::find_station(catalog, std::to_string(*station)));
            MOORING_CHECK(app::accounts::require(catalog, *call.principal, Right::manage, named));
            return named;
        }));
        return found;
    }());
    MOORING_CHECK(call.check_user(body, show));
    const std::string slug = to_lower_ascii(*wanted);
    if (!is_acceptable_slug(slug)) {
        return Refusal{
            400, "invalid_slug",
            "body.webStationId must have 3 to 64 letters, digits, hyphens or underscores, and not be reserved",
            "webStationId"};
    }
    app::publishing::ShowSettings settings;
    settings.slug = slug;
    MOORING_TRY(const Show changed, call.write([&](CatalogTransaction& tx) -> Result<Show> {
        if (const auto id = domain::parse_web_station_id(slug)) {
            MOORING_TRY(const std::optional<Show> other, tx.shows().find(*id));
            if (other) return Error{Errc::conflict, "the slug is taken", "slug"};
        }
        return app::publishing::change_show_settings(tx, call.services.urls, call.now, show.id, settings);
    }));
    JsonWriter json;
    json.begin_object().member("webStationId", changed.slug).member("vanitySlug", changed.slug);
    json.member("stationId", changed.id.value).end_object();
    return json_answer(json);
}

Answer station_list(const Call& call) {
    MOORING_TRY(const std::vector<Show> shows, own_shows(call));
    JsonWriter json;
    json.begin_object().name("stations").begin_array();
    MOORING_CHECK(call.read([&](CatalogSnapshot& catalog) -> Result<void> {
        for (const Show& show : shows) {
            MOORING_TRY(const StationFacts facts, facts_of(catalog, call.services, show, call.now));
            MOORING_TRY(const auto role, app::accounts::role_on(catalog, call.account(), show));
            json.begin_object().member("stationId", show.id.value);
            json.member("webStationId", domain::web_station_id(show.id));
            json.member("vanitySlug", show.is_slug_chosen ? show.slug : std::string{});
            json.member("userId", facts.owner.id.value).member("showUri", "spotify:show:" + show.opaque_id);
            json.member("podcastName", show.title).member("podcastImage400", facts.picture_400_url);
            json.member("role", role_name(role.value_or(domain::Role::analyst)));
            json.flag("hasPublishedEpisode", facts.has_published).end_object();
        }
        return ok();
    }));
    json.end_array().end_object();
    return json_answer(json);
}

}  // namespace mooring::api::creators
