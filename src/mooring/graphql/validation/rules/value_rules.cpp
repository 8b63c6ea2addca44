#include "mooring/graphql/validation/rules/value_rules.hpp"

#include <algorithm>

#include "mooring/graphql/language/printer.hpp"
#include "mooring/graphql/schema/scalars.hpp"
#include "mooring/graphql/schema/suggestions.hpp"

namespace mooring::graphql {

void ValuesOfCorrectType::enter_value(const ast::Value& value) {
    if (refused_) return;
    const TypeTracker& tracker = context_.tracker();
    switch (value.kind) {
        case ast::ValueKind::variable: return;
        case ast::ValueKind::list: {
            const Type* const type = tracker.parent_input_type();
            if (type && type->nullable().is_list()) return;
            refused_ = &value;
            check_leaf(value);
            return;
        }
        case ast::ValueKind::object: check_object(value); return;
        case ast::ValueKind::null: {
            const Type* const type = tracker.input_type();
            if (!type || !type->is_non_null()) return;
            context_.report("Expected value of type " + quote(type->text) + ", found null.", {value.offset});
            return;
        }
        case ast::ValueKind::int_value:
        case ast::ValueKind::float_value:
        case ast::ValueKind::string:
        case ast::ValueKind::boolean:
        case ast::ValueKind::enum_value: check_leaf(value); return;
    }
}

void ValuesOfCorrectType::leave_value(const ast::Value& value) {
    if (refused_ == &value) refused_ = nullptr;
}

void ValuesOfCorrectType::check_object(const ast::Value& value) {
    const Type* const type = context_.tracker().input_type();
    if (!type || type->named->kind != TypeKind::input_object) {
        refused_ = &value;
        check_leaf(value);
        return;
    }
    for (const InputField& field : type->named->input_fields) {
        if (!field.is_required()) continue;
        const bool is_given = std::any_of(value.fields.begin(), value.fields.end(),
                                          [&](const ast::ObjectField& one) { return one.name.text == field.name; });
        if (is_given) continue;
        const std::string name = std::string(type->named->name) + "." + std::string(field.name);
        context_.report("Field " + quote(name) + " of required type " + quote(field.type->text) + " was not provided.",
                        {value.offset});
    }
}

void ValuesOfCorrectType::enter_object_field(const ast::ObjectField& field) {
    if (refused_) return;
    const Type* const object = context_.tracker().parent_input_type();
    if (context_.tracker().input_type() || !object || object->named->kind != TypeKind::input_object) return;
    context_.report("Field " + quote(field.name.text) + " is not defined by type " + quote(object->named->name) + "." +
                        did_you_mean(suggestions(field.name.text, names_of(object->named->input_fields))),
                    {field.name.offset});
}

void ValuesOfCorrectType::check_leaf(const ast::Value& value) {
    const Type* const type = context_.tracker().input_type();
    if (!type) return;
    const auto expected = [&] { return "Expected value of type " + quote(type->text) + ", found " + print(value); };
    if (!type->named->is_leaf()) {
        context_.report(expected() + ".", {value.offset});
        return;
    }
    LeafInput leaf = read_leaf_literal(context_.schema(), *type->named, value, {}, context_.arena());
    if (!leaf.is_refused()) return;
    context_.report(leaf.is_own ? std::move(leaf.error) : expected() + "; " + leaf.error, {value.offset});
}

void UniqueInputFieldNames::enter_value(const ast::Value& value) {
    if (value.kind == ast::ValueKind::object) known_.emplace_back();
}

void UniqueInputFieldNames::leave_value(const ast::Value& value) {
    if (value.kind == ast::ValueKind::object) known_.pop_back();
}

void UniqueInputFieldNames::enter_object_field(const ast::ObjectField& field) {
    const auto [first, is_new] = known_.back().try_emplace(field.name.text, field.name.offset);
    if (is_new) return;
    context_.report("There can be only one input field named " + quote(field.name.text) + ".",
                    {first->second, field.name.offset});
}

}  // namespace mooring::graphql
