#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "mooring/app/public_urls.hpp"
#include "mooring/app/server_secret.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"
#include "mooring/server/config.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::server {

/// What to do about a data folder that holds no instance yet.
enum class IfMissing { make, refuse };

/// What an instance keeps, opened: the data folder's catalog, blobs and secret, and the clock they live by. Several
/// processes may have the same folder open (a server and `mooring admin`).
///
///     DATA/catalog.sqlite   the model
///     DATA/media/           blobs and uploads on their way in
///     DATA/spool/           raw hits (opened by the server alone)
///     DATA/plays.duckdb     what was counted (opened by the server, or by `mooring admin` while there is none)
///     DATA/geo/             files of places and networks, if any
///     DATA/rules/           an operator's own rules about User-Agents, if any
///     DATA/keys/            listener keys (opened by the server alone)
///     DATA/secret           32 bytes, mode 0600
struct Storage {
    std::unique_ptr<Clock> clock;
    std::unique_ptr<app::ServerSecret> secret;
    std::unique_ptr<storage::Catalog> catalog;
    std::unique_ptr<storage::BlobStore> blobs;
    std::shared_ptr<SystemRandom> random;

    /// Open the folder. One without an instance becomes one, or is left as it is.
    /// Errors: invalid_argument (no folder given), not_found (no instance, and none is to be made), unavailable,
    /// forbidden (others can read the secret).
    static Result<Storage> open(const Config& config, IfMissing if_missing = IfMissing::make);
};

/// Whether the data folder holds an instance: it is one once it has a catalog.
/// Errors: invalid_argument (no folder given), not_found (names the folder).
Result<void> require_instance(const Config& config);

/// The catalog's setting in which a server leaves its public base for `mooring admin`.
inline constexpr std::string_view announced_base_setting = "public.base_url";

/// The public addresses that a configuration means; `port` is the one that was bound, for port 0.
app::PublicUrls public_urls(const Config& config, std::uint16_t port);

}  // namespace mooring::server
