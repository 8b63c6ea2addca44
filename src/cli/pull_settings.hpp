#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::cli {

/// The settings of the connectors, named like their environment variables (`ANCHOR_BASE_URL`).
///
/// Looked for in this order: the file that `NAME_FILE` names, the environment, the store of secrets
/// (`~/.config/mooring/secrets`, which nobody else may read), the configuration file (`~/.config/mooring/pull.conf`).
/// Both files have lines `NAME=value`; `#` begins a comment.
class PullSettings {
public:
    using Environment = std::function<std::optional<std::string>(const std::string&)>;

    /// `config_file` empty: the usual place, where it may be missing. Errors: not_found, invalid_argument (a line that
    /// is no setting, a secret in a file that others can read).
    static Result<PullSettings> load(const std::string& config_file, const Environment& environment);

    /// Errors: not_found (the file that `NAME_FILE` names).
    Result<std::optional<std::string>> find(const std::string& name) const;
    /// Errors: invalid_argument, which names all of `names` that are missing or empty.
    Result<std::vector<std::string>> require(const std::vector<std::string>& names) const;

private:
    Environment environment_;
    std::map<std::string, std::string> secrets_;
    std::map<std::string, std::string> config_;
};

/// The process's environment.
std::optional<std::string> environment_value(const std::string& name);

}  // namespace mooring::cli
