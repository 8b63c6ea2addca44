#include "mooring/graphql/validation/rules/operation_rules.hpp"

#include <algorithm>
#include <unordered_set>

namespace mooring::graphql {

void ExecutableDefinitions::enter_document(const Document& document) {
    for (const ast::Definition& definition : document.definitions) {
        if (definition.is_executable()) continue;
        const bool is_schema = definition.kind == ast::DefinitionKind::schema;
        context_.report(
            "The " + (is_schema ? "schema" : quote(definition.name.text)) + " definition is not executable.",
            {definition.offset});
    }
}

void UniqueOperationNames::enter_operation(const ast::Definition& operation) {
    if (!operation.name) return;
    const auto [first, is_new] = known_.try_emplace(operation.name.text, operation.name.offset);
    if (is_new) return;
    context_.report("There can be only one operation named " + quote(operation.name.text) + ".",
                    {first->second, operation.name.offset});
}

void LoneAnonymousOperation::enter_document(const Document& document) {
    for (const ast::Definition& definition : document.definitions) {
        if (definition.kind == ast::DefinitionKind::operation) ++operations_;
    }
}

void LoneAnonymousOperation::enter_operation(const ast::Definition& operation) {
    if (operation.name || operations_ < 2) return;
    context_.report("This anonymous operation must be the only defined operation.", {operation.offset});
}

namespace {

/// The fields at the top of a subscription, by response key, in order.
class RootFields {
public:
    RootFields(const ValidationContext& context, const NamedType& root) : context_(context), root_(root) {}

    void collect(const ast::SelectionSet& set) {
        for (const ast::Selection& selection : set.selections) {
            if (is_left_out(selection)) continue;
            switch (selection.kind) {
                case ast::SelectionKind::field: add(selection); break;
                case ast::SelectionKind::inline_fragment:
                    if (applies(selection.type_condition)) collect(*selection.selection_set);
                    break;
                case ast::SelectionKind::fragment_spread: {
                    const ast::Definition* const fragment = context_.fragment(selection.name.text);
                    if (!spread_.insert(selection.name.text).second || !fragment) break;
                    if (applies(fragment->type_condition)) collect(*fragment->selection_set);
                    break;
                }
            }
        }
    }

    struct Group {
        std::string_view key;
        std::string_view field_name;
        Places places;
    };
    const std::vector<Group>& groups() const { return groups_; }

private:
    bool applies(const ast::Type* condition) const {
        if (!condition) return true;
        const NamedType* const type = context_.schema().find_type(condition->name.text);
        return type && (type == &root_ || (type->is_abstract() && context_.schema().is_member(*type, root_)));
    }

    static bool is_left_out(const ast::Selection& selection) {
        for (const ast::Directive& directive : selection.directives) {
            for (const ast::Argument& argument : directive.arguments) {
                if (argument.name.text != "if" || argument.value.kind != ast::ValueKind::boolean) continue;
                if (directive.name.text == "skip" && argument.value.boolean) return true;
                if (directive.name.text == "include" && !argument.value.boolean) return true;
            }
        }
        return false;
    }

    void add(const ast::Selection& field) {
        const auto [place, is_new] = places_.try_emplace(field.response_key(), groups_.size());
        if (is_new) groups_.push_back({field.response_key(), field.name.text, {}});
        groups_[place->second].places.push_back(field.offset);
    }

    const ValidationContext& context_;
    const NamedType& root_;
    std::vector<Group> groups_;
    std::unordered_map<std::string_view, std::size_t> places_;
    std::unordered_set<std::string_view> spread_;
};

}  // namespace

void SingleFieldSubscriptions::enter_operation(const ast::Definition& operation) {
    const NamedType* const root = context_.schema().subscription();
    if (operation.operation != ast::OperationType::subscription || !root) return;
    RootFields fields{context_, *root};
    fields.collect(*operation.selection_set);
    const std::string start =
        operation.name ? "Subscription " + quote(operation.name.text) : std::string("Anonymous Subscription");
    if (fields.groups().size() > 1) {
        Places extra;
        for (std::size_t index = 1; index < fields.groups().size(); ++index) {
            const Places& places = fields.groups()[index].places;
            extra.insert(extra.end(), places.begin(), places.end());
        }
        context_.report(start + " must select only one top level field.", std::move(extra));
    }
    for (const RootFields::Group& group : fields.groups()) {
        if (!group.field_name.starts_with("__")) continue;
        context_.report(start + " must not select an introspection top level field.", group.places);
    }
}

}  // namespace mooring::graphql
