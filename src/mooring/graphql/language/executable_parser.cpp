#include "mooring/graphql/language/executable_parser.hpp"

namespace mooring::graphql {

ast::Name ExecutableParser::parse_name() {
    const ast::Name name{is_at(TokenKind::name) ? text() : std::string_view{}, token_.start};
    expect(TokenKind::name);
    return name;
}

ast::OperationType ExecutableParser::parse_operation_type() {
    const Token token = token_;
    const std::string_view word = is_at(TokenKind::name) ? text() : std::string_view{};
    expect(TokenKind::name);
    if (word == "mutation") return ast::OperationType::mutation;
    if (word == "subscription") return ast::OperationType::subscription;
    if (word != "query") unexpected(token);
    return ast::OperationType::query;
}

ast::Definition ExecutableParser::parse_operation() {
    ast::Definition operation{.kind = ast::DefinitionKind::operation, .offset = token_.start};
    if (!is_at(TokenKind::brace_left)) {
        operation.description = parse_description();
        operation.operation = parse_operation_type();
        if (is_at(TokenKind::name)) operation.name = parse_name();
        operation.variables = optional_many<ast::VariableDefinition>(
            TokenKind::parenthesis_left, TokenKind::parenthesis_right, [this] { return parse_variable_definition(); });
        operation.directives = parse_directives(Constant::no);
    }
    operation.selection_set = parse_selection_set();
    return operation;
}

ast::VariableDefinition ExecutableParser::parse_variable_definition() {
    ast::VariableDefinition definition{.offset = token_.start};
    parse_description();
    expect(TokenKind::dollar);
    definition.variable = parse_name();
    expect(TokenKind::colon);
    definition.type = parse_type();
    if (take(TokenKind::equals)) definition.default_value = parse_constant();
    definition.directives = parse_directives(Constant::yes);
    return definition;
}

ast::Definition ExecutableParser::parse_fragment() {
    ast::Definition fragment{.kind = ast::DefinitionKind::fragment, .offset = token_.start};
    fragment.description = parse_description();
    expect_keyword("fragment");
    fragment.name = parse_fragment_name();
    expect_keyword("on");
    fragment.type_condition = document_.arena.make<ast::Type>(parse_named_type());
    fragment.directives = parse_directives(Constant::no);
    fragment.selection_set = parse_selection_set();
    return fragment;
}

ast::Name ExecutableParser::parse_fragment_name() {
    if (is_at_keyword("on")) unexpected();
    return parse_name();
}

const ast::SelectionSet* ExecutableParser::parse_selection_set() {
    auto* const set = document_.arena.make<ast::SelectionSet>();
    set->offset = token_.start;
    set->selections =
        many<ast::Selection>(TokenKind::brace_left, TokenKind::brace_right, [this] { return parse_selection(); });
    return set;
}

ast::Selection ExecutableParser::parse_selection() {
    return is_at(TokenKind::spread) ? parse_fragment_selection() : parse_field();
}

ast::Selection ExecutableParser::parse_field() {
    ast::Selection field{.kind = ast::SelectionKind::field, .offset = token_.start};
    field.name = parse_name();
    if (take(TokenKind::colon)) {
        field.alias = field.name;
        field.name = parse_name();
    }
    field.arguments = parse_arguments(Constant::no);
    field.directives = parse_directives(Constant::no);
    if (is_at(TokenKind::brace_left)) field.selection_set = parse_selection_set();
    return field;
}

ast::Selection ExecutableParser::parse_fragment_selection() {
    ast::Selection selection{.kind = ast::SelectionKind::inline_fragment, .offset = token_.start};
    expect(TokenKind::spread);
    const bool has_condition = take_keyword("on");
    if (!has_condition && is_at(TokenKind::name)) {
        selection.kind = ast::SelectionKind::fragment_spread;
        selection.name = parse_fragment_name();
        selection.directives = parse_directives(Constant::no);
        return selection;
    }
    if (has_condition) selection.type_condition = document_.arena.make<ast::Type>(parse_named_type());
    selection.directives = parse_directives(Constant::no);
    selection.selection_set = parse_selection_set();
    return selection;
}

List<ast::Argument> ExecutableParser::parse_arguments(Constant constant) {
    return optional_many<ast::Argument>(TokenKind::parenthesis_left, TokenKind::parenthesis_right, [this, constant] {
        ast::Argument argument{.name = parse_name(), .value = {}};
        expect(TokenKind::colon);
        argument.value = parse_value(constant);
        return argument;
    });
}

List<ast::Directive> ExecutableParser::parse_directives(Constant constant) {
    if (!is_at(TokenKind::at)) return {};
    std::vector<ast::Directive> directives;
    while (is_at(TokenKind::at)) {
        ast::Directive directive{.offset = token_.start};
        advance();
        directive.name = parse_name();
        directive.arguments = parse_arguments(constant);
        directives.push_back(directive);
    }
    return keep(directives);
}

ast::Value ExecutableParser::parse_value(Constant constant) {
    ast::Value value{.offset = token_.start};
    switch (token_.kind) {
        case TokenKind::bracket_left:
            value.kind = ast::ValueKind::list;
            value.items = any<ast::Value>(TokenKind::bracket_left, TokenKind::bracket_right,
                                          [this, constant] { return parse_value(constant); });
            return value;
        case TokenKind::brace_left:
            value.kind = ast::ValueKind::object;
            value.fields = any<ast::ObjectField>(TokenKind::brace_left, TokenKind::brace_right, [this, constant] {
                ast::ObjectField field{.name = parse_name(), .value = {}};
                expect(TokenKind::colon);
                field.value = parse_value(constant);
                return field;
            });
            return value;
        case TokenKind::int_value:
        case TokenKind::float_value:
            value.kind = is_at(TokenKind::int_value) ? ast::ValueKind::int_value : ast::ValueKind::float_value;
            value.text = text();
            advance();
            return value;
        case TokenKind::string:
        case TokenKind::block_string: return parse_string();
        case TokenKind::name: return parse_word();
        case TokenKind::dollar: return parse_variable(constant);
        default: unexpected(); return value;
    }
}

ast::Value ExecutableParser::parse_word() {
    ast::Value value{.offset = token_.start, .text = text()};
    if (value.text == "true" || value.text == "false") {
        value.kind = ast::ValueKind::boolean;
        value.boolean = value.text == "true";
    } else {
        value.kind = value.text == "null" ? ast::ValueKind::null : ast::ValueKind::enum_value;
    }
    advance();
    return value;
}

ast::Value ExecutableParser::parse_variable(Constant constant) {
    const Token dollar = token_;
    ast::Value value{.kind = ast::ValueKind::variable, .offset = token_.start};
    advance();
    if (constant == Constant::yes) {
        if (is_at(TokenKind::name)) {
            fail(dollar.start, "Unexpected variable \"$" + std::string(text()) + "\" in constant value.");
        } else {
            unexpected(dollar);
        }
        return value;
    }
    value.text = parse_name().text;
    return value;
}

const ast::Value* ExecutableParser::parse_constant() {
    return document_.arena.make<ast::Value>(parse_value(Constant::yes));
}

ast::Value ExecutableParser::parse_string() {
    ast::Value value{
        .kind = ast::ValueKind::string, .is_block = is_at(TokenKind::block_string), .offset = token_.start};
    value.text = string_value();
    advance();
    return value;
}

const ast::Value* ExecutableParser::parse_description() {
    return is_at_description() ? document_.arena.make<ast::Value>(parse_string()) : nullptr;
}

ast::Type ExecutableParser::parse_named_type() {
    const std::uint32_t offset = token_.start;
    return {.kind = ast::TypeKind::named, .name = parse_name(), .offset = offset};
}

const ast::Type* ExecutableParser::parse_type() {
    const std::uint32_t offset = token_.start;
    const ast::Type* type = nullptr;
    if (take(TokenKind::bracket_left)) {
        const Nesting nesting{*this};
        const ast::Type* const inner = parse_type();
        expect(TokenKind::bracket_right);
        type =
            document_.arena.make<ast::Type>(ast::Type{.kind = ast::TypeKind::list, .inner = inner, .offset = offset});
    } else {
        type = document_.arena.make<ast::Type>(parse_named_type());
    }
    if (!take(TokenKind::bang)) return type;
    return document_.arena.make<ast::Type>(ast::Type{.kind = ast::TypeKind::non_null, .inner = type, .offset = offset});
}

}  // namespace mooring::graphql
