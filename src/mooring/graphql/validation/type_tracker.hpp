#pragma once

#include <vector>

#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

/// Knows, while a document is walked, of which type things are at the place one stands. What the schema does not know
/// is null. The walker enters a node before the rules see it and leaves it after them.
class TypeTracker {
public:
    TypeTracker(const Schema& schema, Arena& arena) : schema_(schema), arena_(arena) {}

    /// Of the field, operation or fragment one is in.
    const Type* type() const { return top(types_); }
    /// Of the objects that the selections at hand are selected on.
    const NamedType* parent_type() const { return top(parents_); }
    const Field* field() const { return top(fields_); }
    /// Of the value at hand.
    const Type* input_type() const { return top(inputs_); }
    /// Of the list or object around the value at hand.
    const Type* parent_input_type() const { return inputs_.size() > 1 ? inputs_[inputs_.size() - 2] : nullptr; }
    /// Whether the place of the value has a default.
    bool has_default() const { return !defaults_.empty() && defaults_.back(); }
    const InputField* argument() const { return argument_; }

    void enter_selection_set() {
        const NamedType* const named = type() ? type()->named : nullptr;
        parents_.push_back(named && named->is_composite() ? named : nullptr);
    }
    void leave_selection_set() { parents_.pop_back(); }

    void enter_field(const ast::Selection& field) {
        const Field* const found = parent_type() ? schema_.find_field(*parent_type(), field.name.text) : nullptr;
        fields_.push_back(found);
        types_.push_back(found ? found->type : nullptr);
    }
    void leave_field() {
        fields_.pop_back();
        types_.pop_back();
    }

    void enter_operation(const ast::Definition& operation) {
        const NamedType* const root = schema_.root(operation.operation);
        types_.push_back(root ? &root->self : nullptr);
    }
    /// A fragment, inline or not, with the type it is for; null stands for the type around it.
    void enter_fragment(const ast::Type* condition) {
        const NamedType* named = type() ? type()->named : nullptr;
        if (condition) named = schema_.find_type(condition->name.text);
        types_.push_back(named && named->is_output() ? &named->self : nullptr);
    }
    void leave_definition() { types_.pop_back(); }

    void enter_variable_definition(const ast::VariableDefinition& definition) {
        push_input(schema_.type_of(*definition.type, arena_));
    }
    void leave_variable_definition() { inputs_.pop_back(); }

    void enter_directive(const ast::Directive& directive) { directive_ = schema_.find_directive(directive.name.text); }
    void leave_directive() { directive_ = nullptr; }

    void enter_argument(const ast::Argument& argument) {
        argument_ = directive_ ? directive_->find_argument(argument.name.text)
                    : field()  ? field()->find_argument(argument.name.text)
                               : nullptr;
        defaults_.push_back(argument_ && !argument_->default_value.is_absent());
        push_input(argument_ ? argument_->type : nullptr);
    }
    void leave_argument() {
        argument_ = nullptr;
        leave_value();
    }

    void enter_list() {
        const Type* const type = input_type() ? &input_type()->nullable() : nullptr;
        defaults_.push_back(false);
        push_input(type && type->is_list() ? type->inner : type);
    }
    void enter_object_field(const ast::ObjectField& field) {
        const NamedType* const object = input_type() ? input_type()->named : nullptr;
        const InputField* const found = object ? object->find_input_field(field.name.text) : nullptr;
        defaults_.push_back(found && !found->default_value.is_absent());
        push_input(found ? found->type : nullptr);
    }
    /// After `enter_list` or `enter_object_field`.
    void leave_value() {
        defaults_.pop_back();
        inputs_.pop_back();
    }

private:
    template <class Item>
    static Item top(const std::vector<Item>& stack) {
        return stack.empty() ? Item{} : stack.back();
    }
    void push_input(const Type* type) { inputs_.push_back(type && type->named->is_input() ? type : nullptr); }

    const Schema& schema_;
    Arena& arena_;
    std::vector<const Type*> types_;
    std::vector<const NamedType*> parents_;
    std::vector<const Field*> fields_;
    std::vector<const Type*> inputs_;
    std::vector<bool> defaults_;
    const DirectiveDefinition* directive_ = nullptr;
    const InputField* argument_ = nullptr;
};

}  // namespace mooring::graphql
