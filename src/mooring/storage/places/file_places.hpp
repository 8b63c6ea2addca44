#pragma once

#include <memory>
#include <string>

#include "mooring/analytics/places.hpp"
#include "mooring/base/result.hpp"

namespace mooring::storage::places {

/// Places from the files of a folder: every `*.mmdb` with countries or cities (one for both families, or one each), and
/// every `*.csv` with networks. Files are asked in the order of their names, cities before countries by putting them
/// first; the first that knows an address decides. Without files, countries are empty and networks unknown.
/// A file that cannot be read is left out, with a word in the log.
std::shared_ptr<const analytics::PlaceFinder> open_places(const std::string& folder);

}  // namespace mooring::storage::places
