#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "mooring/base/metrics.hpp"
#include "mooring/server/config.hpp"
#include "mooring/server/storage.hpp"

namespace mooring::server {

/// A running Mooring: the stores, the families, the background work and the server, put together.
///
/// Order of an end: the server drains, then background work stops, then what was counted reaches the disk.
class Instance {
public:
    /// Where the listeners are, and what links say. Bound before anything is opened, so that port 0 has a number.
    struct Place {
        std::vector<std::uint16_t> ports;  ///< of `config.listen`, in order
        app::PublicUrls urls;
    };

    virtual ~Instance() = default;

    using Prepare = std::function<Result<void>(Storage&, const app::PublicUrls&)>;

    /// Put it together and start serving; `prepare`, when given, runs once the addresses are known and before anything
    /// is served. Errors: invalid_argument (a setting), unavailable (a port in use, a store), those of `prepare`.
    static Result<std::unique_ptr<Instance>> start(const Config& config, Storage storage, const Prepare& prepare);

    virtual const Place& place() const = 0;
    virtual Storage& storage() = 0;
    /// Read certificates again.
    virtual void reload() = 0;
    /// Drain and stop. Blocks.
    virtual void stop() = 0;
};

}  // namespace mooring::server
