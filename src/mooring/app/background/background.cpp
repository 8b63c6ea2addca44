#include "mooring/app/background/background.hpp"

#include "mooring/app/job_kinds.hpp"
#include "mooring/app/publishing/episodes.hpp"

namespace mooring::app::background {
namespace {

JobRunnerOptions options_of_heavy(JobRunnerOptions options, int threads) {
    options.threads = threads;
    return options;
}

}  // namespace

Background::Background(storage::Catalog& catalog, storage::BlobStore& blobs, outbound::Fetcher& fetcher,
                       const Clock& clock, const PublicUrls& urls, BackgroundSettings settings)
    : catalog_(catalog),
      clock_(clock),
      audio_probe_(catalog, fetcher, clock),
      copy_in_(catalog, blobs, fetcher, clock, settings.copy_in),
      artwork_(catalog, blobs, fetcher, clock),
      housekeeping_(catalog, blobs, clock),
      hooks_(catalog, fetcher, clock, urls, std::move(settings.hooks)),
      runner_(catalog, clock, steps(), settings.jobs),
      heavy_(std::move(settings.heavy)),
      scheduler_(catalog, clock, scheduler_options()) {
    for (const HeavyWork& work : heavy_) {
        heavy_runners_.push_back(
            std::make_unique<JobRunner>(catalog, clock, work.steps, options_of_heavy(settings.jobs, work.threads)));
    }
}

Background::~Background() {
    stop();
}

void Background::start() {
    runner_.start();
    for (const auto& runner : heavy_runners_) runner->start();
    scheduler_.start();
}

void Background::stop() {
    copy_in_.stop();
    for (const HeavyWork& work : heavy_) {
        if (work.stop) work.stop();
    }
    scheduler_.stop();
    runner_.stop();
    for (const auto& runner : heavy_runners_) runner->stop();
}

Result<int> Background::settle() {
    MOORING_CHECK(scheduler_.run_once());
    MOORING_TRY(int ran, runner_.run_due());
    for (const auto& runner : heavy_runners_) {
        MOORING_TRY(const int heavy, runner->run_due());
        ran += heavy;
    }
    return ran;
}

std::map<std::string, JobStep> Background::steps() {
    using storage::Job;
    return {
        {std::string(job_kind::probe_audio), [this](const Job& job) { return audio_probe_.run(job); }},
        {std::string(job_kind::copy_in), [this](const Job& job) { return copy_in_.run(job); }},
        {std::string(job_kind::fetch_episode_image),
         [this](const Job& job) { return artwork_.fetch_episode_image(job); }},
        {std::string(job_kind::fetch_show_image), [this](const Job& job) { return artwork_.fetch_show_image(job); }},
        {std::string(job_kind::default_artwork), [this](const Job& job) { return artwork_.make_default(job); }},
        {std::string(job_kind::deliver_hook), [this](const Job& job) { return hooks_.deliver(job); }},
        {std::string(job_kind::remove_blob), [this](const Job& job) { return housekeeping_.remove_blob(job); }},
        {std::string(job_kind::find_strays), [this](const Job& job) { return housekeeping_.find_strays(job); }},
        {std::string(job_kind::remove_pictures),
         [this](const Job& job) { return housekeeping_.remove_pictures(job); }}};
}

Result<void> Background::ask_for(std::string_view kind) {
    MOORING_CHECK(housekeeping_.ask_for(kind));
    runner_.notify();
    return ok();
}

SchedulerOptions Background::scheduler_options() {
    SchedulerOptions options;
    options.transition = [this](int limit) { return publishing::transition_due_episodes(catalog_, clock_, limit); };
    options.on_change = [this]() -> Result<void> {
        MOORING_TRY(const int turned, hooks_.turn_events());
        if (turned > 0) runner_.notify();
        return ok();
    };
    options.periodic = {
        {.name = "remove expired answers",
         .every = std::chrono::hours{1},
         .run = [this] { return housekeeping_.remove_expired_answers(); }},
        // Jobs, since they may take longer than the publications that this thread has to announce can wait.
        {.name = "remove unused pictures",
         .every = std::chrono::hours{1},
         .run = [this] { return ask_for(job_kind::remove_pictures); }},
        {.name = "find stray files", .every = std::chrono::hours{24}, .run = [this] {
             return ask_for(job_kind::find_strays);
         }}};
    for (const HeavyWork& work : heavy_) {
        if (!work.hourly) continue;
        options.periodic.push_back(
            {.name = "heavy work's clean-up", .every = std::chrono::hours{1}, .run = work.hourly});
    }
    return options;
}

}  // namespace mooring::app::background
