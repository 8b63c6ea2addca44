#pragma once

#include <boost/json.hpp>
#include <string>

#include "mooring/base/result.hpp"

namespace mooring::server::admin {

/// The raw hits in a spool folder that reached the disk, oldest first: of records with one id the last. Reads beside
/// a running server. Errors: unavailable, unsupported (written by a later version).
Result<boost::json::value> read_hits(const std::string& spool_folder);

}  // namespace mooring::server::admin
