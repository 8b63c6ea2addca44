#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mooring/app/background/artwork.hpp"
#include "mooring/app/background/audio_probe.hpp"
#include "mooring/app/background/copy_in.hpp"
#include "mooring/app/background/housekeeping.hpp"
#include "mooring/app/background/job_runner.hpp"
#include "mooring/app/background/publish_hooks.hpp"
#include "mooring/app/background/scheduler.hpp"
#include "mooring/app/public_urls.hpp"

namespace mooring::app::background {

/// Work that takes long and is somebody else's to know: it has threads of its own, so that nothing waits behind it.
struct HeavyWork {
    std::map<std::string, JobStep> steps;
    std::function<void()> stop = {};  ///< cut off what runs; it is begun again after the next start
    std::function<Result<void>()> hourly = {};
    int threads = 1;
};

struct BackgroundSettings {
    HookSettings hooks;
    JobRunnerOptions jobs;
    CopyInLimits copy_in;
    std::vector<HeavyWork> heavy;
};

/// All that goes on without a request: scheduled publications, hooks, probes, artwork, clean-up. What it is given
/// must outlive it.
class Background {
public:
    Background(storage::Catalog& catalog, storage::BlobStore& blobs, outbound::Fetcher& fetcher, const Clock& clock,
               const PublicUrls& urls, BackgroundSettings settings);
    /// Stops.
    ~Background();

    void start();
    /// Take nothing new and wait for the steps that run; long transfers are cut off.
    void stop();

    /// Do on the calling thread all that is due now. For tests, and for the demo before it says that it is ready;
    /// not while it is started. Returns how many jobs ran.
    Result<int> settle();

    PublishHooks& hooks() { return hooks_; }
    JobRunner& jobs() { return runner_; }

private:
    std::map<std::string, JobStep> steps();
    SchedulerOptions scheduler_options();
    Result<void> ask_for(std::string_view kind);

    storage::Catalog& catalog_;
    const Clock& clock_;
    AudioProbe audio_probe_;
    CopyIn copy_in_;
    Artwork artwork_;
    Housekeeping housekeeping_;
    PublishHooks hooks_;
    JobRunner runner_;
    std::vector<HeavyWork> heavy_;
    std::vector<std::unique_ptr<JobRunner>> heavy_runners_;
    Scheduler scheduler_;
};

}  // namespace mooring::app::background
