#pragma once

#include <string_view>
#include <tuple>

#include "mooring/graphql/validation/context.hpp"

namespace mooring::graphql {

/// Walks a document once and tells every rule of each node, in the order of the rules. A rule is a class made with the
/// context; it has those of the `enter_…` and `leave_…` functions that it needs, and costs nothing elsewhere.
template <class... Rules>
class Walker {
public:
    explicit Walker(ValidationContext& context, TypeTracker& tracker)
        : context_(context), tracker_(tracker), rules_(Rules(context)...) {}

    template <class Rule>
    Rule& rule() {
        return std::get<Rule>(rules_);
    }

// Calls a hook of every rule that has it.
#define MOORING_GRAPHQL_TELL(hook, ...)                               \
    std::apply(                                                       \
        [&](auto&... one) {                                           \
            const auto tell = [&](auto& rule) {                       \
                if constexpr (requires { rule.hook(__VA_ARGS__); }) { \
                    rule.hook(__VA_ARGS__);                           \
                }                                                     \
            };                                                        \
            (tell(one), ...);                                         \
        },                                                            \
        rules_)

    void walk(const Document& document) {
        MOORING_GRAPHQL_TELL(enter_document, document);
        for (const ast::Definition& definition : document.definitions) {
            if (context_.is_over()) return;
            walk_definition(definition);
        }
        MOORING_GRAPHQL_TELL(leave_document, document);
    }

    void walk_definition(const ast::Definition& definition) {
        switch (definition.kind) {
            case ast::DefinitionKind::operation: walk_operation(definition); return;
            case ast::DefinitionKind::fragment: walk_fragment(definition); return;
            default: walk_type_system(definition); return;
        }
    }

private:
    void walk_operation(const ast::Definition& operation) {
        tracker_.enter_operation(operation);
        MOORING_GRAPHQL_TELL(enter_operation, operation);
        for (const ast::VariableDefinition& variable : operation.variables) {
            tracker_.enter_variable_definition(variable);
            MOORING_GRAPHQL_TELL(enter_variable_definition, variable);
            walk_type(*variable.type, false);
            if (variable.default_value) walk_value(*variable.default_value);
            walk_directives(variable.directives, "VARIABLE_DEFINITION");
            tracker_.leave_variable_definition();
        }
        constexpr std::string_view locations[] = {"QUERY", "MUTATION", "SUBSCRIPTION"};
        walk_directives(operation.directives, locations[static_cast<std::size_t>(operation.operation)]);
        walk_selection_set(*operation.selection_set);
        MOORING_GRAPHQL_TELL(leave_operation, operation);
        tracker_.leave_definition();
    }

    void walk_fragment(const ast::Definition& fragment) {
        tracker_.enter_fragment(fragment.type_condition);
        MOORING_GRAPHQL_TELL(enter_fragment, fragment);
        walk_type(*fragment.type_condition, false);
        walk_directives(fragment.directives, "FRAGMENT_DEFINITION");
        walk_selection_set(*fragment.selection_set);
        tracker_.leave_definition();
    }

    enum class SetOf { definition_or_field, inline_fragment };

    void walk_selection_set(const ast::SelectionSet& set, SetOf of = SetOf::definition_or_field) {
        tracker_.enter_selection_set();
        // Those of inline fragments belong to the set around them.
        if (of != SetOf::inline_fragment) MOORING_GRAPHQL_TELL(enter_selection_set, set);
        for (const ast::Selection& selection : set.selections) {
            if (context_.is_over()) break;
            switch (selection.kind) {
                case ast::SelectionKind::field: walk_field(selection); break;
                case ast::SelectionKind::fragment_spread:
                    MOORING_GRAPHQL_TELL(enter_spread, selection);
                    walk_directives(selection.directives, "FRAGMENT_SPREAD");
                    break;
                case ast::SelectionKind::inline_fragment: walk_inline_fragment(selection); break;
            }
        }
        tracker_.leave_selection_set();
    }

    void walk_field(const ast::Selection& field) {
        tracker_.enter_field(field);
        MOORING_GRAPHQL_TELL(enter_field, field);
        walk_arguments(field.arguments);
        walk_directives(field.directives, "FIELD");
        if (field.selection_set) walk_selection_set(*field.selection_set);
        MOORING_GRAPHQL_TELL(leave_field, field);
        tracker_.leave_field();
    }

    void walk_inline_fragment(const ast::Selection& fragment) {
        tracker_.enter_fragment(fragment.type_condition);
        MOORING_GRAPHQL_TELL(enter_inline_fragment, fragment);
        if (fragment.type_condition) walk_type(*fragment.type_condition, false);
        walk_directives(fragment.directives, "INLINE_FRAGMENT");
        walk_selection_set(*fragment.selection_set, SetOf::inline_fragment);
        tracker_.leave_definition();
    }

    void walk_directives(const List<ast::Directive>& directives, std::string_view location) {
        for (const ast::Directive& directive : directives) {
            tracker_.enter_directive(directive);
            MOORING_GRAPHQL_TELL(enter_directive, directive, location);
            is_in_directive_ = true;
            walk_arguments(directive.arguments);
            is_in_directive_ = false;
            MOORING_GRAPHQL_TELL(leave_directive, directive);
            tracker_.leave_directive();
        }
    }

    void walk_arguments(const List<ast::Argument>& arguments) {
        for (const ast::Argument& argument : arguments) {
            if (context_.is_over()) return;
            tracker_.enter_argument(argument);
            if (!is_in_directive_) MOORING_GRAPHQL_TELL(enter_field_argument, argument);
            walk_value(argument.value);
            tracker_.leave_argument();
        }
    }

    void walk_value(const ast::Value& value) {
        if (value.kind == ast::ValueKind::list) tracker_.enter_list();
        MOORING_GRAPHQL_TELL(enter_value, value);
        if (value.kind == ast::ValueKind::list) {
            for (const ast::Value& item : value.items) walk_value(item);
        } else if (value.kind == ast::ValueKind::object) {
            for (const ast::ObjectField& field : value.fields) {
                tracker_.enter_object_field(field);
                MOORING_GRAPHQL_TELL(enter_object_field, field);
                walk_value(field.value);
                tracker_.leave_value();
            }
        }
        MOORING_GRAPHQL_TELL(leave_value, value);
        if (value.kind == ast::ValueKind::list) tracker_.leave_value();
    }

    void walk_type(const ast::Type& type, bool is_type_system) {
        const ast::Type* named = &type;
        while (named->inner) named = named->inner;
        MOORING_GRAPHQL_TELL(enter_named_type, *named, is_type_system);
    }

    // Definitions of types have no place in a request, yet what they name is looked at too.
    void walk_type_system(const ast::Definition& definition) {
        MOORING_GRAPHQL_TELL(enter_type_system, definition);
        for (const ast::Type& interface : definition.interfaces) walk_type(interface, true);
        walk_directives(definition.directives, location_of(definition.kind));
        for (const auto& root : definition.operation_types) walk_type(*root.type, true);
        for (const ast::FieldDefinition& field : definition.fields) {
            MOORING_GRAPHQL_TELL(enter_part, field.directives);
            for (const auto& argument : field.arguments) walk_input_value(argument, "ARGUMENT_DEFINITION");
            walk_type(*field.type, true);
            walk_directives(field.directives, "FIELD_DEFINITION");
        }
        for (const ast::Type& member : definition.members) walk_type(member, true);
        for (const ast::EnumValueDefinition& value : definition.values) {
            MOORING_GRAPHQL_TELL(enter_part, value.directives);
            walk_directives(value.directives, "ENUM_VALUE");
        }
        const bool is_input = definition.kind == ast::DefinitionKind::input_object && !definition.is_extension;
        for (const ast::InputValueDefinition& value : definition.input_values) {
            walk_input_value(value, is_input ? "INPUT_FIELD_DEFINITION" : "ARGUMENT_DEFINITION");
        }
    }

    void walk_input_value(const ast::InputValueDefinition& value, std::string_view location) {
        MOORING_GRAPHQL_TELL(enter_part, value.directives);
        walk_type(*value.type, true);
        if (value.default_value) walk_value(*value.default_value);
        walk_directives(value.directives, location);
    }
#undef MOORING_GRAPHQL_TELL

    static std::string_view location_of(ast::DefinitionKind kind) {
        switch (kind) {
            case ast::DefinitionKind::schema: return "SCHEMA";
            case ast::DefinitionKind::scalar: return "SCALAR";
            case ast::DefinitionKind::object: return "OBJECT";
            case ast::DefinitionKind::interface: return "INTERFACE";
            case ast::DefinitionKind::union_type: return "UNION";
            case ast::DefinitionKind::enum_type: return "ENUM";
            case ast::DefinitionKind::input_object: return "INPUT_OBJECT";
            default: return {};
        }
    }

    ValidationContext& context_;
    TypeTracker& tracker_;
    std::tuple<Rules...> rules_;
    bool is_in_directive_ = false;
};

}  // namespace mooring::graphql
