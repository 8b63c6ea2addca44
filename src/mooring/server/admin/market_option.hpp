#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "mooring/domain/markets.hpp"

namespace mooring::server::admin {

/// `--markets`, the same for shows and episodes.
inline void add_markets(CLI::App& command, std::optional<domain::Markets>& target) {
    command
        .add_option_function<std::string>(
            "--markets", [&target](const std::string& text) { target = domain::parse_markets(text); },
            "Countries where the web catalogue lists it, such as SE,NO; all or none.")
        ->check([](const std::string& text) {
            return domain::parse_markets(text) ? std::string{}
                                               : "'" + text + "' must be all, none or country codes such as SE,NO";
        });
}

}  // namespace mooring::server::admin
