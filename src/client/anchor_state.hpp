#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mooring_client/anchor.hpp"

namespace mooring_client {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// What an `AnchorConnector` and the walks it gave out share.
struct AnchorConnector::State {
    AnchorOptions options;
    std::mutex mutex;  ///< held while the station id is asked for: threads cause one request
    std::optional<std::int64_t> station;

    /// GET `path` below the base address. Errors as `AnchorConnector` says.
    Result<Answer> get(const std::string& path, Fields fields);
    /// The same below `analytics/station/{id}`.
    Result<Answer> of_station(const std::string& path, Fields fields);
    Result<std::int64_t> station_id();
    /// A page of episodes; also where the station id is learned.
    Result<Answer> episode_page(const Fields& fields);
    void learn_station(const Answer& page);
};

}  // namespace mooring_client
