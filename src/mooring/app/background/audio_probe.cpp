#include "mooring/app/background/audio_probe.hpp"

#include <algorithm>

#include "mooring/app/background/external_audio.hpp"
#include "mooring/app/background/job_payload.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/media/mp3.hpp"

namespace mooring::app::background {
namespace {

constexpr std::chrono::seconds probe_time{15};
constexpr std::chrono::seconds head_time{6};  // a host that ignores HEAD leaves time for GET
constexpr std::int64_t head_bytes = 65536;

std::optional<std::int64_t> content_length(const outbound::FetchResponse& response) {
    const auto text = response.header("content-length");
    if (!text || response.header("content-encoding")) return std::nullopt;
    const auto length = parse_decimal(*text);
    return length && *length >= 0 ? length : std::nullopt;
}

}  // namespace

Result<AudioFacts> probe_url(outbound::Fetcher& fetcher, const std::string& url) {
    const auto started = std::chrono::steady_clock::now();
    outbound::FetchRequest ask;
    ask.method = "HEAD";
    ask.url = url;
    ask.total_timeout = head_time;
    const auto told = fetcher.fetch(ask);
    if (!told && told.error().code == Errc::forbidden) return told.error();

    const auto spent = std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - started -
                                                               std::chrono::milliseconds{50});
    outbound::FetchRequest fetch;
    fetch.url = url;
    fetch.headers = {{"Range", "bytes=0-" + std::to_string(head_bytes - 1)}};
    fetch.max_bytes = head_bytes;
    fetch.stop_at_max_bytes = true;  // a host without ranges sends all of it
    fetch.total_timeout = probe_time - std::max(spent, std::chrono::seconds{0});
    MOORING_TRY(const outbound::FetchResponse got, fetcher.fetch(fetch));
    if (got.status != 200 && got.status != 206) {
        return Error{Errc::unavailable, "status " + std::to_string(got.status)};
    }

    AudioFacts facts;
    if (got.status == 206) {
        facts.size_bytes = total_of_content_range(got.header("content-range").value_or(""));
    } else {
        facts.size_bytes = content_length(got);
    }
    if (!facts.size_bytes && told && told->status == 200) facts.size_bytes = content_length(*told);
    facts.mime_type = audio_type(got.body, got.header("content-type").value_or(""));
    if (facts.mime_type.empty()) return Error{Errc::unsupported, "neither audio nor video"};
    if (facts.mime_type == "audio/mpeg") facts.duration = media::duration_from_head(got.body, facts.size_bytes);
    return facts;
}

StepOutcome AudioProbe::run(const storage::Job& job) {
    const auto number = payload_number(job.payload, "episode");
    if (!number) return StepOutcome::give_up("the payload cannot be read");
    const domain::EpisodeId id{*number};
    const auto again = [&](const Error& error) {
        return retry_or_give_up(job, clock_.now(), fetch_waits, error.message);
    };
    const auto episode = catalog_.read([&](storage::CatalogSnapshot& view) { return find_external(view, id); });
    if (!episode) return again(episode.error());
    if (!*episode) return StepOutcome::done();

    const std::string url = std::get<domain::ExternalMedia>((*episode)->media).url;
    const auto facts = probe_url(fetcher_, url);
    if (!facts) return again(facts.error());
    const auto written = write(id, url, *facts);
    return written ? StepOutcome::done() : again(written.error());
}

Result<void> AudioProbe::write(domain::EpisodeId id, const std::string& url, const AudioFacts& facts) {
    return catalog_.write([&](storage::CatalogTransaction& tx) -> Result<void> {
        MOORING_TRY(auto episode, find_external(tx, id, url));
        if (!episode) return ok();  // replaced or deleted meanwhile
        auto& external = std::get<domain::ExternalMedia>(episode->media);
        const domain::ExternalMedia before = external;
        external.size_bytes = facts.size_bytes;
        external.mime_type = facts.mime_type;
        external.duration = facts.duration;
        return external == before ? ok() : write_quietly(tx, *episode, clock_.now());
    });
}

}  // namespace mooring::app::background
