#pragma once

#include <unordered_set>

#include "mooring/graphql/validation/context.hpp"

/// Rules on the types that a document names. Source: https://spec.graphql.org/October2021/#sec-Validation.Fragments
namespace mooring::graphql {

class KnownTypeNames {
public:
    explicit KnownTypeNames(ValidationContext& context) : context_(context) {}
    void enter_document(const Document& document);
    void enter_named_type(const ast::Type& type, bool is_type_system);

private:
    ValidationContext& context_;
    std::vector<std::string_view> own_;  ///< types that the document itself defines
};

class FragmentsOnCompositeTypes {
public:
    explicit FragmentsOnCompositeTypes(ValidationContext& context) : context_(context) {}
    void enter_inline_fragment(const ast::Selection& fragment);
    void enter_fragment(const ast::Definition& fragment);

private:
    bool is_leaf(const ast::Type& condition) const;
    ValidationContext& context_;
};

class VariablesAreInputTypes {
public:
    explicit VariablesAreInputTypes(ValidationContext& context) : context_(context) {}
    void enter_variable_definition(const ast::VariableDefinition& definition);

private:
    ValidationContext& context_;
};

}  // namespace mooring::graphql
