#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/media/chapters/chapters.hpp"
#include "mooring/server/admin/admin.hpp"
#include "mooring/server/admin/find.hpp"
#include "mooring/server/files.hpp"

// Chapters, transcripts and streams of episodes (delivery.md, 6 and 11).

namespace mooring::server::admin {
namespace {

namespace json = boost::json;
namespace publishing = app::publishing;
namespace transcripts = media::transcripts;

struct Wanted {
    std::string episode, file, language, format;
    bool removes = false;
};

json::value describe(const domain::Episode& episode, const app::PublicUrls& urls) {
    const domain::Companions& companions = episode.companions;
    json::array texts;
    for (const domain::TranscriptMark& mark : companions.transcripts) {
        texts.push_back(json::object{{"language", mark.language},
                                     {"timed", mark.is_timed},
                                     {"url", urls.transcript(episode, mark.language, mark.is_timed ? "vtt" : "txt")}});
    }
    const auto url_if = [](bool is_there, std::string url) {
        return is_there ? json::value(std::move(url)) : json::value();
    };
    return json::object{{"id", episode.id.value},
                        {"chapters_url", url_if(companions.chapters_since.has_value(), urls.chapters(episode))},
                        {"stream_url", url_if(companions.stream.has_value(), urls.stream(episode))},
                        {"transcripts", std::move(texts)}};
}

Result<transcripts::Format> format_of(const Wanted& wanted, std::string_view bytes) {
    for (const auto format :
         {transcripts::Format::vtt, transcripts::Format::srt, transcripts::Format::json, transcripts::Format::text}) {
        if (wanted.format == transcripts::extension_of(format)) return format;
    }
    return transcripts::sniff_format(bytes);
}

Result<domain::Episode> change_chapters(storage::CatalogTransaction& tx, Instant now, domain::EpisodeId id,
                                        const Wanted& wanted) {
    if (wanted.removes) return publishing::set_chapters(tx, now, id, {});
    MOORING_TRY(const std::string bytes, read_whole_file(wanted.file));
    MOORING_TRY(const auto chapters, media::chapters::parse_json(bytes));
    return publishing::set_chapters(tx, now, id, chapters);
}

Result<domain::Episode> change_transcript(storage::CatalogTransaction& tx, Instant now, domain::EpisodeId id,
                                          const Wanted& wanted) {
    if (wanted.removes) return publishing::remove_transcripts(tx, now, id, wanted.language);
    MOORING_TRY(std::string bytes, read_whole_file(wanted.file));
    MOORING_TRY(const auto format, format_of(wanted, bytes));
    return publishing::put_transcript(tx, now, id, {wanted.language, format, std::move(bytes)});
}

using Change = Result<domain::Episode> (*)(storage::CatalogTransaction&, Instant, domain::EpisodeId, const Wanted&);

/// A command about one episode, which it shows afterwards.
CLI::App* add(Program& program, CLI::App& group, const std::string& name, const std::string& help,
              const std::shared_ptr<Wanted>& wanted, Change change) {
    CLI::App* command = add_command(
        program, group, name, help, [wanted, change](Storage& storage, const Config& config) -> Result<json::value> {
            MOORING_TRY(domain::Episode episode, find_episode(storage, wanted->episode));
            if (!wanted->file.empty() || wanted->removes) {
                MOORING_TRY(episode, storage.catalog->write([&](storage::CatalogTransaction& tx) {
                    return change(tx, storage.clock->now(), episode.id, *wanted);
                }));
            }
            return describe(episode, configured_urls(storage, config));
        });
    command->add_option("--episode", wanted->episode, "Id, web id, URI or key of the episode.")->required();
    CLI::Option* file = command->add_option("--file", wanted->file, "Put what this file holds into their place.");
    command->add_flag("--remove", wanted->removes, "Take them away.")->excludes(file);
    return command;
}

}  // namespace

void add_companion_commands(Program& program, CLI::App& group) {
    add(program, group, "chapters", "Show what goes with an episode; with a file of JSON chapters, set its chapters.",
        std::make_shared<Wanted>(), change_chapters);

    auto wanted = std::make_shared<Wanted>();
    CLI::App* transcript =
        add(program, group, "transcript", "Show what goes with an episode; with a file, set a transcript of it.",
            wanted, change_transcript);
    transcript->add_option("--language", wanted->language, "Language of the transcript, such as en.")->required();
    transcript->add_option("--format", wanted->format, "Format of the file; found out when left out.")
        ->check(CLI::IsMember({"vtt", "srt", "json", "txt"}));

    auto streamed = std::make_shared<std::string>();
    add_command(program, group, "stream", "Have a running server make an episode's film ready for streaming.",
                [streamed](Storage& storage, const Config& config) -> Result<json::value> {
                    MOORING_TRY(const domain::Episode episode, find_episode(storage, *streamed));
                    if (!episode.video) return Error{Errc::invalid_argument, "the episode has no film"};
                    MOORING_CHECK(storage.catalog->write([&](storage::CatalogTransaction& tx) {
                        return publishing::enqueue_for(tx, app::job_kind::make_stream, "episode", episode.id.value,
                                                       storage.clock->now());
                    }));
                    return describe(episode, configured_urls(storage, config));
                })
        ->add_option("--episode", *streamed, "Id, web id, URI or key of the episode.")
        ->required();
}

}  // namespace mooring::server::admin
