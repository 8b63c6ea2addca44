#include "mooring/graphql/validation/rules/directive_rules.hpp"

#include <algorithm>

namespace mooring::graphql {

void KnownDirectives::enter_directive(const ast::Directive& directive, std::string_view location) {
    const std::string name = "\"@" + std::string(directive.name.text) + "\"";
    const ast::Definition* const own = context_.own_directive(directive.name.text);
    const DirectiveDefinition* const known = context_.schema().find_directive(directive.name.text);
    if (!own && !known) {
        context_.report("Unknown directive " + name + ".", {directive.offset});
        return;
    }
    const bool may_stand_here = own ? std::any_of(own->locations.begin(), own->locations.end(),
                                                  [&](const ast::Name& one) { return one.text == location; })
                                    : known->may_stand_on(location);
    if (may_stand_here) return;
    context_.report("Directive " + name + " may not be used on " + std::string(location) + ".", {directive.offset});
}

bool UniqueDirectivesPerLocation::is_unique(std::string_view name) const {
    if (const ast::Definition* const own = context_.own_directive(name)) return !own->is_repeatable;
    const DirectiveDefinition* const known = context_.schema().find_directive(name);
    return known && !known->is_repeatable;
}

void UniqueDirectivesPerLocation::check(const List<ast::Directive>& directives) {
    if (directives.size() < 2) return;
    Seen seen;
    check(directives, seen);
}

void UniqueDirectivesPerLocation::check(const List<ast::Directive>& directives, Seen& seen) {
    for (const ast::Directive& directive : directives) {
        const std::string_view name = directive.name.text;
        if (!is_unique(name)) continue;
        const auto [first, is_new] = seen.try_emplace(name, directive.offset);
        if (is_new) continue;
        context_.report("The directive \"@" + std::string(name) + "\" can only be used once at this location.",
                        {first->second, directive.offset});
    }
}

void UniqueDirectivesPerLocation::enter_type_system(const ast::Definition& definition) {
    check(definition.directives, seen_on_types_[definition.name.text]);
}

}  // namespace mooring::graphql
