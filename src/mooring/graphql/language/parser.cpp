#include "mooring/graphql/language/parser.hpp"

#include <array>
#include <limits>

#include "mooring/graphql/language/executable_parser.hpp"

namespace mooring::graphql {

namespace {

constexpr std::array<std::string_view, 19> directive_locations{"QUERY",
                                                               "MUTATION",
                                                               "SUBSCRIPTION",
                                                               "FIELD",
                                                               "FRAGMENT_DEFINITION",
                                                               "FRAGMENT_SPREAD",
                                                               "INLINE_FRAGMENT",
                                                               "VARIABLE_DEFINITION",
                                                               "SCHEMA",
                                                               "SCALAR",
                                                               "OBJECT",
                                                               "FIELD_DEFINITION",
                                                               "ARGUMENT_DEFINITION",
                                                               "INTERFACE",
                                                               "UNION",
                                                               "ENUM",
                                                               "ENUM_VALUE",
                                                               "INPUT_OBJECT",
                                                               "INPUT_FIELD_DEFINITION"};

/// Type system definitions and extensions. Source: https://spec.graphql.org/October2021/#sec-Type-System
class DocumentParser final : public ExecutableParser {
public:
    using ExecutableParser::ExecutableParser;

    List<ast::Definition> parse_document() {
        advance();
        std::vector<ast::Definition> definitions;
        do {
            definitions.push_back(parse_definition());
        } while (!has_failed() && !is_at(TokenKind::end_of_file));
        return keep(definitions);
    }

private:
    ast::Definition parse_definition() {
        if (is_at(TokenKind::brace_left)) return parse_operation();
        const bool has_description = is_at_description();
        const Token keyword = has_description ? look_ahead() : token_;
        if (has_failed()) return {};
        if (has_description && keyword.kind == TokenKind::brace_left) {
            fail(token_.start, "Unexpected description, descriptions are not supported on shorthand queries.");
            return {};
        }
        const std::string_view word = keyword.kind == TokenKind::name ? word_of(keyword) : std::string_view{};
        if (const auto kind = type_system_kind(word)) return parse_type_system(*kind, false);
        if (word == "query" || word == "mutation" || word == "subscription") return parse_operation();
        if (word == "fragment") return parse_fragment();
        if (has_description && keyword.kind == TokenKind::name) {
            fail(token_.start, "Unexpected description, only GraphQL definitions support descriptions.");
        } else if (word == "extend") {
            return parse_extension();
        }
        unexpected(keyword);
        return {};
    }

    ast::Definition parse_extension() {
        const Token keyword = look_ahead();
        if (has_failed()) return {};
        const auto kind = keyword.kind == TokenKind::name ? type_system_kind(word_of(keyword)) : std::nullopt;
        if (kind && *kind != ast::DefinitionKind::directive) return parse_type_system(*kind, true);
        unexpected(keyword);
        return {};
    }

    std::string_view word_of(const Token& token) const {
        return std::string_view{document_.source}.substr(token.start, token.end - token.start);
    }

    static std::optional<ast::DefinitionKind> type_system_kind(std::string_view word) {
        using ast::DefinitionKind;
        if (word == "schema") return DefinitionKind::schema;
        if (word == "scalar") return DefinitionKind::scalar;
        if (word == "type") return DefinitionKind::object;
        if (word == "interface") return DefinitionKind::interface;
        if (word == "union") return DefinitionKind::union_type;
        if (word == "enum") return DefinitionKind::enum_type;
        if (word == "input") return DefinitionKind::input_object;
        if (word == "directive") return DefinitionKind::directive;
        return std::nullopt;
    }

    ast::Definition parse_type_system(ast::DefinitionKind kind, bool is_extension) {
        ast::Definition definition{.kind = kind, .is_extension = is_extension, .offset = token_.start};
        if (is_extension) {
            expect_keyword("extend");
        } else {
            definition.description = parse_description();
        }
        advance();  // the keyword, which was looked at
        if (kind == ast::DefinitionKind::directive) {
            parse_directive_rest(definition);
            return definition;
        }
        if (kind != ast::DefinitionKind::schema) definition.name = parse_name();
        const bool has_interfaces = kind == ast::DefinitionKind::object || kind == ast::DefinitionKind::interface;
        if (has_interfaces && take_keyword("implements")) {
            definition.interfaces = delimited<ast::Type>(TokenKind::ampersand, [this] { return parse_named_type(); });
        }
        definition.directives = parse_directives(Constant::yes);
        parse_members(definition);
        const bool is_empty = definition.directives.empty() && definition.interfaces.empty() &&
                              definition.fields.empty() && definition.members.empty() && definition.values.empty() &&
                              definition.input_values.empty() && definition.operation_types.empty();
        if (is_extension && is_empty) unexpected();
        return definition;
    }

    void parse_members(ast::Definition& definition) {
        switch (definition.kind) {
            case ast::DefinitionKind::schema: {
                const auto item = [this] { return parse_operation_type_definition(); };
                definition.operation_types =
                    definition.is_extension
                        ? optional_many<ast::OperationTypeDefinition>(TokenKind::brace_left, TokenKind::brace_right,
                                                                      item)
                        : many<ast::OperationTypeDefinition>(TokenKind::brace_left, TokenKind::brace_right, item);
                return;
            }
            case ast::DefinitionKind::object:
            case ast::DefinitionKind::interface:
                definition.fields = optional_many<ast::FieldDefinition>(TokenKind::brace_left, TokenKind::brace_right,
                                                                        [this] { return parse_field_definition(); });
                return;
            case ast::DefinitionKind::union_type:
                if (take(TokenKind::equals)) {
                    definition.members = delimited<ast::Type>(TokenKind::pipe, [this] { return parse_named_type(); });
                }
                return;
            case ast::DefinitionKind::enum_type:
                definition.values = optional_many<ast::EnumValueDefinition>(
                    TokenKind::brace_left, TokenKind::brace_right, [this] { return parse_enum_value(); });
                return;
            case ast::DefinitionKind::input_object:
                definition.input_values = optional_many<ast::InputValueDefinition>(
                    TokenKind::brace_left, TokenKind::brace_right, [this] { return parse_input_value(); });
                return;
            case ast::DefinitionKind::operation:
            case ast::DefinitionKind::fragment:
            case ast::DefinitionKind::scalar:
            case ast::DefinitionKind::directive: return;
        }
    }

    ast::OperationTypeDefinition parse_operation_type_definition() {
        ast::OperationTypeDefinition definition{.offset = token_.start};
        definition.operation = parse_operation_type();
        expect(TokenKind::colon);
        definition.type = document_.arena.make<ast::Type>(parse_named_type());
        return definition;
    }

    ast::FieldDefinition parse_field_definition() {
        ast::FieldDefinition field{.offset = token_.start};
        field.description = parse_description();
        field.name = parse_name();
        field.arguments = optional_many<ast::InputValueDefinition>(
            TokenKind::parenthesis_left, TokenKind::parenthesis_right, [this] { return parse_input_value(); });
        expect(TokenKind::colon);
        field.type = parse_type();
        field.directives = parse_directives(Constant::yes);
        return field;
    }

    ast::InputValueDefinition parse_input_value() {
        ast::InputValueDefinition value{.offset = token_.start};
        value.description = parse_description();
        value.name = parse_name();
        expect(TokenKind::colon);
        value.type = parse_type();
        if (take(TokenKind::equals)) value.default_value = parse_constant();
        value.directives = parse_directives(Constant::yes);
        return value;
    }

    ast::EnumValueDefinition parse_enum_value() {
        ast::EnumValueDefinition value{.offset = token_.start};
        value.description = parse_description();
        if (is_at_keyword("true") || is_at_keyword("false") || is_at_keyword("null")) {
            fail(token_.start, describe_token(token_) + " is reserved and cannot be used for an enum value.");
        }
        value.name = parse_name();
        value.directives = parse_directives(Constant::yes);
        return value;
    }

    void parse_directive_rest(ast::Definition& definition) {
        expect(TokenKind::at);
        definition.name = parse_name();
        definition.input_values = optional_many<ast::InputValueDefinition>(
            TokenKind::parenthesis_left, TokenKind::parenthesis_right, [this] { return parse_input_value(); });
        definition.is_repeatable = take_keyword("repeatable");
        expect_keyword("on");
        definition.locations = delimited<ast::Name>(TokenKind::pipe, [this] { return parse_directive_location(); });
    }

    ast::Name parse_directive_location() {
        const Token token = token_;
        const ast::Name name = parse_name();
        bool is_known = false;
        for (const std::string_view location : directive_locations) is_known = is_known || location == name.text;
        if (!is_known && !has_failed()) unexpected(token);
        return name;
    }
};

}  // namespace

Parsed<std::unique_ptr<const Document>> parse(std::string source, const ParseLimits& limits) {
    if (source.size() > std::numeric_limits<std::uint32_t>::max() / 2) {
        return tl::unexpected(RequestError{Refusal::too_many_tokens, "Document is too long.", {}});
    }
    auto document = std::make_unique<Document>(std::move(source));
    DocumentParser parser{*document, limits};
    document->definitions = parser.parse_document();
    if (parser.has_failed()) return tl::unexpected(parser.take_error());
    document->token_count = parser.token_count();
    return document;
}

}  // namespace mooring::graphql
