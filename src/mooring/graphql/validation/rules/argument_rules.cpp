#include "mooring/graphql/validation/rules/argument_rules.hpp"

#include <algorithm>

#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/suggestions.hpp"
#include "mooring/graphql/validation/rules/repeated.hpp"

namespace mooring::graphql {

namespace {

bool is_given(const List<ast::Argument>& arguments, std::string_view name) {
    return std::any_of(arguments.begin(), arguments.end(),
                       [&](const ast::Argument& one) { return one.name.text == name; });
}

}  // namespace

void KnownArgumentNames::enter_field_argument(const ast::Argument& argument) {
    const TypeTracker& tracker = context_.tracker();
    if (tracker.argument() || !tracker.field() || !tracker.parent_type()) return;
    const std::string_view name = argument.name.text;
    const std::string field = std::string(tracker.parent_type()->name) + "." + std::string(tracker.field()->name);
    context_.report("Unknown argument " + quote(name) + " on field " + quote(field) + "." +
                        did_you_mean(suggestions(name, names_of(tracker.field()->arguments))),
                    {argument.name.offset});
}

void KnownArgumentNames::enter_directive(const ast::Directive& directive, std::string_view) {
    std::vector<std::string_view> known;
    if (const ast::Definition* const own = context_.own_directive(directive.name.text)) {
        for (const ast::InputValueDefinition& argument : own->input_values) known.push_back(argument.name.text);
    } else if (const DirectiveDefinition* const definition = context_.schema().find_directive(directive.name.text)) {
        known = names_of(definition->arguments);
    } else {
        return;
    }
    for (const ast::Argument& argument : directive.arguments) {
        const std::string_view name = argument.name.text;
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        context_.report("Unknown argument " + quote(name) + " on directive \"@" + std::string(directive.name.text) +
                            "\"." + did_you_mean(suggestions(name, known)),
                        {argument.name.offset});
    }
}

void UniqueArgumentNames::check(const List<ast::Argument>& arguments) {
    for_each_repeated(
        arguments, [](const ast::Argument& one) { return one.name; },
        [&](std::string_view name, Places places) {
            context_.report("There can be only one argument named " + quote(name) + ".", std::move(places));
        });
}

void ProvidedRequiredArguments::leave_field(const ast::Selection& field) {
    const Field* const definition = context_.tracker().field();
    if (!definition) return;
    for (const InputField& argument : definition->arguments) {
        if (!argument.is_required() || is_given(field.arguments, argument.name)) continue;
        context_.report("Field " + quote(definition->name) + " argument " + quote(argument.name) + " of type " +
                            quote(argument.type->text) + " is required, but it was not provided.",
                        {field.offset});
    }
}

void ProvidedRequiredArguments::leave_directive(const ast::Directive& directive) {
    const std::string_view name = directive.name.text;
    const auto report = [&](std::string_view argument, std::string_view type) {
        context_.report("Directive \"@" + std::string(name) + "\" argument " + quote(argument) + " of type " +
                            quote(type) + " is required, but it was not provided.",
                        {directive.offset});
    };
    if (const ast::Definition* const own = context_.own_directive(name)) {
        for (const ast::InputValueDefinition& argument : own->input_values) {
            const bool is_required = argument.type->kind == ast::TypeKind::non_null && !argument.default_value;
            if (!is_required || is_given(directive.arguments, argument.name.text)) continue;
            report(argument.name.text, print(*argument.type));
        }
    } else if (const DirectiveDefinition* const definition = context_.schema().find_directive(name)) {
        for (const InputField& argument : definition->arguments) {
            if (!argument.is_required() || is_given(directive.arguments, argument.name)) continue;
            report(argument.name, argument.type->text);
        }
    }
}

}  // namespace mooring::graphql
