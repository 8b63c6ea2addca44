#include "mooring/graphql/execution/variables.hpp"

#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/schema/coerce_input.hpp"
#include "mooring/graphql/schema/coerce_literal.hpp"

namespace mooring::graphql {

namespace {

constexpr std::size_t most_errors = 50;
constexpr std::size_t most_shown_bytes = 1000;

/// `value` for a message, which a large input must not make large.
std::string shown(const Value& value) {
    std::string text = inspect(value);
    if (text.size() <= most_shown_bytes) return text;
    std::size_t end = most_shown_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "...";
}

class VariableCoercion {
public:
    VariableCoercion(const Schema& schema, const Document& document, Arena& arena)
        : schema_(schema), document_(document), arena_(arena) {}

    void coerce(const ast::VariableDefinition& definition, const Value& input) {
        const Type* const type = schema_.type_of(*definition.type, arena_);
        const std::string name{definition.variable.text};
        const std::string start = "Variable \"$" + name + "\" ";
        const Value& value = input[name];
        if (value.is_absent()) {
            if (definition.default_value) {
                put(definition, coerce_literal(schema_, *definition.default_value, *type, {}, arena_));
            } else if (type->is_non_null()) {
                complain(definition, start + "of required type \"" + std::string(type->text) + "\" was not provided.");
            }
            return;
        }
        if (value.is_null() && type->is_non_null()) {
            complain(definition, start + "of non-null type \"" + std::string(type->text) + "\" must not be null.");
            return;
        }
        put(definition, coerce_input(schema_, value, *type, arena_,
                                     [&](const std::string& path, const Value& part, const std::string& message) {
                                         std::string whole = start + "got invalid value " + shown(part);
                                         if (!path.empty()) whole += " at \"" + name + path + "\"";
                                         complain(definition, whole + "; " + message);
                                         return is_full_ ? Complaints::enough : Complaints::more;
                                     }));
    }

    bool is_full() const { return is_full_; }
    std::vector<RequestError> take_errors() { return std::move(errors_); }
    Value variables() { return Value::object(arena_.copy(members_)); }
    bool has_failed() const { return !errors_.empty(); }

private:
    void put(const ast::VariableDefinition& definition, const Value& value) {
        if (!value.is_absent()) members_.push_back({definition.variable.text, value});
    }

    void complain(const ast::VariableDefinition& definition, std::string message) {
        if (is_full_) return;
        if (errors_.size() >= most_errors) {
            is_full_ = true;
            errors_.push_back({Refusal::variables,
                               "Too many errors processing variables, error limit reached. Execution aborted.",
                               {}});
            return;
        }
        errors_.push_back({Refusal::variables, std::move(message), {locate(document_.source, definition.offset)}});
    }

    const Schema& schema_;
    const Document& document_;
    Arena& arena_;
    std::vector<Member> members_;
    std::vector<RequestError> errors_;
    bool is_full_ = false;
};

}  // namespace

tl::expected<Value, std::vector<RequestError>> coerce_variables(const Schema& schema, const Document& document,
                                                                const ast::Definition& operation, const Value& input,
                                                                Arena& arena) {
    VariableCoercion coercion{schema, document, arena};
    for (const ast::VariableDefinition& definition : operation.variables) {
        if (!coercion.is_full()) coercion.coerce(definition, input);
    }
    if (coercion.has_failed()) return tl::unexpected(coercion.take_errors());
    return coercion.variables();
}

Parsed<const ast::Definition*> choose_operation(const Document& document, std::string_view name) {
    const auto refuse = [](std::string message) {
        return tl::unexpected(RequestError{Refusal::operation, std::move(message), {}});
    };
    const ast::Definition* chosen = nullptr;
    for (const ast::Definition& definition : document.definitions) {
        if (definition.kind != ast::DefinitionKind::operation) continue;
        if (!name.empty() && definition.name.text != name) continue;
        if (chosen) return refuse("Must provide operation name if query contains multiple operations.");
        chosen = &definition;
    }
    if (chosen) return chosen;
    return name.empty() ? refuse("Must provide an operation.")
                        : refuse("Unknown operation named \"" + std::string(name) + "\".");
}

}  // namespace mooring::graphql
