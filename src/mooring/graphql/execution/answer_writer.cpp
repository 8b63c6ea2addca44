#include <cmath>
#include <limits>

#include "mooring/graphql/execution/executor.hpp"
#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/language/location.hpp"

// The second half of `Executor`: from cells to JSON.
namespace mooring::graphql {

namespace {

std::string shown(const Cell& cell) {
    std::string text;
    switch (cell.kind()) {
        case Cell::Kind::boolean: return cell.as_boolean() ? "true" : "false";
        case Cell::Kind::integer: append_integer(text, cell.as_integer()); return text;
        case Cell::Kind::number:
            if (std::isnan(cell.as_number())) return "NaN";
            if (std::isinf(cell.as_number())) return cell.as_number() > 0 ? "Infinity" : "-Infinity";
            append_number(text, cell.as_number());
            return text;
        case Cell::Kind::text: append_string(text, cell.text()); return text;
        case Cell::Kind::json: return std::string(cell.text());
        case Cell::Kind::list: return "[Array]";
        case Cell::Kind::null:
        case Cell::Kind::object:
        case Cell::Kind::error: break;
    }
    return "[Object]";
}

bool is_whole(double number) {
    return std::isfinite(number) && number == std::trunc(number) && std::abs(number) <= 9007199254740992.0;
}

/// The writers below append a cell as one kind of scalar; they answer why not, or nothing.
/// Source: https://spec.graphql.org/October2021/#sec-Scalars, "Result Coercion"

std::string write_integer(const Cell& cell, std::string& out) {
    std::int64_t number = 0;
    if (cell.kind() == Cell::Kind::integer || cell.kind() == Cell::Kind::boolean) {
        number = cell.kind() == Cell::Kind::integer ? cell.as_integer() : cell.as_boolean() ? 1 : 0;
    } else if (cell.kind() == Cell::Kind::number && is_whole(cell.as_number())) {
        number = static_cast<std::int64_t>(cell.as_number());
    } else {
        return "Int cannot represent non-integer value: " + shown(cell);
    }
    if (number > std::numeric_limits<std::int32_t>::max() || number < std::numeric_limits<std::int32_t>::min()) {
        return "Int cannot represent non 32-bit signed integer value: " + shown(cell);
    }
    append_integer(out, number);
    return {};
}

std::string write_floating(const Cell& cell, std::string& out) {
    switch (cell.kind()) {
        case Cell::Kind::integer: append_integer(out, cell.as_integer()); return {};
        case Cell::Kind::boolean: out += cell.as_boolean() ? '1' : '0'; return {};
        case Cell::Kind::number:
            if (!std::isfinite(cell.as_number())) break;
            append_number(out, cell.as_number());
            return {};
        default: break;
    }
    return "Float cannot represent non numeric value: " + shown(cell);
}

std::string write_string(const Cell& cell, std::string& out) {
    switch (cell.kind()) {
        case Cell::Kind::text: append_string(out, cell.text()); return {};
        case Cell::Kind::number:
            if (!std::isfinite(cell.as_number())) break;
            [[fallthrough]];
        case Cell::Kind::boolean:
        case Cell::Kind::integer: append_string(out, shown(cell)); return {};
        default: break;
    }
    return "String cannot represent value: " + shown(cell);
}

std::string write_boolean(const Cell& cell, std::string& out) {
    if (cell.kind() == Cell::Kind::boolean) {
        out += cell.as_boolean() ? "true" : "false";
    } else if (cell.kind() == Cell::Kind::integer) {
        out += cell.as_integer() != 0 ? "true" : "false";
    } else if (cell.kind() == Cell::Kind::number && std::isfinite(cell.as_number())) {
        out += cell.as_number() != 0 ? "true" : "false";
    } else {
        return "Boolean cannot represent a non boolean value: " + shown(cell);
    }
    return {};
}

std::string write_id(const Cell& cell, std::string& out) {
    if (cell.kind() == Cell::Kind::text) {
        append_string(out, cell.text());
    } else if (cell.kind() == Cell::Kind::integer ||
               (cell.kind() == Cell::Kind::number && is_whole(cell.as_number()))) {
        append_string(out, shown(cell));
    } else {
        return "ID cannot represent value: " + shown(cell);
    }
    return {};
}

std::string write_enum(const NamedType& type, const Cell& cell, std::string& out) {
    if (cell.kind() == Cell::Kind::text && type.find_value(cell.text())) {
        append_string(out, cell.text());
        return {};
    }
    return "Enum \"" + std::string(type.name) + "\" cannot represent value: " + shown(cell);
}

std::string write_custom(const NamedType& type, const Cell& cell, std::string& out) {
    switch (cell.kind()) {
        case Cell::Kind::text: append_string(out, cell.text()); return {};
        case Cell::Kind::json: out += cell.text(); return {};
        case Cell::Kind::boolean: return write_boolean(cell, out);
        case Cell::Kind::integer:
        case Cell::Kind::number: return write_floating(cell, out);
        default: return std::string(type.name) + " cannot represent value: " + shown(cell);
    }
}

std::string write_scalar(const FieldPlan& field, const Cell& cell, std::string& out) {
    switch (field.output) {
        case OutputKind::integer: return write_integer(cell, out);
        case OutputKind::floating: return write_floating(cell, out);
        case OutputKind::string: return write_string(cell, out);
        case OutputKind::boolean: return write_boolean(cell, out);
        case OutputKind::id: return write_id(cell, out);
        case OutputKind::enum_value: return write_enum(*field.field->type->named, cell, out);
        case OutputKind::custom: return write_custom(*field.field->type->named, cell, out);
        case OutputKind::composite:
        case OutputKind::type_name: break;
    }
    return {};
}

}  // namespace

Executor::Written Executor::write_object(const SelectionPlan& selection, std::size_t index, const Step* above,
                                         std::string& out) {
    const std::size_t start = out.size();
    char before = '{';
    for (const FieldPlan& field : selection.fields) {
        if (is_too_large_) break;
        out += before;
        before = ',';
        if (write_field(selection, field, index, above, out) == Written::no) {
            out.resize(start);
            return Written::no;
        }
    }
    if (selection.fields.empty()) out += '{';
    out += '}';
    if (out.size() > limits_.answer_bytes) {
        is_too_large_ = true;
        out.resize(start);
        out += "null";
    }
    return Written::yes;
}

Executor::Written Executor::write_field(const SelectionPlan& selection, const FieldPlan& field, std::size_t index,
                                        const Step* above, std::string& out) {
    out += field.key_json;
    if (field.output == OutputKind::type_name) {
        out += selection.type_json;
        return Written::yes;
    }
    const Step step{.above = above, .field = &field};
    return write_value(field, *field.field->type, columns_[field.index][index], step, out);
}

Executor::Written Executor::write_value(const FieldPlan& field, const Type& type, const Cell& cell, const Step& step,
                                        std::string& out) {
    const Type& nullable = type.nullable();
    Written written = Written::no;
    switch (cell.kind()) {
        case Cell::Kind::null:
            if (type.is_non_null()) {
                report(field, step,
                       {{Errc::internal,
                         "Cannot return null for non-nullable field " + std::string(field.parent->name) + "." +
                             std::string(field.field->name) + ".",
                         {}},
                        {}});
            }
            break;
        case Cell::Kind::error: report(field, step, state_.errors[cell.index()]); break;
        default:
            if (nullable.is_list()) {
                written = write_list(field, nullable, cell, step, out);
            } else if (field.output == OutputKind::composite) {
                written = write_object(*field.selections[cell.selection()], cell.index(), &step, out);
            } else {
                written = write_leaf(field, cell, step, out);
            }
            break;
    }
    if (written == Written::yes || type.is_non_null()) return written;
    out += "null";
    return Written::yes;
}

Executor::Written Executor::write_list(const FieldPlan& field, const Type& type, const Cell& cell, const Step& step,
                                       std::string& out) {
    const std::size_t start = out.size();
    out += '[';
    const List<Cell> items = cell.items();
    for (std::size_t index = 0; index < items.size(); ++index) {
        if (index != 0) out += ',';
        const Step item{.above = &step, .field = nullptr, .item = index};
        if (write_value(field, *type.inner, items[index], item, out) == Written::no) {
            out.resize(start);
            return Written::no;
        }
        if (out.size() > limits_.answer_bytes) is_too_large_ = true;
        if (is_too_large_) break;
    }
    out += ']';
    return Written::yes;
}

Executor::Written Executor::write_leaf(const FieldPlan& field, const Cell& cell, const Step& step, std::string& out) {
    std::string problem = write_scalar(field, cell, out);
    if (problem.empty()) return Written::yes;
    report(field, step, {{Errc::internal, std::move(problem), {}}, {}});
    return Written::no;
}

void Executor::report(const FieldPlan& field, const Step& step, const FieldError& error) {
    if (!errors_.empty()) errors_ += ',';
    errors_ += "{\"message\":";
    append_string(errors_, error.error.message);
    const char* before = ",\"locations\":[";
    const auto add_location = [&](std::uint32_t place) {
        const Location& location = location_of(place);
        errors_.append(before).append("{\"line\":");
        append_integer(errors_, location.line);
        errors_ += ",\"column\":";
        append_integer(errors_, location.column);
        errors_ += '}';
        before = ",";
    };
    for (const std::uint32_t place : error.places) add_location(place);
    if (error.places.empty()) {
        for (const ast::Selection* const node : field.nodes) add_location(node->offset);
    }
    if (*before == ',' && before[1] == '\0') errors_ += ']';
    if (step.field || step.above) {
        errors_ += ",\"path\":[";
        write_path(step, errors_);
        errors_ += ']';
    }
    std::string extensions;
    if (write_extensions_) write_extensions_(error.error, extensions);
    if (!extensions.empty()) errors_.append(",\"extensions\":{").append(extensions).append("}");
    errors_ += '}';
    if (errors_.size() > limits_.answer_bytes) is_too_large_ = true;
}

const Location& Executor::location_of(std::uint32_t place) {
    const auto [found, is_new] = locations_.try_emplace(place);
    if (is_new) found->second = locate(document_.source, place);
    return found->second;
}

void Executor::write_path(const Step& step, std::string& out) const {
    if (step.above) {
        write_path(*step.above, out);
        out += ',';
    }
    if (step.field) {
        append_string(out, step.field->response_key);
    } else {
        append_integer(out, static_cast<std::int64_t>(step.item));
    }
}

}  // namespace mooring::graphql
