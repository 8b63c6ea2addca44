#include "mooring/graphql/validation/rules/same_arguments.hpp"

#include <algorithm>
#include <vector>

namespace mooring::graphql {

namespace {

bool is_same(const ast::Value& one, const ast::Value& other);

bool are_same(const List<ast::ObjectField>& ones, const List<ast::ObjectField>& others) {
    if (ones.size() != others.size()) return false;
    const auto sorted = [](const List<ast::ObjectField>& fields) {
        std::vector<const ast::ObjectField*> order;
        for (const ast::ObjectField& field : fields) order.push_back(&field);
        std::stable_sort(order.begin(), order.end(),
                         [](const auto* left, const auto* right) { return left->name.text < right->name.text; });
        return order;
    };
    const auto left = sorted(ones);
    const auto right = sorted(others);
    return std::equal(left.begin(), left.end(), right.begin(), [](const auto* one, const auto* other) {
        return one->name.text == other->name.text && is_same(one->value, other->value);
    });
}

bool is_same(const ast::Value& one, const ast::Value& other) {
    if (one.kind != other.kind || one.text != other.text || one.boolean != other.boolean) return false;
    if (one.kind == ast::ValueKind::string && one.is_block != other.is_block) return false;
    return one.items.size() == other.items.size() &&
           std::equal(one.items.begin(), one.items.end(), other.items.begin(), is_same) &&
           are_same(one.fields, other.fields);
}

}  // namespace

bool has_same_arguments(const ast::Selection& one, const ast::Selection& other) {
    if (one.arguments.size() != other.arguments.size()) return false;
    return std::all_of(one.arguments.begin(), one.arguments.end(), [&](const ast::Argument& argument) {
        // Of several with one name, the last one counts.
        for (std::size_t index = other.arguments.size(); index > 0; --index) {
            const ast::Argument& candidate = other.arguments[index - 1];
            if (candidate.name.text == argument.name.text) return is_same(argument.value, candidate.value);
        }
        return false;
    });
}

}  // namespace mooring::graphql
