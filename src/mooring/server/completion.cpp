#include <vector>

#include "mooring/server/command_tree.hpp"

namespace mooring::server {
namespace {

struct CommandWords {
    std::string path;  ///< `admin key create`; empty for the program itself
    std::vector<std::string> words;
};

void collect(const CLI::App& command, const std::string& path, std::vector<CommandWords>& found) {
    CommandWords here{path, {}};
    for (const CLI::App* child : listed_commands(command)) {
        here.words.push_back(child->get_name());
    }
    for (const CLI::Option* option : command.get_options()) {
        if (!option->get_lnames().empty() && !option->get_group().empty()) {
            here.words.push_back("--" + option->get_lnames().front());
        }
    }
    found.push_back(here);
    for (const CLI::App* child : listed_commands(command)) {
        collect(*child, path.empty() ? child->get_name() : path + " " + child->get_name(), found);
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// bash and zsh (through bashcompinit) share one function: the words after the longest known command path.
std::string bash_script(const std::vector<CommandWords>& commands) {
    std::string script =
        "_mooring() {\n"
        "    local word path=\"\" words=\"\"\n"
        "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
        "        [[ $word == -* ]] || path=\"${path:+$path }$word\"\n"
        "    done\n"
        "    case \"$path\" in\n";
    for (const CommandWords& command : commands) {
        script += "        \"" + command.path + "\") words=\"" + joined(command.words) + "\" ;;\n";
    }
    script +=
        "    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
        "    [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
        "}\n"
        "complete -F _mooring mooring\n";
    return script;
}

std::string fish_script(const std::vector<CommandWords>& commands) {
    std::string script = "complete -c mooring -f\n";
    for (const CommandWords& command : commands) {
        const std::string condition =
            command.path.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + command.path;
        script += "complete -c mooring -n '" + condition + "' -a '" + joined(command.words) + "'\n";
    }
    return script;
}

}  // namespace

std::vector<const CLI::App*> listed_commands(const CLI::App& command) {
    return command.get_subcommands([](const CLI::App* child) { return !child->get_group().empty(); });
}

std::string completion_script(const CLI::App& program, const std::string& shell) {
    std::vector<CommandWords> commands;
    collect(program, "", commands);
    if (shell == "fish") return fish_script(commands);
    if (shell == "zsh") return "autoload -U +X bashcompinit && bashcompinit\n" + bash_script(commands);
    return bash_script(commands);
}

}  // namespace mooring::server
