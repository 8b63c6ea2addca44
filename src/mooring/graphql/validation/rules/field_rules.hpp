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
    bool is_too_deep(const ast::Selection& selection, int depth);
    bool is_too_deep(const ast::SelectionSet* set, int depth);

    struct Fragment {
        int visited_from = -1;  ///< the greatest depth it was entered at below the present root
        int fine_from = -1;     ///< the greatest depth at which it was found fine
        int deep_from = 1000;   ///< the smallest depth at which it was found too deep
    };

    ValidationContext& context_;
    std::unordered_map<std::string_view, Fragment> fragments_;
    const ast::Selection* reported_ = nullptr;
};

}  // namespace mooring::graphql
