#pragma once

#include <memory>
#include <string>

#include "mooring/analytics/places.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage::places {

/// One MMDB file: countries, or cities, in either of two shapes: flat (`country_code`, `state1`, `city`) or nested as
/// in GeoIP2 (`country.iso_code`, `subdivisions[0].names.en`, `city.names.en`). Safe from several threads.
class PlaceDatabase {
public:
    /// Errors: not_found, corrupt, unavailable.
    static Result<PlaceDatabase> open(const std::string& path);
    PlaceDatabase(PlaceDatabase&&) noexcept;
    PlaceDatabase& operator=(PlaceDatabase&&) noexcept;
    ~PlaceDatabase();

    /// Fill in country, region and city; false when the address is not in the file, or of a family it has not.
    bool find(const IpAddress& address, analytics::Place& place) const;
    analytics::PlaceData data() const;

private:
    struct File;
    explicit PlaceDatabase(std::unique_ptr<File> file);
    std::unique_ptr<File> file_;
};

}  // namespace mooring::storage::places
