#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <utility>

#include "cli/pull_common.hpp"
#include "cli/pull_output.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring_client/spotify.hpp"

namespace mooring::cli {
namespace {

namespace json = boost::json;
namespace api = mooring_client;
using api::Answer;
using api::Days;
using api::SpotifyConnector;

constexpr const char* command = "mooring pull spotify";

Error usage(std::string message) {
    return {Errc::invalid_argument, std::move(message)};
}

/// The settings of a run, flags over environment over files.
struct Settings {
    std::string show_uri, station_id, episode_uri, country_code, geo_country, geo_region, start_date, end_date,
        output_dir, partner_name, auth_url, token_url, graphql_url, legacy_api_url;
};

Result<Settings> read_settings(const PullSpotifyArguments& a, const PullSettings& store) {
    Settings s;
    std::string base = a.mooring_url;
    struct Row {
        const std::string* flag;
        const char* name;
        std::string* value;
    };
    const Row rows[]{{&a.show_uri, "SPOTIFY_SHOW_URI", &s.show_uri},
                     {&a.station_id, "SPOTIFY_STATION_ID", &s.station_id},
                     {&a.episode_uri, "SPOTIFY_EPISODE_URI", &s.episode_uri},
                     {&a.country_code, "SPOTIFY_COUNTRY_CODE", &s.country_code},
                     {&a.geo_country, "SPOTIFY_GEO_COUNTRY", &s.geo_country},
                     {&a.geo_region, "SPOTIFY_GEO_REGION", &s.geo_region},
                     {&a.start_date, "SPOTIFY_START_DATE", &s.start_date},
                     {&a.end_date, "SPOTIFY_END_DATE", &s.end_date},
                     {&a.output_dir, "SPOTIFY_OUTPUT_DIR", &s.output_dir},
                     {&a.partner_name, "SPOTIFY_PARTNER_NAME", &s.partner_name},
                     {&a.mooring_url, "MOORING_URL", &base},
                     {&a.auth_url, "SPOTIFY_AUTH_URL", &s.auth_url},
                     {&a.token_url, "SPOTIFY_TOKEN_URL", &s.token_url},
                     {&a.graphql_url, "SPOTIFY_GRAPHQL_URL", &s.graphql_url},
                     {&a.legacy_api_url, "ANCHOR_LEGACY_API_URL", &s.legacy_api_url}};
    for (const Row& row : rows) {
        *row.value = *row.flag;
        if (!row.value->empty()) continue;
        MOORING_TRY(const auto found, store.find(row.name));
        *row.value = found.value_or("");
    }
    while (base.ends_with('/')) base.pop_back();
    const api::SpotifyOptions live;
    const auto or_else = [&](std::string& value, const char* path, const std::string& otherwise) {
        if (value.empty()) value = base.empty() ? otherwise : base + path;
    };
    or_else(s.auth_url, "/accounts/oauth2/v2/auth", live.auth_url);
    or_else(s.token_url, "/accounts/api/token", live.token_url);
    or_else(s.graphql_url, "/graph/v2/graph-pq", live.graphql_url);
    or_else(s.legacy_api_url, "/anchor", live.legacy_url);
    if (s.country_code.empty()) s.country_code = "US";
    if (s.partner_name.empty()) s.partner_name = "s4p-mparticle-braze";
    return s;
}

Result<Days> read_days(const Settings& s) {
    if (s.start_date.empty() != s.end_date.empty()) {
        return usage("set both SPOTIFY_START_DATE and SPOTIFY_END_DATE, or neither");
    }
    if (s.start_date.empty()) return Days{};
    return Days{.start = s.start_date, .end = s.end_date};
}

/// `getShowTopEpisodes` becomes `getshowtopepisodes`: runs of other characters become one `_`.
std::string file_stem(const std::string& label) {
    std::string stem;
    for (const char c : to_lower_ascii(label)) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_plain) {
            stem += c;
        } else if (!stem.empty() && !stem.ends_with('_')) {
            stem += '_';
        }
    }
    while (stem.ends_with('_')) stem.pop_back();
    return stem;
}

std::string last_part(const std::string& uri) {
    return uri.substr(uri.rfind(':') + 1);
}

/// An answer has its root in it, be it null. Where no public source shows a root (null here), any data will do.
std::function<std::string(const Answer&)> expects(const char* root) {
    return [root](const Answer& answer) -> std::string {
        if (!answer.json.is_object()) return "the answer is no object";
        const api::Json* value = root != nullptr ? api::find_member(answer.json, root) : nullptr;
        if (value != nullptr && (value->is_object() || value->is_null())) return {};
        if (api::find_member(answer.json, "errors") != nullptr) {
            return "errors instead of data: " + answer.errors.substr(0, 200);
        }
        return root == nullptr ? std::string{} : std::string{"there is no "} + root;
    };
}

using Ask = std::function<api::Result<Answer>()>;

/// Builds the tasks of a run: names, parameters and shapes are the same for most.
struct TaskList {
    SpotifyConnector& spotify;
    json::object days_parameters;
    std::vector<PullTask> tasks;

    void account(const char* label, Ask ask, const char* root, json::object parameters = {}) {
        add(label, {}, std::move(parameters), std::move(ask), root);
    }
    void show(const char* label, const std::string& uri, Ask ask, bool has_days = false, json::object more = {}) {
        json::object parameters = has_days ? days_parameters : json::object{};
        parameters["show"] = uri;
        for (const auto& [key, value] : more) parameters[key] = value;
        add(label, {}, std::move(parameters), std::move(ask), "showByShowUri");
    }
    void episode(const char* label, const std::string& uri, Ask ask, bool has_days = false) {
        add(label, uri, has_days ? days_parameters : json::object{}, std::move(ask), "episodeByUri");
    }
    void add(const char* label, const std::string& uri, json::object parameters, Ask ask, const char* root) {
        PullTask task{.question = {label, uri, json::serialize(parameters)}, .ask = std::move(ask)};
        task.drift = expects(root);
        tasks.push_back(std::move(task));
    }
};

void add_account_tasks(TaskList& list, const Settings& s) {
    SpotifyConnector& c = list.spotify;
    list.account(
        "getUserMetadata", [&c] { return c.get_user_metadata(); }, nullptr);
    list.account(
        "WebGetUserShows", [&c] { return c.get_user_shows(); }, "showsForUser");
    list.account(
        "getShowsForUser", [&c] { return c.get_shows_for_user(); }, "showsForUser");
    list.account(
        "WebGetUserAndShows", [&c] { return c.get_user_and_shows(); }, "showsForUser");
    list.account("WebGetUserRegistration", [&c, &s] { return c.get_user_registration(s.country_code); }, nullptr,
                 {{"country", s.country_code}});
    list.account("WebGetExternalPartnerId", [&c, &s] { return c.get_external_partner_id(s.partner_name); }, nullptr,
                 {{"partner", s.partner_name}});
}

void add_show_tasks(TaskList& list, const Settings& s, const Days& days, const std::string& show) {
    SpotifyConnector& c = list.spotify;
    list.show("WebGetShowTypeByUri", show, [&c, show] { return c.get_show_type(show); });
    list.show("getShowOverviewStatsNRT", show, [&c, show] { return c.get_show_overview_stats(show); });
    list.show("getShowAllPlatformsStatsNRT", show, [&c, show] { return c.get_streams_and_downloads_all_time(show); });
    list.show("getShowClips", show, [&c, show] { return c.get_show_clips(1000, show); });
    list.show("WebGetMonetizationLifecycleState", show,
              [&c, show] { return c.get_monetization_lifecycle_state(show); });
    list.show(
        "getShowOnSpotifyStats", show, [&c, &days, show] { return c.get_show_spotify_stats(days, false, show); }, true);
    list.show(
        "getShowOnSpotifyStatsNRT", show, [&c, &days, show] { return c.get_show_spotify_stats_nrt(days, false, show); },
        true);
    const auto geo = [&](const char* label, const char* places, const std::string& country, const std::string& region) {
        list.show(label, show,
                  [&c, &days, places, country, region, show] {
                      return c.get_show_geo_stats(days, places, country, region, show);
                  },
                  true, {{"country", country}, {"region", region}});
    };
    geo("getShowAudienceAllPlatformsGeoStats_country", "GEO_COUNTRY", "", "");
    if (!s.geo_country.empty()) {
        geo("getShowAudienceAllPlatformsGeoStats_region", "GEO_REGION", s.geo_country, "");
        if (!s.geo_region.empty())
            geo("getShowAudienceAllPlatformsGeoStats_city", "GEO_CITY", s.geo_country, s.geo_region);
    }
    list.show(
        "getShowAudienceDemographicsStats", show,
        [&c, &days, show] { return c.get_show_demographics_stats(days, show); }, true);
    list.show(
        "getShowAudienceAllPlatformsStats", show, [&c, &days, show] { return c.get_show_platform_stats(days, show); },
        true);
    list.show(
        "getShowImpressionsTrendStats", show, [&c, &days, show] { return c.get_show_impressions_trend(days, show); },
        true);
    list.show(
        "getShowAudienceDiscoveryStats", show, [&c, &days, show] { return c.get_show_audience_discovery(days, show); },
        true);
    list.show(
        "getShowImpressionsSourcesStats", show,
        [&c, &days, show] { return c.get_show_impressions_sources(days, show); }, true);
    list.show("getShowTopEpisodes", show, [&c, show] { return c.get_show_top_episodes(show); });
    list.show("WebGetIndexedEpisodeList", show, [&c, show] { return c.get_episode_list({}, show); });
    list.tasks.push_back({.question = {"all_episodes", {}, json::serialize(json::object{{"show", show}})},
                          .ask = [&c, show] { return c.get_all_episodes(show); }});
}

void add_episode_tasks(TaskList& list, const Days& days, const std::string& episode, const std::string& numeric_id) {
    SpotifyConnector& c = list.spotify;
    const std::string& e = episode;
    list.episode("getEpisodeMetadataForAnalytics", e, [&c, e] { return c.get_episode_metadata_for_analytics(e); });
    list.episode("getEpisodePerformanceAllTime", e, [&c, e] { return c.get_episode_performance_all_time(e); });
    list.episode(
        "getEpisodeStreamsAndDownloads", e, [&c, &days, e] { return c.get_episode_streams_and_downloads(e, days); },
        true);
    list.episode(
        "getEpisodePlaysTotal", e,
        [&c, &days, e] { return days.start ? c.get_episode_plays_total(e, days) : c.get_episode_plays_total(e); },
        true);
    list.episode(
        "getEpisodePlaysDaily", e, [&c, &days, e] { return c.get_episode_plays_daily(e, days); }, true);
    list.episode(
        "getEpisodeImpressionsFaceted", e, [&c, &days, e] { return c.get_episode_impressions_faceted(e, days); }, true);
    list.episode("getEpisodeConsumptionAllTime", e, [&c, e] { return c.get_episode_consumption_all_time(e); });
    list.episode(
        "getEpisodeConsumption", e, [&c, &days, e] { return c.get_episode_consumption(e, days); }, true);
    list.episode("getEpisodeAudienceSizeAllTime", e, [&c, e] { return c.get_episode_audience_size_all_time(e); });
    if (numeric_id.empty()) return;
    list.tasks.push_back({.question = {"getEpisodeLegacyWebId", e, json::serialize(json::object{{"id", numeric_id}})},
                          .ask = [&c, numeric_id] { return c.get_episode_legacy_web_id(numeric_id); }});
}

struct ChosenEpisode {
    std::string uri;
    std::string numeric_id;
};

std::vector<ChosenEpisode> choose_episodes(const std::optional<Answer>& listing, const Settings& s, bool all) {
    if (!s.episode_uri.empty()) return {{s.episode_uri, {}}};
    std::vector<ChosenEpisode> chosen;
    if (!listing || !listing->json.is_array()) return chosen;
    for (const api::Json& item : listing->json.as_array()) {
        ChosenEpisode one{.uri = api::text_member(item, "uri")};
        for (const char* name : {"episodeId", "id"}) {
            const api::Json* id = api::find_member(item, name);
            if (!one.numeric_id.empty() || id == nullptr) continue;
            if (id->is_int64()) one.numeric_id = std::to_string(id->as_int64());
            if (id->is_string()) one.numeric_id = std::string{id->as_string()};
        }
        if (!one.uri.empty()) chosen.push_back(std::move(one));
        if (!all) break;  // an episode without an address is none to ask about
    }
    return chosen;
}

std::vector<std::string> shows_of(const Answer& answer) {
    std::vector<std::string> uris;
    const api::Json* list = api::find_member(answer.json, "showsForUser");
    const api::Json* shows = list != nullptr ? api::find_member(*list, "shows") : nullptr;
    if (shows == nullptr || !shows->is_array()) return uris;
    for (const api::Json& show : shows->as_array()) {
        if (auto uri = api::text_member(show, "uri"); !uri.empty()) uris.push_back(std::move(uri));
    }
    return uris;
}

Result<void> write_answer(const Settings& s, const PullOutcome& outcome) {
    if (s.output_dir.empty() || outcome.kept.text.empty()) return ok();
    const Question& question = outcome.task->question;
    const std::string suffix = question.episode.empty() ? "" : "_" + last_part(question.episode);
    const std::string path = s.output_dir + "/" + file_stem(question.endpoint) + suffix + ".json";
    std::error_code failed;
    std::filesystem::create_directories(s.output_dir, failed);
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    if (!(file << indented(outcome.kept.text)) || !file.flush()) {
        return Error{Errc::unavailable, "cannot write the file '" + path + "'"};
    }
    return ok();
}

std::string options_text(const Settings& s, const PullSpotifyArguments& a) {
    return json::serialize(json::object{{"start", s.start_date},
                                        {"end", s.end_date},
                                        {"country", s.geo_country},
                                        {"region", s.geo_region},
                                        {"episode", s.episode_uri},
                                        {"all_shows", a.all_shows},
                                        {"all_episodes", a.all_episodes}});
}

ExitCode complain(const Error& error, ExitCode code) {
    std::cerr << command << ": " << error.message << '\n';
    return code;
}

/// Everything about one show.
void ask_show(PullRun& run, SpotifyConnector& spotify, const Settings& s, const Days& days,
              const json::object& days_parameters, const std::string& show, bool all_episodes) {
    TaskList about_show{spotify, days_parameters, {}};
    add_show_tasks(about_show, s, days, show);
    const auto answers = run.ask(about_show.tasks);
    TaskList about_episodes{spotify, days_parameters, {}};
    for (const ChosenEpisode& one : choose_episodes(answers.back(), s, all_episodes)) {
        add_episode_tasks(about_episodes, days, one.uri, one.numeric_id);
    }
    if (about_episodes.tasks.empty()) std::cerr << command << ": no episode, so nothing is asked about episodes\n";
    run.ask(about_episodes.tasks);
}

}  // namespace

ExitCode pull_spotify(const PullSpotifyArguments& a) {
    const SystemClock clock;
    const auto store = PullSettings::load(a.common.config, environment_value);
    if (!store) return complain(store.error(), ExitCode::usage);
    const auto cookies = store->require({"SPOTIFY_SP_DC", "SPOTIFY_SP_KEY"});
    if (!cookies) return complain(cookies.error(), ExitCode::usage);
    const auto settings = read_settings(a, *store);
    if (!settings) return complain(settings.error(), ExitCode::usage);
    const Settings& s = *settings;
    const auto days = read_days(s);
    if (!days) return complain(days.error(), ExitCode::usage);
    if (days->start) {
        for (const std::string& day : {*days->start, *days->end}) {
            if (!api::is_date(day))
                return complain(usage("'" + day + "' is no date such as 2031-03-04"), ExitCode::usage);
        }
        if (*days->start > *days->end)
            return complain(usage("the start date lies after the end date"), ExitCode::usage);
    }
    announce_expiry(*store, {"SPOTIFY_SP_DC", "SPOTIFY_SP_KEY"}, clock.now());

    auto spotify = SpotifyConnector::make({.sp_dc = (*cookies)[0],
                                           .sp_key = (*cookies)[1],
                                           .show_uri = s.show_uri,
                                           .station_id = s.station_id,
                                           .auth_url = s.auth_url,
                                           .token_url = s.token_url,
                                           .graphql_url = s.graphql_url,
                                           .legacy_url = s.legacy_api_url,
                                           .retry = retry_of(a.common),
                                           .transport = transport_of(a.common)});
    if (!spotify) return complain(usage(spotify.error().message), ExitCode::usage);
    const RunSubject subject{"spotify", s.graphql_url + " " + s.show_uri, options_text(s, a)};
    auto archive = open_archive(a.common, *store, subject, clock);
    if (!archive) return complain(archive.error(), ExitCode::failed);
    if (*archive && (*archive)->was_taken_up())
        std::cerr << command << ": going on with run " << (*archive)->run() << '\n';

    std::int64_t unwritten = 0;
    AnswerCount count;
    PullRun run{{.jobs = a.common.jobs,
                 .keep_going = true,
                 .archive = archive->get(),
                 .clock = &clock,
                 .tell = [&](const PullOutcome& outcome) {
                     count.clear();
                     tell_outcome(command, "operation", outcome, a.common.json);
                     count.add(outcome.task->question);
                     if (auto written = write_answer(s, outcome); !written) {
                         ++unwritten;
                         complain(written.error(), ExitCode::failed);
                     }
                 }}};
    json::object days_parameters;
    if (days->start) days_parameters = {{"start", *days->start}, {"end", *days->end}};

    TaskList account{*spotify, days_parameters, {}};
    add_account_tasks(account, s);
    const auto answers = run.ask(account.tasks);
    std::vector<std::string> shows;
    if (!run.is_stopped()) {
        if (a.all_shows && answers[2]) {
            shows = shows_of(*answers[2]);
        } else if (auto show = spotify->show_uri(); show) {
            shows.push_back(*show);
        } else {
            std::cerr << command << ": " << error_line(show.error()) << '\n';
            return ExitCode::failed;
        }
    }
    for (const std::string& show : shows) ask_show(run, *spotify, s, *days, days_parameters, show, a.all_episodes);
    count.clear();
    const ExitCode code = end_run(command, run, archive->get(), clock);
    return unwritten > 0 ? ExitCode::failed : code;
}

}  // namespace mooring::cli
