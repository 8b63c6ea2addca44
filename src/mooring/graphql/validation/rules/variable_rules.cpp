#include "mooring/graphql/validation/rules/variable_rules.hpp"

#include "mooring/graphql/validation/rules/repeated.hpp"

namespace mooring::graphql {

namespace {

std::string dollar(std::string_view name) {
    return "\"$" + std::string(name) + "\"";
}

}  // namespace

void UniqueVariableNames::enter_operation(const ast::Definition& operation) {
    for_each_repeated(
        operation.variables, [](const ast::VariableDefinition& one) { return one.variable; },
        [&](std::string_view name, Places places) {
            context_.report("There can be only one variable named " + dollar(name) + ".", std::move(places));
        });
}

void NoUndefinedVariables::leave_operation(const ast::Definition& operation) {
    const auto& usages = context_.usages_of(operation);
    if (usages.empty()) return;
    std::unordered_set<std::string_view> defined;
    for (const ast::VariableDefinition& definition : operation.variables) defined.insert(definition.variable.text);
    for (const VariableUsage& usage : usages) {
        const std::string_view name = usage.variable->text;
        if (defined.contains(name)) continue;
        const std::string of = operation.name ? " by operation " + quote(operation.name.text) : std::string{};
        context_.report("Variable " + dollar(name) + " is not defined" + of + ".",
                        {usage.variable->offset, operation.offset});
    }
}

void NoUnusedVariables::leave_operation(const ast::Definition& operation) {
    if (operation.variables.empty()) return;
    std::unordered_set<std::string_view> used;
    for (const VariableUsage& usage : context_.usages_of(operation)) used.insert(usage.variable->text);
    for (const ast::VariableDefinition& definition : operation.variables) {
        if (used.contains(definition.variable.text)) continue;
        const std::string in = operation.name ? " in operation " + quote(operation.name.text) : std::string{};
        context_.report("Variable " + dollar(definition.variable.text) + " is never used" + in + ".",
                        {definition.offset});
    }
}

void VariablesInAllowedPosition::leave_operation(const ast::Definition& operation) {
    if (operation.variables.empty()) return;
    struct Defined {
        const ast::VariableDefinition* definition;
        const Type* type;
    };
    std::unordered_map<std::string_view, Defined> defined;
    for (const ast::VariableDefinition& definition : operation.variables) {
        defined[definition.variable.text] = {&definition,
                                             context_.schema().type_of(*definition.type, context_.arena())};
    }
    for (const VariableUsage& usage : context_.usages_of(operation)) {
        const auto found = defined.find(usage.variable->text);
        if (found == defined.end() || !found->second.type || !usage.type) continue;
        const auto& [definition, type] = found->second;
        if (is_allowed(*type, definition->default_value, usage)) continue;
        context_.report("Variable " + dollar(usage.variable->text) + " of type " + quote(type->text) +
                            " used in position expecting type " + quote(usage.type->text) + ".",
                        {definition->offset, usage.variable->offset});
    }
}

/// https://spec.graphql.org/October2021/#IsVariableUsageAllowed()
bool VariablesInAllowedPosition::is_allowed(const Type& variable, const ast::Value* default_value,
                                            const VariableUsage& usage) const {
    if (!usage.type->is_non_null() || variable.is_non_null())
        return context_.schema().is_subtype(variable, *usage.type);
    const bool has_value = default_value && default_value->kind != ast::ValueKind::null;
    return (has_value || usage.has_default) && context_.schema().is_subtype(variable, *usage.type->inner);
}

}  // namespace mooring::graphql
