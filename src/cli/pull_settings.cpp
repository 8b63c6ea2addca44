#include "cli/pull_settings.hpp"

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "mooring/base/utf8.hpp"

namespace mooring::cli {
namespace {

constexpr std::array secret_names{"ANCHOR_PW_S", "SPOTIFY_SP_DC", "SPOTIFY_SP_KEY"};

bool is_secret(std::string_view name) {
    for (const std::string_view secret : secret_names) {
        if (name == secret) return true;
    }
    return false;
}

Result<std::map<std::string, std::string>> read_lines(const std::string& path, bool may_hold_secrets) {
    std::ifstream file{path};
    if (!file) return Error{Errc::not_found, "cannot read the file '" + path + "'"};
    std::map<std::string, std::string> values;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const std::string_view text = trim_ascii(line);
        if (text.empty() || text.starts_with('#')) continue;
        const auto equals = text.find('=');
        const std::string place = path + ":" + std::to_string(number);
        if (equals == std::string_view::npos || equals == 0) {
            return Error{Errc::invalid_argument, place + ": expected NAME=value"};
        }
        const std::string name{trim_ascii(text.substr(0, equals))};
        std::string_view value = trim_ascii(text.substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
            value = value.substr(1, value.size() - 2);
        }
        if (is_secret(name) && !may_hold_secrets) {
            return Error{Errc::invalid_argument,
                         place + ": " + name + " belongs in a file of mode 600 named 'secrets'"};
        }
        values[name] = value;
    }
    return values;
}

}  // namespace

std::optional<std::string> environment_value(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value != nullptr ? std::optional<std::string>{value} : std::nullopt;
}

Result<PullSettings> PullSettings::load(const std::string& config_file, const Environment& environment) {
    PullSettings settings;
    settings.environment_ = environment;
    std::string folder = environment("XDG_CONFIG_HOME").value_or("");
    if (folder.empty()) folder = environment("HOME").value_or("") + "/.config";
    folder += "/mooring";
    struct stat status {};
    const std::string usual = folder + "/pull.conf";
    const std::string config = config_file.empty() ? usual : config_file;
    if (!config_file.empty() || ::stat(usual.c_str(), &status) == 0) {
        MOORING_TRY(settings.config_, read_lines(config, false));
    }
    const std::string secrets = folder + "/secrets";
    if (::stat(secrets.c_str(), &status) == 0) {
        if ((status.st_mode & 077U) != 0) {
            return Error{Errc::invalid_argument, "others can read '" + secrets + "'; run: chmod 600 " + secrets};
        }
        MOORING_TRY(settings.secrets_, read_lines(secrets, true));
    }
    return settings;
}

Result<std::optional<std::string>> PullSettings::find(const std::string& name) const {
    if (const auto path = environment_(name + "_FILE"); path && !path->empty()) {
        std::ifstream file{*path};
        std::ostringstream text;
        if (!file || !(text << file.rdbuf())) {
            return Error{Errc::not_found, "cannot read the file '" + *path + "' that " + name + "_FILE names"};
        }
        return std::optional{std::string{trim_ascii(text.str())}};
    }
    if (auto value = environment_(name); value && !value->empty()) return value;
    for (const auto* values : {&secrets_, &config_}) {
        if (const auto found = values->find(name); found != values->end()) return std::optional{found->second};
    }
    return std::optional<std::string>{};
}

Result<std::vector<std::string>> PullSettings::require(const std::vector<std::string>& names) const {
    std::vector<std::string> values;
    std::string missing;
    for (const std::string& name : names) {
        MOORING_TRY(const auto value, find(name));
        if (!value || value->empty()) missing += (missing.empty() ? "" : ", ") + name;
        values.push_back(value.value_or(""));
    }
    if (!missing.empty()) {
        return Error{Errc::invalid_argument, "not set: " + missing + " (environment, " +
                                                 missing.substr(0, missing.find(',')) +
                                                 "_FILE, or the files below ~/.config/mooring)"};
    }
    return values;
}

}  // namespace mooring::cli
