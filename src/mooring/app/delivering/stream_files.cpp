#include "mooring/app/delivering/stream_files.hpp"

#include <algorithm>
#include <cstdio>

namespace mooring::app::delivering {
namespace {

constexpr std::size_t version_length = 16;
constexpr std::size_t most_playlist_bytes = std::size_t{1} << 20;
constexpr std::string_view uri_attribute = "URI=\"";
constexpr std::string_view choice = "#EXT-X-STREAM-INF:";

/// Put `version/` before the address in an attribute, if the line has one.
std::string versioned_attribute(std::string line, std::string_view version) {
    if (const auto at = line.find(uri_attribute); at != std::string::npos) {
        line.insert(at + uri_attribute.size(), std::string{version} + "/");
    }
    return line;
}

std::string subtitles_line(const domain::TranscriptMark& mark, std::string_view version) {
    std::string line = "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"" + mark.language + "\",LANGUAGE=\"" +
                       mark.language + "\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"";
    line += version;
    return line + "/subtitles/" + mark.language + ".m3u8\"\n";
}

}  // namespace

std::string stream_version(const domain::StreamedFilm& stream) {
    return stream.sha256.substr(0, version_length);
}

Result<OpenStreamFile> open_stream_file(storage::Catalog& catalog, OpenBlobs& blobs, const domain::StreamedFilm& stream,
                                        std::string_view name) {
    MOORING_TRY(const auto file, catalog.read([&](storage::CatalogSnapshot& view) {
        return view.companions().stream_file(stream.sha256, name);
    }));
    if (!file) return Error{Errc::not_found, "the stream has no such file"};
    MOORING_TRY(auto blob, blobs.open(stream.sha256));
    if (file->begin + file->size_bytes > blob->size_bytes()) {
        return Error{Errc::unavailable, "the stream's blob is shorter than its files"};
    }
    return OpenStreamFile{*file, std::move(blob)};
}

Result<std::string> master_playlist(storage::Catalog& catalog, OpenBlobs& blobs, const domain::Episode& episode) {
    if (!episode.companions.stream) return Error{Errc::not_found, "there is no stream"};
    const domain::StreamedFilm& stream = *episode.companions.stream;
    MOORING_TRY(const OpenStreamFile master, open_stream_file(catalog, blobs, stream, "master.m3u8"));
    const auto size = std::min(static_cast<std::size_t>(master.file.size_bytes), most_playlist_bytes);
    MOORING_TRY(const std::string stored, master.blob->read(master.file.begin, size));
    return with_subtitles(stored, stream_version(stream), episode.companions.transcripts);
}

std::string with_subtitles(std::string_view stored, std::string_view version,
                           const std::vector<domain::TranscriptMark>& marks) {
    const bool has_subtitles = std::ranges::any_of(marks, &domain::TranscriptMark::is_timed);
    bool are_named = !has_subtitles;
    std::string text;
    while (!stored.empty()) {
        const auto end = std::min(stored.find('\n'), stored.size());
        std::string line{stored.substr(0, end)};
        stored.remove_prefix(std::min(end + 1, stored.size()));
        const bool is_choice = line.starts_with(choice);
        if (is_choice && !are_named) {
            for (const domain::TranscriptMark& mark : marks) {
                if (mark.is_timed) text += subtitles_line(mark, version);
            }
            are_named = true;
        }
        if (is_choice && has_subtitles) line += ",SUBTITLES=\"subtitles\"";
        const bool is_address = !line.empty() && !line.starts_with('#');
        text += is_address ? std::string{version} + "/" + line : versioned_attribute(std::move(line), version);
        text += '\n';
    }
    return text;
}

std::string subtitles_playlist(std::chrono::milliseconds duration, std::string_view vtt_url) {
    const auto whole_seconds = std::max<std::int64_t>(1, (duration.count() + 999) / 1000);
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%lld.%03lld", static_cast<long long>(duration.count() / 1000),
                  static_cast<long long>(duration.count() % 1000));
    std::string text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" + std::to_string(whole_seconds) +
                       "\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:" + seconds + ",\n";
    text += vtt_url;
    return text + "\n#EXT-X-ENDLIST\n";
}

}  // namespace mooring::app::delivering
