#include "mooring/server/command_line.hpp"

#include <cstdlib>
#include <iostream>

namespace mooring::server {

void SettingsFlags::add_to(CLI::App& command) {
    command.add_option("--config", file_, "TOML file with settings.")->group("Settings")->check(CLI::ExistingFile);
    for (const Option& option : options()) {
        const std::string key{option.key};
        const std::string help = std::string{option.help} +
                                 (option.fallback.empty() ? "" : " Default: " + std::string{option.fallback} + ".");
        command
            .add_option_function<std::string>(
                flag_of(option), [this, key](const std::string& value) { values_[key] = value; }, help)
            ->group("Settings")
            ->type_name("");
    }
}

Result<Config> SettingsFlags::load() const {
    return load_config(file_, values_, [](const char* name) { return std::getenv(name); });
}

cli::ExitCode report(std::string_view command, const Error& error) {
    std::cerr << "mooring " << command << ": " << error.message << '\n';
    return error.code == Errc::invalid_argument ? cli::ExitCode::usage : cli::ExitCode::failed;
}

}  // namespace mooring::server
