#include "mooring/graphql/schema/print_schema.hpp"

#include <algorithm>

#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/language/printer.hpp"

namespace mooring::graphql {

namespace {

using Text = std::optional<std::string_view>;

std::string description(const Text& text, const std::string& indent, bool is_first) {
    if (!text) return {};
    std::string printed = !indent.empty() && !is_first ? "\n" + indent : indent;
    for (const char letter : print_description(*text)) {
        printed += letter;
        if (letter == '\n') printed += indent;
    }
    return printed + "\n";
}

std::string deprecated(const Text& reason) {
    if (!reason) return {};
    if (*reason == "No longer supported") return " @deprecated";
    return " @deprecated(reason: " + print_string(*reason) + ")";
}

std::string input_field(const InputField& field) {
    std::string printed = std::string(field.name) + ": " + std::string(field.type->text);
    if (!field.default_value.is_absent()) printed += " = " + print_default(field.default_value, *field.type);
    return printed + deprecated(field.deprecation_reason);
}

std::string arguments(const std::vector<InputField>& fields, const std::string& indent) {
    if (fields.empty()) return {};
    const bool is_described = std::any_of(fields.begin(), fields.end(), [](const InputField& field) {
        return field.description && !field.description->empty();
    });
    std::string printed = is_described ? "(\n" : "(";
    for (const InputField& field : fields) {
        const bool is_first = &field == &fields.front();
        if (!is_first) printed += is_described ? "\n" : ", ";
        if (is_described) printed.append(description(field.description, indent + "  ", is_first)).append(indent + "  ");
        printed += input_field(field);
    }
    return printed + (is_described ? "\n" + indent + ")" : ")");
}

std::string block(const std::string& inside) {
    return inside.empty() ? std::string{} : " {\n" + inside + "}";
}

std::string joined(const std::vector<const NamedType*>& types, const char* start, const char* delimiter) {
    std::string text;
    for (const NamedType* const type : types) text += (text.empty() ? start : delimiter) + std::string(type->name);
    return text;
}

std::string members(const NamedType& type) {
    std::string inside;
    for (const Field& field : type.fields) {
        inside += description(field.description, "  ", inside.empty()) + "  " + std::string(field.name) +
                  arguments(field.arguments, "  ") + ": " + std::string(field.type->text) +
                  deprecated(field.deprecation_reason) + "\n";
    }
    for (const EnumValue& value : type.values) {
        inside += description(value.description, "  ", inside.empty()) + "  " + std::string(value.name) +
                  deprecated(value.deprecation_reason) + "\n";
    }
    for (const InputField& field : type.input_fields) {
        inside += description(field.description, "  ", inside.empty()) + "  " + input_field(field) + "\n";
    }
    return block(inside);
}

std::string named_type(const NamedType& type) {
    constexpr const char* keywords[] = {"scalar", "type", "interface", "union", "enum", "input"};
    std::string printed = description(type.description, "", true) + keywords[static_cast<std::size_t>(type.kind)] +
                          " " + std::string(type.name);
    if (type.specified_by_url) printed += " @specifiedBy(url: " + print_string(*type.specified_by_url) + ")";
    printed += joined(type.interfaces, " implements ", " & ");
    if (type.kind == TypeKind::union_type) printed += joined(type.possible_types, " = ", " | ");
    return printed + members(type);
}

std::string directive_definition(const DirectiveDefinition& directive) {
    std::string printed = description(directive.description, "", true) + "directive @" + std::string(directive.name) +
                          arguments(directive.arguments, "") + (directive.is_repeatable ? " repeatable" : "");
    std::string locations;
    for (const std::string_view location : directive.locations) {
        locations += (locations.empty() ? " on " : " | ") + std::string(location);
    }
    return printed + locations;
}

/// An id that may stand without quotes.
bool is_plain_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool is_digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                        [](char letter) { return letter >= '0' && letter <= '9'; });
    return is_digits && (text.size() == 1 || text.front() != '0');
}

std::string schema_definition(const Schema& schema) {
    const bool has_usual_names = (!schema.query() || schema.query()->name == "Query") &&
                                 (!schema.mutation() || schema.mutation()->name == "Mutation") &&
                                 (!schema.subscription() || schema.subscription()->name == "Subscription");
    if (!schema.description() && has_usual_names) return {};
    std::string inside;
    if (schema.query()) inside += "  query: " + std::string(schema.query()->name) + "\n";
    if (schema.mutation()) inside += "  mutation: " + std::string(schema.mutation()->name) + "\n";
    if (schema.subscription()) inside += "  subscription: " + std::string(schema.subscription()->name) + "\n";
    return description(schema.description(), "", true) + "schema {\n" + inside + "}";
}

}  // namespace

std::string print_default(const Value& value, const Type& type) {
    const Type& nullable = type.nullable();
    std::string printed;
    if (value.is_list()) {
        const Type& item_type = nullable.is_list() ? *nullable.inner : nullable;
        for (const Value& item : value.items()) {
            printed += (printed.empty() ? "[" : ", ") + print_default(item, item_type);
        }
        return printed.empty() ? "[]" : printed + "]";
    }
    if (value.is_object()) {
        for (const Member& member : value.members()) {
            const InputField* const field = nullable.named->find_input_field(member.name);
            printed += (printed.empty() ? "{" : ", ") + std::string(member.name) + ": " +
                       print_default(member.value, field ? *field->type : nullable);
        }
        return printed.empty() ? "{}" : printed + "}";
    }
    if (value.kind() == Value::Kind::enum_name) return std::string(value.text());
    const bool is_number = nullable.named->scalar == ScalarKind::id && is_plain_integer(value.text());
    if (value.is_string()) return is_number ? std::string(value.text()) : print_string(value.text());
    append_value(printed, value);
    return printed;
}

std::string print_schema(const Schema& schema) {
    std::string printed = schema_definition(schema);
    const auto add = [&printed](const std::string& definition) {
        if (!printed.empty()) printed += "\n\n";
        printed += definition;
    };
    for (const DirectiveDefinition* const directive : schema.directives()) {
        if (!directive->is_built_in) add(directive_definition(*directive));
    }
    for (const NamedType* const type : schema.types()) {
        if (!type->is_built_in) add(named_type(*type));
    }
    return printed + "\n";
}

}  // namespace mooring::graphql
