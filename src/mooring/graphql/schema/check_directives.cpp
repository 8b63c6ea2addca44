#include <algorithm>
#include <set>
#include <string>

#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/coerce_literal.hpp"
#include "mooring/graphql/schema/schema_builder.hpp"

namespace mooring::graphql {

namespace {

std::string_view location_of(ast::DefinitionKind kind) {
    switch (kind) {
        case ast::DefinitionKind::schema: return "SCHEMA";
        case ast::DefinitionKind::scalar: return "SCALAR";
        case ast::DefinitionKind::object: return "OBJECT";
        case ast::DefinitionKind::interface: return "INTERFACE";
        case ast::DefinitionKind::union_type: return "UNION";
        case ast::DefinitionKind::enum_type: return "ENUM";
        case ast::DefinitionKind::input_object: return "INPUT_OBJECT";
        case ast::DefinitionKind::operation:
        case ast::DefinitionKind::fragment:
        case ast::DefinitionKind::directive: break;
    }
    return {};
}

/// Known, allowed there, once unless repeatable, with fitting arguments.
class DirectiveCheck {
public:
    DirectiveCheck(const Schema& schema, std::vector<std::string>& problems) : schema_(schema), problems_(problems) {}

    void check(const ast::Definition& definition) {
        check(definition.directives, location_of(definition.kind));
        for (const ast::FieldDefinition& field : definition.fields) {
            check(field.directives, "FIELD_DEFINITION");
            for (const auto& argument : field.arguments) check(argument.directives, "ARGUMENT_DEFINITION");
        }
        for (const ast::EnumValueDefinition& value : definition.values) check(value.directives, "ENUM_VALUE");
        const bool is_directive = definition.kind == ast::DefinitionKind::directive;
        for (const ast::InputValueDefinition& value : definition.input_values) {
            check(value.directives, is_directive ? "ARGUMENT_DEFINITION" : "INPUT_FIELD_DEFINITION");
        }
    }

private:
    void check(const List<ast::Directive>& directives, std::string_view location) {
        std::set<std::string_view> seen;
        for (const ast::Directive& directive : directives) {
            const std::string name = "@" + std::string(directive.name.text);
            const DirectiveDefinition* const definition = schema_.find_directive(directive.name.text);
            if (!definition) {
                complain("unknown directive " + name);
                continue;
            }
            if (!definition->may_stand_on(location)) complain(name + " may not be used on " + std::string(location));
            if (!seen.insert(definition->name).second && !definition->is_repeatable) {
                complain(name + " can only be used once at one place");
            }
            check_arguments(directive, *definition, name);
        }
    }

    void check_arguments(const ast::Directive& directive, const DirectiveDefinition& definition,
                         const std::string& name) {
        Arena arena;
        std::set<std::string_view> given;
        for (const ast::Argument& argument : directive.arguments) {
            const InputField* const wanted = definition.find_argument(argument.name.text);
            if (!wanted) {
                complain(name + " has no argument \"" + std::string(argument.name.text) + "\"");
            } else if (coerce_literal(schema_, argument.value, *wanted->type, {}, arena).is_absent()) {
                complain(name + ": " + print(argument.value) + " is no " + std::string(wanted->type->text));
            }
            if (!given.insert(argument.name.text).second) {
                complain(name + " is given \"" + std::string(argument.name.text) + "\" twice");
            }
        }
        for (const InputField& wanted : definition.arguments) {
            if (wanted.is_required() && !given.contains(wanted.name)) {
                complain(name + " needs the argument \"" + std::string(wanted.name) + "\"");
            }
        }
    }

    void complain(std::string problem) { problems_.push_back(std::move(problem)); }

    const Schema& schema_;
    std::vector<std::string>& problems_;
};

}  // namespace

void check_directives(const Schema& schema, const Document& document, std::vector<std::string>& problems) {
    for (const ast::Definition& definition : document.definitions) DirectiveCheck{schema, problems}.check(definition);
}

}  // namespace mooring::graphql
