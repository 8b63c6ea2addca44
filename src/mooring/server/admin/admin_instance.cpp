#include <filesystem>

#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/doctor.hpp"
#include "mooring/server/admin/hit_lines.hpp"
#include "mooring/server/admin/rotate_secret.hpp"
#include "mooring/server/files.hpp"
#include "mooring/server/tls_issue.hpp"

namespace mooring::server::admin {
namespace {

namespace json = boost::json;

/// The host of `base_url`, without port and brackets.
std::string host_of(std::string_view base_url) {
    const auto scheme = base_url.find("://");
    std::string_view rest = scheme == std::string_view::npos ? base_url : base_url.substr(scheme + 3);
    rest = rest.substr(0, rest.find('/'));
    if (rest.starts_with('[')) return std::string{rest.substr(1, rest.find(']') - 1)};
    return std::string{rest.substr(0, rest.find(':'))};
}

/// The names a certificate for this instance must carry.
std::vector<std::string> served_names(const Config& config) {
    std::vector<std::string> names;
    if (!config.base_url.empty()) names.push_back(host_of(config.base_url));
    for (const auto& [host, family] : config.aliases) names.push_back(host);
    names.insert(names.end(), {"localhost", "127.0.0.1"});
    return names;
}

}  // namespace

void add_instance_commands(Program& program, CLI::App& admin) {
    add_command(program, admin, "doctor", "Check the data folder: catalog, files, jobs, secret.",
                [](Storage& storage, const Config& config) { return examine(storage, config); });

    auto address = std::make_shared<std::string>("127.0.0.1");
    add_plain_command(program, admin, "hosts", "Print lines for a client machine's hosts file.",
                      [address](const Config& config) -> Result<json::value> {
                          std::string lines;
                          for (const auto& [host, family] : config.aliases) lines += *address + " " + host + "\n";
                          lines.pop_back();
                          return json::value(lines);
                      })
        ->add_option("--address", *address, "Where the server is. Default: 127.0.0.1.");

    auto folder = std::make_shared<std::string>();
    add_plain_command(program, admin, "tls-issue", "Make a private authority and a certificate for the host aliases.",
                      [folder](const Config& config) -> Result<json::value> {
                          std::error_code failed;
                          std::filesystem::create_directories(*folder, failed);
                          MOORING_TRY(const IssuedTls issued, issue_tls(served_names(config), SystemClock{}.now()));
                          MOORING_CHECK(replace_file(*folder + "/authority.pem", issued.authority_certificate, 0644));
                          MOORING_CHECK(replace_file(*folder + "/certificate.pem", issued.certificate_chain, 0644));
                          MOORING_CHECK(replace_file(*folder + "/key.pem", issued.private_key, 0600));
                          // The authority's own key is dropped: whoever held it could speak for any host to those who
                          // trust it.
                          return json::value(json::object{{"trust", *folder + "/authority.pem"},
                                                          {"certificate", *folder + "/certificate.pem"},
                                                          {"key", *folder + "/key.pem"}});
                      })
        ->add_option("--out", *folder, "Folder for the PEM files.")
        ->required();

    auto confirmed = std::make_shared<bool>(false);
    add_plain_command(
        program, admin, "rotate-secret",
        "Make a new server secret. Ends every key, session, token, app secret, private feed and preview.",
        [confirmed](const Config& config) -> Result<json::value> {
            if (!*confirmed) {
                return Error{Errc::conflict,
                             "this ends every API key, session, token, app secret, private feed and preview; stop the "
                             "server and run it again with --yes"};
            }
            MOORING_CHECK(require_instance(config));
            SystemRandom random;
            MOORING_CHECK(rotate_secret(config.data_dir, random));
            return json::value(json::object{{"rotated", true}});
        })
        ->add_flag("--yes", *confirmed, "Do it.");

    add_plain_command(program, admin, "hits", "Print the raw hits on record, oldest first.",
                      [](const Config& config) -> Result<json::value> {
                          MOORING_CHECK(require_instance(config));
                          return read_hits(config.data_dir + "/spool");
                      });
}

}  // namespace mooring::server::admin
