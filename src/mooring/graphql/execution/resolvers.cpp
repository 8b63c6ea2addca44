#include "mooring/graphql/execution/resolvers.hpp"

#include <algorithm>
#include <atomic>

#include "mooring/graphql/execution/plan.hpp"

namespace mooring::graphql {

HostId next_host_id() {
    static std::atomic<HostId> last{0};
    return ++last;
}

const Field& FieldCall::field() const {
    return *plan_.field;
}

bool FieldCall::selects(std::string_view field) const {
    return std::any_of(plan_.selections.begin(), plan_.selections.end(), [&](const SelectionPlan* selection) {
        return std::any_of(selection->fields.begin(), selection->fields.end(),
                           [&](const FieldPlan& one) { return one.field->name == field; });
    });
}

void FieldCall::fail(std::size_t index, Error error) {
    cells_[index] = Cell::failure(state_.errors.size());
    state_.errors.push_back({std::move(error)});
}

void FieldCall::fail_all(Error error) {
    std::fill(cells_.begin(), cells_.end(), Cell::failure(state_.errors.size()));
    state_.errors.push_back({std::move(error)});
}

const Resolvers::Entry* Resolvers::find(std::string_view type, std::string_view field) const {
    const auto found = entries_.find(std::string(type) + "." + std::string(field));
    return found == entries_.end() ? nullptr : &found->second;
}

namespace {

const Resolvers::Entry* find_entry(const Resolvers& resolvers, const NamedType& type, const Field& field) {
    if (const auto* const own = resolvers.find(type.name, field.name)) return own;
    for (const NamedType* const interface : type.interfaces) {
        if (const auto* const shared = resolvers.find(interface->name, field.name)) return shared;
    }
    const bool is_introspection = type.is_built_in;
    return resolvers.fallback() && !is_introspection ? &*resolvers.fallback() : nullptr;
}

bool is_field(const Schema& schema, std::string_view name) {
    if (name == "Query.__schema" || name == "Query.__type") return true;
    const std::size_t dot = name.find('.');
    const NamedType* const type = schema.find_type(name.substr(0, dot));
    return dot != std::string_view::npos && type && type->find_field(name.substr(dot + 1));
}

}  // namespace

Result<ResolverTable> ResolverTable::make(const Schema& schema, Resolvers resolvers) {
    ResolverTable table;
    table.resolvers_ = std::make_shared<const Resolvers>(std::move(resolvers));
    table.hosts_.resize(schema.types().size());
    std::string problems;
    const auto complain = [&](const std::string& problem) { problems += (problems.empty() ? "" : "\n") + problem; };
    for (const auto& [name, entry] : table.resolvers_->entries()) {
        if (!is_field(schema, name)) complain("there is a resolver for " + name + ", which is no field");
    }
    for (const NamedType* const type : schema.types()) {
        if (type->kind != TypeKind::object) continue;
        for (const Field& field : type->fields) {
            const Resolvers::Entry* const entry = find_entry(*table.resolvers_, *type, field);
            const std::string name = std::string(type->name) + "." + std::string(field.name);
            if (!entry) {
                complain("there is no resolver for " + name);
                continue;
            }
            table.by_field_[&field] = entry;
            HostId& host = table.hosts_[type->index];
            if (entry->host != 0 && host != 0 && entry->host != host) {
                complain("the resolver of " + name + " wants other parents than those before it");
            }
            if (entry->host != 0) host = entry->host;
        }
    }
    table.by_field_[schema.schema_field()] = table.resolvers_->find("Query", "__schema");
    table.by_field_[schema.type_field()] = table.resolvers_->find("Query", "__type");
    if (!problems.empty()) return invalid("resolvers", problems);
    return table;
}

}  // namespace mooring::graphql
