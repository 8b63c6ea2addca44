#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/graphql/execution/plan_compiler.hpp"
#include "mooring/graphql/language/document.hpp"

namespace mooring::graphql {

/// A document that parses and validates, with the plans of its operations as they come to be needed. Safe to use from
/// several threads.
class PreparedDocument {
public:
    PreparedDocument(std::shared_ptr<const Schema> schema, const ResolverTable& resolvers,
                     std::unique_ptr<const Document> document, const PlanLimits& limits);

    const Document& document() const { return *document_; }
    std::string_view text() const { return document_->source; }
    /// About what it takes of the memory, with the plans it keeps.
    std::size_t size_bytes() const;

    /// The plan of `operation` under the conditions that `variables` decide on. A few are kept.
    Parsed<std::shared_ptr<const Plan>> plan(const ast::Definition& operation, const Value& variables) const;

private:
    struct Kept {
        const ast::Definition* operation;
        std::string conditions;  ///< one letter for each condition variable
        std::shared_ptr<const Plan> plan;
    };

    std::shared_ptr<const Schema> schema_;
    const ResolverTable& resolvers_;
    std::unique_ptr<const Document> document_;
    PlanLimits limits_;
    std::vector<std::string_view> conditions_;
    mutable std::mutex mutex_;
    mutable std::vector<Kept> plans_;
    mutable std::atomic<std::size_t> plan_bytes_ = 0;
};

}  // namespace mooring::graphql
