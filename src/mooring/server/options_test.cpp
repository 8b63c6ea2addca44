#include "mooring/server/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

namespace mooring::server {
namespace {

const char* no_environment(const char*) {
    return nullptr;
}

/// A file that is gone with its test.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text) {
        const int descriptor = ::mkstemp(path_.data());
        ::close(descriptor);
        std::ofstream{path_} << text;
    }
    ~TemporaryFile() { ::unlink(path_.c_str()); }
    const std::string& path() const { return path_; }

private:
    std::string path_ = testing::TempDir() + "mooring-options-XXXXXX";
};

TEST(LoadConfig, UsesTheDefaultsOfTheTable) {
    Config expected;
    for (const Option& option : options()) {
        if (!option.fallback.empty()) {
            EXPECT_TRUE(option.set(expected, option.fallback)) << option.key;
        }
    }
    const auto config = load_config("", {}, no_environment);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->listen, expected.listen);
    EXPECT_EQ(config->limits.header_bytes, expected.limits.header_bytes);
    EXPECT_EQ(config->limits.drain_timeout, expected.limits.drain_timeout);
    EXPECT_EQ(config->feed_cache_bytes, expected.feed_cache_bytes);
    EXPECT_EQ(config->worker_queue, expected.worker_queue);
    EXPECT_EQ(config->default_category, expected.default_category);
    EXPECT_EQ(config->outbound_ports, expected.outbound_ports);
}

TEST(LoadConfig, PrefersFlagThenEnvironmentThenFileThenDefault) {
    const TemporaryFile file{"[log]\nlevel = \"debug\"\nformat = \"json\"\n[http]\nworker_threads = 7\n"};
    const auto environment = [](const char* name) -> const char* {
        return std::string_view{name} == "MOORING_LOG_LEVEL" || std::string_view{name} == "MOORING_LISTEN"
                   ? (std::string_view{name} == "MOORING_LISTEN" ? "0.0.0.0:1" : "warning")
                   : nullptr;
    };
    const auto config = load_config(file.path(), {{"listen", "127.0.0.1:9,[::1]:9"}}, environment);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_THAT(config->listen, testing::ElementsAre("127.0.0.1:9", "[::1]:9"));
    EXPECT_EQ(config->log_level, log::Level::warning);
    EXPECT_EQ(config->log_format, log::Format::json);
    EXPECT_EQ(config->worker_threads, 7U);
    EXPECT_EQ(config->worker_queue, 1024U);
}

TEST(LoadConfig, NamesTheNearestSettingAndTheLineOfAnUnknownOne) {
    const TemporaryFile file{"\n[http]\nworker_thread = 7\n"};
    const auto config = load_config(file.path(), {}, no_environment);
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().message, testing::HasSubstr(":3: http.worker_thread is not a setting"));
    EXPECT_THAT(config.error().message, testing::HasSubstr("http.worker_threads"));
}

TEST(LoadConfig, SaysWhereABadValueStands) {
    const auto config = load_config("", {{"http.worker_threads", "many"}}, no_environment);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().message, "--http-worker-threads must be a whole number from 1 to 256");
}

TEST(LoadConfig, ReadsASecretFromAFile) {
    const TemporaryFile secret{"s3cret\n"};
    const TemporaryFile file{"[hooks]\npodping_token_file = \"" + secret.path() + "\"\n"};
    const auto config = load_config(file.path(), {}, no_environment);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->podping_token, "s3cret");
}

TEST(LoadConfig, AddsHostAliasesToTheBuiltInOnes) {
    const TemporaryFile file{"[hosts.aliases]\n\"Pods-API.saltmarsh.example\" = \"publishing\"\n"};
    const auto config = load_config(file.path(), {}, no_environment);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->aliases.at("pods-api.saltmarsh.example"), http::Family::publishing);
    EXPECT_EQ(config->aliases.at("api.autopod.xyz"), http::Family::publishing);
}

TEST(LoadConfig, ReportsTheLineOfBrokenToml) {
    const TemporaryFile file{"listen = \n"};
    const auto config = load_config(file.path(), {}, no_environment);
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().message, testing::HasSubstr(":1"));
}

TEST(Options, HaveDistinctKeysFlagsAndVariablesAndHelp) {
    std::set<std::string> seen;
    for (const Option& option : options()) {
        EXPECT_TRUE(seen.insert(std::string{option.key}).second) << option.key;
        EXPECT_TRUE(seen.insert(flag_of(option)).second) << option.key;
        EXPECT_TRUE(seen.insert(environment_of(option)).second) << option.key;
        EXPECT_TRUE(option.help.ends_with(".")) << option.key;
    }
}

}  // namespace
}  // namespace mooring::server
