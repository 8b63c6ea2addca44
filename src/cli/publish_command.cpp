#include "cli/publish_command.hpp"

#include <algorithm>
#include <iostream>
#include <optional>

#include "cli/progress_bar.hpp"
#include "cli/publishing_address.hpp"
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
    PublishingAddress address;
    Upload upload;
};

Result<Plan> plan(const PublishArguments& arguments) {
    Plan plan{.upload = {.file_path = arguments.file, .title = arguments.title, .description = arguments.description}};
    MOORING_TRY(plan.address, find_publishing_address({.server = arguments.server,
                                                       .api_key_file = arguments.api_key_file,
                                                       .credentials = arguments.credentials}));
    if (!arguments.description_file.empty()) {
        MOORING_TRY(plan.upload.description, read_text_file(arguments.description_file));
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
