#include "mooring/graphql/schema/schema_builder.hpp"

#include <algorithm>

#include "mooring/graphql/language/parser.hpp"
#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/coerce_literal.hpp"
#include "mooring/graphql/schema/prelude.hpp"

namespace mooring::graphql {

namespace {

TypeKind kind_of(ast::DefinitionKind kind) {
    switch (kind) {
        case ast::DefinitionKind::object: return TypeKind::object;
        case ast::DefinitionKind::interface: return TypeKind::interface;
        case ast::DefinitionKind::union_type: return TypeKind::union_type;
        case ast::DefinitionKind::enum_type: return TypeKind::enum_type;
        case ast::DefinitionKind::input_object: return TypeKind::input_object;
        case ast::DefinitionKind::operation:
        case ast::DefinitionKind::fragment:
        case ast::DefinitionKind::schema:
        case ast::DefinitionKind::directive:
        case ast::DefinitionKind::scalar: break;
    }
    return TypeKind::scalar;
}

ScalarKind scalar_of(std::string_view name) {
    if (name == "Int") return ScalarKind::integer;
    if (name == "Float") return ScalarKind::floating;
    if (name == "String") return ScalarKind::string;
    if (name == "Boolean") return ScalarKind::boolean;
    if (name == "ID") return ScalarKind::id;
    return ScalarKind::custom;
}

std::optional<std::string_view> text_of(const ast::Value* description) {
    return description ? std::optional{description->text} : std::nullopt;
}

/// The argument of a directive among `directives`, or `otherwise` when the directive is there without it.
std::optional<std::string_view> directive_text(const List<ast::Directive>& directives, std::string_view name,
                                               std::string_view argument, std::string_view otherwise) {
    for (const ast::Directive& directive : directives) {
        if (directive.name.text != name) continue;
        for (const ast::Argument& one : directive.arguments) {
            if (one.name.text == argument && one.value.kind == ast::ValueKind::string) return one.value.text;
        }
        return otherwise;
    }
    return std::nullopt;
}

std::optional<std::string_view> deprecation_of(const List<ast::Directive>& directives) {
    return directive_text(directives, "deprecated", "reason", "No longer supported");
}

std::string quoted(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

}  // namespace

Result<std::shared_ptr<const Schema>> SchemaBuilder::build(std::string sdl, ScalarReaders readers) {
    schema_->readers_ = std::move(readers);
    MOORING_CHECK(add_document(std::move(sdl), Origin::user));
    MOORING_CHECK(add_document(prelude_sdl(), Origin::specification));
    for (const auto& document : schema_->documents_) {
        for (const ast::Definition& definition : document->definitions) {
            if (definition.is_extension) extend(definition);
        }
    }
    MOORING_CHECK(outcome());
    for (NamedType& type : schema_->types_) define_type(type);
    for (const auto& document : schema_->documents_) {
        const bool is_user = document == schema_->documents_.front();
        for (const ast::Definition& definition : document->definitions) {
            if (definition.kind == ast::DefinitionKind::directive) {
                add_directive(definition, is_user ? Origin::user : Origin::specification);
            }
        }
    }
    choose_roots();
    MOORING_CHECK(outcome());
    link_interfaces();
    coerce_defaults();
    add_meta_fields();
    check_schema(*schema_, problems_);
    for (const auto& document : schema_->documents_) check_directives(*schema_, *document, problems_);
    for (const auto& [name, reader] : schema_->readers_) {
        const NamedType* const type = schema_->find_type(name);
        if (!type || type->kind != TypeKind::scalar || type->is_built_in) {
            complain("there is a reader for " + quoted(name) + ", which is no scalar of the schema");
        }
    }
    MOORING_CHECK(outcome());
    return std::shared_ptr<const Schema>(schema_);
}

Result<void> SchemaBuilder::outcome() const {
    if (problems_.empty()) return ok();
    std::string message;
    for (const std::string& problem : problems_) message += (message.empty() ? "" : "\n") + problem;
    return invalid("schema", message);
}

Result<void> SchemaBuilder::add_document(std::string sdl, Origin origin) {
    auto document = parse(std::move(sdl), {.tokens = 1'000'000, .nesting = 100});
    if (!document) {
        const RequestError& error = document.error();
        return invalid("schema", error.message + " (line " + std::to_string(error.locations.front().line) +
                                     ", column " + std::to_string(error.locations.front().column) + ")");
    }
    schema_->documents_.push_back(std::move(*document));
    for (const ast::Definition& definition : schema_->documents_.back()->definitions) {
        if (!definition.is_extension) declare(definition, origin);
    }
    return ok();
}

void SchemaBuilder::declare(const ast::Definition& definition, Origin origin) {
    if (definition.is_executable()) {
        complain("the document holds an operation or a fragment, which is no type definition");
    } else if (definition.kind == ast::DefinitionKind::schema) {
        if (!schema_definitions_.empty()) complain("there can be only one schema definition");
        schema_definitions_.push_back(&definition);
        schema_->description_ = text_of(definition.description);
    } else if (definition.is_type()) {
        declare_type(definition, origin);
    }
}

void SchemaBuilder::declare_type(const ast::Definition& definition, Origin origin) {
    const std::string_view name = definition.name.text;
    NamedType& type = schema_->types_.emplace_back();
    type.kind = kind_of(definition.kind);
    type.name = name;
    type.description = text_of(definition.description);
    type.is_built_in = origin == Origin::specification;
    type.index = static_cast<std::uint32_t>(schema_->ordered_types_.size());
    type.self.named = &type;
    type.self.text = name;
    type.definitions.push_back(&definition);
    if (type.is_built_in && type.kind == TypeKind::scalar) type.scalar = scalar_of(name);
    schema_->ordered_types_.push_back(&type);
    if (!schema_->types_by_name_.emplace(name, &type).second) {
        complain("there can be only one type named " + quoted(name));
    }
    if (origin == Origin::user && name.starts_with("__")) {
        complain("name " + quoted(name) + " must not begin with \"__\", which is reserved for introspection");
    }
}

void SchemaBuilder::extend(const ast::Definition& definition) {
    if (definition.kind == ast::DefinitionKind::schema) {
        schema_definitions_.push_back(&definition);
        return;
    }
    const auto found = schema_->types_by_name_.find(definition.name.text);
    if (found == schema_->types_by_name_.end()) {
        complain("cannot extend type " + quoted(definition.name.text) + " because it is not defined");
    } else if (found->second->kind != kind_of(definition.kind)) {
        complain("cannot extend " + quoted(definition.name.text) + ", which is of another kind");
    } else {
        found->second->definitions.push_back(&definition);
    }
}

NamedType* SchemaBuilder::resolve_name(const ast::Type& type, const std::string& place) {
    const auto found = schema_->types_by_name_.find(type.name.text);
    if (found != schema_->types_by_name_.end()) return found->second;
    complain(place + ": unknown type " + quoted(type.name.text));
    return nullptr;
}

const Type* SchemaBuilder::resolve(const ast::Type& type, const std::string& place) {
    const Type* const resolved = schema_->type_of(type, schema_->arena_);
    if (resolved) return resolved;
    const ast::Type* bottom = &type;
    while (bottom->inner) bottom = bottom->inner;
    resolve_name(*bottom, place);
    return &schema_->find_type("String")->self;  // a stand-in; the schema is refused
}

std::vector<InputField> SchemaBuilder::input_fields(const List<ast::InputValueDefinition>& definitions,
                                                    const std::string& place) {
    std::vector<InputField> fields;
    for (const ast::InputValueDefinition& definition : definitions) {
        const std::string here = place + "." + std::string(definition.name.text);
        for (const InputField& other : fields) {
            if (other.name == definition.name.text) complain(here + " is there twice");
        }
        fields.push_back({.name = definition.name.text,
                          .description = text_of(definition.description),
                          .type = resolve(*definition.type, here),
                          .default_literal = definition.default_value,
                          .default_value = {},
                          .deprecation_reason = deprecation_of(definition.directives),
                          .definition = &definition});
    }
    return fields;
}

void SchemaBuilder::define_type(NamedType& type) {
    const std::string place{type.name};
    const auto index = [&](std::string_view name, std::size_t at) {
        if (!type.places.emplace(name, static_cast<std::uint32_t>(at)).second) {
            complain(place + "." + std::string(name) + " is there twice");
        }
    };
    for (const ast::Definition* const definition : type.definitions) {
        if (auto url = directive_text(definition->directives, "specifiedBy", "url", "")) type.specified_by_url = url;
        for (const ast::Type& interface : definition->interfaces) {
            if (const NamedType* const one = resolve_name(interface, place)) type.interfaces.push_back(one);
        }
        for (const ast::Type& member : definition->members) {
            if (const NamedType* const one = resolve_name(member, place)) type.possible_types.push_back(one);
        }
        add_fields(type, *definition);
        for (const ast::EnumValueDefinition& value : definition->values) {
            index(value.name.text, type.values.size());
            type.values.push_back({.name = value.name.text,
                                   .description = text_of(value.description),
                                   .deprecation_reason = deprecation_of(value.directives),
                                   .definition = &value});
        }
        for (const InputField& field : input_fields(definition->input_values, place)) {
            index(field.name, type.input_fields.size());
            type.input_fields.push_back(field);
        }
    }
    for (std::size_t at = 0; at < type.fields.size(); ++at) index(type.fields[at].name, at);
}

void SchemaBuilder::add_fields(NamedType& type, const ast::Definition& definition) {
    for (const ast::FieldDefinition& field : definition.fields) {
        const std::string place = std::string(type.name) + "." + std::string(field.name.text);
        type.fields.push_back({.name = field.name.text,
                               .description = text_of(field.description),
                               .arguments = input_fields(field.arguments, place),
                               .type = resolve(*field.type, place),
                               .deprecation_reason = deprecation_of(field.directives),
                               .parent = &type,
                               .definition = &field});
    }
}

void SchemaBuilder::add_directive(const ast::Definition& definition, Origin origin) {
    DirectiveDefinition& directive = schema_->directives_.emplace_back();
    directive.name = definition.name.text;
    directive.description = text_of(definition.description);
    directive.arguments = input_fields(definition.input_values, "@" + std::string(directive.name));
    directive.is_repeatable = definition.is_repeatable;
    directive.is_built_in = origin == Origin::specification;
    for (const ast::Name& location : definition.locations) directive.locations.push_back(location.text);
    directives_.push_back(&directive);
    schema_->ordered_directives_.push_back(&directive);
    if (!schema_->directives_by_name_.emplace(directive.name, &directive).second) {
        complain("there can be only one directive named \"@" + std::string(directive.name) + "\"");
    }
    if (origin == Origin::user && directive.name.starts_with("__")) {
        complain("name \"@" + std::string(directive.name) + "\" must not begin with \"__\"");
    }
}

void SchemaBuilder::choose_roots() {
    const bool is_defined = std::any_of(schema_definitions_.begin(), schema_definitions_.end(),
                                        [](const ast::Definition* one) { return !one->is_extension; });
    if (!is_defined) {
        constexpr std::string_view usual_names[] = {"Query", "Mutation", "Subscription"};
        for (std::size_t operation = 0; operation < 3; ++operation) {
            schema_->roots_[operation] = schema_->find_type(usual_names[operation]);
        }
    }
    for (const ast::Definition* const definition : schema_definitions_) {
        for (const ast::OperationTypeDefinition& root : definition->operation_types) set_root(root);
    }
}

void SchemaBuilder::set_root(const ast::OperationTypeDefinition& root) {
    const NamedType*& place = schema_->roots_[static_cast<std::size_t>(root.operation)];
    if (place) complain("there can be only one type for each kind of operation");
    if (const NamedType* const type = resolve_name(*root.type, "schema")) place = type;
}

void SchemaBuilder::link_interfaces() {
    for (NamedType& type : schema_->types_) {
        for (const NamedType* const one : type.interfaces) {
            NamedType& interface = *schema_->types_by_name_.find(one->name)->second;
            interface.implementers.push_back(&type);
            if (type.kind == TypeKind::object && interface.kind == TypeKind::interface) {
                interface.possible_types.push_back(&type);
            }
        }
    }
    for (NamedType& type : schema_->types_) {
        if (!type.is_abstract()) continue;
        type.is_possible.resize(schema_->ordered_types_.size());
        for (const NamedType* const possible : type.possible_types) type.is_possible[possible->index] = true;
        if (type.kind == TypeKind::union_type) type.implementers = type.possible_types;
    }
}

void SchemaBuilder::coerce_defaults() {
    // Fields of input objects last: their defaults take in those of the fields inside.
    for (const bool is_object : {false, true}) {
        for (NamedType& type : schema_->types_) {
            for (InputField& field : type.input_fields) {
                const bool holds_object = field.type->named->kind == TypeKind::input_object;
                if (holds_object == is_object) coerce_default(field, std::string(type.name));
            }
        }
    }
    for (NamedType& type : schema_->types_) {
        for (Field& field : type.fields) {
            const std::string place = std::string(type.name) + "." + std::string(field.name);
            for (InputField& argument : field.arguments) coerce_default(argument, place);
        }
    }
    for (DirectiveDefinition* const directive : directives_) {
        for (InputField& argument : directive->arguments) coerce_default(argument, "@" + std::string(directive->name));
    }
}

void SchemaBuilder::coerce_default(InputField& field, const std::string& place) {
    if (!field.default_literal || !field.type->named->is_input()) return;
    field.default_value = coerce_literal(*schema_, *field.default_literal, *field.type, {}, schema_->arena_);
    if (field.default_value.is_absent()) {
        complain(place + "." + std::string(field.name) + ": the default " + print(*field.default_literal) + " is no " +
                 std::string(field.type->text));
    }
}

const Type* SchemaBuilder::reference(std::string_view text) {
    const bool is_non_null = text.ends_with('!');
    if (is_non_null) text.remove_suffix(1);
    const Type* const named = &schema_->find_type(text)->self;
    if (!is_non_null) return named;
    const std::string_view whole = schema_->arena_.copy(std::string(text) + "!");
    return schema_->arena_.make<Type>(Type::Shape::non_null, named, named->named, whole);
}

void SchemaBuilder::add_meta_fields() {
    schema_->typename_field_ = {.name = "__typename",
                                .description = "The name of the object's type.",
                                .arguments = {},
                                .type = reference("String!")};
    schema_->schema_field_ = {.name = "__schema",
                              .description = "The schema of this server.",
                              .arguments = {},
                              .type = reference("__Schema!")};
    schema_->type_field_ = {
        .name = "__type", .description = "A type by its name.", .arguments = {}, .type = reference("__Type")};
    schema_->type_field_.arguments.push_back({.name = "name", .type = reference("String!")});
}

Result<std::shared_ptr<const Schema>> Schema::from_sdl(std::string sdl, ScalarReaders readers) {
    return SchemaBuilder{}.build(std::move(sdl), std::move(readers));
}

}  // namespace mooring::graphql
