#pragma once

#include "mooring/graphql/validation/context.hpp"

/// Rules on directives. Source: https://spec.graphql.org/October2021/#sec-Validation.Directives
namespace mooring::graphql {

/// Directives that there are, where they may stand.
class KnownDirectives {
public:
    explicit KnownDirectives(ValidationContext& context) : context_(context) {}
    void enter_directive(const ast::Directive& directive, std::string_view location);

private:
    ValidationContext& context_;
};

class UniqueDirectivesPerLocation {
public:
    explicit UniqueDirectivesPerLocation(ValidationContext& context) : context_(context) {}
    void enter_operation(const ast::Definition& operation) { check(operation.directives); }
    void enter_fragment(const ast::Definition& fragment) { check(fragment.directives); }
    void enter_variable_definition(const ast::VariableDefinition& variable) { check(variable.directives); }
    void enter_field(const ast::Selection& field) { check(field.directives); }
    void enter_spread(const ast::Selection& spread) { check(spread.directives); }
    void enter_inline_fragment(const ast::Selection& fragment) { check(fragment.directives); }
    void enter_part(const List<ast::Directive>& directives) { check(directives); }
    void enter_type_system(const ast::Definition& definition);

private:
    using Seen = std::unordered_map<std::string_view, std::uint32_t>;
    void check(const List<ast::Directive>& directives);
    void check(const List<ast::Directive>& directives, Seen& seen);
    bool is_unique(std::string_view name) const;

    ValidationContext& context_;
    std::unordered_map<std::string_view, Seen> seen_on_types_;  ///< a type and its extensions count as one place
};

}  // namespace mooring::graphql
