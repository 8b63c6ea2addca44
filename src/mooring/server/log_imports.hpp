#pragma once

#include <boost/json.hpp>
#include <memory>
#include <optional>

#include "mooring/app/measuring/log_import.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"
#include "mooring/storage/keys/import_keys.hpp"

namespace mooring::server {

/// What telling listeners of a log apart takes, besides what counting has. All outlive the imports.
struct ImportWorld {
    storage::keys::ImportKeys& keys;
    const analytics::CurrentPlaces& places;
    const analytics::CurrentSafeNetworks& safe_networks;
};

std::unique_ptr<storage::keys::ImportKeys> open_import_keys(const Config& config, Storage& storage,
                                                            storage::keys::FileListenerKeys& own);

/// A log that is being imported.
class LogImportRun {
public:
    explicit LogImportRun(std::unique_ptr<app::measuring::LogImport> import) : import_(std::move(import)) {}

    /// Count one more batch.
    void advance();
    /// Done, or given up.
    bool is_over() const { return is_over_; }
    /// What it came to so far: `done`, counts, bytes. Errors: why it was given up.
    Result<boost::json::value> status() const;

private:
    std::unique_ptr<app::measuring::LogImport> import_;
    bool is_over_ = false;
    std::optional<Error> failure_;
};

struct ImportContext {
    const Config& config;
    storage::Catalog& catalog;
    storage::PlayStore& plays;
    app::measuring::HitCounter& counter;
    const Clock& clock;
    const ImportWorld& world;
};

/// Begin what `ask.import` orders: `name`, `format`, `fields`, `show`, `map`, `map_file`, `files`.
/// Errors: invalid_argument, not_found, unavailable.
Result<std::unique_ptr<LogImportRun>> start_log_import(const boost::json::object& ask, const ImportContext& context);

/// Whether this is an order that `carry_out` takes.
bool is_counting_order(const boost::json::object& ask);
/// `recount` or `choose_source` with `from`, `to`, `show`, `source`; `day_sources`. Errors: those of counting.
Result<boost::json::value> carry_out(const boost::json::object& ask, app::measuring::HitCounter& counter);

}  // namespace mooring::server
