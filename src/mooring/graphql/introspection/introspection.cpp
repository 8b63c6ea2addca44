#include "mooring/graphql/introspection/introspection.hpp"

#include "mooring/graphql/schema/print_schema.hpp"

namespace mooring::graphql {

namespace {

constexpr FieldCost free{.weight = 1, .items = 1};  // the schema is in memory, and no larger than it is

using Text = std::optional<std::string_view>;

template <class Items, class Keep>
Cell list_if(FieldCall& call, const Items& items, Keep keep) {
    std::vector<Cell> cells;
    cells.reserve(items.size());
    for (const auto& item : items) {
        if (keep(item)) cells.push_back(Cell::object(item));
    }
    return call.list_of(cells);
}

/// Those that are not deprecated, or all when the argument says so.
template <class Items>
Cell current(FieldCall& call, const Items& items) {
    const bool is_all =
        call.argument("includeDeprecated").is_boolean() && call.argument("includeDeprecated").as_boolean();
    return list_if(call, items, [&](const auto& item) { return is_all || !item.deprecation_reason; });
}

Cell types(FieldCall& call, const std::vector<const NamedType*>& named) {
    std::vector<Cell> cells;
    cells.reserve(named.size());
    for (const NamedType* const type : named) cells.push_back(Cell::object(type->self));
    return call.list_of(cells);
}

Cell named_type(const NamedType* type) {
    return type ? Cell::object(type->self) : Cell::null();
}

Cell names(FieldCall& call, const std::vector<std::string_view>& texts) {
    std::vector<Cell> cells;
    cells.reserve(texts.size());
    for (const std::string_view text : texts) cells.push_back(Cell::text(text));
    return call.list_of(cells);
}

std::string_view kind_of(const Type& type) {
    if (type.is_list()) return "LIST";
    if (type.is_non_null()) return "NON_NULL";
    switch (type.named->kind) {
        case TypeKind::scalar: return "SCALAR";
        case TypeKind::object: return "OBJECT";
        case TypeKind::interface: return "INTERFACE";
        case TypeKind::union_type: return "UNION";
        case TypeKind::enum_type: return "ENUM";
        case TypeKind::input_object: break;
    }
    return "INPUT_OBJECT";
}

/// A field of `__Type` that only references without brackets have, and of these only some.
template <class Get>
void of_named(Resolvers& resolvers, const char* field, Get get) {
    resolvers.batch<Type>(
        field,
        [get](FieldCall& call, Parents<Type> parents) {
            for (std::size_t index = 0; index < parents.size(); ++index) {
                if (parents[index].is_named()) call.set(index, get(call, *parents[index].named));
            }
        },
        free);
}

Cell text(const Text& value) {
    return value ? Cell::text(*value) : Cell::null();
}

bool has_fields(const NamedType& type) {
    return type.kind == TypeKind::object || type.kind == TypeKind::interface;
}

void add_schema(Resolvers& resolvers) {
    resolvers.property<Schema>(
        "__Schema.description", [](const Schema& one) { return one.description(); }, free);
    resolvers.property<Schema>(
        "__Schema.queryType", [](const Schema& one) { return named_type(one.query()); }, free);
    resolvers.property<Schema>(
        "__Schema.mutationType", [](const Schema& one) { return named_type(one.mutation()); }, free);
    resolvers.property<Schema>(
        "__Schema.subscriptionType", [](const Schema& one) { return named_type(one.subscription()); }, free);
    resolvers.add(
        "__Schema.types", [](FieldCall& call) { call.set(0, types(call, call.schema().types())); }, free);
    resolvers.add(
        "__Schema.directives",
        [](FieldCall& call) {
            std::vector<Cell> cells;
            for (const auto* const directive : call.schema().directives()) cells.push_back(Cell::object(*directive));
            call.set(0, call.list_of(cells));
        },
        free);
}

void add_type(Resolvers& resolvers) {
    resolvers.property<Type>("__Type.kind", kind_of, free);
    resolvers.property<Type>(
        "__Type.ofType", [](const Type& type) { return type.inner ? Cell::object(*type.inner) : Cell::null(); }, free);
    of_named(resolvers, "__Type.name", [](FieldCall&, const NamedType& type) { return Cell::text(type.name); });
    of_named(resolvers, "__Type.description", [](FieldCall&, const NamedType& type) { return text(type.description); });
    of_named(resolvers, "__Type.specifiedByURL",
             [](FieldCall&, const NamedType& type) { return text(type.specified_by_url); });
    of_named(resolvers, "__Type.fields", [](FieldCall& call, const NamedType& type) {
        return has_fields(type) ? current(call, type.fields) : Cell::null();
    });
    of_named(resolvers, "__Type.interfaces", [](FieldCall& call, const NamedType& type) {
        return has_fields(type) ? types(call, type.interfaces) : Cell::null();
    });
    of_named(resolvers, "__Type.possibleTypes", [](FieldCall& call, const NamedType& type) {
        return type.is_abstract() ? types(call, type.possible_types) : Cell::null();
    });
    of_named(resolvers, "__Type.enumValues", [](FieldCall& call, const NamedType& type) {
        return type.kind == TypeKind::enum_type ? current(call, type.values) : Cell::null();
    });
    of_named(resolvers, "__Type.inputFields", [](FieldCall& call, const NamedType& type) {
        return type.kind == TypeKind::input_object ? current(call, type.input_fields) : Cell::null();
    });
}

/// What fields, input values and values of enums have in common.
template <class Part>
void add_part(Resolvers& resolvers, const std::string& type) {
    resolvers.property<Part>(type + ".name", &Part::name, free);
    resolvers.property<Part>(type + ".description", &Part::description, free);
    resolvers.property<Part>(
        type + ".isDeprecated", [](const Part& part) { return part.deprecation_reason.has_value(); }, free);
    resolvers.property<Part>(type + ".deprecationReason", &Part::deprecation_reason, free);
}

template <class Part>
void add_arguments(Resolvers& resolvers, const std::string& field) {
    resolvers.batch<Part>(
        field,
        [](FieldCall& call, Parents<Part> parents) {
            for (std::size_t index = 0; index < parents.size(); ++index) {
                call.set(index, current(call, parents[index].arguments));
            }
        },
        free);
}

void add_parts(Resolvers& resolvers) {
    add_part<Field>(resolvers, "__Field");
    add_arguments<Field>(resolvers, "__Field.args");
    resolvers.property<Field>(
        "__Field.type", [](const Field& field) { return Cell::object(*field.type); }, free);

    add_part<InputField>(resolvers, "__InputValue");
    resolvers.property<InputField>(
        "__InputValue.type", [](const InputField& field) { return Cell::object(*field.type); }, free);
    resolvers.property<InputField>(
        "__InputValue.defaultValue",
        [](const InputField& field) {
            return field.default_value.is_absent() ? std::optional<std::string>{}
                                                   : print_default(field.default_value, *field.type);
        },
        free);

    add_part<EnumValue>(resolvers, "__EnumValue");

    using Directive = DirectiveDefinition;
    resolvers.property<Directive>("__Directive.name", &Directive::name, free);
    resolvers.property<Directive>("__Directive.description", &Directive::description, free);
    resolvers.property<Directive>("__Directive.isRepeatable", &Directive::is_repeatable, free);
    add_arguments<Directive>(resolvers, "__Directive.args");
    resolvers.batch<Directive>(
        "__Directive.locations",
        [](FieldCall& call, Parents<Directive> parents) {
            for (std::size_t index = 0; index < parents.size(); ++index) {
                call.set(index, names(call, parents[index].locations));
            }
        },
        free);
}

}  // namespace

void add_introspection(Resolvers& resolvers, const Schema& schema) {
    resolvers.add(
        "Query.__schema", [&schema](FieldCall& call) { call.set(0, Cell::object(schema)); }, free);
    resolvers.add(
        "Query.__type",
        [&schema](FieldCall& call) { call.set(0, named_type(schema.find_type(call.argument("name").text()))); }, free);
    add_schema(resolvers);
    add_type(resolvers);
    add_parts(resolvers);
}

}  // namespace mooring::graphql
