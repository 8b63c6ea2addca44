#pragma once

#include "mooring/graphql/validation/context.hpp"

/// Rules on operations. Source: https://spec.graphql.org/October2021/#sec-Validation.Operations
namespace mooring::graphql {

/// A request holds operations and fragments, no types.
class ExecutableDefinitions {
public:
    explicit ExecutableDefinitions(ValidationContext& context) : context_(context) {}
    void enter_document(const Document& document);

private:
    ValidationContext& context_;
};

class UniqueOperationNames {
public:
    explicit UniqueOperationNames(ValidationContext& context) : context_(context) {}
    void enter_operation(const ast::Definition& operation);

private:
    ValidationContext& context_;
    std::unordered_map<std::string_view, std::uint32_t> known_;
};

class LoneAnonymousOperation {
public:
    explicit LoneAnonymousOperation(ValidationContext& context) : context_(context) {}
    void enter_document(const Document& document);
    void enter_operation(const ast::Definition& operation);

private:
    ValidationContext& context_;
    std::size_t operations_ = 0;
};

class SingleFieldSubscriptions {
public:
    explicit SingleFieldSubscriptions(ValidationContext& context) : context_(context) {}
    void enter_operation(const ast::Definition& operation);

private:
    ValidationContext& context_;
};

}  // namespace mooring::graphql
