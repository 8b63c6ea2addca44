#include "mooring/graphql/validation/rules/fragment_rules.hpp"

namespace mooring::graphql {

void UniqueFragmentNames::enter_fragment(const ast::Definition& fragment) {
    const auto [first, is_new] = known_.try_emplace(fragment.name.text, fragment.name.offset);
    if (is_new) return;
    context_.report("There can be only one fragment named " + quote(fragment.name.text) + ".",
                    {first->second, fragment.name.offset});
}

void KnownFragmentNames::enter_spread(const ast::Selection& spread) {
    if (context_.fragment(spread.name.text)) return;
    context_.report("Unknown fragment " + quote(spread.name.text) + ".", {spread.name.offset});
}

void NoUnusedFragments::leave_document(const Document& document) {
    std::unordered_set<std::string_view> used;
    for (const ast::Definition& definition : document.definitions) {
        if (definition.kind != ast::DefinitionKind::operation) continue;
        for (const ast::Definition* const fragment : context_.fragments_of(definition)) {
            used.insert(fragment->name.text);
        }
    }
    for (const ast::Definition& definition : document.definitions) {
        if (definition.kind != ast::DefinitionKind::fragment || used.contains(definition.name.text)) continue;
        context_.report("Fragment " + quote(definition.name.text) + " is never used.", {definition.offset});
    }
}

void PossibleFragmentSpreads::enter_inline_fragment(const ast::Selection& fragment) {
    const Type* const type = context_.tracker().type();
    const NamedType* const parent = context_.tracker().parent_type();
    if (!type || !parent || !type->named->is_composite() || !type->is_named()) return;
    if (context_.schema().can_overlap(*type->named, *parent)) return;
    context_.report("Fragment cannot be spread here as objects of type " + quote(parent->name) +
                        " can never be of type " + quote(type->text) + ".",
                    {fragment.offset});
}

void PossibleFragmentSpreads::enter_spread(const ast::Selection& spread) {
    const ast::Definition* const fragment = context_.fragment(spread.name.text);
    const NamedType* const parent = context_.tracker().parent_type();
    if (!fragment || !parent) return;
    const NamedType* const type = context_.schema().find_type(fragment->type_condition->name.text);
    if (!type || !type->is_composite() || context_.schema().can_overlap(*type, *parent)) return;
    context_.report("Fragment " + quote(spread.name.text) + " cannot be spread here as objects of type " +
                        quote(parent->name) + " can never be of type " + quote(type->name) + ".",
                    {spread.offset});
}

void NoFragmentCycles::look(const ast::Definition& fragment) {
    const std::string_view name = fragment.name.text;
    if (!seen_.insert(name).second) return;
    const auto& spreads = context_.spreads_in(*fragment.selection_set);
    if (spreads.empty()) return;
    positions_[name] = path_.size();
    for (const ast::Selection* const spread : spreads) {
        const auto position = positions_.find(spread->name.text);
        path_.push_back(spread);
        if (position != positions_.end()) {
            report_cycle(position->second);
        } else if (const ast::Definition* const next = context_.fragment(spread->name.text)) {
            look(*next);
        }
        path_.pop_back();
    }
    positions_.erase(name);
}

void NoFragmentCycles::report_cycle(std::size_t start) {
    if (!context_.spend(10 * (path_.size() - start))) return;
    Places places;
    std::string via;
    for (std::size_t index = start; index < path_.size(); ++index) {
        places.push_back(path_[index]->offset);
        if (index + 1 < path_.size()) via += (via.empty() ? " via " : ", ") + quote(path_[index]->name.text);
    }
    context_.report("Cannot spread fragment " + quote(path_.back()->name.text) + " within itself" + via + ".",
                    std::move(places));
}

}  // namespace mooring::graphql
