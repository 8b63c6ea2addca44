#include "mooring/app/publishing/companions.hpp"

#include <algorithm>

#include "mooring/app/publishing/feed_events.hpp"
#include "mooring/feed/language.hpp"
#include "mooring/media/chapters/chapters.hpp"

namespace mooring::app::publishing {
namespace {

using domain::TranscriptMark;
using media::transcripts::Transcript;

Error invalid(std::string field, std::string message) {
    return Error{Errc::invalid_argument, std::move(message), std::move(field)};
}

Result<Episode> find(CatalogTransaction& tx, EpisodeId id) {
    MOORING_TRY(std::optional<Episode> found, tx.episodes().find(id));
    if (!found || found->deleted_at) return Error{Errc::not_found, "episode not found", "episode"};
    return *std::move(found);
}

Result<Episode> write(CatalogTransaction& tx, Instant now, const Episode& before, Episode after) {
    after.updated_at = now;
    MOORING_CHECK(tx.episode_writer().update(after));
    MOORING_TRY(const std::optional<Show> show, tx.shows().find(after.show));
    if (show) MOORING_CHECK(tell_episode_change(tx, *show, &before, after, now));
    return after;
}

Result<std::string> language_of(const std::string& text) {
    auto language = feed::parse_language(text);
    if (!language) return invalid("language", "'" + text + "' is not a language such as en or pt-br");
    return *std::move(language);
}

auto find_mark(std::vector<TranscriptMark>& marks, std::string_view language, bool is_timed) {
    return std::ranges::find_if(
        marks, [&](const TranscriptMark& mark) { return mark.language == language && mark.is_timed == is_timed; });
}

/// The form in which a transcript is kept: JSON with times, or bare text.
Result<std::string> kept_form(const Transcript& transcript) {
    using media::transcripts::Format;
    return media::transcripts::write(transcript.is_timed ? Format::json : Format::text, transcript);
}

/// How well a transcript's language fits: not, by its main part (`en` for `en-gb`), or wholly.
int fit_of(std::string_view language, std::string_view wanted) {
    const auto main_part = [](std::string_view tag) { return tag.substr(0, tag.find('-')); };
    if (language == wanted) return 2;
    return main_part(language) == main_part(wanted) ? 1 : 0;
}

}  // namespace

Result<std::optional<std::string>> transcript_text(CatalogSnapshot& catalog, const Show& show, const Episode& episode) {
    const auto& marks = episode.companions.transcripts;
    if (marks.empty()) return std::optional<std::string>{};
    const std::string_view language = episode.languages.empty() ? show.language : episode.languages.front();
    const TranscriptMark mark = *std::ranges::max_element(marks, {}, [&](const TranscriptMark& one) {
        // What was written as text reads better than what was timed.
        return std::pair{fit_of(one.language, language), !one.is_timed};
    });
    MOORING_TRY(const auto stored, catalog.companions().transcript(episode.id, mark.language, mark.is_timed));
    if (!stored) return std::optional<std::string>{};
    if (!stored->is_timed) return std::optional{stored->segments_json};
    MOORING_TRY(const Transcript transcript,
                media::transcripts::parse(media::transcripts::Format::json, stored->segments_json));
    MOORING_TRY(std::string text, media::transcripts::write(media::transcripts::Format::text, transcript));
    return std::optional{std::move(text)};
}

std::optional<std::chrono::milliseconds> media_duration(const Episode& episode) {
    if (const auto* stored = std::get_if<domain::StoredMedia>(&episode.media)) return stored->duration;
    if (const auto* external = std::get_if<domain::ExternalMedia>(&episode.media)) return external->duration;
    return std::nullopt;
}

Result<Episode> set_chapters(CatalogTransaction& tx, Instant now, EpisodeId id,
                             const std::vector<domain::Chapter>& chapters, bool from_file) {
    MOORING_TRY(const Episode before, find(tx, id));
    if (from_file && before.companions.chapters_since && !before.companions.has_file_chapters) return before;
    MOORING_CHECK(media::chapters::validate(chapters, media_duration(before)));
    MOORING_TRY(const std::vector<domain::Chapter> present, tx.companions().chapters(id));
    if (present == chapters) return before;
    MOORING_CHECK(tx.companion_writer().set_chapters(id, chapters));
    Episode after = before;
    after.companions.chapters_since = chapters.empty() ? std::nullopt : std::optional{now};
    after.companions.has_file_chapters = from_file && !chapters.empty();
    return write(tx, now, before, std::move(after));
}

Result<Episode> put_transcript(CatalogTransaction& tx, Instant now, EpisodeId id, const NewTranscript& wanted) {
    MOORING_TRY(const Episode before, find(tx, id));
    MOORING_TRY(std::string language, language_of(wanted.language));
    MOORING_TRY(const Transcript transcript, media::transcripts::parse(wanted.format, wanted.bytes));
    if (transcript.segments.empty()) return invalid("transcript", "the transcript has no words");
    if (const auto duration = media_duration(before)) {
        MOORING_CHECK(media::transcripts::check_against(transcript, *duration));
    }
    storage::StoredTranscript stored;
    stored.language = language;
    stored.is_timed = transcript.is_timed;
    MOORING_TRY(stored.segments_json, kept_form(transcript));
    if (stored.segments_json.size() > media::transcripts::most_bytes) {
        return Error{Errc::too_large, "the transcript is larger than 10 MiB", "transcript"};
    }
    stored.original_format = media::transcripts::extension_of(wanted.format);
    stored.original = wanted.bytes;
    MOORING_TRY(const auto present, tx.companions().transcript(id, language, transcript.is_timed));
    if (present == stored) return before;
    MOORING_CHECK(tx.companion_writer().put_transcript(id, stored));
    Episode after = before;
    auto& marks = after.companions.transcripts;
    const auto mark = find_mark(marks, language, transcript.is_timed);
    if (mark != marks.end()) {
        mark->since = now;
    } else {
        marks.push_back({std::move(language), transcript.is_timed, now});
    }
    return write(tx, now, before, std::move(after));
}

Result<Episode> remove_transcripts(CatalogTransaction& tx, Instant now, EpisodeId id, std::string_view language) {
    MOORING_TRY(const Episode before, find(tx, id));
    MOORING_TRY(const std::string code, language_of(std::string{language}));
    Episode after = before;
    std::erase_if(after.companions.transcripts, [&](const TranscriptMark& mark) { return mark.language == code; });
    if (after == before) return Error{Errc::not_found, "there is no transcript in this language", "language"};
    for (const bool is_timed : {false, true}) {
        MOORING_CHECK(tx.companion_writer().remove_transcript(id, code, is_timed));
    }
    return write(tx, now, before, std::move(after));
}

Result<void> drop_companions(CatalogTransaction& tx, Instant now, const Episode& episode) {
    MOORING_CHECK(tx.companion_writer().set_chapters(episode.id, {}));
    for (const TranscriptMark& mark : episode.companions.transcripts) {
        MOORING_CHECK(tx.companion_writer().remove_transcript(episode.id, mark.language, mark.is_timed));
    }
    const auto& stream = episode.companions.stream;
    return stream ? enqueue_blob_removal(tx, stream->sha256, now) : ok();
}

Result<void> drop_stale_stream(CatalogTransaction& tx, Instant now, Episode& episode) {
    auto& stream = episode.companions.stream;
    if (!stream || (episode.video && episode.video->sha256 == stream->made_of)) return ok();
    const std::string sha256 = stream->sha256;
    stream.reset();
    return enqueue_blob_removal(tx, sha256, now);
}

}  // namespace mooring::app::publishing
