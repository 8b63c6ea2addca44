#include "mooring/graphql/prepared_document.hpp"

namespace mooring::graphql {

namespace {

constexpr std::size_t most_plans = 16;
constexpr std::size_t most_plan_bytes = 1024 * 1024;  // larger ones are made anew each time

std::size_t size_of(const Plan& plan) {
    return sizeof(Plan) + plan.arena.size_bytes();
}

}  // namespace

PreparedDocument::PreparedDocument(std::shared_ptr<const Schema> schema, const ResolverTable& resolvers,
                                   std::unique_ptr<const Document> document, const PlanLimits& limits)
    : schema_(std::move(schema)),
      resolvers_(resolvers),
      document_(std::move(document)),
      limits_(limits),
      conditions_(condition_variables(*document_)) {}

std::size_t PreparedDocument::size_bytes() const {
    return sizeof(*this) + 2 * document_->source.size() + document_->arena.size_bytes() + plan_bytes_;
}

Parsed<std::shared_ptr<const Plan>> PreparedDocument::plan(const ast::Definition& operation,
                                                           const Value& variables) const {
    std::string conditions;
    for (const std::string_view name : conditions_) {
        const Value& value = variables[name];
        conditions += value.is_absent() ? 'a' : !value.is_boolean() ? 'n' : value.as_boolean() ? 't' : 'f';
    }
    {
        const std::lock_guard lock(mutex_);
        for (const Kept& kept : plans_) {
            if (kept.operation == &operation && kept.conditions == conditions) return kept.plan;
        }
    }
    auto plan = compile_plan(*schema_, resolvers_, *document_, operation, variables, limits_);
    if (plan && size_of(**plan) <= most_plan_bytes) {
        const std::lock_guard lock(mutex_);
        if (plans_.size() >= most_plans) {
            plan_bytes_ -= size_of(*plans_.front().plan);
            plans_.erase(plans_.begin());
        }
        plan_bytes_ += size_of(**plan);
        plans_.push_back({&operation, std::move(conditions), *plan});
    }
    return plan;
}

}  // namespace mooring::graphql
