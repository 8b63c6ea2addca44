#include "mooring/server/admin/admin.hpp"

#include <algorithm>
#include <iostream>
#include <vector>

#include "mooring/base/utf8.hpp"

namespace mooring::server {

void add_admin_commands(Program& program) {
    CLI::App* admin = program.app.add_subcommand(
        "admin", "Look after an instance: workspaces, keys, shows, episodes, checks. Works while it runs.");
    admin->require_subcommand(1);
    admin::add_workspace_commands(program, *admin);
    admin::add_key_commands(program, *admin);
    admin::add_show_commands(program, *admin);
    admin::add_episode_commands(program, *admin);
    admin::add_subscriber_commands(program, *admin);
    admin::add_engagement_commands(program, *admin);
    admin::add_sponsorship_commands(program, *admin);
    admin::add_elsewhere_commands(program, *admin);
    admin::add_account_commands(program, *admin);
    admin::add_app_commands(program, *admin);
    admin::add_creators_commands(program, *admin);
    admin::add_instance_commands(program, *admin);
    admin::add_measuring_commands(program, *admin);
    admin::add_import_commands(program, *admin);
    admin::add_testing_commands(program, *admin);
}

namespace admin {
namespace {

std::string cell(const boost::json::value& value) {
    if (value.is_null()) return "";
    if (value.is_string()) return std::string{value.as_string()};
    return boost::json::serialize(value);
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t length = is_valid_utf8(text) ? code_point_count(text) : text.size();
    return text + std::string(width > length ? width - length : 0, ' ');
}

std::string table(const boost::json::array& rows) {
    if (rows.empty()) return "none\n";
    std::vector<std::string> names;
    for (const auto& member : rows.front().as_object()) names.emplace_back(member.key());
    std::vector<std::size_t> widths;
    for (const std::string& name : names) {
        std::size_t width = name.size();
        for (const boost::json::value& row : rows) width = std::max(width, code_point_count(cell(row.at(name))));
        widths.push_back(width);
    }
    std::string text;
    const auto line = [&](const auto& text_of) {
        for (std::size_t column = 0; column < names.size(); ++column) {
            text += (column == 0 ? "" : "  ") + padded(text_of(names[column]), widths[column]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    };
    line([](const std::string& name) { return name; });
    for (const boost::json::value& row : rows) line([&](const std::string& name) { return cell(row.at(name)); });
    return text;
}

CLI::App* add(Program& program, CLI::App& parent, const std::string& name, const std::string& help,
              std::function<Result<boost::json::value>(const Config&)> body) {
    CLI::App* command = parent.add_subcommand(name, help);
    auto session = std::make_shared<Session>();
    session->settings.add_to(*command);
    command->add_flag("--json", session->json, "Print JSON.");
    const std::string path = "admin " + (parent.get_name() == "admin" ? "" : parent.get_name() + " ") + name;
    command->callback([&program, session, path, body = std::move(body)] {
        program.run.body = [session, path, body] {
            const auto config = session->settings.load();
            if (!config) return report(path, config.error());
            log::configure(log::Level::warning, config->log_format);
            const auto result = body(*config);
            if (!result) return report(path, result.error());
            if (session->json) {
                std::cout << boost::json::serialize(*result) << '\n';
            } else {
                std::cout << readable(*result);
            }
            return cli::ExitCode::done;
        };
    });
    return command;
}

}  // namespace

CLI::App* add_command(Program& program, CLI::App& parent, const std::string& name, const std::string& help,
                      std::function<Result<boost::json::value>(Storage&, const Config&)> body, IfMissing if_missing) {
    return add(program, parent, name, help,
               [body = std::move(body), if_missing](const Config& config) -> Result<boost::json::value> {
                   MOORING_TRY(Storage storage, Storage::open(config, if_missing));
                   return body(storage, config);
               });
}

CLI::App* add_plain_command(Program& program, CLI::App& parent, const std::string& name, const std::string& help,
                            std::function<Result<boost::json::value>(const Config&)> body) {
    return add(program, parent, name, help, std::move(body));
}

std::string readable(const boost::json::value& value) {
    if (value.is_array()) return table(value.as_array());
    if (value.is_string()) return std::string{value.as_string()} + "\n";
    if (!value.is_object()) return "";
    std::size_t width = 0;
    for (const auto& member : value.as_object()) width = std::max(width, member.key().size());
    std::string text;
    for (const auto& member : value.as_object()) {
        text += padded(std::string{member.key()}, width) + "  " + cell(member.value()) + '\n';
    }
    return text;
}

}  // namespace admin
}  // namespace mooring::server
