#pragma once

#include <unordered_set>

#include "mooring/graphql/validation/context.hpp"

/// Rules on variables. Source: https://spec.graphql.org/October2021/#sec-Validation.Variables
namespace mooring::graphql {

class UniqueVariableNames {
public:
    explicit UniqueVariableNames(ValidationContext& context) : context_(context) {}
    void enter_operation(const ast::Definition& operation);

private:
    ValidationContext& context_;
};

class NoUndefinedVariables {
public:
    explicit NoUndefinedVariables(ValidationContext& context) : context_(context) {}
    void leave_operation(const ast::Definition& operation);

private:
    ValidationContext& context_;
};

class NoUnusedVariables {
public:
    explicit NoUnusedVariables(ValidationContext& context) : context_(context) {}
    void leave_operation(const ast::Definition& operation);

private:
    ValidationContext& context_;
};

class VariablesInAllowedPosition {
public:
    explicit VariablesInAllowedPosition(ValidationContext& context) : context_(context) {}
    void leave_operation(const ast::Definition& operation);

private:
    bool is_allowed(const Type& variable, const ast::Value* default_value, const VariableUsage& usage) const;
    ValidationContext& context_;
};

}  // namespace mooring::graphql
