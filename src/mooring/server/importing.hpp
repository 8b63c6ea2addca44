#pragma once

#include <string>

#include "mooring/app/background/background.hpp"
#include "mooring/app/importing/elsewhere.hpp"
#include "mooring/app/importing/import_desk.hpp"
#include "mooring/app/importing/import_show.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// Shows that move in, wired for one instance. What it is given outlives it.
class Importing {
public:
    Importing(const Config& config, Storage& storage, outbound::Fetcher& fetcher, const app::PublicUrls& urls);

    /// The job of imports, on a thread of its own.
    app::background::HeavyWork heavy_work();

    /// Reading the feeds of shows that are hosted elsewhere, on another.
    app::background::HeavyWork elsewhere_work();

    const app::importing::ImportPorts& ports() const { return ports_; }
    const app::importing::ImportFolder& folder() const { return folder_; }
    const app::importing::ImportDesk& desk() const { return desk_; }

private:
    const app::importing::ImportPorts ports_;
    const app::importing::ImportFolder folder_;
    const app::importing::ImportDesk desk_;
    app::importing::ImportShow step_;
    const app::importing::ReadElsewhere read_elsewhere_;
};

}  // namespace mooring::server
