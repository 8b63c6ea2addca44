#pragma once

#include "mooring/graphql/language/parser_base.hpp"

namespace mooring::graphql {

/// Operations, fragments, selections, values, directives and type references. Of the draft, operations, fragments and
/// variables may have descriptions.
/// Source: https://spec.graphql.org/October2021/#sec-Language
class ExecutableParser : public ParserBase {
public:
    using ParserBase::ParserBase;

protected:
    enum class Constant { yes, no };  ///< whether variables are out of place

    ast::Definition parse_operation();
    ast::Definition parse_fragment();
    ast::OperationType parse_operation_type();
    ast::Name parse_name();
    ast::Value parse_value(Constant constant);
    const ast::Value* parse_constant();
    ast::Value parse_string();
    bool is_at_description() const { return is_at(TokenKind::string) || is_at(TokenKind::block_string); }
    const ast::Value* parse_description();
    List<ast::Directive> parse_directives(Constant constant);
    const ast::Type* parse_type();
    ast::Type parse_named_type();

private:
    const ast::SelectionSet* parse_selection_set();
    ast::Selection parse_selection();
    ast::Selection parse_field();
    ast::Selection parse_fragment_selection();
    ast::Name parse_fragment_name();
    ast::VariableDefinition parse_variable_definition();
    List<ast::Argument> parse_arguments(Constant constant);
    ast::Value parse_variable(Constant constant);
    ast::Value parse_word();
};

}  // namespace mooring::graphql
