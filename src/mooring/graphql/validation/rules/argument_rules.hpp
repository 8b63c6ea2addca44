#pragma once

#include "mooring/graphql/validation/context.hpp"

/// Rules on arguments. Source: https://spec.graphql.org/October2021/#sec-Validation.Arguments
namespace mooring::graphql {

class KnownArgumentNames {
public:
    explicit KnownArgumentNames(ValidationContext& context) : context_(context) {}
    void enter_field_argument(const ast::Argument& argument);
    void enter_directive(const ast::Directive& directive, std::string_view location);

private:
    ValidationContext& context_;
};

class UniqueArgumentNames {
public:
    explicit UniqueArgumentNames(ValidationContext& context) : context_(context) {}
    void enter_field(const ast::Selection& field) { check(field.arguments); }
    void enter_directive(const ast::Directive& directive, std::string_view) { check(directive.arguments); }

private:
    void check(const List<ast::Argument>& arguments);
    ValidationContext& context_;
};

class ProvidedRequiredArguments {
public:
    explicit ProvidedRequiredArguments(ValidationContext& context) : context_(context) {}
    void leave_field(const ast::Selection& field);
    void leave_directive(const ast::Directive& directive);

private:
    ValidationContext& context_;
};

}  // namespace mooring::graphql
