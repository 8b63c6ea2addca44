#include "mooring/graphql/schema/coerce_literal.hpp"

#include "mooring/graphql/schema/scalars.hpp"

namespace mooring::graphql {

namespace {

bool is_missing_variable(const ast::Value& literal, const Value& variables) {
    return literal.kind == ast::ValueKind::variable && variables[literal.text].is_absent();
}

Value coerce_list(const Schema& schema, const ast::Value& literal, const Type& item_type, const Value& variables,
                  Arena& arena) {
    std::vector<Value> items;
    if (literal.kind != ast::ValueKind::list) {
        items.push_back(coerce_literal(schema, literal, item_type, variables, arena));
        if (items.back().is_absent()) return {};
        return Value::list(arena.copy(items));
    }
    for (const ast::Value& item : literal.items) {
        if (is_missing_variable(item, variables)) {
            if (item_type.is_non_null()) return {};
            items.push_back(Value::null());
            continue;
        }
        items.push_back(coerce_literal(schema, item, item_type, variables, arena));
        if (items.back().is_absent()) return {};
    }
    return Value::list(arena.copy(items));
}

Value coerce_object(const Schema& schema, const ast::Value& literal, const NamedType& type, const Value& variables,
                    Arena& arena) {
    if (literal.kind != ast::ValueKind::object) return {};
    std::vector<Member> members;
    for (const InputField& field : type.input_fields) {
        const ast::Value* given = nullptr;
        for (const ast::ObjectField& one : literal.fields) {
            if (one.name.text == field.name) given = &one.value;
        }
        if (!given || is_missing_variable(*given, variables)) {
            if (!field.default_value.is_absent()) {
                members.push_back({field.name, field.default_value});
            } else if (field.type->is_non_null()) {
                return {};
            }
            continue;
        }
        const Value value = coerce_literal(schema, *given, *field.type, variables, arena);
        if (value.is_absent()) return {};
        members.push_back({field.name, value});
    }
    return Value::object(arena.copy(members));
}

}  // namespace

Value coerce_literal(const Schema& schema, const ast::Value& literal, const Type& type, const Value& variables,
                     Arena& arena) {
    if (literal.kind == ast::ValueKind::variable) {
        const Value& value = variables[literal.text];
        return value.is_null() && type.is_non_null() ? Value{} : value;
    }
    if (type.is_non_null()) {
        return literal.kind == ast::ValueKind::null ? Value{}
                                                    : coerce_literal(schema, literal, *type.inner, variables, arena);
    }
    if (literal.kind == ast::ValueKind::null) return Value::null();
    if (type.is_list()) return coerce_list(schema, literal, *type.inner, variables, arena);
    if (type.named->kind == TypeKind::input_object) {
        return coerce_object(schema, literal, *type.named, variables, arena);
    }
    return read_leaf_literal(schema, *type.named, literal, variables, arena).value;
}

}  // namespace mooring::graphql
