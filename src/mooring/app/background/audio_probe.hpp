#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// What a probe learnt about a file that lies elsewhere.
struct AudioFacts {
    std::optional<std::int64_t> size_bytes;
    std::string mime_type;
    std::optional<std::chrono::milliseconds> duration;
};

/// Ask for the size, type and duration of the file at `url`: a HEAD, then the first 64 KiB; 15 s for both. The host's
/// answer to HEAD is only a hint. Errors: unavailable (it cannot be fetched), unsupported (no audio or video),
/// timeout, forbidden. Source: publishing-v1.md, 8.3.
Result<AudioFacts> probe_url(outbound::Fetcher& fetcher, const std::string& url);

/// The step of the job kind `probe_audio`, payload `{"episode": id}`: fills in what the feed says of audio given by
/// URL. Nothing of the answer goes anywhere else.
class AudioProbe {
public:
    AudioProbe(storage::Catalog& catalog, outbound::Fetcher& fetcher, const Clock& clock)
        : catalog_(catalog), fetcher_(fetcher), clock_(clock) {}

    StepOutcome run(const storage::Job& job);

private:
    Result<void> write(domain::EpisodeId id, const std::string& url, const AudioFacts& facts);

    storage::Catalog& catalog_;
    outbound::Fetcher& fetcher_;
    const Clock& clock_;
};

}  // namespace mooring::app::background
