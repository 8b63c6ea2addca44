#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/graphql/language/arena.hpp"
#include "mooring/graphql/language/document.hpp"
#include "mooring/graphql/schema/type.hpp"

namespace mooring::graphql {

/// Reads an input of a scalar: a value of a variable, or a literal made a value (a name without quotes comes as
/// `enum_name`). Answers what resolvers get; text that is new goes into the arena. An error's message says what is
/// wrong, as in `not a show's URI`.
using ReadScalar = std::function<Result<Value>(const Value& input, Arena& arena)>;

/// The readers of a schema's own scalars by their names. One without a reader takes everything as it is.
using ScalarReaders = std::unordered_map<std::string, ReadScalar>;

/// A checked type system. Immutable: any thread may read it.
class Schema {
public:
    /// Build a schema from type definitions and extensions, to which the specification's scalars, directives and
    /// introspection types are added.
    /// Errors: invalid_argument, with one line for each rule of the specification that `sdl` breaks.
    /// Source: https://spec.graphql.org/October2021/#sec-Type-System
    static Result<std::shared_ptr<const Schema>> from_sdl(std::string sdl, ScalarReaders readers = {});

    /// All types: the schema's own in the order of its text, then the specification's.
    const std::vector<const NamedType*>& types() const { return ordered_types_; }
    const std::vector<const DirectiveDefinition*>& directives() const { return ordered_directives_; }
    const NamedType* find_type(std::string_view name) const;
    const DirectiveDefinition* find_directive(std::string_view name) const;
    const std::optional<std::string_view>& description() const { return description_; }

    const NamedType* query() const { return roots_[0]; }
    const NamedType* mutation() const { return roots_[1]; }
    const NamedType* subscription() const { return roots_[2]; }
    const NamedType* root(ast::OperationType operation) const { return roots_[static_cast<std::size_t>(operation)]; }

    /// The field of `parent` that a selection of that name means: `__typename` everywhere, `__schema` and `__type` on
    /// the query type, else the type's own.
    const Field* find_field(const NamedType& parent, std::string_view name) const;
    const Field* typename_field() const { return &typename_field_; }
    const Field* schema_field() const { return &schema_field_; }
    const Field* type_field() const { return &type_field_; }

    /// The type that `type` names, or null when there is none of that name. Brackets are made in `arena`.
    const Type* type_of(const ast::Type& type, Arena& arena) const;

    /// Whether an object or interface type belongs to an abstract one.
    bool is_member(const NamedType& abstract, const NamedType& type) const;
    /// Whether every value of `type` is one of `super` too.
    bool is_subtype(const Type& type, const Type& super) const;
    /// Whether some object is of both types.
    bool can_overlap(const NamedType& left, const NamedType& right) const;

    /// The reader of a scalar of the schema's own, or null.
    const ReadScalar* reader_of(const NamedType& scalar) const;

private:
    friend class SchemaBuilder;
    Schema() = default;

    Arena arena_;
    std::vector<std::unique_ptr<const Document>> documents_;
    std::deque<NamedType> types_;
    std::deque<DirectiveDefinition> directives_;
    std::vector<const NamedType*> ordered_types_;
    std::vector<const DirectiveDefinition*> ordered_directives_;
    std::unordered_map<std::string_view, NamedType*> types_by_name_;
    std::unordered_map<std::string_view, const DirectiveDefinition*> directives_by_name_;
    std::optional<std::string_view> description_;
    const NamedType* roots_[3] = {};
    Field typename_field_, schema_field_, type_field_;
    ScalarReaders readers_;
};

}  // namespace mooring::graphql
