#include "mooring/graphql/validation/rules/overlapping_fields.hpp"

#include <algorithm>

#include "mooring/graphql/validation/rules/same_arguments.hpp"

namespace mooring::graphql {

namespace {

constexpr std::size_t few_groups = 12;
constexpr std::size_t most_levels = 1000;  // of recursion: about half a megabyte of stack
constexpr std::size_t steps_of_conflict = 10;

// What is told of one conflict stays small, however much is below it; the bounds are those of graphql-js.
constexpr std::size_t most_reason_bytes = 1000;
constexpr std::size_t most_places = 20;

/// Add the last of `more` that there is room for: the deepest ones.
void add_places(Places& places, const Places& more) {
    const std::size_t room = std::min(most_places - places.size(), more.size());
    places.insert(places.end(), more.end() - static_cast<std::ptrdiff_t>(room), more.end());
}

bool is_object(const NamedType* type) {
    return type && type->kind == TypeKind::object;
}

/// Whether no value is of both types: other lists, other nullability, other leaf types.
bool do_conflict(const Type& one, const Type& other) {
    if (one.is_list() || other.is_list()) {
        return !one.is_list() || !other.is_list() || do_conflict(*one.inner, *other.inner);
    }
    if (one.is_non_null() || other.is_non_null()) {
        return !one.is_non_null() || !other.is_non_null() || do_conflict(*one.inner, *other.inner);
    }
    return (one.named->is_leaf() || other.named->is_leaf()) && one.named != other.named;
}

}  // namespace

bool OverlappingFieldsCanBeMerged::Depth::is_over() const {
    if (rule_.depth_ > most_levels) rule_.context_.spend(rule_.depth_ * most_levels);
    return rule_.context_.is_over();
}

bool OverlappingFieldsCanBeMerged::Compared::add(const void* left, const void* right, Exclusive exclusive) {
    const auto [place, is_new] = pairs_.try_emplace({left, right}, exclusive);
    if (is_new) return true;
    const bool is_known = exclusive == Exclusive::yes || place->second == Exclusive::no;
    place->second = exclusive == Exclusive::no ? Exclusive::no : place->second;
    return !is_known;
}

const OverlappingFieldsCanBeMerged::Group* OverlappingFieldsCanBeMerged::Selected::find(std::string_view key) const {
    if (groups_by_key.empty()) {
        for (const Group& group : groups) {
            if (group.key == key) return &group;
        }
        return nullptr;
    }
    const auto found = groups_by_key.find(key);
    return found == groups_by_key.end() ? nullptr : &groups[found->second];
}

void OverlappingFieldsCanBeMerged::enter_selection_set(const ast::SelectionSet& set) {
    const bool is_single = set.selections.size() == 1 && set.selections[0].kind != ast::SelectionKind::inline_fragment;
    if (is_single) return;
    const Selected& all = selected(context_.tracker().parent_type(), set);
    Conflicts conflicts;
    compare_within(all, conflicts);
    for (std::size_t index = 0; index < all.fragments.size(); ++index) {
        compare(all, *all.fragments[index], Exclusive::no, conflicts);
        for (std::size_t other = index + 1; other < all.fragments.size(); ++other) {
            compare(*all.fragments[index], *all.fragments[other], Exclusive::no, conflicts);
        }
    }
    for (Conflict& conflict : conflicts) {
        Places places = std::move(conflict.places);
        places.insert(places.end(), conflict.other_places.begin(), conflict.other_places.end());
        context_.report("Fields " + quote(conflict.key) + " conflict because " + conflict.reason +
                            ". Use different aliases on the fields to fetch both if this was intentional.",
                        std::move(places));
    }
}

const OverlappingFieldsCanBeMerged::Selected& OverlappingFieldsCanBeMerged::selected(const NamedType* parent,
                                                                                     const ast::SelectionSet& set) {
    const auto [place, is_new] = by_set_.try_emplace(&set);
    if (is_new) {
        Selected& made = all_.emplace_back();
        place->second = &made;
        collect(parent, set, made);
    }
    return *place->second;
}

const OverlappingFieldsCanBeMerged::Selected& OverlappingFieldsCanBeMerged::selected(const ast::Definition& fragment) {
    return selected(context_.schema().find_type(fragment.type_condition->name.text), *fragment.selection_set);
}

const OverlappingFieldsCanBeMerged::Selected& OverlappingFieldsCanBeMerged::selected_below(const Entry& entry) {
    if (!entry.below) {
        const NamedType* const type = entry.definition ? entry.definition->type->named : nullptr;
        entry.below = &selected(type, *entry.field->selection_set);
    }
    return *entry.below;
}

void OverlappingFieldsCanBeMerged::collect(const NamedType* parent, const ast::SelectionSet& set, Selected& into) {
    for (const ast::Selection& selection : set.selections) {
        switch (selection.kind) {
            case ast::SelectionKind::field: {
                const std::string_view key = selection.response_key();
                const Group* group = into.find(key);
                if (!group) {
                    group = &into.groups.emplace_back(Group{key, {}});
                    if (into.groups.size() > few_groups) {
                        for (std::size_t index = into.groups_by_key.size(); index < into.groups.size(); ++index) {
                            into.groups_by_key.emplace(into.groups[index].key, index);
                        }
                    }
                }
                const Field* const definition = parent ? parent->find_field(selection.name.text) : nullptr;
                const auto index = static_cast<std::size_t>(group - into.groups.data());
                into.groups[index].entries.push_back(
                    {parent, &selection, definition, selection.arguments.empty() && !selection.selection_set});
                break;
            }
            case ast::SelectionKind::fragment_spread: {
                const ast::Definition* const fragment = context_.fragment(selection.name.text);
                const bool is_known = !fragment || std::find(into.fragments.begin(), into.fragments.end(), fragment) !=
                                                       into.fragments.end();
                if (!is_known) into.fragments.push_back(fragment);
                if (into.fragments.size() > few_groups) context_.spend(1);
                break;
            }
            case ast::SelectionKind::inline_fragment: {
                const ast::Type* const condition = selection.type_condition;
                collect(condition ? context_.schema().find_type(condition->name.text) : parent,
                        *selection.selection_set, into);
                break;
            }
        }
    }
}

void OverlappingFieldsCanBeMerged::compare_within(const Selected& one, Conflicts& conflicts) {
    for (const Group& group : one.groups) {
        if (group.entries.size() < 2) continue;
        const Entry& first = group.entries.front();
        // Equal leaf fields agree with each other, however many there are.
        const bool are_equal_leaves = std::all_of(group.entries.begin(), group.entries.end(), [&](const Entry& entry) {
            return !entry.field->selection_set && entry.definition == first.definition &&
                   entry.parent == first.parent && entry.field->name.text == first.field->name.text &&
                   has_same_arguments(*first.field, *entry.field);
        });
        if (are_equal_leaves && context_.spend(group.entries.size())) continue;
        for (std::size_t index = 0; index < group.entries.size(); ++index) {
            for (std::size_t other = index + 1; other < group.entries.size(); ++other) {
                if (context_.is_over()) return;
                add_conflict(group.key, group.entries[index], group.entries[other], Exclusive::no, conflicts);
            }
        }
    }
}

void OverlappingFieldsCanBeMerged::compare(const Selected& one, const Selected& other, Exclusive exclusive,
                                           Conflicts& conflicts) {
    if (one.groups.empty() || other.groups.empty() || !context_.spend(one.groups.size())) return;
    for (const Group& group : one.groups) {
        const Group* const same = other.find(group.key);
        if (!same) continue;
        for (const Entry& entry : group.entries) {
            for (const Entry& other_entry : same->entries) {
                if (context_.is_over()) return;
                add_conflict(group.key, entry, other_entry, exclusive, conflicts);
            }
        }
    }
}

void OverlappingFieldsCanBeMerged::compare(const Selected& one, const ast::Definition& fragment, Exclusive exclusive,
                                           Conflicts& conflicts) {
    const Depth depth{*this};
    if (depth.is_over() || !context_.spend(1) || one.groups.empty()) return;
    if (!compared_with_fragments_.add(&one, &fragment, exclusive)) return;
    const Selected& other = selected(fragment);
    if (&one == &other) return;
    compare(one, other, exclusive, conflicts);
    for (const ast::Definition* const next : other.fragments) compare(one, *next, exclusive, conflicts);
}

void OverlappingFieldsCanBeMerged::compare(const ast::Definition& one, const ast::Definition& other,
                                           Exclusive exclusive, Conflicts& conflicts) {
    const Depth depth{*this};
    if (&one == &other || depth.is_over() || !context_.spend(1)) return;
    if (!compared_fragments_.add(std::min(&one, &other), std::max(&one, &other), exclusive)) return;
    const Selected& left = selected(one);
    const Selected& right = selected(other);
    compare(left, right, exclusive, conflicts);
    for (const ast::Definition* const next : right.fragments) compare(one, *next, exclusive, conflicts);
    for (const ast::Definition* const next : left.fragments) compare(*next, other, exclusive, conflicts);
}

void OverlappingFieldsCanBeMerged::compare_sets(const Entry& one, const Entry& other, Exclusive exclusive,
                                                Conflicts& conflicts) {
    const Depth depth{*this};
    if (depth.is_over()) return;
    const Selected& left = selected_below(one);
    const Selected& right = selected_below(other);
    compare(left, right, exclusive, conflicts);
    for (const ast::Definition* const fragment : right.fragments) compare(left, *fragment, exclusive, conflicts);
    for (const ast::Definition* const fragment : left.fragments) compare(right, *fragment, exclusive, conflicts);
    for (const ast::Definition* const fragment : left.fragments) {
        for (const ast::Definition* const second : right.fragments) {
            compare(*fragment, *second, exclusive, conflicts);
        }
    }
}

void OverlappingFieldsCanBeMerged::add_conflict(std::string_view key, const Entry& one, const Entry& other,
                                                Exclusive exclusive, Conflicts& conflicts) {
    if (!context_.spend(1)) return;
    auto conflict = find_conflict(key, one, other, exclusive);
    if (conflict && context_.spend(steps_of_conflict)) conflicts.push_back(std::move(*conflict));
}

std::optional<OverlappingFieldsCanBeMerged::Conflict> OverlappingFieldsCanBeMerged::find_conflict(
    std::string_view key, const Entry& one, const Entry& other, Exclusive parents_exclusive) {
    if (one.is_plain_leaf && other.is_plain_leaf && one.definition == other.definition &&
        one.field->name.text == other.field->name.text) {
        return std::nullopt;
    }
    const bool are_exclusive = parents_exclusive == Exclusive::yes ||
                               (one.parent != other.parent && is_object(one.parent) && is_object(other.parent));
    const auto conflict = [&](std::string reason) {
        return Conflict{std::move(reason), key, {one.field->offset}, {other.field->offset}};
    };
    if (!are_exclusive) {
        const std::string_view name = one.field->name.text;
        const std::string_view other_name = other.field->name.text;
        if (name != other_name) return conflict(quote(name) + " and " + quote(other_name) + " are different fields");
        if (!has_same_arguments(*one.field, *other.field)) return conflict("they have differing arguments");
    }
    if (one.definition && other.definition && do_conflict(*one.definition->type, *other.definition->type)) {
        return conflict("they return conflicting types " + quote(one.definition->type->text) + " and " +
                        quote(other.definition->type->text));
    }
    if (!one.field->selection_set || !other.field->selection_set) return std::nullopt;
    Conflicts below;
    compare_sets(one, other, are_exclusive ? Exclusive::yes : Exclusive::no, below);
    if (below.empty()) return std::nullopt;
    Conflict whole = conflict({});
    for (const Conflict& part : below) {
        if (!whole.reason.empty()) whole.reason += " and ";
        whole.reason += "subfields " + quote(part.key) + " conflict because " + part.reason;
        if (whole.reason.size() > most_reason_bytes) break;
    }
    if (whole.reason.size() > most_reason_bytes) whole.reason = whole.reason.substr(0, most_reason_bytes) + "...";
    for (const Conflict& part : below) {
        add_places(whole.places, part.places);
        add_places(whole.other_places, part.other_places);
    }
    return whole;
}

}  // namespace mooring::graphql
