#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// Makes a `Schema` of parsed definitions: names first, then references, then defaults, then the checks. Collects what
/// is wrong instead of stopping at it.
class SchemaBuilder {
public:
    SchemaBuilder() : schema_(new Schema) {}

    Result<std::shared_ptr<const Schema>> build(std::string sdl, ScalarReaders readers);

private:
    enum class Origin { specification, user };

    Result<void> add_document(std::string sdl, Origin origin);
    void declare(const ast::Definition& definition, Origin origin);
    void declare_type(const ast::Definition& definition, Origin origin);
    void extend(const ast::Definition& definition);
    void define_type(NamedType& type);
    void add_fields(NamedType& type, const ast::Definition& definition);
    void add_directive(const ast::Definition& definition, Origin origin);
    void choose_roots();
    void set_root(const ast::OperationTypeDefinition& root);
    void link_interfaces();
    void coerce_defaults();
    void coerce_default(InputField& field, const std::string& place);
    void add_meta_fields();

    std::vector<InputField> input_fields(const List<ast::InputValueDefinition>& definitions, const std::string& place);
    const Type* resolve(const ast::Type& type, const std::string& place);
    NamedType* resolve_name(const ast::Type& type, const std::string& place);
    const Type* reference(std::string_view text);
    void complain(std::string problem) { problems_.push_back(std::move(problem)); }
    Result<void> outcome() const;

    std::shared_ptr<Schema> schema_;
    std::vector<const ast::Definition*> schema_definitions_;
    std::vector<DirectiveDefinition*> directives_;
    std::vector<std::string> problems_;
};

/// Append to `problems` what is wrong with a linked schema. Source: the "Type Validation" parts of
/// https://spec.graphql.org/October2021/#sec-Type-System
void check_schema(const Schema& schema, std::vector<std::string>& problems);

/// Append what is wrong with the directives of a type system's definitions.
void check_directives(const Schema& schema, const Document& document, std::vector<std::string>& problems);

}  // namespace mooring::graphql
