#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "mooring/base/random.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::server {

// One process has the plays open. `mooring admin` asks a running server by way of the catalog: one request, one
// answer, both settings of the instance.

struct MailboxRequest {
    std::string id;
    boost::json::object ask;  ///< see measuring_ask.hpp; empty: only count all that was recorded
};

struct MailboxAnswer {
    std::string id;
    std::optional<Error> error = {};
    boost::json::value value = {};
};

/// The request on record; unset without one. Errors: unavailable.
Result<std::optional<MailboxRequest>> find_request(storage::Catalog& catalog);
Result<void> put_answer(storage::Catalog& catalog, const MailboxAnswer& answer);

/// Put a request down and wait for its answer. Errors: that of the answer; timeout (no server answers).
Result<boost::json::value> ask_server(storage::Catalog& catalog, Random& random, const boost::json::object& ask);

}  // namespace mooring::server
