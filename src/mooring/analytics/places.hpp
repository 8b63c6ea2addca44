#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mooring/base/ip_address.hpp"

namespace mooring::analytics {

/// Where an address is, as far as the data says (measurement.md, 7.5).
struct Place {
    std::string country = {};             ///< ISO 3166-1 alpha-2; `ZZ` not found; empty while no data is loaded
    std::string region = {};              ///< display name; empty unknown
    std::string city = {};                ///< display name; empty unknown
    std::uint32_t autonomous_system = 0;  ///< number of the network; 0 unknown
    bool operator==(const Place&) const = default;
};

/// A file that places come from.
struct PlaceData {
    std::string path;
    std::string kind;  ///< as the file calls itself, such as `DBIP-Country`
    std::string date;  ///< when it was built, such as `2026-06-01`; empty where it does not say
    bool operator==(const PlaceData&) const = default;
};

/// Looks addresses up, before they are dropped. Safe from several threads; waits for nothing.
class PlaceFinder {
public:
    virtual ~PlaceFinder() = default;
    virtual Place find(const IpAddress& address) const = 0;
    virtual std::vector<PlaceData> data() const = 0;
};

/// The finder in use, which can be exchanged while it is asked. Safe from several threads.
class CurrentPlaces {
public:
    void set(std::shared_ptr<const PlaceFinder> finder) { finder_.store(std::move(finder)); }
    /// Where an address is; nothing known while there is no finder.
    Place find(const IpAddress& address) const {
        const auto finder = finder_.load();
        return finder ? finder->find(address) : Place{};
    }

private:
    std::atomic<std::shared_ptr<const PlaceFinder>> finder_;
};

}  // namespace mooring::analytics
