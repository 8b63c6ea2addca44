#include <boost/json.hpp>
#include <iostream>
#include <utility>

#include "cli/pull_common.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring_client/anchor.hpp"

namespace mooring::cli {
namespace {

namespace json = boost::json;
namespace api = mooring_client;
using api::AnchorConnector;
using api::Answer;
using api::ErrorKind;
using api::Interval;
using api::TimePoint;

constexpr const char* command = "mooring pull anchor";

TimePoint point(Instant instant) {
    return TimePoint{std::chrono::duration_cast<TimePoint::duration>(instant.time_since_epoch())};
}

Error usage(std::string message) {
    return {Errc::invalid_argument, std::move(message)};
}

Result<Instant> read_day(const std::string& text, const char* flag) {
    if (const auto seconds = parse_decimal(text)) return from_unix_seconds(*seconds);
    if (const auto day = parse_iso8601(text)) return *day;
    return usage(std::string{flag} + " must be a day such as 2031-03-04, or Unix seconds");
}

/// What all questions of a run share.
struct Plan {
    const PullAnchorArguments& arguments;
    AnchorConnector& anchor;
    Instant now;
    Instant start;
    Instant end;
    Interval interval = Interval::daily;

    json::object range() const { return {{"start", unix_seconds(start)}, {"end", unix_seconds(end)}}; }
};

/// The answers with rows all have them, and the names of their columns (analytics-rest.md, 4).
std::string table_drift(const Answer& answer) {
    const api::Json* data = api::find_member(answer.json, "data");
    if (data == nullptr || !data->is_object()) return "data is no object";
    for (const char* name : {"rows", "columnHeaders"}) {
        const api::Json* list = api::find_member(*data, name);
        if (list == nullptr || !list->is_array()) return std::string{"data."} + name + " is no list";
    }
    return {};
}

std::string object_drift(const Answer& answer) {
    return answer.json.is_object() ? std::string{} : "the answer is no object";
}

std::string list_drift(const Answer& answer) {
    for (const api::Json& item : answer.json.as_array()) {
        const api::Json* id = api::find_member(item, "episodeId");
        if (id == nullptr || !id->is_number()) return "an episode has no numeric episodeId";
    }
    return {};
}

PullTask task(std::string endpoint, const json::object& parameters, std::function<api::Result<Answer>()> ask) {
    return {.question = {std::move(endpoint), {}, json::serialize(parameters)},
            .ask = std::move(ask),
            .drift = table_drift};
}

/// The tasks of a station, by the names of their endpoints.
PullTask station_task(const std::string& endpoint, const Plan& plan) {
    AnchorConnector& anchor = plan.anchor;
    const PullAnchorArguments& a = plan.arguments;
    const TimePoint start = point(plan.start);
    const TimePoint end = point(plan.end);
    const auto user = a.user_id.empty() ? std::nullopt : std::optional{a.user_id};
    json::object parameters;
    const auto with_range = [&] { parameters = plan.range(); };
    std::function<api::Result<Answer>()> ask;
    if (endpoint == "podcast-episode") {
        PullTask listing =
            task(endpoint, parameters, [&anchor, &a] { return anchor.podcast_episode(a.limit.value_or(50)); });
        listing.drift = list_drift;
        return listing;
    }
    if (endpoint == "impressions") {
        const bool is_default = a.end.empty();
        const TimePoint last = is_default ? point(plan.now) - std::chrono::hours{48} : end;
        parameters["end"] = std::chrono::duration_cast<std::chrono::seconds>(last.time_since_epoch()).count();
        PullTask one = task(endpoint, parameters, [&anchor, last] { return anchor.impressions(last); });
        one.drift = object_drift;
        return one;
    }
    if (endpoint == "total-plays") ask = [&anchor] { return anchor.total_plays(); };
    if (endpoint == "total-plays-by-episode") ask = [&anchor] { return anchor.total_plays_by_episode(); };
    if (endpoint == "unique-listeners") ask = [&anchor] { return anchor.unique_listeners(); };
    if (endpoint == "audience-size") ask = [&anchor] { return anchor.audience_size(); };
    if (endpoint == "plays-by-geo") {
        ask = [&anchor, &a] { return anchor.plays_by_geo(a.limit.value_or(200)); };
        parameters["limit"] = a.limit.value_or(200);
    }
    if (endpoint == "plays-by-geo-city") {
        ask = [&anchor, &a] { return anchor.plays_by_geo_city(a.country, a.limit.value_or(200)); };
        parameters["country"] = a.country;
        parameters["limit"] = a.limit.value_or(200);
    }
    if (ask) return task(endpoint, parameters, std::move(ask));
    with_range();
    if (endpoint == "plays") ask = [&anchor, &plan, start, end] { return anchor.plays(start, end, plan.interval); };
    if (endpoint == "plays-by-age-range") ask = [&anchor, start, end] { return anchor.plays_by_age_range(start, end); };
    if (endpoint == "plays-by-gender") ask = [&anchor, start, end] { return anchor.plays_by_gender(start, end); };
    if (endpoint == "plays-by-app") ask = [&anchor, start, end, user] { return anchor.plays_by_app(start, end, user); };
    if (endpoint == "plays-by-device") {
        ask = [&anchor, start, end, user] { return anchor.plays_by_device(start, end, user); };
    }
    if (endpoint == "plays-by-episode") {
        ask = [&anchor, &plan, &a, start, end] { return anchor.plays_by_episode(start, end, plan.interval, a.limit); };
    }
    if (endpoint == "plays" || endpoint == "plays-by-episode") {
        parameters["interval"] = static_cast<std::int64_t>(plan.interval);
    }
    return task(endpoint, parameters, std::move(ask));
}

PullTask episode_task(const std::string& endpoint, const std::string& episode, const Plan& plan) {
    AnchorConnector& anchor = plan.anchor;
    const auto number = parse_decimal(episode);
    const api::EpisodeRef ref = number ? api::EpisodeRef{*number} : api::EpisodeRef{episode};
    PullTask one{.question = {endpoint, episode, "{}"}, .drift = table_drift};
    if (endpoint == "episode-plays") {
        const TimePoint start = point(plan.start);
        const TimePoint end = point(plan.end);
        json::object parameters = plan.range();
        parameters["interval"] = static_cast<std::int64_t>(plan.interval);
        one.question.parameters = json::serialize(parameters);
        one.ask = [&anchor, &plan, ref, start, end] { return anchor.episode_plays(ref, start, end, plan.interval); };
    } else if (endpoint == "episode-performance") {
        one.ask = [&anchor, ref] { return anchor.episode_performance(ref); };
    } else if (endpoint == "episode-aggregated-performance") {
        one.ask = [&anchor, ref] { return anchor.episode_aggregated_performance(ref); };
    } else if (endpoint == "episode-metadata") {
        one.ask = [&anchor, ref] { return anchor.episode_metadata(ref); };
        one.drift = object_drift;
        one.skip = [](const api::Error& error) {
            return error.kind == ErrorKind::forbidden ? std::string{"a draft has no overview"} : std::string{};
        };
    } else {
        one.drift = object_drift;
        one.ask = [&anchor, ref]() -> api::Result<Answer> {
            auto video = anchor.episode_all_time_video_data(ref);
            if (!video) return std::move(video).error();
            if (*video) return std::move(**video);
            return api::Error{.kind = ErrorKind::not_found, .message = "no video", .status = 404};
        };
        one.skip = [](const api::Error& error) {
            return error.kind == ErrorKind::not_found ? std::string{"no video"} : std::string{};
        };
    }
    return one;
}

std::string first_country(const std::optional<Answer>& places) {
    if (!places) return {};
    const api::Json* data = api::find_member(places->json, "data");
    const api::Json* rows = data != nullptr ? api::find_member(*data, "rows") : nullptr;
    if (rows == nullptr || !rows->is_array() || rows->as_array().empty()) return {};
    const api::Json& row = rows->as_array().front();
    if (!row.is_array() || row.as_array().empty() || !row.as_array().front().is_string()) return {};
    return std::string{row.as_array().front().as_string()};
}

std::vector<std::string> episode_ids(const std::optional<Answer>& listing, const std::optional<int>& most) {
    std::vector<std::string> ids;
    if (!listing || !listing->json.is_array()) return ids;
    for (const api::Json& item : listing->json.as_array()) {
        if (most && ids.size() >= static_cast<std::size_t>(*most)) break;
        const api::Json* id = api::find_member(item, "episodeId");
        if (id != nullptr && id->is_int64()) ids.push_back(std::to_string(id->as_int64()));
    }
    return ids;
}

/// Source: analytics-rest.md, 11: every endpoint, in this order.
void ask_everything(PullRun& run, const Plan& plan) {
    const auto listing = run.ask({station_task("podcast-episode", plan)});
    const TimePoint month_ago = point(plan.now) - std::chrono::days{30};
    PullTask older = station_task("impressions", plan);
    older.question.parameters = json::serialize(
        json::object{{"end", std::chrono::duration_cast<std::chrono::seconds>(month_ago.time_since_epoch()).count()}});
    older.ask = [&plan, month_ago] { return plan.anchor.impressions(month_ago); };
    PullAnchorArguments recent_arguments = plan.arguments;
    recent_arguments.end.clear();
    const Plan recent{recent_arguments, plan.anchor, plan.now, plan.start, plan.end, plan.interval};
    std::vector<PullTask> tasks{station_task("impressions", recent), std::move(older)};
    for (const char* endpoint : {"plays", "plays-by-age-range", "plays-by-app", "plays-by-device", "plays-by-episode",
                                 "plays-by-gender", "plays-by-geo"}) {
        tasks.push_back(station_task(endpoint, plan));
    }
    const auto answers = run.ask(tasks);
    PullAnchorArguments country_arguments = plan.arguments;
    country_arguments.country = first_country(answers.back());
    const Plan with_country{country_arguments, plan.anchor, plan.now, plan.start, plan.end, plan.interval};
    std::vector<PullTask> rest;
    if (!country_arguments.country.empty()) rest.push_back(station_task("plays-by-geo-city", with_country));
    for (const char* endpoint : {"unique-listeners", "audience-size", "total-plays-by-episode", "total-plays"}) {
        rest.push_back(station_task(endpoint, plan));
    }
    for (const std::string& episode : episode_ids(listing.front(), plan.arguments.max_episodes)) {
        for (const char* endpoint : {"episode-plays", "episode-performance", "episode-aggregated-performance",
                                     "episode-metadata", "episode-all-time-video-data"}) {
            rest.push_back(episode_task(endpoint, episode, plan));
        }
    }
    run.ask(rest);
}

/// `episodes`: one line each, page after page.
ExitCode list_episodes(const PullAnchorArguments& a, AnchorConnector& anchor) {
    auto walk = anchor.episodes(a.limit.value_or(15), a.order_by.empty() ? "publishOn" : a.order_by,
                                a.page_token.empty() ? std::nullopt : std::optional{a.page_token});
    for (int count = 0; !a.max_episodes || count < *a.max_episodes; ++count) {
        const auto episode = walk.next();
        if (!episode) {
            std::cerr << command << ": episodes: " << error_line(episode.error()) << '\n';
            return ExitCode::failed;
        }
        if (!*episode) break;
        const PullTask line{.question = {"episodes", {}, "{}"}};
        tell_outcome(command, "endpoint", {.task = &line, .kept = {.text = (*episode)->text}}, a.common.json);
    }
    return ExitCode::done;
}

Result<void> check(const PullAnchorArguments& a) {
    const bool needs_episode = a.endpoint.starts_with("episode-");
    if (needs_episode && a.episode.empty()) return usage(a.endpoint + " needs --episode");
    if (a.endpoint == "plays-by-geo-city" && a.country.empty()) return usage("plays-by-geo-city needs --country");
    if (a.limit && *a.limit < 1) return usage("--limit must be at least 1");
    return ok();
}

Result<AnchorConnector> connect(const PullAnchorArguments& a, const PullSettings& settings, std::string& source) {
    api::AnchorOptions options;
    std::vector<std::string> needed{"ANCHOR_PW_S"};
    if (a.base_url.empty()) needed.emplace_back("ANCHOR_BASE_URL");
    if (a.webstation_id.empty() && !a.station_id) needed.emplace_back("ANCHOR_WEBSTATION_ID");
    MOORING_CHECK(settings.require(needed));
    const auto value = [&](const std::string& flag, const char* name) -> Result<std::string> {
        if (!flag.empty()) return flag;
        MOORING_TRY(const auto found, settings.find(name));
        return found.value_or("");
    };
    MOORING_TRY(options.anchorpw_s, value({}, "ANCHOR_PW_S"));
    MOORING_TRY(options.base_url, value(a.base_url, "ANCHOR_BASE_URL"));
    MOORING_TRY(options.webstation_id, value(a.webstation_id, "ANCHOR_WEBSTATION_ID"));
    options.station_id = a.station_id;
    options.retry = retry_of(a.common);
    options.transport = transport_of(a.common);
    source = options.base_url + " " + options.webstation_id + (a.station_id ? " " + std::to_string(*a.station_id) : "");
    auto anchor = AnchorConnector::make(std::move(options));
    if (!anchor) return usage(anchor.error().message);
    return std::move(*anchor);
}

/// The command line as the archive compares it.
std::string options_text(const PullAnchorArguments& a) {
    json::object options{{"endpoint", a.endpoint}, {"start", a.start},     {"end", a.end},
                         {"interval", a.interval}, {"country", a.country}, {"episode", a.episode},
                         {"user_id", a.user_id}};
    if (a.limit) options["limit"] = *a.limit;
    if (a.max_episodes) options["max_episodes"] = *a.max_episodes;
    return json::serialize(options);
}

ExitCode complain(const Error& error, ExitCode code) {
    std::cerr << command << ": " << error.message << '\n';
    return code;
}

}  // namespace

ExitCode pull_anchor(const PullAnchorArguments& a) {
    const SystemClock clock;
    if (auto checked = check(a); !checked) return complain(checked.error(), ExitCode::usage);
    const auto settings = PullSettings::load(a.common.config, environment_value);
    if (!settings) return complain(settings.error(), ExitCode::usage);
    std::string source;
    auto anchor = connect(a, *settings, source);
    if (!anchor) return complain(anchor.error(), ExitCode::usage);
    const auto interval = api::interval_of(a.interval.empty() ? "daily" : a.interval);
    if (!interval) return complain(usage("--interval must be hourly, daily, weekly or monthly"), ExitCode::usage);
    std::optional<Instant> start, end;
    for (auto [text, flag, day] : {std::tuple{&a.start, "--start", &start}, std::tuple{&a.end, "--end", &end}}) {
        if (text->empty()) continue;
        auto read = read_day(*text, flag);
        if (!read) return complain(read.error(), ExitCode::usage);
        *day = *read;
    }
    announce_expiry(*settings, {"ANCHOR_PW_S"}, clock.now());
    if (a.endpoint == "episodes") return list_episodes(a, *anchor);

    const RunSubject subject{"anchor", source, options_text(a)};
    auto archive = open_archive(a.common, *settings, subject, clock);
    if (!archive) return complain(archive.error(), ExitCode::failed);
    if (*archive && (*archive)->was_taken_up())
        std::cerr << command << ": going on with run " << (*archive)->run() << '\n';
    const Instant now = *archive ? (*archive)->began() : clock.now();
    Plan plan{.arguments = a, .anchor = *anchor, .now = now, .end = end.value_or(now), .interval = *interval};
    plan.start = start.value_or(plan.end - std::chrono::days{30});
    if (plan.start > plan.end) return complain(usage("the start lies after the end"), ExitCode::usage);

    AnswerCount count;
    PullRun run{{.jobs = a.common.jobs,
                 .keep_going = a.keep_going,
                 .archive = archive->get(),
                 .clock = &clock,
                 .tell = [&](const PullOutcome& outcome) {
                     count.clear();
                     tell_outcome(command, "endpoint", outcome, a.common.json);
                     count.add(outcome.task->question);
                 }}};
    if (a.endpoint.empty()) {
        ask_everything(run, plan);
    } else if (!a.episode.empty() && a.endpoint.starts_with("episode-")) {
        run.ask({episode_task(a.endpoint, a.episode, plan)});
    } else {
        run.ask({station_task(a.endpoint, plan)});
    }
    count.clear();
    return end_run(command, run, archive->get(), clock);
}

}  // namespace mooring::cli
