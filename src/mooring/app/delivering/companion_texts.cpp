#include "mooring/app/delivering/companion_texts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mooring/media/chapters/chapters.hpp"
#include "mooring/media/transcripts/transcript.hpp"

namespace mooring::app::delivering {
namespace {

using media::transcripts::Format;
using media::transcripts::Transcript;

/// The forms of a transcript; none: a page.
struct Form {
    std::string_view extension, type;
    std::optional<Format> format;
};

constexpr std::array forms{
    Form{"vtt", "text/vtt; charset=utf-8", Format::vtt},
    Form{"srt", "application/x-subrip; charset=utf-8", Format::srt}, Form{"json", "application/json", Format::json},
    Form{"txt", "text/plain; charset=utf-8", Format::text}, Form{"html", "text/html; charset=utf-8", std::nullopt}};

const Form* form_of(std::string_view extension) {
    const auto found = std::ranges::find(forms, extension, &Form::extension);
    return found == forms.end() ? nullptr : &*found;
}

Error none() {
    return Error{Errc::not_found, "there is nothing of this kind"};
}

/// Which of a language's two transcripts serves a form: its kind, if it is there.
std::optional<bool> kind_for(const MediaFact& fact, std::string_view language, const Form& form) {
    const auto has = [&](bool is_timed) {
        return std::ranges::any_of(fact.episode.companions.transcripts, [&](const domain::TranscriptMark& mark) {
            return mark.language == language && mark.is_timed == is_timed;
        });
    };
    const bool is_for_readers = !form.format || form.format == Format::text;
    if (is_for_readers && has(false)) return false;
    if (has(true)) return true;
    return std::nullopt;
}

}  // namespace

std::string_view transcript_type(std::string_view extension) {
    const Form* form = form_of(extension);
    return form != nullptr ? form->type : std::string_view{};
}

Result<std::string> chapters_text(storage::Catalog& catalog, const MediaFact& fact) {
    if (!fact.episode.companions.chapters_since) return none();
    MOORING_TRY(const auto chapters, catalog.read([&](storage::CatalogSnapshot& view) {
        return view.companions().chapters(fact.episode.id);
    }));
    if (chapters.empty()) return none();
    return media::chapters::write_json(chapters);
}

Result<std::string> transcript_text(storage::Catalog& catalog, const MediaFact& fact, std::string_view language,
                                    std::string_view extension) {
    const Form* form = form_of(extension);
    const auto kind = form != nullptr ? kind_for(fact, language, *form) : std::nullopt;
    if (!kind) return none();
    MOORING_TRY(const auto stored, catalog.read([&](storage::CatalogSnapshot& view) {
        return view.companions().transcript(fact.episode.id, language, *kind);
    }));
    if (!stored) return none();
    const Format kept_in = stored->is_timed ? Format::json : Format::text;
    if (form->format == kept_in) return stored->segments_json;
    MOORING_TRY(const Transcript transcript, media::transcripts::parse(kept_in, stored->segments_json));
    return form->format ? media::transcripts::write(*form->format, transcript)
                        : Result<std::string>{media::transcripts::write_html(transcript)};
}

}  // namespace mooring::app::delivering
