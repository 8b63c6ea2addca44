#include "mooring_client/spotify.hpp"

#include <algorithm>

#include "client/spotify_state.hpp"
#include "client/wire_text.hpp"
#include "mooring/base/result.hpp"

namespace mooring_client {
namespace {

namespace json = boost::json;

Error usage(std::string message) {
    return {.kind = ErrorKind::invalid_argument, .message = std::move(message)};
}

json::value text_or_null(const std::optional<std::string>& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

std::string metric_of(const std::string& result_geo) {
    return "SHOW_PLAYS_AND_DOWNLOADS_BY_" + result_geo.substr(std::string_view{"GEO_"}.size());
}

/// A breakdown that could not be made is `null`; callers get `{}`. Source: creators-graphql.md, 12.4.
Result<Answer> without_null_places(Answer answer) {
    const auto show = raw_member(answer.text, "showByShowUri");
    if (!show) return answer;
    std::vector<std::size_t> places;
    for (const char* name : {"showStreamsAndDownloadsByGeo", "showPlaysAndDownloadsByGeo"}) {
        const auto value = raw_member(*show, name);
        if (value == "null") places.push_back(static_cast<std::size_t>(value->data() - answer.text.data()));
    }
    if (places.empty()) return answer;
    std::ranges::sort(places, std::greater{});
    std::string text = answer.text;
    for (const std::size_t place : places) text.replace(place, 4, "{}");
    auto mended = parse_answer(std::move(text));
    if (mended) mended->errors = std::move(answer.errors);
    return mended;
}

/// The members of the object `text` between its braces.
std::string_view inner(std::string_view text) {
    return text.size() >= 2 ? trimmed(text.substr(1, text.size() - 2)) : std::string_view{};
}

std::string joined(std::string_view left, std::string_view right, std::string_view between) {
    std::string text{left};
    if (!left.empty() && !right.empty()) text += between;
    return text + std::string{right};
}

/// Two answers about one show as one: the members of both, side by side.
Result<Answer> side_by_side(const Answer& first, const Answer& second) {
    std::string members;
    for (const Answer* answer : {&first, &second}) {
        const Json* show = find_member(answer->json, "showByShowUri");
        if (show == nullptr || !show->is_object()) continue;
        // `uri` is in both; the parser takes the later one, and so does a reader of the text.
        members = joined(members, inner(*raw_member(answer->text, "showByShowUri")), ", ");
    }
    MOORING_TRY(Answer both, parse_answer(R"({"showByShowUri": {)" + members + "}}"));
    const std::string errors = joined(inner(first.errors), inner(second.errors), ", ");
    if (!errors.empty()) both.errors = '[' + errors + ']';
    return both;
}

}  // namespace

bool is_date(std::string_view text) {
    return day_number(text).has_value();
}

std::string window_of_span(int days) {
    if (days <= 7) return "WINDOW_LAST_SEVEN_DAYS";
    return days <= 30 ? "WINDOW_LAST_THIRTY_DAYS" : "WINDOW_LAST_NINETY_DAYS";
}

Result<SpotifyConnector> SpotifyConnector::make(SpotifyOptions options) {
    if (options.sp_dc.empty()) return usage("no sp_dc cookie");
    if (options.sp_key.empty()) return usage("no sp_key cookie");
    if (!options.transport) options.transport = make_transport();
    options.legacy_url = without_trailing_slashes(std::move(options.legacy_url));
    auto state = std::make_unique<State>();
    state->sign_in = std::make_unique<SignIn>(SignInOptions{.auth_url = options.auth_url,
                                                            .token_url = options.token_url,
                                                            .sp_dc = options.sp_dc,
                                                            .sp_key = options.sp_key,
                                                            .timing = options.timing,
                                                            .transport = options.transport,
                                                            .stop = options.stop});
    state->show = options.show_uri;
    state->station = options.station_id;
    state->options = std::move(options);
    return SpotifyConnector{std::move(state)};
}

SpotifyConnector::SpotifyConnector(std::unique_ptr<State> state) : state_(std::move(state)) {}
SpotifyConnector::SpotifyConnector(SpotifyConnector&&) noexcept = default;
SpotifyConnector& SpotifyConnector::operator=(SpotifyConnector&&) noexcept = default;
SpotifyConnector::~SpotifyConnector() = default;

Result<std::string> SpotifyConnector::show_uri() {
    return state_->resolve_show();
}
Result<std::string> SpotifyConnector::station_id() {
    return state_->resolve_station();
}

Result<Answer> SpotifyConnector::get_user_metadata() {
    return state_->query("getUserMetadata", {});
}
Result<Answer> SpotifyConnector::get_user_shows() {
    return state_->query("WebGetUserShows", {});
}
Result<Answer> SpotifyConnector::get_shows_for_user() {
    return state_->query("getShowsForUser", {});
}
Result<Answer> SpotifyConnector::get_user_and_shows(const std::string& show_filter) {
    return state_->query("WebGetUserAndShows", {{"showFilter", show_filter}});
}
Result<Answer> SpotifyConnector::get_user_registration(const std::string& country_code) {
    return state_->query("WebGetUserRegistration", {{"countryCode", country_code}});
}
Result<Answer> SpotifyConnector::get_external_partner_id(const std::string& partner_name) {
    return state_->query("WebGetExternalPartnerId", {{"partnerName", partner_name}});
}

Result<Answer> SpotifyConnector::get_show_type(const std::string& show) {
    return state_->ask_show("WebGetShowTypeByUri", show);
}
Result<Answer> SpotifyConnector::get_monetization_lifecycle_state(const std::string& show) {
    return state_->ask_show("WebGetMonetizationLifecycleState", show);
}
Result<Answer> SpotifyConnector::get_show_overview_stats(const std::string& show) {
    return state_->ask_show("getShowOverviewStatsNRT", show);
}
Result<Answer> SpotifyConnector::get_streams_and_downloads_all_time(const std::string& show) {
    return state_->ask_show("getShowAllPlatformsStatsNRT", show);
}
Result<Answer> SpotifyConnector::get_show_clips(int page_size, const std::string& show) {
    MOORING_TRY(const std::string uri, state_->show_or(show));
    return state_->query("getShowClips", {{"showUri", uri}, {"pageSize", page_size}});
}

Result<Answer> SpotifyConnector::get_show_spotify_stats(const Days& days, bool include_audience_size,
                                                        const std::string& show) {
    return state_->ask_show("getShowOnSpotifyStats", show, days, {{"includeAudienceSize", include_audience_size}});
}
Result<Answer> SpotifyConnector::get_show_spotify_stats_nrt(const Days& days, bool include_audience_size,
                                                            const std::string& show) {
    return state_->ask_show("getShowOnSpotifyStatsNRT", show, days, {{"includeAudienceSize", include_audience_size}});
}

Result<Answer> SpotifyConnector::get_show_geo_stats(const Days& days, const std::string& result_geo,
                                                    const std::string& country, const std::string& region,
                                                    const std::string& show) {
    if (result_geo != "GEO_COUNTRY" && result_geo != "GEO_REGION" && result_geo != "GEO_CITY") {
        return usage("the places must be GEO_COUNTRY, GEO_REGION or GEO_CITY");
    }
    if (result_geo != "GEO_COUNTRY" && country.empty()) return usage(result_geo + " needs a country");
    if (result_geo == "GEO_CITY" && region.empty()) return usage("GEO_CITY needs a region");
    json::object place{{"resultGeo", result_geo}};
    if (!country.empty()) place["country"] = country;
    if (!region.empty()) place["region"] = region;
    json::object older{{"showUri", nullptr}};
    MOORING_CHECK(append_days(older, days));
    MOORING_TRY(const std::string uri, state_->show_or(show));
    older["showUri"] = uri;
    json::object newer = older;
    newer["metricType"] = metric_of(result_geo);
    newer["geoParams"] = place;
    older["geoParams"] = place;
    MOORING_TRY(Answer answer, state_->newest_or("getShowPlaysAndDownloadsByGeo", std::move(newer),
                                                 "getShowAudienceAllPlatformsGeoStats", std::move(older)));
    return without_null_places(std::move(answer));
}

Result<Answer> SpotifyConnector::get_show_demographics_stats(const Days& days, const std::string& show) {
    if (state_->options.operations == Operations::newest) {
        MOORING_TRY(const Answer age, state_->ask_show("getShowPlaysByAge", show, days));
        if (!is_unknown_operation(age)) {
            MOORING_TRY(const Answer gender, state_->ask_show("getShowPlaysByGender", show, days));
            if (!is_unknown_operation(gender)) return side_by_side(age, gender);
        }
    }
    return state_->ask_show("getShowAudienceDemographicsStats", show, days);
}

Result<Answer> SpotifyConnector::get_show_platform_stats(const Days& days, const std::string& show) {
    json::object variables{{"showUri", nullptr}};
    MOORING_CHECK(append_days(variables, days));
    MOORING_TRY(const std::string uri, state_->show_or(show));
    variables["showUri"] = uri;
    return state_->newest_or("getShowPlaysAndDownloadsPlatformsStats", variables, "getShowAudienceAllPlatformsStats",
                             variables);
}

Result<Answer> SpotifyConnector::get_show_impressions_trend(const Days& days, const std::string& show) {
    return state_->ask_show("getShowImpressionsTrendStats", show, days);
}
Result<Answer> SpotifyConnector::get_show_impressions_sources(const Days& days, const std::string& show) {
    return state_->ask_show("getShowImpressionsSourcesStats", show, days);
}

Result<Answer> SpotifyConnector::get_show_audience_discovery(const Days& days, const std::string& show) {
    json::object checked;
    MOORING_CHECK(append_days(checked, days));
    Days named{.window = days.window};
    if (days.start) named.window = window_of_span(*day_number(*days.end) - *day_number(*days.start) + 1);
    return state_->ask_show("getShowAudienceDiscoveryStats", show, named);
}

Result<Answer> SpotifyConnector::get_show_top_episodes(const std::string& show) {
    return state_->ask_show("getShowTopEpisodes", show);
}

Result<Answer> SpotifyConnector::get_episode_list(const EpisodeListQuery& query, const std::string& show) {
    if (query.current_page < 1 || query.page_size < 1) return usage("pages and their sizes count from 1");
    MOORING_TRY(const std::string uri, state_->show_or(show));
    json::object older{{"showUri", uri},
                       {"currentPage", query.current_page},
                       {"pageSize", query.page_size},
                       {"sortOrder", text_or_null(query.sort_order)},
                       {"sortBy", text_or_null(query.sort_by)},
                       {"search", text_or_null(query.search)},
                       {"filter", text_or_null(query.filter)}};
    json::object newer = older;
    newer["includeMembershipTiers"] = false;
    newer["analyticsWindow"] = "WINDOW_ALL_TIME";
    return state_->newest_or("WebGetIndexedEpisodeList#newest", std::move(newer), "WebGetIndexedEpisodeList",
                             std::move(older));
}

/// Source: creators-graphql.md, 12.5.
Result<Answer> SpotifyConnector::get_all_episodes(const std::string& show) {
    constexpr int page_size = 50;
    constexpr int most_pages = 100'000;
    std::string text = "[";
    std::int64_t count = 0;
    for (int page = 1; page <= most_pages; ++page) {
        MOORING_TRY(const Answer answer, get_episode_list({.current_page = page, .page_size = page_size}, show));
        std::optional<std::string_view> node;
        for (const char* name : {"showByShowUri", "show", "showByStationId"}) {
            const Json* value = find_member(answer.json, name);
            if (value != nullptr && value->is_object()) {
                node = raw_member(answer.text, name);
                break;
            }
        }
        const auto listing = node ? raw_member(*node, "episodesV2") : std::nullopt;
        const auto items = listing ? raw_member(*listing, "items") : std::nullopt;
        if (!items) break;
        const auto rows = raw_elements(*items);
        if (rows.empty()) break;
        for (const std::string_view row : rows) {
            if (!row.starts_with('{')) continue;
            if (text.size() > 1) text += ',';
            text += row;
            ++count;
        }
        const std::string_view totals = raw_member(*listing, "pagination").value_or("{}");
        const auto total = parse_number(raw_member(totals, "totalItems").value_or(""));
        const auto pages = parse_number(raw_member(totals, "totalPages").value_or(""));
        if ((total && count >= *total) || (pages && page >= *pages) || rows.size() < page_size) break;
    }
    return parse_answer(text + ']');
}

Result<Answer> SpotifyConnector::get_episode_metadata_for_analytics(const std::string& episode) {
    return state_->ask_episode("getEpisodeMetadataForAnalytics", episode);
}
Result<Answer> SpotifyConnector::get_episode_performance_all_time(const std::string& episode) {
    return state_->ask_episode("getEpisodePerformanceAllTime", episode);
}

Result<Answer> SpotifyConnector::get_episode_streams_and_downloads(const std::string& episode, const Days& days,
                                                                   const std::string& aggregation) {
    if (episode.empty()) return usage("an episode is needed");
    json::object variables{{"episodeUri", episode}, {"aggregationType", aggregation}};
    MOORING_CHECK(append_days(variables, days));
    return state_->query("getEpisodeStreamsAndDownloads", std::move(variables));
}

Result<Answer> SpotifyConnector::get_episode_plays_total(const std::string& episode, const Days& days) {
    return state_->ask_episode("getEpisodePlaysTotal", episode, days);
}
Result<Answer> SpotifyConnector::get_episode_plays_daily(const std::string& episode, const Days& days) {
    return state_->ask_episode("getEpisodePlaysDaily", episode, days);
}
Result<Answer> SpotifyConnector::get_episode_impressions_faceted(const std::string& episode, const Days& days) {
    return state_->ask_episode("getEpisodeImpressionsFaceted", episode, days);
}
Result<Answer> SpotifyConnector::get_episode_consumption_all_time(const std::string& episode) {
    return state_->ask_episode("getEpisodeConsumptionAllTime", episode);
}
Result<Answer> SpotifyConnector::get_episode_consumption(const std::string& episode, const Days& days) {
    return state_->ask_episode("getEpisodeConsumption", episode, days);
}
Result<Answer> SpotifyConnector::get_episode_audience_size_all_time(const std::string& episode) {
    return state_->ask_episode("getEpisodeAudienceSizeAllTime", episode);
}

Result<Answer> SpotifyConnector::get_episode_legacy_web_id(const std::string& episode_id) {
    if (episode_id.empty()) return usage("an episode is needed");
    const std::string url = state_->options.legacy_url + "/v3/episodes/" + percent_encode(episode_id) +
                            "/overview?isMumsCompatible=true&returnWebIds=true";
    MOORING_TRY(const Response response, state_->send([&] {
        Request request{.url = url};
        request.headers = {{"Accept", "*/*"},
                           {"Accept-Language", "en"},
                           {"Anchor-API-Version", "3.8.3"},
                           {"Anchor-Client-Type", "web"},
                           {"Referer", "https://creators.spotify.com/"},
                           {"User-Agent",
                            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:147.0) Gecko/20100101 "
                            "Firefox/147.0"}};
        return request;
    }));
    auto answer = parse_answer(response.body);
    if (answer) return answer;
    Error error = std::move(answer).error();
    error.status = response.status;
    error.path = path_of(url);
    error.method = "GET";
    return error;
}

}  // namespace mooring_client
