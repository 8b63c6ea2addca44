#pragma once

#include <cstdint>
#include <string_view>

#include "mooring/graphql/language/list.hpp"

/// The syntax tree. Nodes live in the arena of their `Document` and own nothing; `offset` is the byte at which a node's
/// first token begins, from which `locate` makes a line and a column. Names follow the specification's grammar.
/// Source: https://spec.graphql.org/October2021/#sec-Appendix-Grammar-Summary
namespace mooring::graphql::ast {

struct Name {
    std::string_view text;
    std::uint32_t offset = 0;

    explicit operator bool() const { return !text.empty(); }
};

enum class ValueKind : std::uint8_t {
    variable,
    int_value,
    float_value,
    string,
    boolean,
    null,
    enum_value,
    list,
    object
};

struct ObjectField;

struct Value {
    ValueKind kind = ValueKind::null;
    bool is_block = false;     ///< a string in triple quotes
    bool boolean = false;      ///< of a boolean
    std::uint32_t offset = 0;  ///< of a variable: its dollar sign
    std::string_view text;     ///< digits, the string's value, the enum's or variable's name
    List<Value> items;         ///< of a list
    List<ObjectField> fields;  ///< of an object
};

struct ObjectField {
    Name name;
    Value value;
};

struct Argument {
    Name name;
    Value value;
};

struct Directive {
    Name name;
    List<Argument> arguments;
    std::uint32_t offset = 0;
};

enum class TypeKind : std::uint8_t { named, list, non_null };

struct Type {
    TypeKind kind = TypeKind::named;
    Name name;                    ///< of a named type
    const Type* inner = nullptr;  ///< of the others
    std::uint32_t offset = 0;
};

enum class SelectionKind : std::uint8_t { field, fragment_spread, inline_fragment };

struct Selection;

struct SelectionSet {
    List<Selection> selections;
    std::uint32_t offset = 0;
};

struct Selection {
    SelectionKind kind = SelectionKind::field;
    std::uint32_t offset = 0;
    Name alias;  ///< of a field; empty when there is none
    Name name;   ///< of a field or a fragment spread
    List<Argument> arguments;
    List<Directive> directives;
    const Type* type_condition = nullptr;         ///< of an inline fragment; may be absent
    const SelectionSet* selection_set = nullptr;  ///< of a field, where it has one, and of an inline fragment

    std::string_view response_key() const { return alias ? alias.text : name.text; }
};

struct VariableDefinition {
    Name variable;             ///< the name without its dollar sign
    std::uint32_t offset = 0;  ///< of the dollar sign
    const Type* type = nullptr;
    const Value* default_value = nullptr;
    List<Directive> directives;
};

enum class OperationType : std::uint8_t { query, mutation, subscription };

enum class DefinitionKind : std::uint8_t {
    operation,
    fragment,
    schema,
    scalar,
    object,
    interface,
    union_type,
    enum_type,
    input_object,
    directive
};

struct InputValueDefinition {
    std::uint32_t offset = 0;
    const Value* description = nullptr;
    Name name;
    const Type* type = nullptr;
    const Value* default_value = nullptr;
    List<Directive> directives;
};

struct FieldDefinition {
    std::uint32_t offset = 0;
    const Value* description = nullptr;
    Name name;
    List<InputValueDefinition> arguments;
    const Type* type = nullptr;
    List<Directive> directives;
};

struct EnumValueDefinition {
    std::uint32_t offset = 0;
    const Value* description = nullptr;
    Name name;
    List<Directive> directives;
};

struct OperationTypeDefinition {
    std::uint32_t offset = 0;
    OperationType operation = OperationType::query;
    const Type* type = nullptr;
};

/// One definition of a document, or one extension. Which members mean something follows from `kind`.
struct Definition {
    DefinitionKind kind = DefinitionKind::operation;
    bool is_extension = false;
    bool is_repeatable = false;  ///< directive
    std::uint32_t offset = 0;
    const Value* description = nullptr;
    Name name;
    List<Directive> directives;

    OperationType operation = OperationType::query;
    List<VariableDefinition> variables;
    const Type* type_condition = nullptr;         ///< fragment
    const SelectionSet* selection_set = nullptr;  ///< operation, fragment

    List<OperationTypeDefinition> operation_types;  ///< schema
    List<Type> interfaces;                          ///< object, interface
    List<FieldDefinition> fields;                   ///< object, interface
    List<Type> members;                             ///< union
    List<EnumValueDefinition> values;               ///< enum
    List<InputValueDefinition> input_values;        ///< input object: fields; directive: arguments
    List<Name> locations;                           ///< directive

    bool is_executable() const { return kind == DefinitionKind::operation || kind == DefinitionKind::fragment; }
    bool is_type() const { return kind >= DefinitionKind::scalar && kind <= DefinitionKind::input_object; }
};

}  // namespace mooring::graphql::ast
