#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/graphql/engine.hpp"

namespace mooring::api::graphql::serving {

using PreparedDocument = std::shared_ptr<const mooring::graphql::PreparedDocument>;

/// An operation that is known by its name and by hashes (creators-graphql.md, 1.2).
struct PersistedOperation {
    std::string name;
    std::string kind;                 ///< `query` or `mutation`
    std::string group;                ///< who was seen to call it: `client`, `other client`, `reference`
    std::vector<std::string> hashes;  ///< that of the document last
    PreparedDocument document;
    bool takes_show = false;  ///< declares `$showUri`
};

/// The registered operations, parsed and validated once, at start. Immutable.
class PersistedOperations {
public:
    /// Read the bundled operations and prepare them. `further_hashes` are `NAME=HASH`, by the operator.
    /// Errors: invalid_argument (a document does not fit the schema, or its hash is not its own: a bug; or a line of
    /// `further_hashes` is malformed, or names no operation, or another's hash).
    static Result<PersistedOperations> read(const mooring::graphql::Engine& engine,
                                            std::span<const std::string> further_hashes);

    /// Null: there is none.
    const PersistedOperation* find_by_hash(std::string_view hash) const;
    const PersistedOperation* find_by_name(std::string_view name) const;
    /// In the order of the file.
    std::span<const PersistedOperation> all() const { return operations_; }

private:
    Result<void> add(PersistedOperation operation, std::string document, const mooring::graphql::Engine& engine);
    Result<void> add_hash(std::string_view line);

    std::vector<PersistedOperation> operations_;
    std::unordered_map<std::string, std::size_t> by_hash_, by_name_;
};

}  // namespace mooring::api::graphql::serving
