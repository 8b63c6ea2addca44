#include "mooring/graphql/schema/coerce_input.hpp"

#include "mooring/graphql/schema/scalars.hpp"
#include "mooring/graphql/schema/suggestions.hpp"

namespace mooring::graphql {

namespace {

/// Where the coercion stands: a chain over the stack, made text only for a complaint.
struct Step {
    const Step* before = nullptr;
    std::string_view name;  ///< empty for an item of a list
    std::size_t index = 0;

    std::string text() const {
        std::string path = before ? before->text() : std::string{};
        return name.empty() ? path + "[" + std::to_string(index) + "]" : path + "." + std::string(name);
    }
};

class InputCoercion {
public:
    InputCoercion(const Schema& schema, Arena& arena, const InputComplaint& complain)
        : schema_(schema), arena_(arena), complain_(complain) {}

    Value coerce(const Value& input, const Type& type, const Step* step) {
        if (has_enough_) return {};
        if (type.is_non_null()) {
            if (input.has_value()) return coerce(input, *type.inner, step);
            complain(step, input, "Expected non-nullable type \"" + std::string(type.text) + "\" not to be null.");
            return {};
        }
        if (!input.has_value()) return Value::null();
        if (type.is_list()) return coerce_list(input, *type.inner, step);
        if (type.named->kind == TypeKind::input_object) return coerce_object(input, *type.named, step);
        LeafInput leaf = read_leaf(schema_, *type.named, input, arena_);
        if (leaf.is_refused()) {
            const std::string start = leaf.is_own ? "" : "Expected type \"" + std::string(type.named->name) + "\". ";
            complain(step, input, start + leaf.error);
        }
        return leaf.value;
    }

private:
    void complain(const Step* step, const Value& part, std::string message) {
        if (has_enough_) return;
        has_enough_ = complain_(step ? step->text() : std::string{}, part, std::move(message)) == Complaints::enough;
    }

    Value coerce_list(const Value& input, const Type& item_type, const Step* step) {
        std::vector<Value> items;
        if (!input.is_list()) {
            items.push_back(coerce(input, item_type, step));
        } else {
            items.reserve(input.items().size());
            for (std::size_t index = 0; index < input.items().size() && !has_enough_; ++index) {
                const Step item{.before = step, .index = index};
                items.push_back(coerce(input.items()[index], item_type, &item));
            }
        }
        return Value::list(arena_.copy(items));
    }

    Value coerce_object(const Value& input, const NamedType& type, const Step* step) {
        if (!input.is_object()) {
            complain(step, input, "Expected type \"" + std::string(type.name) + "\" to be an object.");
            return {};
        }
        std::vector<Member> members;
        for (const InputField& field : type.input_fields) {
            const Value& value = input[field.name];
            if (value.is_absent()) {
                if (!field.default_value.is_absent()) {
                    members.push_back({field.name, field.default_value});
                } else if (field.type->is_non_null()) {
                    complain(step, input,
                             "Field \"" + std::string(field.name) + "\" of required type \"" +
                                 std::string(field.type->text) + "\" was not provided.");
                }
                continue;
            }
            const Step member{.before = step, .name = field.name};
            members.push_back({field.name, coerce(value, *field.type, &member)});
        }
        for (const Member& member : input.members()) {
            if (has_enough_ || type.find_input_field(member.name)) continue;
            complain(step, input,
                     "Field \"" + std::string(member.name) + "\" is not defined by type \"" + std::string(type.name) +
                         "\"." + did_you_mean(suggestions(member.name, names_of(type.input_fields))));
        }
        return Value::object(arena_.copy(members));
    }

    const Schema& schema_;
    Arena& arena_;
    const InputComplaint& complain_;
    bool has_enough_ = false;
};

}  // namespace

Value coerce_input(const Schema& schema, const Value& input, const Type& type, Arena& arena,
                   const InputComplaint& complain) {
    return InputCoercion{schema, arena, complain}.coerce(input, type, nullptr);
}

}  // namespace mooring::graphql
