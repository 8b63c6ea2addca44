#include "mooring/graphql/schema/scalars.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "mooring/base/utf8.hpp"
#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/suggestions.hpp"

namespace mooring::graphql {

namespace {

LeafInput refuse(std::string error) {
    return {{}, std::move(error), true};
}

LeafInput accept(Value value) {
    return {value, {}, true};
}

bool is_int32(std::int64_t value) {
    return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
}

Value number_of(std::string_view text, ast::ValueKind kind) {
    const char* const end = text.data() + text.size();
    std::int64_t whole = 0;
    if (kind == ast::ValueKind::int_value && std::from_chars(text.data(), end, whole).ec == std::errc{}) {
        return Value::integer(whole);
    }
    double number = 0;
    if (std::from_chars(text.data(), end, number).ec == std::errc::result_out_of_range) {
        const bool is_tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
        number = is_tiny ? 0.0 : std::numeric_limits<double>::infinity();
        if (text.front() == '-') number = -number;
    }
    return Value::number(number);
}

std::string suggest_value(const NamedType& type, std::string_view input) {
    return did_you_mean(suggestions(input, names_of(type.values)), "the enum value");
}

std::string no_such_value(const NamedType& type, std::string_view input) {
    return "Value \"" + std::string(input) + "\" does not exist in \"" + std::string(type.name) + "\" enum." +
           suggest_value(type, input);
}

LeafInput read_enum(const NamedType& type, const Value& input) {
    if (!input.is_string()) {
        const std::string shown = inspect(input);
        return refuse("Enum \"" + std::string(type.name) + "\" cannot represent non-string value: " + shown + "." +
                      suggest_value(type, shown));
    }
    const EnumValue* const value = type.find_value(input.text());
    return value ? accept(Value::enum_name(value->name)) : refuse(no_such_value(type, input.text()));
}

LeafInput read_enum_literal(const NamedType& type, const ast::Value& literal) {
    if (literal.kind != ast::ValueKind::enum_value) {
        const std::string shown = print(literal);
        return refuse("Enum \"" + std::string(type.name) + "\" cannot represent non-enum value: " + shown + "." +
                      suggest_value(type, shown));
    }
    const EnumValue* const value = type.find_value(literal.text);
    return value ? accept(Value::enum_name(value->name)) : refuse(no_such_value(type, literal.text));
}

LeafInput read_int(const Value& input) {
    const bool is_whole =
        input.is_integer() || (input.kind() == Value::Kind::number && std::isfinite(input.as_number()) &&
                               input.as_number() == std::trunc(input.as_number()));
    if (!is_whole) return refuse("Int cannot represent non-integer value: " + inspect(input));
    if (input.is_integer() && is_int32(input.as_integer())) return accept(input);
    return refuse("Int cannot represent non 32-bit signed integer value: " + inspect(input));
}

LeafInput read_id(const Value& input, Arena& arena) {
    if (input.is_string()) return accept(input);
    const bool is_whole =
        input.is_integer() || (input.kind() == Value::Kind::number && std::isfinite(input.as_number()) &&
                               input.as_number() == std::trunc(input.as_number()));
    if (!is_whole) return refuse("ID cannot represent value: " + inspect(input));
    return accept(Value::string(arena.copy(inspect(input))));
}

LeafInput read_custom(const Schema& schema, const NamedType& type, const Value& input, Arena& arena) {
    const ReadScalar* const reader = schema.reader_of(type);
    if (!reader) return accept(input);
    auto read = (*reader)(input, arena);
    if (!read) return {{}, std::move(read.error().message), false};
    return accept(*read);
}

/// Lone surrogates come out of JSON escapes; no text may hold them.
bool has_bad_text(const Value& input) {
    return input.is_string() && !is_valid_utf8(input.text());
}

}  // namespace

LeafInput read_leaf(const Schema& schema, const NamedType& type, const Value& input, Arena& arena) {
    if (has_bad_text(input)) return refuse(std::string(type.name) + " cannot represent text with lone surrogates");
    if (type.kind == TypeKind::enum_type) return read_enum(type, input);
    switch (type.scalar) {
        case ScalarKind::integer: return read_int(input);
        case ScalarKind::floating: {
            const bool is_number = input.is_integer() || input.kind() == Value::Kind::number;
            if (is_number && std::isfinite(input.as_number())) return accept(input);
            return refuse("Float cannot represent non numeric value: " + inspect(input));
        }
        case ScalarKind::string:
            if (input.is_string()) return accept(input);
            return refuse("String cannot represent a non string value: " + inspect(input));
        case ScalarKind::boolean:
            if (input.is_boolean()) return accept(input);
            return refuse("Boolean cannot represent a non boolean value: " + inspect(input));
        case ScalarKind::id: return read_id(input, arena);
        case ScalarKind::custom: break;
    }
    return read_custom(schema, type, input, arena);
}

LeafInput read_leaf_literal(const Schema& schema, const NamedType& type, const ast::Value& literal,
                            const Value& variables, Arena& arena) {
    if (type.kind == TypeKind::enum_type) return read_enum_literal(type, literal);
    const bool is_int = literal.kind == ast::ValueKind::int_value;
    switch (type.scalar) {
        case ScalarKind::integer: {
            if (!is_int) return refuse("Int cannot represent non-integer value: " + print(literal));
            const Value value = number_of(literal.text, literal.kind);
            if (value.is_integer() && is_int32(value.as_integer())) return accept(value);
            return refuse("Int cannot represent non 32-bit signed integer value: " + std::string(literal.text));
        }
        case ScalarKind::floating:
            if (is_int || literal.kind == ast::ValueKind::float_value) {
                return accept(number_of(literal.text, literal.kind));
            }
            return refuse("Float cannot represent non numeric value: " + print(literal));
        case ScalarKind::string:
            if (literal.kind == ast::ValueKind::string) return accept(Value::string(literal.text));
            return refuse("String cannot represent a non string value: " + print(literal));
        case ScalarKind::boolean:
            if (literal.kind == ast::ValueKind::boolean) return accept(Value::boolean(literal.boolean));
            return refuse("Boolean cannot represent a non boolean value: " + print(literal));
        case ScalarKind::id:
            if (is_int || literal.kind == ast::ValueKind::string) return accept(Value::string(literal.text));
            return refuse("ID cannot represent a non-string and non-integer value: " + print(literal));
        case ScalarKind::custom: break;
    }
    return read_custom(schema, type, untyped_value(literal, variables, arena), arena);
}

Value untyped_value(const ast::Value& literal, const Value& variables, Arena& arena) {
    switch (literal.kind) {
        case ast::ValueKind::variable: return variables[literal.text];
        case ast::ValueKind::int_value:
        case ast::ValueKind::float_value: return number_of(literal.text, literal.kind);
        case ast::ValueKind::string: return Value::string(literal.text);
        case ast::ValueKind::boolean: return Value::boolean(literal.boolean);
        case ast::ValueKind::null: return Value::null();
        case ast::ValueKind::enum_value: return Value::enum_name(literal.text);
        case ast::ValueKind::list: {
            std::vector<Value> items;
            for (const ast::Value& item : literal.items) items.push_back(untyped_value(item, variables, arena));
            return Value::list(arena.copy(items));
        }
        case ast::ValueKind::object: {
            std::vector<Member> members;
            for (const ast::ObjectField& field : literal.fields) {
                members.push_back({field.name.text, untyped_value(field.value, variables, arena)});
            }
            return Value::object(arena.copy(members));
        }
    }
    return {};
}

}  // namespace mooring::graphql
