#include <algorithm>
#include <utility>

#include "mooring/server/command_tree.hpp"
#include "mooring/server/edit_distance.hpp"

namespace mooring::server {
namespace {

std::string listed(const std::vector<const CLI::App*>& commands) {
    std::string names;
    for (const CLI::App* command : commands) names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

}  // namespace

std::optional<std::string> unknown_command(const CLI::App& program) {
    const CLI::App* chosen = &program;
    std::string path = program.get_name();
    while (!chosen->get_subcommands().empty()) {
        chosen = chosen->get_subcommands().front();
        path += " " + chosen->get_name();
    }
    const auto known = listed_commands(*chosen);
    const auto words = chosen->remaining();
    const auto word = std::ranges::find_if(words, [](const std::string& text) { return !text.starts_with('-'); });
    if (known.empty() || word == words.end()) return std::nullopt;

    std::string message = path + ": unknown command '" + *word + "'; ";
    std::pair<std::size_t, std::string> nearest{(word->size() + 1) / 2 + 1, ""};  // what differs in more is no slip
    for (const CLI::App* command : known) {
        nearest = std::min(nearest, std::pair{edit_distance(command->get_name(), *word), command->get_name()});
    }
    return message +
           (nearest.second.empty() ? "there are: " + listed(known) : "did you mean '" + nearest.second + "'?");
}

}  // namespace mooring::server
