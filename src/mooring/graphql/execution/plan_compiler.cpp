#include "mooring/graphql/execution/plan_compiler.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "mooring/graphql/json/write_json.hpp"
#include "mooring/graphql/schema/coerce_literal.hpp"

namespace mooring::graphql {

namespace {

/// The selections of one field, or of several that are merged.
using Sets = std::vector<const ast::SelectionSet*>;

struct Group {
    std::string_view key;
    std::vector<const ast::Selection*> nodes;
};

bool has_variable(const ast::Value& value) {
    if (value.kind == ast::ValueKind::variable) return true;
    return std::any_of(value.items.begin(), value.items.end(), has_variable) ||
           std::any_of(value.fields.begin(), value.fields.end(),
                       [](const ast::ObjectField& field) { return has_variable(field.value); });
}

OutputKind output_of(const Schema& schema, const Field& field) {
    if (&field == schema.typename_field()) return OutputKind::type_name;
    const NamedType& type = *field.type->named;
    if (type.kind == TypeKind::enum_type) return OutputKind::enum_value;
    if (type.kind != TypeKind::scalar) return OutputKind::composite;
    switch (type.scalar) {
        case ScalarKind::integer: return OutputKind::integer;
        case ScalarKind::floating: return OutputKind::floating;
        case ScalarKind::string: return OutputKind::string;
        case ScalarKind::boolean: return OutputKind::boolean;
        case ScalarKind::id: return OutputKind::id;
        case ScalarKind::custom: break;
    }
    return OutputKind::custom;
}

class PlanCompiler {
public:
    PlanCompiler(const Schema& schema, const ResolverTable& resolvers, const Value& variables, const PlanLimits& limits,
                 Plan& plan)
        : schema_(schema), resolvers_(resolvers), variables_(variables), limits_(limits), plan_(plan) {}

    bool compile(const Document& document, const ast::Definition& operation) {
        for (const ast::Definition& definition : document.definitions) {
            if (definition.kind == ast::DefinitionKind::fragment) fragments_[definition.name.text] = &definition;
        }
        plan_.operation = &operation;
        plan_.root = compile_selection(*schema_.root(operation.operation), {operation.selection_set}, 1);
        return !is_over_;
    }

private:
    /// The fields that objects of one type are asked for.
    struct Collected {
        const NamedType& type;
        std::vector<Group> groups;
        std::unordered_map<std::string_view, std::size_t> groups_by_key;
        std::unordered_set<std::string_view> spread;
        const std::string* error = nullptr;
        std::uint32_t error_offset = 0;
    };

    SelectionPlan* compile_selection(const NamedType& type, const Sets& sets, double times) {
        Collected collected{.type = type};
        for (const ast::SelectionSet* const set : sets) collect(*set, collected);
        auto* const selection = plan_.arena.make<SelectionPlan>();
        selection->index = static_cast<std::uint32_t>(plan_.selection_count++);
        selection->type = &type;
        selection->host = resolvers_.host_of(type);
        selection->type_json = quoted(type.name, "");
        selection->condition_error = collected.error;
        selection->condition_offset = collected.error_offset;
        std::vector<FieldPlan> fields;
        fields.reserve(collected.groups.size());
        for (const Group& group : collected.groups) {
            if (is_over_) break;
            fields.push_back(compile_field(type, group, times));
        }
        selection->fields = plan_.arena.copy(fields);
        return selection;
    }

    void collect(const ast::SelectionSet& set, Collected& into) {
        for (const ast::Selection& selection : set.selections) {
            if (++collected_ > limits_.fields * 4) is_over_ = true;
            if (is_over_ || into.error || !is_included(selection, into)) continue;
            switch (selection.kind) {
                case ast::SelectionKind::field: add_field(selection, into); break;
                case ast::SelectionKind::inline_fragment:
                    if (applies(selection.type_condition, into.type)) collect(*selection.selection_set, into);
                    break;
                case ast::SelectionKind::fragment_spread: {
                    const ast::Definition* const fragment = fragments_[selection.name.text];
                    if (!into.spread.insert(selection.name.text).second || !fragment) break;
                    if (applies(fragment->type_condition, into.type)) collect(*fragment->selection_set, into);
                    break;
                }
            }
        }
    }

    static void add_field(const ast::Selection& selection, Collected& into) {
        constexpr std::size_t few = 12;
        const std::string_view key = selection.response_key();
        Group* group = nullptr;
        if (into.groups.size() <= few) {
            for (Group& one : into.groups) {
                if (one.key == key) group = &one;
            }
        } else {
            for (std::size_t index = into.groups_by_key.size(); index < into.groups.size(); ++index) {
                into.groups_by_key.emplace(into.groups[index].key, index);
            }
            const auto found = into.groups_by_key.find(key);
            if (found != into.groups_by_key.end()) group = &into.groups[found->second];
        }
        if (!group) group = &into.groups.emplace_back(Group{key, {}});
        group->nodes.push_back(&selection);
    }

    bool applies(const ast::Type* condition, const NamedType& type) const {
        if (!condition) return true;
        const NamedType* const wanted = schema_.find_type(condition->name.text);
        return wanted && (wanted == &type || (wanted->is_abstract() && schema_.is_member(*wanted, type)));
    }

    bool is_included(const ast::Selection& selection, Collected& into) {
        const auto decide = [&](std::string_view name) -> std::optional<bool> {
            for (const ast::Directive& directive : selection.directives) {
                if (directive.name.text == name) return condition(directive, into);
            }
            return std::nullopt;
        };
        if (selection.directives.empty()) return true;
        if (decide("skip").value_or(false)) return false;
        return decide("include").value_or(true);
    }

    bool condition(const ast::Directive& directive, Collected& into) {
        for (const ast::Argument& argument : directive.arguments) {
            if (argument.name.text != "if") continue;
            if (argument.value.kind == ast::ValueKind::boolean) return argument.value.boolean;
            const Value& value = variables_[argument.value.text];
            if (value.is_boolean()) return value.as_boolean();
            if (into.error) return false;
            const std::string start = "Argument \"if\" of ";
            into.error = &plan_.texts.emplace_back(
                value.is_absent() ? start + "required type \"Boolean!\" was provided the variable \"$" +
                                        std::string(argument.value.text) + "\" which was not provided a runtime value."
                                  : start + "non-null type \"Boolean!\" must not be null.");
            into.error_offset = argument.value.offset;
        }
        return false;
    }

    FieldPlan compile_field(const NamedType& parent, const Group& group, double times) {
        const ast::Selection& first = *group.nodes.front();
        FieldPlan plan;
        plan.index = static_cast<std::uint32_t>(plan_.field_count++);
        plan.field = schema_.find_field(parent, first.name.text);
        plan.parent = &parent;
        plan.output = output_of(schema_, *plan.field);
        plan.response_key = group.key;
        plan.key_json = quoted(group.key, ":");
        plan.resolver = resolvers_.of(*plan.field);
        plan.nodes = plan_.arena.copy(group.nodes);
        compile_arguments(first, plan);
        const FieldCost cost = plan.resolver ? plan.resolver->cost : FieldCost{.weight = 0};
        plan_.cost += times * cost.weight;
        if (plan_.field_count > limits_.fields || plan_.cost > limits_.cost) is_over_ = true;
        if (plan.output == OutputKind::composite && !is_over_) {
            plan.selections = compile_below(*plan.field->type, group, times, cost);
        }
        return plan;
    }

    List<SelectionPlan*> compile_below(const Type& type, const Group& group, double times, const FieldCost& cost) {
        Sets sets;
        for (const ast::Selection* const node : group.nodes) {
            if (node->selection_set) sets.push_back(node->selection_set);
        }
        for (const Type* one = &type; !one->is_named(); one = one->inner) {
            if (one->is_list()) times *= cost.items;
        }
        const NamedType& named = *type.named;
        std::vector<SelectionPlan*> selections;
        if (!named.is_abstract()) {
            selections.push_back(compile_selection(named, sets, times));
        } else {
            for (const NamedType* const possible : named.possible_types) {
                if (is_over_) break;
                selections.push_back(compile_selection(*possible, sets, times));
            }
        }
        return plan_.arena.copy(selections);
    }

    void compile_arguments(const ast::Selection& node, FieldPlan& plan) {
        if (plan.field->arguments.empty()) return;
        std::vector<ArgumentPlan> arguments;
        for (const InputField& definition : plan.field->arguments) {
            ArgumentPlan argument{.definition = &definition};
            for (const ast::Argument& given : node.arguments) {
                if (given.name.text == definition.name) argument.literal = &given.value;
            }
            if (argument.literal && has_variable(*argument.literal)) plan.needs_variables = true;
            arguments.push_back(argument);
        }
        plan.arguments = plan_.arena.copy(arguments);
        if (plan.needs_variables) return;
        std::vector<Member> members;
        for (const ArgumentPlan& argument : arguments) {
            const InputField& definition = *argument.definition;
            const Value value = argument.literal
                                    ? coerce_literal(schema_, *argument.literal, *definition.type, {}, plan_.arena)
                                    : definition.default_value;
            if (!value.is_absent()) members.push_back({definition.name, value});
        }
        plan.constant_arguments = Value::object(plan_.arena.copy(members));
    }

    std::string_view quoted(std::string_view name, std::string_view end) {
        return plan_.arena.copy("\"" + std::string(name) + "\"" + std::string(end));
    }

    const Schema& schema_;
    const ResolverTable& resolvers_;
    const Value& variables_;
    const PlanLimits& limits_;
    Plan& plan_;
    std::unordered_map<std::string_view, const ast::Definition*> fragments_;
    std::size_t collected_ = 0;
    bool is_over_ = false;
};

void find_conditions(const List<ast::Directive>& directives, std::vector<std::string_view>& names) {
    for (const ast::Directive& directive : directives) {
        if (directive.name.text != "skip" && directive.name.text != "include") continue;
        for (const ast::Argument& argument : directive.arguments) {
            const std::string_view name = argument.value.text;
            if (argument.value.kind != ast::ValueKind::variable) continue;
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
    }
}

void find_conditions(const ast::SelectionSet& set, std::vector<std::string_view>& names) {
    for (const ast::Selection& selection : set.selections) {
        find_conditions(selection.directives, names);
        if (selection.selection_set) find_conditions(*selection.selection_set, names);
    }
}

}  // namespace

Parsed<std::shared_ptr<const Plan>> compile_plan(const Schema& schema, const ResolverTable& resolvers,
                                                 const Document& document, const ast::Definition& operation,
                                                 const Value& variables, const PlanLimits& limits) {
    auto plan = std::make_shared<Plan>();
    PlanCompiler compiler{schema, resolvers, variables, limits, *plan};
    if (compiler.compile(document, operation)) return plan;
    return tl::unexpected(RequestError{Refusal::too_costly, "The operation asks for too much at once.", {}});
}

std::vector<std::string_view> condition_variables(const Document& document) {
    std::vector<std::string_view> names;
    for (const ast::Definition& definition : document.definitions) {
        if (definition.selection_set) find_conditions(*definition.selection_set, names);
    }
    return names;
}

}  // namespace mooring::graphql
