#include <optional>

#include "mooring/api/dashboard/answers.hpp"
#include "mooring/api/dashboard/operations.hpp"
#include "mooring/app/managing/companions.hpp"

// What goes with an episode's media: chapters, transcripts, the stream of its film, how its sound was measured.

namespace mooring::api::dashboard {
namespace {

using app::managing::OwnCompanions;
using media::transcripts::Format;

void write_real(JsonWriter& json, std::string_view name, std::optional<double> value) {
    json.name(name);
    value ? json.decimal(*value, 2) : json.null();
}

void write_url(JsonWriter& json, std::string_view name, bool is_there, const std::string& url) {
    json.name(name);
    is_there ? json.text(url) : json.null();
}

void write_loudness(JsonWriter& json, const storage::SoundOutline& sound) {
    json.begin_object();
    write_real(json, "integrated_lufs", sound.integrated_lufs);
    write_real(json, "range_lu", sound.range_lu);
    write_real(json, "true_peak_dbtp", sound.true_peak_dbtp);
    json.end_object();
}

void write_companions(JsonWriter& json, const OwnCompanions& own, const app::PublicUrls& urls) {
    const domain::Episode& episode = own.episode;
    const domain::Companions& companions = episode.companions;
    json.begin_object().member("id", episode.id.value);
    write_url(json, "chapters_url", companions.chapters_since.has_value(), urls.chapters(episode));
    write_url(json, "stream_url", companions.stream.has_value(), urls.stream(episode));
    json.name("transcripts").begin_array();
    for (const domain::TranscriptMark& mark : companions.transcripts) {
        json.begin_object().member("language", mark.language).flag("timed", mark.is_timed);
        json.member("url", urls.transcript(episode, mark.language, mark.is_timed ? "vtt" : "txt")).end_object();
    }
    json.end_array();
    json.name("loudness");
    if (own.sound) {
        write_loudness(json, *own.sound);
    } else {
        json.null();
    }
    json.end_object();
}

/// What the file says it is; what it looks like, when it says nothing of use.
Format format_of(const Call& call, std::string_view bytes) {
    const std::string_view named = call.request.headers.get("Content-Type");
    const std::string_view type = named.substr(0, named.find(';'));
    for (const Format format : {Format::vtt, Format::srt, Format::json}) {
        if (type == media::transcripts::mime_type_of(format)) return format;
    }
    return media::transcripts::sniff_format(bytes);
}

Result<OwnCompanions> find(const Call& call) {
    MOORING_TRY(const auto id, call.path_id<domain::EpisodeId>(0));
    return call.read([&](CatalogSnapshot& catalog) { return find_companions(catalog, call.asker, id); });
}

}  // namespace

Answer get_companions(const Call& call) {
    MOORING_TRY(const OwnCompanions own, find(call));
    return object_answer(
        200, own, [&](JsonWriter& json, const OwnCompanions& one) { write_companions(json, one, call.services.urls); });
}

Answer get_waveform(const Call& call) {
    MOORING_TRY(const OwnCompanions own, find(call));
    if (!own.sound) return Error{Errc::not_found, "the sound of this episode was not measured", "waveform"};
    return json_answer(200, own.sound->waveform_json);
}

Answer put_chapters(const Call& call, std::string bytes) {
    MOORING_TRY(const auto id, call.path_id<domain::EpisodeId>(0));
    MOORING_CHECK(call.write(
        [&](CatalogTransaction& tx) { return app::managing::set_chapters(tx, call.mint(), call.asker, id, bytes); }));
    return no_content();
}

Answer delete_chapters(const Call& call) {
    MOORING_TRY(const auto id, call.path_id<domain::EpisodeId>(0));
    MOORING_CHECK(call.write([&](CatalogTransaction& tx) {
        return app::managing::set_chapters(tx, call.mint(), call.asker, id, std::nullopt);
    }));
    return no_content();
}

Answer put_transcript(const Call& call, std::string bytes) {
    MOORING_TRY(const auto id, call.path_id<domain::EpisodeId>(0));
    const Format format = format_of(call, bytes);
    const app::publishing::NewTranscript wanted{call.parameters[1], format, std::move(bytes)};
    MOORING_CHECK(call.write([&](CatalogTransaction& tx) {
        return app::managing::put_transcript(tx, call.mint(), call.asker, id, wanted);
    }));
    return no_content();
}

Answer delete_transcript(const Call& call) {
    MOORING_TRY(const auto id, call.path_id<domain::EpisodeId>(0));
    MOORING_CHECK(call.write([&](CatalogTransaction& tx) {
        return app::managing::remove_transcripts(tx, call.mint(), call.asker, id, call.parameters[1]);
    }));
    return no_content();
}

}  // namespace mooring::api::dashboard
