#include "mooring/media/processing/playlist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace mooring::media::processing {
namespace {

constexpr std::size_t most_segments = 100'000;

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char next) {
               return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9') ||
                      next == '.' || next == '-' || next == '_';
           });
}

Error odd() {
    return Error{Errc::corrupt, "a playlist is not of the form that was asked for"};
}

std::string quoted(std::string_view line) {
    const auto open = line.find('"'), close = line.rfind('"');
    return open < close && close != std::string_view::npos ? std::string{line.substr(open + 1, close - open - 1)} : "";
}

}  // namespace

double MediaPlaylist::seconds() const {
    return std::accumulate(segments.begin(), segments.end(), 0.0,
                           [](double sum, const Segment& segment) { return sum + segment.seconds; });
}

Result<MediaPlaylist> read_media_playlist(std::string_view text) {
    if (!text.starts_with("#EXTM3U\n")) return odd();
    MediaPlaylist playlist;
    double seconds = 0;
    bool has_ended = false;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        constexpr std::string_view length = "#EXTINF:";
        if (line.starts_with("#EXT-X-MAP:")) {
            if (!playlist.initialization.empty()) return odd();
            playlist.initialization = quoted(line);
        } else if (line.starts_with(length)) {
            const auto [end, failed] = std::from_chars(line.data() + length.size(), line.data() + line.size(), seconds);
            if (failed != std::errc{} || !std::isfinite(seconds) || seconds < 0 || seconds > 3600) return odd();
        } else if (line == "#EXT-X-ENDLIST") {
            has_ended = true;
        } else if (!line.empty() && line.front() != '#') {
            if (!is_plain_name(line) || playlist.segments.size() >= most_segments) return odd();
            playlist.segments.push_back({seconds, std::string{line}});
        }
    }
    if (!has_ended || playlist.segments.empty() || !is_plain_name(playlist.initialization)) return odd();
    return playlist;
}

std::string write_master_playlist(const std::vector<Variant>& variants, const std::string& audio_uri,
                                  int audio_channels) {
    std::string text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";
    text += fmt::format(
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Audio\",DEFAULT=YES,AUTOSELECT=YES,"
        "CHANNELS=\"{}\",URI=\"{}\"\n",
        audio_channels, audio_uri);
    for (const Variant& variant : variants) {
        text += fmt::format("#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS=\"{}\"", variant.peak_bps,
                            variant.average_bps, variant.codecs);
        if (variant.width > 0) {
            text += fmt::format(",RESOLUTION={}x{},FRAME-RATE={:.3f}", variant.width, variant.height,
                                variant.frames_per_second);
        }
        text += fmt::format(",AUDIO=\"audio\"\n{}\n", variant.uri);
    }
    for (const Variant& variant : variants) {
        if (variant.iframes_uri.empty()) continue;
        text += fmt::format(
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS=\"{}\",RESOLUTION={}x{},URI=\"{}\"\n",
            variant.iframes_peak_bps, variant.iframes_average_bps, variant.codecs.substr(0, variant.codecs.find(',')),
            variant.width, variant.height, variant.iframes_uri);
    }
    return text;
}

std::string write_iframe_playlist(const MediaPlaylist& playlist, const std::vector<std::int64_t>& ends) {
    double longest = 0;
    for (const Segment& segment : playlist.segments) longest = std::max(longest, segment.seconds);
    std::string text = fmt::format(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{}\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        "#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\"{}\"\n",
        std::max(1L, std::lround(longest)), playlist.initialization);
    for (std::size_t index = 0; index < playlist.segments.size() && index < ends.size(); ++index) {
        const Segment& segment = playlist.segments[index];
        text += fmt::format("#EXTINF:{:.6f},\n#EXT-X-BYTERANGE:{}@0\n{}\n", segment.seconds, ends[index], segment.name);
    }
    return text + "#EXT-X-ENDLIST\n";
}

}  // namespace mooring::media::processing
