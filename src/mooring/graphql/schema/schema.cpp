#include "mooring/graphql/schema/schema.hpp"

#include <algorithm>

namespace mooring::graphql {

const NamedType* Schema::find_type(std::string_view name) const {
    const auto found = types_by_name_.find(name);
    return found == types_by_name_.end() ? nullptr : found->second;
}

const DirectiveDefinition* Schema::find_directive(std::string_view name) const {
    const auto found = directives_by_name_.find(name);
    return found == directives_by_name_.end() ? nullptr : found->second;
}

const Field* Schema::find_field(const NamedType& parent, std::string_view name) const {
    if (name.starts_with("__")) {
        if (name == "__typename" && parent.is_composite()) return &typename_field_;
        if (&parent == query() && name == "__schema") return &schema_field_;
        if (&parent == query() && name == "__type") return &type_field_;
    }
    return parent.find_field(name);
}

const Type* Schema::type_of(const ast::Type& type, Arena& arena) const {
    if (type.kind == ast::TypeKind::named) {
        const NamedType* const named = find_type(type.name.text);
        return named ? &named->self : nullptr;
    }
    const Type* const inner = type_of(*type.inner, arena);
    if (!inner) return nullptr;
    const bool is_list = type.kind == ast::TypeKind::list;
    const std::string text = is_list ? "[" + std::string(inner->text) + "]" : std::string(inner->text) + "!";
    return arena.make<Type>(is_list ? Type::Shape::list : Type::Shape::non_null, inner, inner->named, arena.copy(text));
}

bool Schema::is_member(const NamedType& abstract, const NamedType& type) const {
    if (type.kind == TypeKind::object) return abstract.is_possible[type.index];
    return std::find(abstract.implementers.begin(), abstract.implementers.end(), &type) != abstract.implementers.end();
}

bool Schema::is_subtype(const Type& type, const Type& super) const {
    if (super.is_non_null()) return type.is_non_null() && is_subtype(*type.inner, *super.inner);
    if (type.is_non_null()) return is_subtype(*type.inner, super);
    if (super.is_list()) return type.is_list() && is_subtype(*type.inner, *super.inner);
    if (type.is_list()) return false;
    if (type.named == super.named) return true;
    const bool has_members = super.named->is_abstract();
    const bool may_belong = type.named->kind == TypeKind::object || type.named->kind == TypeKind::interface;
    return has_members && may_belong && is_member(*super.named, *type.named);
}

bool Schema::can_overlap(const NamedType& left, const NamedType& right) const {
    if (&left == &right) return true;
    if (left.is_abstract() && right.is_abstract()) {
        return std::any_of(left.possible_types.begin(), left.possible_types.end(),
                           [&](const NamedType* type) { return right.is_possible[type->index]; });
    }
    if (left.is_abstract()) return is_member(left, right);
    return right.is_abstract() && is_member(right, left);
}

const ReadScalar* Schema::reader_of(const NamedType& scalar) const {
    const auto found = readers_.find(std::string(scalar.name));
    return found == readers_.end() ? nullptr : &found->second;
}

}  // namespace mooring::graphql
