#include "mooring/server/options.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <type_traits>

#include "mooring/base/utf8.hpp"
#include "mooring/domain/markets.hpp"
#include "mooring/server/edit_distance.hpp"
#include "mooring/server/files.hpp"

namespace mooring::server {
namespace {

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const std::string_view item = trim_ascii(text.substr(0, comma));
        if (!item.empty()) items.emplace_back(item);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return items;
}

template <class>
struct MemberOf;
template <class Value>
struct MemberOf<Value Config::*> {
    using type = Value;
};

template <class Number>
Result<Number> number(std::string_view text, Number least, Number most) {
    const auto value = parse_decimal(text);
    if (!value || *value < static_cast<std::int64_t>(least) || *value > static_cast<std::int64_t>(most)) {
        return invalid("", "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return static_cast<Number>(*value);
}

template <auto Member>
Result<void> set_text(Config& config, std::string_view text) {
    config.*Member = std::string{text};
    return ok();
}

template <auto Member>
Result<void> set_url(Config& config, std::string_view text) {
    if (!text.empty() && !text.starts_with("http://") && !text.starts_with("https://")) {
        return invalid("", "must begin with http:// or https://");
    }
    config.*Member = std::string{text};
    return ok();
}

template <auto Member>
Result<void> set_list(Config& config, std::string_view text) {
    config.*Member = split_list(text);
    return ok();
}

template <auto Member, std::int64_t Least, std::int64_t Most>
Result<void> set_number(Config& config, std::string_view text) {
    using Value = typename MemberOf<decltype(Member)>::type;
    MOORING_TRY(const Value value, number<Value>(text, static_cast<Value>(Least), static_cast<Value>(Most)));
    config.*Member = value;
    return ok();
}

template <auto Member, std::int64_t Least, std::int64_t Most>
Result<void> set_limit(Config& config, std::string_view text) {
    auto& target = config.limits.*Member;
    MOORING_TRY(const std::int64_t value, number<std::int64_t>(text, Least, Most));
    if constexpr (std::is_integral_v<std::remove_reference_t<decltype(target)>>) {
        target = static_cast<std::remove_reference_t<decltype(target)>>(value);
    } else {
        target = std::chrono::seconds{value};
    }
    return ok();
}

Result<void> set_window(Config& config, std::string_view text) {
    if (text != "calendar" && text != "first_touch") return invalid("", "must be calendar or first_touch");
    config.measurement_window =
        text == "calendar" ? analytics::DownloadWindow::calendar : analytics::DownloadWindow::first_touch;
    return ok();
}

template <auto Member>
Result<void> set_switch(Config& config, std::string_view text) {
    if (text != "true" && text != "false") return invalid("", "must be true or false");
    config.*Member = text == "true";
    return ok();
}

template <auto Member>
Result<void> set_networks(Config& config, std::string_view text) {
    std::vector<IpNetwork> networks;
    for (const std::string& item : split_list(text)) {
        const auto network = IpNetwork::parse(item);
        if (!network) return invalid("", "'" + item + "' is not an address or a range such as 10.0.0.0/8");
        networks.push_back(*network);
    }
    config.*Member = std::move(networks);
    return ok();
}

Result<void> set_ports(Config& config, std::string_view text) {
    std::vector<std::uint16_t> ports;
    for (const std::string& item : split_list(text)) {
        MOORING_TRY(const int port, number<int>(item, 1, 65535));
        ports.push_back(static_cast<std::uint16_t>(port));
    }
    config.outbound_ports = std::move(ports);
    return ok();
}

Result<void> set_draft_overview(Config& config, std::string_view text) {
    if (text != "client_header" && text != "forbidden" && text != "allowed") {
        return invalid("", "must be client_header, forbidden or allowed");
    }
    config.creators_draft_overview = text;
    return ok();
}

Result<void> set_region(Config& config, std::string_view text) {
    if (!domain::is_market(text)) return invalid("", "must be a country code such as SE");
    config.creators_region = text;
    return ok();
}

Result<void> set_default_market(Config& config, std::string_view text) {
    if (!text.empty() && !domain::is_market(text)) return invalid("", "must be a country code such as SE");
    config.webapi_default_market = text;
    return ok();
}

Result<void> set_aliases(Config& config, std::string_view text) {
    for (const std::string& item : split_list(text)) {
        const auto equals = item.find('=');
        const auto family = equals == std::string::npos
                                ? std::nullopt
                                : http::parse_family(trim_ascii(std::string_view{item}.substr(equals + 1)));
        if (!family) return invalid("", "'" + item + "' must look like host.example = publishing");
        config.aliases[to_lower_ascii(trim_ascii(std::string_view{item}.substr(0, equals)))] = *family;
    }
    return ok();
}

Result<void> set_family_listen(Config& config, std::string_view text) {
    for (const std::string& item : split_list(text)) {
        const auto equals = item.find('=');
        const std::string family{trim_ascii(std::string_view{item}.substr(0, equals))};
        if (equals == std::string::npos || !http::parse_family(family)) {
            return invalid("", "'" + item + "' must look like publishing = 127.0.0.1:8091");
        }
        config.family_listen[family] = std::string{trim_ascii(std::string_view{item}.substr(equals + 1))};
    }
    return ok();
}

Result<void> set_testing_hosts(Config& config, std::string_view text) {
    for (const std::string& item : split_list(text)) {
        const auto equals = item.find('=');
        if (equals == std::string::npos) return invalid("", "'" + item + "' must look like host.example = 127.0.0.1");
        config.testing_hosts[to_lower_ascii(trim_ascii(std::string_view{item}.substr(0, equals)))] =
            std::string{trim_ascii(std::string_view{item}.substr(equals + 1))};
    }
    return ok();
}

Result<void> set_log_level(Config& config, std::string_view text) {
    constexpr std::array names{"trace", "debug", "info", "warning", "error"};
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (text == names[index]) {
            config.log_level = static_cast<log::Level>(index);
            return ok();
        }
    }
    return invalid("", "must be trace, debug, info, warning or error");
}

Result<void> set_log_format(Config& config, std::string_view text) {
    if (text != "human" && text != "json") return invalid("", "must be human or json");
    config.log_format = text == "json" ? log::Format::json : log::Format::human;
    return ok();
}

Result<void> set_feed_rate(Config& config, std::string_view text) {
    MOORING_TRY(const int per_minute, number<int>(text, 1, 1'000'000));
    config.feed_per_second = per_minute / 60.0;
    return ok();
}

using http::ServerLimits;

constexpr std::array rows{
    Option{"data", "", "Folder of everything the instance keeps.", set_text<&Config::data_dir>},
    Option{"listen", "127.0.0.1:8080", "Addresses to serve, HOST:PORT, separated by commas.", set_list<&Config::listen>,
           false, true},
    Option{"base_url", "", "The public address; without it, http:// and the first listen address.",
           set_url<&Config::base_url>},
    Option{"public.feed_base_url", "", "The public address of feeds, when it is another one.",
           set_url<&Config::feed_base_url>},
    Option{"public.media_base_url", "", "The public address of media and pictures, when it is another one.",
           set_url<&Config::media_base_url>},
    Option{"public.title", "Mooring", "What the start page and oEmbed call this instance.",
           set_text<&Config::instance_title>},
    Option{"public.directory", "true", "List all public shows on the start page, in all.opml and in the site map.",
           set_switch<&Config::is_public>},
    Option{"hosts.aliases", "", "Host names of API families besides the built-in ones: host.example = publishing.",
           set_aliases, false, true},
    Option{"listen_family", "", "Addresses that serve one family at the root: publishing = 127.0.0.1:8091.",
           set_family_listen, false, true},
    Option{"metrics.listen", "", "Address for /healthz, /readyz and /metrics alone; empty: on the public listener.",
           set_text<&Config::metrics_listen>},
    Option{"tls.certificate", "", "PEM file with the certificate chain; read again when it changes.",
           set_text<&Config::tls_certificate>},
    Option{"tls.key", "", "PEM file with the certificate's private key.", set_text<&Config::tls_key>},
    Option{"http.trusted_proxies", "", "Peers whose forwarding headers are believed, such as 10.0.0.0/8.",
           set_networks<&Config::trusted_proxies>, false, true},
    Option{"http.proxy_protocol", "false", "Expect the PROXY protocol from the trusted peers.",
           set_switch<&Config::proxy_protocol>},
    Option{"http.network_threads", "0", "Threads that speak to clients; 0: one per core.",
           set_number<&Config::network_threads, 0, 256>},
    Option{"http.worker_threads", "4", "Threads that wait for disk and database.",
           set_number<&Config::worker_threads, 1, 256>},
    Option{"http.worker_queue", "1024", "Requests that may wait for a worker; more are answered 503.",
           set_number<&Config::worker_queue, 1, 1000000>},
    Option{"http.connections", "20000", "Connections at once.", set_limit<&ServerLimits::connections, 1, 1000000>},
    Option{"http.connections_per_address", "64", "Media transfers at once from one address.",
           set_limit<&ServerLimits::media_connections_per_address, 1, 1000000>},
    Option{"http.header_bytes", "32768", "Largest request head.",
           set_limit<&ServerLimits::header_bytes, 1024, 1048576>},
    Option{"http.header_timeout", "15", "Seconds for a whole request head.",
           set_limit<&ServerLimits::header_timeout, 1, 3600>},
    Option{"http.idle_timeout", "75", "Seconds a connection may rest between requests.",
           set_limit<&ServerLimits::idle_timeout, 1, 86400>},
    Option{"http.body_idle_timeout", "60", "Seconds without a byte of an upload.",
           set_limit<&ServerLimits::body_idle_timeout, 1, 86400>},
    Option{"http.upload_timeout", "3600", "Seconds for a whole upload.",
           set_limit<&ServerLimits::upload_timeout, 1, 86400>},
    Option{"http.write_idle_timeout", "60", "Seconds in which a client takes nothing.",
           set_limit<&ServerLimits::write_idle_timeout, 1, 86400>},
    Option{"http.drain_timeout", "30", "Seconds that requests under way may take after SIGTERM.",
           set_limit<&ServerLimits::drain_timeout, 0, 86400>},
    Option{"log.level", "info", "trace, debug, info, warning or error.", set_log_level},
    Option{"log.format", "human", "human or json.", set_log_format},
    Option{"feed.default_language", "en", "Language of a show that has none.", set_text<&Config::default_language>},
    Option{"feed.default_category", "Society & Culture", "Category of a show that has none.",
           set_text<&Config::default_category>},
    Option{"feed.default_author", "Mooring", "Author of a show that has none.", set_text<&Config::default_author>},
    Option{"feed.cache_bytes", "268435456", "Memory for rendered feeds.",
           set_number<&Config::feed_cache_bytes, 1048576, 1LL << 40>},
    Option{"http.response_cache_bytes", "33554432", "Memory for rendered API answers.",
           set_number<&Config::response_cache_bytes, 0, 1LL << 40>},
    Option{"accounts.silent_sign_ins", "60", "Silent sign-ins of one session in a minute.",
           set_number<&Config::silent_sign_ins, 1, 1000000>},
    Option{"webapi.default_market", "", "Country of Web API requests that name none, such as SE.", set_default_market},
    Option{"webapi.requests", "300", "Web API requests of one app in 30 seconds.",
           set_number<&Config::webapi_requests, 1, 1000000>},
    Option{"webapi.cache_bytes", "67108864", "Memory for rendered Web API answers.",
           set_number<&Config::webapi_cache_bytes, 1048576, 1LL << 40>},
    Option{"creators.draft_overview", "client_header",
           "Who may read a draft's overview: client_header (web app clients), forbidden or allowed.",
           set_draft_overview},
    Option{"creators.require_mums_param", "false", "Refuse creators API requests without isMumsCompatible.",
           set_switch<&Config::creators_requires_mums>},
    Option{"creators.legacy_endpoints", "true", "Answer the endpoints of older creators API clients.",
           set_switch<&Config::creators_legacy>},
    Option{"creators.allow_published_redate", "false", "Let a published episode move to another past time.",
           set_switch<&Config::creators_redate>},
    Option{"creators.require_media_to_publish", "false", "Refuse to publish episodes without media.",
           set_switch<&Config::creators_needs_media>},
    Option{"creators.region", "US", "Region of people who have no country.", set_region},
    Option{"creators.allowed_origins", "", "Further origins of pages that may write by the creators API.",
           set_list<&Config::creators_origins>, false, true},
    Option{"creators.requests", "0", "Creators API requests of one person in 30 seconds; 0 for no limit.",
           set_number<&Config::creators_requests, 0, 1000000>},
    Option{"graphql.requests", "600", "Creators GraphQL requests of one token in a minute; 0 for no limit.",
           set_number<&Config::graphql_requests, 0, 1000000>},
    Option{"graphql.hashes", "", "Further hashes of registered operations, as NAME=HASH.",
           set_list<&Config::graphql_hashes>, false, true},
    Option{"media.workers", "1", "Uploaded files that are processed at the same time.",
           set_number<&Config::media_workers, 1, 64>},
    Option{"media.streams", "true", "Make films ready for HTTP Live Streaming, one at a time.",
           set_switch<&Config::makes_streams>},
    Option{"media.av_duration_tolerance_ms", "1000", "How far sound and picture of a film may differ.",
           set_number<&Config::av_tolerance_ms, 0, 3600000>},
    Option{"media.check_video_color", "false", "Refuse films whose colours are described inconsistently.",
           set_switch<&Config::checks_video_color>},
    Option{"hooks.websub", "", "WebSub hubs to tell of changed feeds.", set_list<&Config::websub_hubs>, false, true},
    Option{"hooks.podping_url", "", "Podping endpoint.", set_url<&Config::podping_endpoint>},
    Option{"hooks.podping_token", "", "Podping token.", set_text<&Config::podping_token>, true},
    Option{"hooks.webhook_url", "", "Address that gets every event as signed JSON.", set_url<&Config::webhook_url>},
    Option{"hooks.webhook_secret", "", "Key of the webhook's signature.", set_text<&Config::webhook_secret>, true},
    Option{"limits.enabled", "true", "Count requests against the rate limits.", set_switch<&Config::limit_requests>},
    Option{"delivery.feed_burst", "60", "Feed requests at once from one address.",
           set_number<&Config::feed_burst, 1, 1000000>},
    Option{"limits.event_batches", "60",
           "Batches of players' reports of one address prefix in a minute; 0 for no limit.",
           set_number<&Config::event_batches, 0, 1000000>},
    Option{"delivery.feed_per_minute", "60", "Feed requests a minute from one address.", set_feed_rate},
    Option{"storage.disk_reserve_bytes", "1000000000", "Uploads are refused when less than this is free.",
           set_number<&Config::disk_reserve_bytes, 0, 1LL << 50>},
    Option{"storage.first_episode_id", "130000001", "The first episode's number, for a new instance.",
           set_number<&Config::first_episode_id, 1, 1LL << 50>},
    Option{"storage.first_show_id", "1", "The first show's number, for a new instance.",
           set_number<&Config::first_show_id, 1, 1LL << 50>},
    Option{"measurement.window", "calendar",
           "Which requests make one download: those of a UTC day (calendar), or of 24 hours (first_touch).",
           set_window},
    Option{"measurement.volume_limit", "200", "Downloads of one address in a day; with more, none of them counts.",
           set_number<&Config::measurement_volume_limit, 1, 1000000>},
    Option{"plays.memory_bytes", "536870912", "Memory for counting and for questions about plays.",
           set_number<&Config::plays_memory_bytes, 67108864, 1LL << 45>},
    Option{"plays.threads", "2", "Threads that answer questions about plays.",
           set_number<&Config::plays_threads, 1, 256>},
    Option{"outbound.allow_addresses", "", "Private ranges that may be called all the same.",
           set_networks<&Config::outbound_allowed>, false, true},
    Option{"outbound.ports", "80,443", "Ports that may be called.", set_ports, false, true},
    Option{"outbound.ca_file", "", "PEM file of authorities to trust instead of the system's.",
           set_text<&Config::outbound_ca_file>},
    Option{"testing.clock_offset_file", "", "For tests: a file of 8 bytes, microseconds to add to the clock.",
           set_text<&Config::clock_offset_file>},
    Option{"testing.hosts", "", "For tests: names that lead to an address without a look-up: host.example = 127.0.0.1.",
           set_testing_hosts, false, true},
};

const Option* find_option(std::string_view key) {
    const auto row = std::ranges::find(rows, key, &Option::key);
    return row == rows.end() ? nullptr : &*row;
}

Result<std::string> read_secret(const std::string& path) {
    MOORING_TRY(const std::string text, read_whole_file(path));
    return std::string{trim_ascii(text)};
}

/// One value from one place; `place` begins the message when it is wrong.
Result<void> apply(Config& config, const Option& option, std::string_view value, const std::string& place) {
    if (auto done = option.set(config, value); !done) {
        return Error{Errc::invalid_argument, place + " " + done.error().message, std::string{option.key}};
    }
    return ok();
}

Result<std::string> toml_text(const toml::node& node, const std::string& place) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
    if (const auto* flag = node.as_boolean()) return std::string{flag->get() ? "true" : "false"};
    if (const auto* array = node.as_array()) {
        std::string joined;
        for (const toml::node& item : *array) {
            MOORING_TRY(const std::string text, toml_text(item, place));
            joined += (joined.empty() ? "" : ",") + text;
        }
        return joined;
    }
    if (const auto* table = node.as_table()) {  // hosts.aliases, listen_family: name = value
        std::string joined;
        for (const auto& [name, value] : *table) {
            MOORING_TRY(const std::string text, toml_text(value, place));
            joined += (joined.empty() ? "" : ",") + std::string{name.str()} + "=" + text;
        }
        return joined;
    }
    return invalid("", place + " must be a text, a whole number, true or false, or a list");
}

struct FileValue {
    std::string value;
    std::string place;
};

Result<void> collect(const toml::table& table, const std::string& prefix, const std::string& file,
                     std::map<std::string, FileValue>& values) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string{name.str()};
        std::string place = file;
        place.append(":").append(std::to_string(node.source().begin.line)).append(": ").append(key);
        const bool is_secret_file = key.ends_with("_file") && find_option(key.substr(0, key.size() - 5)) != nullptr &&
                                    find_option(key.substr(0, key.size() - 5))->is_secret;
        if (find_option(key) == nullptr && !is_secret_file) {
            if (const auto* inner = node.as_table()) {
                MOORING_CHECK(collect(*inner, key + ".", file, values));
                continue;
            }
            return Error{Errc::invalid_argument, place + " is not a setting; the nearest one is " + nearest_key(key),
                         key};
        }
        MOORING_TRY(std::string text, toml_text(node, place));
        values[key] = FileValue{std::move(text), place};
    }
    return ok();
}

Result<std::map<std::string, FileValue>> read_file(const std::string& file) {
    std::map<std::string, FileValue> values;
    if (file.empty()) return values;
    try {
        const toml::table table = toml::parse_file(file);
        MOORING_CHECK(collect(table, "", file, values));
    } catch (const toml::parse_error& error) {
        std::ostringstream place;
        place << file << ":" << error.source().begin.line;
        return invalid("config", place.str() + ": " + std::string{error.description()});
    }
    return values;
}

}  // namespace

std::span<const Option> options() {
    return rows;
}

std::string flag_of(const Option& option) {
    std::string flag = "--" + std::string{option.key};
    std::ranges::replace(flag, '.', '-');
    std::ranges::replace(flag, '_', '-');
    return flag;
}

std::string environment_of(const Option& option) {
    std::string name = "MOORING_";
    for (const char c : option.key)
        name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

std::string nearest_key(std::string_view key) {
    const auto row =
        std::ranges::min_element(rows, {}, [&](const Option& option) { return edit_distance(option.key, key); });
    return std::string{row->key};
}

Result<Config> load_config(const std::string& file, const FlagValues& flags,
                           const std::function<const char*(const char*)>& environment) {
    Config config;
    MOORING_TRY(const auto from_file, read_file(file));
    for (const Option& option : rows) {
        const std::string key{option.key};
        const std::string variable = environment_of(option);
        if (const auto flag = flags.find(key); flag != flags.end()) {
            MOORING_CHECK(apply(config, option, flag->second, flag_of(option)));
        } else if (const char* value = environment(variable.c_str())) {
            MOORING_CHECK(apply(config, option, value, variable));
        } else if (const char* path = option.is_secret ? environment((variable + "_FILE").c_str()) : nullptr) {
            MOORING_TRY(const std::string secret, read_secret(path));
            MOORING_CHECK(apply(config, option, secret, variable + "_FILE"));
        } else if (const auto row = from_file.find(key); row != from_file.end()) {
            MOORING_CHECK(apply(config, option, row->second.value, row->second.place));
        } else if (const auto path_row = from_file.find(key + "_file");
                   option.is_secret && path_row != from_file.end()) {
            MOORING_TRY(const std::string secret, read_secret(path_row->second.value));
            MOORING_CHECK(apply(config, option, secret, path_row->second.place));
        }
    }
    for (const auto& [key, value] : flags) {
        if (find_option(key) == nullptr) {
            return invalid(key, "'" + key + "' is not a setting; the nearest one is " + nearest_key(key));
        }
    }
    return config;
}

}  // namespace mooring::server
