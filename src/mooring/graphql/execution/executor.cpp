#include "mooring/graphql/execution/executor.hpp"

#include "mooring/base/assert.hpp"
#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/language/location.hpp"
#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/coerce_literal.hpp"

namespace mooring::graphql {

namespace {

Error field_error(std::string message) {
    return {Errc::internal, std::move(message), {}};
}

std::string name_of(const FieldPlan& field) {
    return std::string(field.parent->name) + "." + std::string(field.field->name);
}

}  // namespace

Executor::Executor(RequestState& state, const Document& document, const Plan& plan, const Value& variables,
                   const ExecutionLimits& limits, const WriteExtensions& write_extensions)
    : state_(state),
      document_(document),
      plan_(plan),
      variables_(variables),
      limits_(limits),
      write_extensions_(write_extensions),
      columns_(plan.field_count),
      objects_(plan.selection_count) {}

void Executor::run(std::string& out) {
    const std::size_t start = out.size();
    out += "{\"data\":";
    objects_[plan_.root->index].hosts.push_back(nullptr);
    if (plan_.root->condition_error) {
        const FieldError error{field_error(*plan_.root->condition_error), {plan_.root->condition_offset}};
        report({}, {}, error);
        out += "null";
    } else if (plan_.operation->operation == ast::OperationType::mutation) {
        run_serially(out);
    } else {
        resolve_selection(*plan_.root);
        if (write_object(*plan_.root, 0, nullptr, out) == Written::no) out += "null";
    }
    if (is_too_large_) {
        out.resize(start);
        errors_.clear();
        report({}, {}, {{Errc::too_large, "The answer is larger than this server gives.", {}}, {}});
        out += "{\"data\":null";
    }
    if (!errors_.empty()) out.append(",\"errors\":[").append(errors_).append("]");
    out += '}';
}

void Executor::run_serially(std::string& out) {
    const std::size_t start = out.size();
    out += '{';
    for (const FieldPlan& field : plan_.root->fields) {
        resolve_field(*plan_.root, field);
        resolve_below(field);
        if (&field != &plan_.root->fields[0]) out += ',';
        if (write_field(*plan_.root, field, 0, nullptr, out) == Written::no) {
            out.resize(start);
            out += "null";
            return;
        }
    }
    out += '}';
}

void Executor::resolve_selection(const SelectionPlan& selection) {
    if (objects_[selection.index].hosts.empty()) return;
    for (const FieldPlan& field : selection.fields) resolve_field(selection, field);
    for (const FieldPlan& field : selection.fields) resolve_below(field);
}

void Executor::resolve_below(const FieldPlan& field) {
    for (const SelectionPlan* const below : field.selections) resolve_selection(*below);
}

void Executor::resolve_field(const SelectionPlan& selection, const FieldPlan& field) {
    if (field.output == OutputKind::type_name) return;
    const std::vector<const void*>& hosts = objects_[selection.index].hosts;
    Cell* const cells = state_.arena.make_array<Cell>(hosts.size());
    columns_[field.index] = cells;
    FieldCall call{state_, field, hosts, field.constant_arguments, {cells, hosts.size()}};
    if (!may_hold(hosts.size())) {
        call.fail_all({Errc::too_large, "The answer holds more than this server gives.", {}});
        return;
    }
    if (std::chrono::steady_clock::now() > state_.deadline) {
        call.fail_all({Errc::timeout, "The time for this request is over.", {}});
        return;
    }
    if (field.needs_variables) {
        std::optional<FieldError> error;
        const Value arguments = arguments_of(field, error);
        if (error) {
            const Cell failed = failure(std::move(*error));
            std::fill(cells, cells + hosts.size(), failed);
            return;
        }
        FieldCall with_variables{state_, field, hosts, arguments, {cells, hosts.size()}};
        field.resolver->resolve(with_variables);
    } else {
        field.resolver->resolve(call);
    }
    if (field.output != OutputKind::composite && field.field->type->nullable().is_named()) return;
    for (std::size_t index = 0; index < hosts.size(); ++index) place_objects(field, *field.field->type, cells[index]);
}

/// https://spec.graphql.org/October2021/#CoerceArgumentValues()
Value Executor::arguments_of(const FieldPlan& field, std::optional<FieldError>& error) {
    std::vector<Member> members;
    for (const ArgumentPlan& argument : field.arguments) {
        const InputField& definition = *argument.definition;
        const ast::Value* const literal = argument.literal;
        const bool is_variable = literal && literal->kind == ast::ValueKind::variable;
        const bool is_given = literal && (!is_variable || !variables_[literal->text].is_absent());
        const std::string start = "Argument " + std::string("\"") + std::string(definition.name) + "\" ";
        if (!is_given) {
            if (!definition.default_value.is_absent()) {
                members.push_back({definition.name, definition.default_value});
            } else if (definition.type->is_non_null()) {
                // Validation leaves no other way than a variable that was not given.
                MOORING_ASSERT(literal != nullptr, "a required argument is there");
                error = FieldError{field_error(start + "of required type \"" + std::string(definition.type->text) +
                                               "\" was provided the variable \"$" + std::string(literal->text) +
                                               "\" which was not provided a runtime value."),
                                   {literal->offset}};
                return {};
            }
            continue;
        }
        const bool is_null = is_variable && variables_[literal->text].is_null();
        if (is_null && definition.type->is_non_null()) {
            error = FieldError{field_error(start + "of non-null type \"" + std::string(definition.type->text) +
                                           "\" must not be null."),
                               {literal->offset}};
            return {};
        }
        const Value value = coerce_literal(*state_.schema, *literal, *definition.type, variables_, state_.arena);
        if (value.is_absent()) {
            error = FieldError{field_error(start + "has invalid value " + print(*literal) + "."), {literal->offset}};
            return {};
        }
        members.push_back({definition.name, value});
    }
    return Value::object(state_.arena.copy(members));
}

bool Executor::may_hold(std::size_t cells) {
    cells_ += cells;
    return cells_ <= limits_.cells;
}

Cell Executor::failure(FieldError error) {
    state_.errors.push_back(std::move(error));
    return Cell::failure(state_.errors.size() - 1);
}

void Executor::place_objects(const FieldPlan& field, const Type& type, Cell& cell) {
    if (cell.kind() == Cell::Kind::null || cell.kind() == Cell::Kind::error) return;
    const Type& nullable = type.nullable();
    if (nullable.is_list()) {
        if (cell.kind() != Cell::Kind::list) {
            cell =
                failure({field_error("Expected Iterable, but did not find one for field \"" + name_of(field) + "\".")});
        } else if (!may_hold(cell.items().size())) {
            cell = failure({{Errc::too_large, "The answer holds more than this server gives.", {}}});
        } else if (field.output == OutputKind::composite || !nullable.inner->nullable().is_named()) {
            // Items may be shared between parents: what is changed is a copy.
            const List<Cell> items = state_.arena.copy(cell.items().begin(), cell.items().size());
            Cell* const changed = const_cast<Cell*>(items.begin());
            for (std::size_t index = 0; index < items.size(); ++index) {
                place_objects(field, *nullable.inner, changed[index]);
            }
            cell = Cell::list(items);
        }
        return;
    }
    if (field.output == OutputKind::composite) place_object(field, cell);
}

void Executor::place_object(const FieldPlan& field, Cell& cell) {
    const NamedType& named = *field.field->type->named;
    if (cell.kind() != Cell::Kind::object) {
        cell = failure({field_error("Expected value of type \"" + std::string(named.name) + "\" but got another.")});
        return;
    }
    std::uint32_t place = 0;
    if (named.is_abstract()) {
        while (place < field.selections.size() && field.selections[place]->type->index != cell.type_index()) ++place;
    }
    const SelectionPlan* const selection = place < field.selections.size() ? field.selections[place] : nullptr;
    if (!selection) {
        std::string message;
        if (cell.type_index() == Cell::no_type) {
            message = "Abstract type \"" + std::string(named.name) +
                      "\" must resolve to an Object type at runtime for field \"" + name_of(field) + "\".";
        } else {
            message = "Runtime Object type \"" + std::string(state_.schema->types()[cell.type_index()]->name) +
                      "\" is not a possible type for \"" + std::string(named.name) + "\".";
        }
        cell = failure({field_error(std::move(message))});
    } else if (selection->host != 0 && cell.host_type() != selection->host) {
        cell = failure(
            {field_error("An object of \"" + std::string(selection->type->name) + "\" is not what it should be.")});
    } else if (selection->condition_error) {
        cell = failure({field_error(*selection->condition_error), {selection->condition_offset}});
    } else {
        std::vector<const void*>& hosts = objects_[selection->index].hosts;
        hosts.push_back(cell.host());
        cell = Cell::placed(place, hosts.size() - 1);
    }
}

}  // namespace mooring::graphql
