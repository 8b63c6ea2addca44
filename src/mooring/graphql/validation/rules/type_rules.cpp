#include "mooring/graphql/validation/rules/type_rules.hpp"

#include <algorithm>

#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/suggestions.hpp"

namespace mooring::graphql {

void KnownTypeNames::enter_document(const Document& document) {
    for (const ast::Definition& definition : document.definitions) {
        if (definition.is_type() && !definition.is_extension) own_.push_back(definition.name.text);
    }
}

void KnownTypeNames::enter_named_type(const ast::Type& type, bool) {
    const std::string_view name = type.name.text;
    if (context_.schema().find_type(name) || std::find(own_.begin(), own_.end(), name) != own_.end()) return;
    std::vector<std::string_view> options = own_;
    for (const NamedType* const known : context_.schema().types()) options.push_back(known->name);
    context_.report("Unknown type " + quote(name) + "." + did_you_mean(suggestions(name, options)), {type.offset});
}

bool FragmentsOnCompositeTypes::is_leaf(const ast::Type& condition) const {
    const NamedType* const type = context_.schema().find_type(condition.name.text);
    return type && !type->is_composite();
}

void FragmentsOnCompositeTypes::enter_inline_fragment(const ast::Selection& fragment) {
    if (!fragment.type_condition || !is_leaf(*fragment.type_condition)) return;
    context_.report(
        "Fragment cannot condition on non composite type " + quote(fragment.type_condition->name.text) + ".",
        {fragment.type_condition->offset});
}

void FragmentsOnCompositeTypes::enter_fragment(const ast::Definition& fragment) {
    if (!is_leaf(*fragment.type_condition)) return;
    context_.report("Fragment " + quote(fragment.name.text) + " cannot condition on non composite type " +
                        quote(fragment.type_condition->name.text) + ".",
                    {fragment.type_condition->offset});
}

void VariablesAreInputTypes::enter_variable_definition(const ast::VariableDefinition& definition) {
    const Type* const type = context_.schema().type_of(*definition.type, context_.arena());
    if (!type || type->named->is_input()) return;
    context_.report("Variable \"$" + std::string(definition.variable.text) + "\" cannot be non-input type " +
                        quote(print(*definition.type)) + ".",
                    {definition.type->offset});
}

}  // namespace mooring::graphql
