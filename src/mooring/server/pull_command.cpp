#include "cli/pull_command.hpp"

#include <memory>

#include "mooring/server/command_line.hpp"

namespace mooring::server {
namespace {

void add_common(CLI::App& command, cli::PullArguments& common) {
    command.add_option("--config", common.config, "File with lines NAME=value. Default: ~/.config/mooring/pull.conf.")
        ->check(CLI::ExistingFile);
    command.add_option("--archive", common.archive,
                       "Folder that keeps every answer. Default: $MOORING_ARCHIVE or ~/.local/share/mooring/archive.");
    command.add_flag("--no-archive", common.no_archive, "Keep nothing.");
    command.add_flag("--new", common.new_run, "Begin anew, even when a run broke off less than 12 hours ago.");
    command.add_option("--jobs", common.jobs, "Requests at a time.")->check(CLI::Range(1, 64))->capture_default_str();
    command.add_option("--rate", common.rate, "Requests a second; 0: no limit.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command.add_option("--attempts", common.attempts, "How often a request is sent at most.")
        ->check(CLI::Range(1, 20))
        ->capture_default_str();
    command
        .add_option("--retry-delay", common.retry_delay,
                    "Seconds before the second attempt; before the n-th, this to the power n-1.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command.add_option("--timeout", common.timeout_seconds, "Seconds to connect, and between bytes.")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--proxy", common.proxy,
                       "Proxy, such as http://proxy.example:3128 or socks5h://127.0.0.1:1080.");
    command.add_flag("--json", common.json, "Print one JSON object per answer and line.");
}

void add_anchor(CLI::App& pull, Program& program) {
    CLI::App* command = pull.add_subcommand(
        "anchor",
        "Ask station analytics (ANCHOR_PW_S, ANCHOR_WEBSTATION_ID, ANCHOR_BASE_URL): everything, or one endpoint.");
    auto a = std::make_shared<cli::PullAnchorArguments>();
    command->add_option("endpoint", a->endpoint, "One endpoint only.")
        ->check(CLI::IsMember({"episodes",
                               "podcast-episode",
                               "total-plays",
                               "total-plays-by-episode",
                               "unique-listeners",
                               "audience-size",
                               "plays",
                               "plays-by-age-range",
                               "plays-by-gender",
                               "plays-by-app",
                               "plays-by-device",
                               "plays-by-episode",
                               "plays-by-geo",
                               "plays-by-geo-city",
                               "impressions",
                               "episode-plays",
                               "episode-performance",
                               "episode-aggregated-performance",
                               "episode-metadata",
                               "episode-all-time-video-data"}));
    command->add_option("--base-url", a->base_url,
                        "Such as https://podcasters.spotify.com/pod/api/proxy/v3. Default: $ANCHOR_BASE_URL.");
    command->add_option("--webstation-id", a->webstation_id, "Hexadecimal id. Default: $ANCHOR_WEBSTATION_ID.");
    command->add_option("--station-id", a->station_id, "Numeric id, when it is known.")->check(CLI::PositiveNumber);
    command->add_option("--start", a->start,
                        "A day such as 2031-03-04, or Unix seconds. Default: 30 days before the end.");
    command->add_option("--end", a->end, "A day or Unix seconds. Default: now.");
    command->add_option("--interval", a->interval, "hourly, daily, weekly or monthly.")
        ->check(CLI::IsMember({"hourly", "daily", "weekly", "monthly"}));
    command->add_option("--limit", a->limit, "Rows, or episodes a page.");
    command->add_option("--order-by", a->order_by, "Order of the episodes.");
    command->add_option("--page-token", a->page_token, "Where the episodes begin.");
    command->add_option("--user-id", a->user_id, "Numeric id of the account.");
    command->add_option("--country", a->country, "Country of plays-by-geo-city, as plays-by-geo names it.");
    command->add_option("--episode", a->episode, "Id of the episode.");
    command->add_option("--max-episodes", a->max_episodes, "Ask about so many episodes at most.")
        ->check(CLI::NonNegativeNumber);
    command->add_flag("--keep-going", a->keep_going, "Go on after an error; the exit code is 1 all the same.");
    add_common(*command, a->common);
    command->callback([&program, a] { program.run.body = [a] { return cli::pull_anchor(*a); }; });
}

void add_spotify(CLI::App& pull, Program& program) {
    CLI::App* command = pull.add_subcommand(
        "spotify", "Ask every operation of the creators' GraphQL endpoint (SPOTIFY_SP_DC, SPOTIFY_SP_KEY).");
    auto a = std::make_shared<cli::PullSpotifyArguments>();
    command->add_option("--show-uri", a->show_uri, "Default: $SPOTIFY_SHOW_URI, or the first hosted show.");
    command->add_option("--station-id", a->station_id, "Default: $SPOTIFY_STATION_ID.");
    command->add_option("--episode-uri", a->episode_uri, "Default: $SPOTIFY_EPISODE_URI, or the first of the listing.");
    command->add_option("--country-code", a->country_code, "Default: $SPOTIFY_COUNTRY_CODE, or US.");
    command->add_option("--geo-country", a->geo_country, "Ask about its regions too. Default: $SPOTIFY_GEO_COUNTRY.");
    command->add_option("--geo-region", a->geo_region, "Ask about its cities too. Default: $SPOTIFY_GEO_REGION.");
    command->add_option("--start-date", a->start_date, "First day, such as 2031-03-04. Default: $SPOTIFY_START_DATE.");
    command->add_option("--end-date", a->end_date, "Last day. Default: $SPOTIFY_END_DATE.");
    command->add_option("--output-dir", a->output_dir, "Folder for a file per answer. Default: $SPOTIFY_OUTPUT_DIR.");
    command->add_option("--partner-name", a->partner_name, "Default: $SPOTIFY_PARTNER_NAME.");
    command->add_option("--mooring-url", a->mooring_url,
                        "Base of a Mooring instead of the live services. Default: $MOORING_URL.");
    command->add_option("--auth-url", a->auth_url, "Default: $SPOTIFY_AUTH_URL.");
    command->add_option("--token-url", a->token_url, "Default: $SPOTIFY_TOKEN_URL.");
    command->add_option("--graphql-url", a->graphql_url, "Default: $SPOTIFY_GRAPHQL_URL.");
    command->add_option("--legacy-api-url", a->legacy_api_url, "Default: $ANCHOR_LEGACY_API_URL.");
    command->add_flag("--all-shows", a->all_shows, "Ask about every show of the account.");
    command->add_flag("--all-episodes", a->all_episodes, "Ask about every episode instead of the first.");
    add_common(*command, a->common);
    command->callback([&program, a] { program.run.body = [a] { return cli::pull_spotify(*a); }; });
}

}  // namespace

void add_pull_command(Program& program) {
    CLI::App* pull = program.app.add_subcommand("pull", "Fetch analytics from a service, and keep their history.");
    pull->require_subcommand(1);
    add_anchor(*pull, program);
    add_spotify(*pull, program);
}

}  // namespace mooring::server
