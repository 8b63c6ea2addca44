#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "mooring/api/graphql/services.hpp"
#include "mooring/base/result.hpp"
#include "mooring/http/handler.hpp"

namespace mooring::api::graphql::serving {

/// The creators GraphQL API (creators-graphql.md): one path, `/v2/graph-pq`, besides `/schema.graphql`,
/// where the schema is to be had as text. The schema is read, and every registered
/// operation prepared, here. Errors: invalid_argument (a further hash of the settings; names it).
Result<std::shared_ptr<http::Handler>> make_graphql_handler(const Services& services);

/// One line of the family's reference: a registered operation.
struct OperationReference {
    std::string name, kind, group;
};
Result<std::vector<OperationReference>> graphql_operations();

}  // namespace mooring::api::graphql::serving
