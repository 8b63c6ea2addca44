#include "mooring/graphql/validation/rules/field_rules.hpp"

#include <algorithm>

#include "mooring/graphql/schema/suggestions.hpp"

namespace mooring::graphql {

void ScalarLeafs::enter_field(const ast::Selection& field) {
    const Type* const type = context_.tracker().type();
    if (!type) return;
    const std::string name{field.name.text};
    if (type->named->is_leaf()) {
        if (!field.selection_set) return;
        context_.report("Field " + quote(name) + " must not have a selection since type " + quote(type->text) +
                            " has no subfields.",
                        {field.selection_set->offset});
    } else if (!field.selection_set) {
        context_.report("Field " + quote(name) + " of type " + quote(type->text) +
                            " must have a selection of subfields. Did you mean \"" + name + " { ... }\"?",
                        {field.offset});
    }
}

void FieldsOnCorrectType::enter_field(const ast::Selection& field) {
    const NamedType* const parent = context_.tracker().parent_type();
    if (!parent || context_.tracker().field()) return;
    const std::string_view name = field.name.text;
    std::string suggestion = did_you_mean(types_with(*parent, name), "to use an inline fragment on");
    if (suggestion.empty()) suggestion = did_you_mean(suggestions(name, names_of(parent->fields)));
    context_.report("Cannot query field " + quote(name) + " on type " + quote(parent->name) + "." + suggestion,
                    {field.offset});
}

/// The types an abstract type may turn out to be, or that those implement, which have the field: the most used first.
std::vector<std::string_view> FieldsOnCorrectType::types_with(const NamedType& type, std::string_view field) const {
    struct Candidate {
        const NamedType* type;
        std::size_t uses;
    };
    std::vector<Candidate> candidates;
    if (!type.is_abstract()) return {};
    const auto count = [&](const NamedType* one) {
        for (Candidate& candidate : candidates) {
            if (candidate.type == one) {
                ++candidate.uses;
                return;
            }
        }
        candidates.push_back({one, 1});
    };
    for (const NamedType* const possible : type.possible_types) {
        if (!possible->find_field(field)) continue;
        count(possible);
        for (const NamedType* const interface : possible->interfaces) {
            if (interface->find_field(field)) count(interface);
        }
    }
    const Schema& schema = context_.schema();
    const auto comes_first = [&](const Candidate& left, const Candidate& right) {
        if (left.uses != right.uses) return left.uses > right.uses;
        const auto is_above = [&](const NamedType& one, const NamedType& other) {
            return one.kind == TypeKind::interface && schema.is_member(one, other);
        };
        if (is_above(*left.type, *right.type)) return true;
        if (is_above(*right.type, *left.type)) return false;
        return is_naturally_less(left.type->name, right.type->name);
    };
    // By insertion: the order above is no strict weak one for every set of types.
    std::vector<Candidate> sorted;
    for (const Candidate& candidate : candidates) {
        auto place = sorted.end();
        while (place != sorted.begin() && comes_first(candidate, *(place - 1))) --place;
        sorted.insert(place, candidate);
    }
    std::vector<std::string_view> names;
    names.reserve(sorted.size());
    for (const Candidate& candidate : sorted) names.push_back(candidate.type->name);
    return names;
}

void MaxIntrospectionDepth::enter_field(const ast::Selection& field) {
    if (reported_ || (field.name.text != "__schema" && field.name.text != "__type")) return;
    for (auto& [name, fragment] : fragments_) fragment.visited_from = -1;
    if (!is_too_deep(field, 0)) return;
    context_.report("Maximum introspection depth exceeded", {field.offset});
    reported_ = &field;
}

void MaxIntrospectionDepth::leave_field(const ast::Selection& field) {
    if (reported_ == &field) reported_ = nullptr;
}

bool MaxIntrospectionDepth::is_too_deep(const ast::Selection& selection, int depth) {
    constexpr int most_lists = 3;
    constexpr std::string_view lists[] = {"fields", "interfaces", "possibleTypes", "inputFields"};
    if (!context_.spend(1)) return false;
    const std::string_view name = selection.name.text;
    if (selection.kind == ast::SelectionKind::fragment_spread) {
        const ast::Definition* const definition = context_.fragment(name);
        if (!definition) return false;
        Fragment& fragment = fragments_[name];
        if (fragment.deep_from <= depth) return true;
        if (fragment.visited_from >= depth || fragment.fine_from >= depth) return false;
        fragment.visited_from = depth;
        const bool is_deep = is_too_deep(definition->selection_set, depth);
        (is_deep ? fragment.deep_from : fragment.fine_from) = depth;
        return is_deep;
    }
    const bool is_list = selection.kind == ast::SelectionKind::field &&
                         std::find(std::begin(lists), std::end(lists), name) != std::end(lists);
    if (is_list && ++depth >= most_lists) return true;
    return is_too_deep(selection.selection_set, depth);
}

bool MaxIntrospectionDepth::is_too_deep(const ast::SelectionSet* set, int depth) {
    if (!set) return false;
    return std::any_of(set->selections.begin(), set->selections.end(),
                       [&](const ast::Selection& one) { return is_too_deep(one, depth); });
}

}  // namespace mooring::graphql
