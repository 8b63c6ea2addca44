#include "cli/publish_command.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "cli/progress_bar.hpp"
#include "mooring/base/encoding.hpp"
#include "mooring/base/hash.hpp"
#include "mooring/base/random.hpp"
#include "mooring/base/result.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring_client/publishing.hpp"
#include "mooring_client/typed.hpp"

namespace mooring::cli {
namespace {

namespace api = mooring_client;

struct Address {
    std::string base_url;
    std::string api_key;
};

Result<std::string> read_text(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::not_found, "cannot read the file '" + path + "'"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

Result<Address> address_in(const std::string& credentials_file) {
    MOORING_TRY(const std::string text, read_text(credentials_file));
    boost::json::error_code failed;
    const boost::json::value value = boost::json::parse(text, failed);
    const boost::json::object* publishing =
        !failed && value.is_object() && value.as_object().if_contains("publishing") != nullptr
            ? value.as_object().at("publishing").if_object()
            : nullptr;
    const auto text_of = [&](std::string_view name) -> std::optional<std::string> {
        const boost::json::value* member = publishing != nullptr ? publishing->if_contains(name) : nullptr;
        return member != nullptr && member->is_string() ? std::optional{std::string{member->as_string()}}
                                                        : std::nullopt;
    };
    const auto base_url = text_of("base_url");
    const auto api_key = text_of("api_key");
    if (!base_url || !api_key) {
        return Error{Errc::invalid_argument, "'" + credentials_file + "' holds no publishing address and key"};
    }
    return Address{*base_url, *api_key};
}

Result<Address> find_address(const PublishArguments& arguments) {
    Address address;
    if (!arguments.credentials.empty()) {
        MOORING_TRY(address, address_in(arguments.credentials));
    }
    if (!arguments.server.empty()) {
        address.base_url = arguments.server;
    } else if (address.base_url.empty()) {
        address.base_url = environment("MOORING_URL");
    }
    if (!arguments.api_key_file.empty()) {
        MOORING_TRY(const std::string text, read_text(arguments.api_key_file));
        address.api_key = trim_ascii(text);
    } else if (address.api_key.empty()) {
        address.api_key = environment("MOORING_API_KEY");
    }
    if (address.base_url.empty()) {
        return Error{Errc::invalid_argument,
                     "no server given; use --server https://HOST/autopod/v1, MOORING_URL or --credentials FILE"};
    }
    if (address.api_key.empty()) {
        return Error{Errc::invalid_argument,
                     "no API key given; use --api-key-file FILE, MOORING_API_KEY or --credentials FILE "
                     "(`mooring admin key create` makes a key)"};
    }
    return address;
}

/// An MP3 to put in front of listeners.
struct Upload {
    std::string file_path;
    std::int64_t show_id = 0;
    std::string title;
    std::string description;
    std::optional<std::int64_t> unix_seconds;
};

api::Result<std::int64_t> find_show(api::PublishingApi& publishing, const std::string& wanted) {
    if (const auto id = parse_decimal(wanted); id && *id > 0) return *id;
    MOORING_TRY(const api::Answer answer, publishing.list_shows());
    MOORING_TRY(const auto shows, api::read_published_shows(answer));
    std::string names;
    for (const api::PublishedShow& show : shows) {
        if (equals_ignoring_case(show.title, wanted)) return show.id;
        names += (names.empty() ? "" : ", ") + ("'" + show.title + "' (" + std::to_string(show.id) + ")");
    }
    return api::Error{.kind = api::ErrorKind::not_found,
                      .message = "no show is called '" + wanted + "'; there are: " + (names.empty() ? "none" : names)};
}

Result<std::string> hash_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::not_found, "cannot read the file '" + path + "'"};
    Sha256 hash;
    std::string block(1U << 18U, '\0');
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
        hash.update({block.data(), static_cast<std::size_t>(file.gcount())});
    }
    return to_hex(hash.finish());
}

/// The same file under the same title is the same publication: a command that is run again after a broken
/// connection makes no second episode.
Result<std::string> idempotency_key(const Upload& upload, bool again) {
    if (again) {
        SystemRandom random;
        return "publish-" + random_uuid(random);
    }
    MOORING_TRY(const std::string content, hash_file(upload.file_path));
    const std::string meaning = content + '\n' + std::to_string(upload.show_id) + '\n' + upload.title + '\n' +
                                upload.description + '\n' +
                                (upload.unix_seconds ? std::to_string(*upload.unix_seconds) : "now");
    return "publish-" + to_hex(sha256(meaning));
}

Result<std::optional<std::int64_t>> read_date(const std::string& text) {
    if (text.empty()) return std::optional<std::int64_t>{};
    if (const auto seconds = parse_decimal(text)) return std::optional{*seconds};
    if (const auto instant = parse_iso8601(text)) return std::optional{unix_seconds(*instant)};
    return Error{Errc::invalid_argument, "--date must be Unix seconds or ISO 8601, such as 2031-03-04T06:30:00Z"};
}

/// What the command line says, before anybody is asked.
struct Plan {
    Address address;
    Upload upload;
};

Result<Plan> plan(const PublishArguments& arguments) {
    Plan plan{.upload = {.file_path = arguments.file, .title = arguments.title, .description = arguments.description}};
    MOORING_TRY(plan.address, find_address(arguments));
    if (!arguments.description_file.empty()) {
        MOORING_TRY(plan.upload.description, read_text(arguments.description_file));
    }
    MOORING_TRY(plan.upload.unix_seconds, read_date(arguments.date));
    return plan;
}

api::Result<api::Answer> run(const PublishArguments& arguments, Plan plan) {
    MOORING_TRY(auto publishing, api::PublishingApi::make(
                                     {.rest = {.base_url = plan.address.base_url}, .api_key = plan.address.api_key}));
    Upload& upload = plan.upload;
    MOORING_TRY(upload.show_id, find_show(publishing, arguments.show));
    const auto key = idempotency_key(upload, arguments.again);
    if (!key) return api::Error{.kind = api::ErrorKind::local, .message = key.error().message};
    ProgressBar bar{"Uploading"};
    return publishing.upload_episode(upload.file_path,
                                     {.title = upload.title,
                                      .show_id = upload.show_id,
                                      .description = upload.description,
                                      .datetime = upload.unix_seconds},
                                     *key, [&](std::int64_t sent, std::int64_t total) {
                                         bar.update(sent, total);
                                         return true;
                                     });
}

}  // namespace

ExitCode publish(const PublishArguments& arguments) {
    auto planned = plan(arguments);
    if (!planned) {
        std::cerr << "mooring publish: " << planned.error().message << '\n';
        return ExitCode::usage;
    }
    const auto answer = run(arguments, std::move(*planned));
    const auto episode =
        answer ? api::read_published_episode(*answer) : api::Result<api::PublishedEpisode>{answer.error()};
    if (!episode) {
        std::cerr << "mooring publish: " << episode.error().message << '\n';
        return ExitCode::failed;
    }
    if (arguments.json) {
        std::cout << answer->text << '\n';
    } else {
        std::cout << "Published \"" << episode->title << "\" in " << episode->show << " as episode " << episode->id
                  << '\n'
                  << "  at     " << iso8601_seconds(from_unix_seconds(episode->datetime)) << '\n'
                  << "  audio  " << episode->audio_url << " (" << byte_text(episode->audio_length) << ")\n";
    }
    return ExitCode::done;
}

}  // namespace mooring::cli
