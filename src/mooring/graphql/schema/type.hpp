#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/graphql/json/value.hpp"
#include "mooring/graphql/language/ast.hpp"

/// What a schema is made of. All of it belongs to a `Schema`, lives as long as that and never changes.
/// Source: https://spec.graphql.org/October2021/#sec-Type-System
namespace mooring::graphql {

struct NamedType;

/// A reference to a type as a field, argument or variable has it: `Int`, `[Int!]!`.
struct Type {
    enum class Shape : std::uint8_t { named, list, non_null };

    Shape shape = Shape::named;
    const Type* inner = nullptr;       ///< what a list holds, what is not null
    const NamedType* named = nullptr;  ///< the type at the bottom
    std::string_view text;             ///< as it is written

    bool is_named() const { return shape == Shape::named; }
    bool is_list() const { return shape == Shape::list; }
    bool is_non_null() const { return shape == Shape::non_null; }
    const Type& nullable() const { return is_non_null() ? *inner : *this; }
};

/// An argument of a field or a directive, or a field of an input object.
struct InputField {
    std::string_view name;
    std::optional<std::string_view> description;
    const Type* type = nullptr;
    const ast::Value* default_literal = nullptr;
    Value default_value;  ///< coerced; absent when there is none
    std::optional<std::string_view> deprecation_reason;
    const ast::InputValueDefinition* definition = nullptr;

    bool is_required() const { return type->is_non_null() && default_value.is_absent(); }
};

struct Field {
    std::string_view name;
    std::optional<std::string_view> description;
    std::vector<InputField> arguments;
    const Type* type = nullptr;
    std::optional<std::string_view> deprecation_reason;
    const NamedType* parent = nullptr;
    const ast::FieldDefinition* definition = nullptr;

    const InputField* find_argument(std::string_view argument) const {
        for (const InputField& one : arguments) {
            if (one.name == argument) return &one;
        }
        return nullptr;
    }
};

struct EnumValue {
    std::string_view name;
    std::optional<std::string_view> description;
    std::optional<std::string_view> deprecation_reason;
    const ast::EnumValueDefinition* definition = nullptr;
};

enum class TypeKind : std::uint8_t { scalar, object, interface, union_type, enum_type, input_object };

/// The scalars that the specification gives; `custom` for a schema's own.
enum class ScalarKind : std::uint8_t { custom, integer, floating, string, boolean, id };

/// A type by its name. Which members mean something follows from `kind`.
struct NamedType {
    TypeKind kind = TypeKind::scalar;
    ScalarKind scalar = ScalarKind::custom;
    bool is_built_in = false;  ///< of the specification, not of the schema's own text
    std::uint32_t index = 0;   ///< its place in `Schema::types()`
    std::string_view name;
    std::optional<std::string_view> description;
    std::optional<std::string_view> specified_by_url;
    Type self;  ///< the reference without brackets and marks

    std::vector<Field> fields;                                   ///< object, interface
    std::vector<const NamedType*> interfaces;                    ///< object, interface
    std::vector<const NamedType*> possible_types;                ///< interface, union: the object types, in order
    std::vector<const NamedType*> implementers;                  ///< interface: object and interface types
    std::vector<bool> is_possible;                               ///< interface, union: by `NamedType::index`
    std::vector<EnumValue> values;                               ///< enum
    std::vector<InputField> input_fields;                        ///< input object
    std::unordered_map<std::string_view, std::uint32_t> places;  ///< of fields, enum values, input fields by name

    std::vector<const ast::Definition*> definitions;  ///< the definition, then its extensions

    bool is_leaf() const { return kind == TypeKind::scalar || kind == TypeKind::enum_type; }
    bool is_abstract() const { return kind == TypeKind::interface || kind == TypeKind::union_type; }
    bool is_composite() const { return kind == TypeKind::object || is_abstract(); }
    bool is_input() const { return is_leaf() || kind == TypeKind::input_object; }
    bool is_output() const { return kind != TypeKind::input_object; }

    const Field* find_field(std::string_view field) const { return find(fields, field); }
    const EnumValue* find_value(std::string_view value) const { return find(values, value); }
    const InputField* find_input_field(std::string_view field) const { return find(input_fields, field); }

private:
    template <class Item>
    const Item* find(const std::vector<Item>& items, std::string_view item) const {
        const auto place = items.empty() ? places.end() : places.find(item);
        return place == places.end() ? nullptr : &items[place->second];
    }
};

struct DirectiveDefinition {
    std::string_view name;
    std::optional<std::string_view> description;
    std::vector<InputField> arguments;
    std::vector<std::string_view> locations;  ///< `FIELD`, `OBJECT`, …
    bool is_repeatable = false;
    bool is_built_in = false;

    const InputField* find_argument(std::string_view argument) const {
        for (const InputField& one : arguments) {
            if (one.name == argument) return &one;
        }
        return nullptr;
    }
    bool may_stand_on(std::string_view location) const {
        for (const std::string_view one : locations) {
            if (one == location) return true;
        }
        return false;
    }
};

/// Whether both are written alike.
inline bool is_same(const Type& left, const Type& right) {
    if (left.shape != right.shape) return false;
    return left.is_named() ? left.named == right.named : is_same(*left.inner, *right.inner);
}

}  // namespace mooring::graphql
