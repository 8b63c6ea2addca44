#pragma once

#include <string>

#include "mooring/api/creators/call.hpp"

namespace mooring::api::creators {

/// What the objects of this family tell of a show, gathered in one snapshot.
struct StationFacts {
    Show show;
    Account owner;
    bool has_published = false;
    std::string picture_url, picture_400_url;  ///< empty when it has none
};

Result<StationFacts> facts_of(CatalogSnapshot& catalog, const Services& services, Show show, Instant now);
Checked<StationFacts> station_facts(const Call& call, const Show& show);

/// The members of 1-H, inside an object that is open.
void write_station_metadata(JsonWriter& json, const Services& services, const StationFacts& facts, Instant now);

}  // namespace mooring::api::creators
