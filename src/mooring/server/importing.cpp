#include "mooring/server/importing.hpp"

#include "mooring/app/job_kinds.hpp"
#include "mooring/server/creators.hpp"

namespace mooring::server {

Importing::Importing(const Config& config, Storage& storage, outbound::Fetcher& fetcher, const app::PublicUrls& urls)
    : ports_{*storage.catalog, *storage.blobs, fetcher, *storage.clock, *storage.random, *storage.secret, urls},
      folder_(config.data_dir + "/imports"),
      desk_(ports_, folder_),
      step_(ports_, folder_, processing_options(config)),
      read_elsewhere_(ports_) {}

app::background::HeavyWork Importing::heavy_work() {
    app::background::HeavyWork work;
    work.steps[std::string{app::job_kind::import_show}] = [this](const storage::Job& job) { return step_.run(job); };
    work.stop = [this] { step_.stop(); };
    return work;
}

app::background::HeavyWork Importing::elsewhere_work() {
    return {.steps = {{std::string{app::job_kind::read_elsewhere},
                       [this](const storage::Job& job) { return read_elsewhere_.run(job); }}},
            .hourly = [this] { return read_elsewhere_.queue_all(); }};
}

}  // namespace mooring::server
