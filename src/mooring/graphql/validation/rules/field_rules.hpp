#pragma once

#include "mooring/graphql/validation/context.hpp"

/// Rules on single fields. Source: https://spec.graphql.org/October2021/#sec-Validation.Fields
namespace mooring::graphql {

/// Selections below objects, none below scalars and enums.
class ScalarLeafs {
public:
    explicit ScalarLeafs(ValidationContext& context) : context_(context) {}
    void enter_field(const ast::Selection& field);

private:
    ValidationContext& context_;
};

class FieldsOnCorrectType {
public:
    explicit FieldsOnCorrectType(ValidationContext& context) : context_(context) {}
    void enter_field(const ast::Selection& field);

private:
    std::vector<std::string_view> types_with(const NamedType& type, std::string_view field) const;
    ValidationContext& context_;
};

/// Introspection does not list lists of lists of lists: no schema needs that, and answers grow by each level.
class MaxIntrospectionDepth {
public:
    explicit MaxIntrospectionDepth(ValidationContext& context) : context_(context) {}
    void enter_field(const ast::Selection& field);
    void leave_field(const ast::Selection& field);

private:
    bool is_too_deep(const ast::Selection& selection, std::size_t depth);
    bool is_too_deep(const ast::SelectionSet* set, std::size_t depth);

    ValidationContext& context_;
    std::vector<std::string_view> path_;  ///< fragments one is in
    const ast::Selection* reported_ = nullptr;
};

}  // namespace mooring::graphql
