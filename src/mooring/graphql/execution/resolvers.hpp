#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/graphql/execution/field_call.hpp"

namespace mooring::graphql {

/// Answers one field for all parents of a call.
using Resolver = std::function<void(FieldCall& call)>;

/// What a field is reckoned to cost before anything runs; see `PlanLimits::cost`.
struct FieldCost {
    double weight = 1;  ///< of the field itself
    double items = 10;  ///< how many a list is taken to hold; what is selected below counts as often
};

/// The resolvers of a schema by `Type.field`. One given for an interface's field serves every type that implements it
/// and has none of its own.
class Resolvers {
public:
    struct Entry {
        Resolver resolve;
        HostId host = 0;  ///< of the parents; 0 when it does not matter
        FieldCost cost;
    };

    /// A resolver that sees the whole call.
    void add(std::string field, Resolver resolve, FieldCost cost = {}) {
        entries_[std::move(field)] = {std::move(resolve), 0, cost};
    }

    /// A resolver of objects that are `Parent`s: `(FieldCall&, Parents<Parent>)`.
    template <class Parent, class Resolve>
    void batch(std::string field, Resolve resolve, FieldCost cost = {}) {
        auto whole = [resolve = std::move(resolve)](FieldCall& call) {
            resolve(call, Parents<Parent>{call.parents()});
        };
        entries_[std::move(field)] = {std::move(whole), host_id<Parent>(), cost};
    }

    /// A field that each parent answers for itself and at once: `[](const Show& show) { return show.name; }` or
    /// `&Show::name`. The answer is a `Cell`, a number, a bool, text, or an optional of those; text that is returned by
    /// value is copied into the request.
    template <class Parent, class Get>
    void property(std::string field, Get get, FieldCost cost = {}) {
        batch<Parent>(
            std::move(field),
            [get = std::move(get)](FieldCall& call, Parents<Parent> parents) {
                for (std::size_t index = 0; index < parents.size(); ++index) {
                    call.set(index, to_cell(call, std::invoke(get, parents[index])));
                }
            },
            cost);
    }

    /// What answers every field without a resolver of its own.
    void otherwise(Resolver resolve) { otherwise_ = Entry{std::move(resolve), 0, {}}; }

    const Entry* find(std::string_view type, std::string_view field) const;
    const std::optional<Entry>& fallback() const { return otherwise_; }
    const std::unordered_map<std::string, Entry>& entries() const { return entries_; }

private:
    template <class Value>
    static Cell to_cell(FieldCall& call, Value&& value) {
        using Plain = std::remove_cvref_t<Value>;
        if constexpr (std::same_as<Plain, Cell>) {
            return value;
        } else if constexpr (std::same_as<Plain, bool>) {
            return Cell::boolean(value);
        } else if constexpr (std::integral<Plain>) {
            return Cell::integer(static_cast<std::int64_t>(value));
        } else if constexpr (std::floating_point<Plain>) {
            return Cell::number(static_cast<double>(value));
        } else if constexpr (std::same_as<Plain, std::string> && !std::is_lvalue_reference_v<Value>) {
            return call.copy_text(value);
        } else if constexpr (std::convertible_to<Value, std::string_view>) {
            return Cell::text(value);
        } else {  // an optional
            return value ? to_cell(call, *std::forward<Value>(value)) : Cell::null();
        }
    }

    std::unordered_map<std::string, Entry> entries_;
    std::optional<Entry> otherwise_;
};

/// The resolver of every field that an object can be asked for.
class ResolverTable {
public:
    /// Find a resolver for each field of each object type.
    /// Errors: invalid_argument, naming fields without a resolver, resolvers without a field, and types whose resolvers
    /// want different C++ parents.
    static Result<ResolverTable> make(const Schema& schema, Resolvers resolvers);

    /// Null for `__typename`, which needs none.
    const Resolvers::Entry* of(const Field& field) const {
        const auto found = by_field_.find(&field);
        return found == by_field_.end() ? nullptr : found->second;
    }
    /// Of which C++ type the objects of a type are; 0 when it does not matter.
    HostId host_of(const NamedType& type) const { return hosts_[type.index]; }

private:
    std::shared_ptr<const Resolvers> resolvers_;
    std::unordered_map<const Field*, const Resolvers::Entry*> by_field_;
    std::vector<HostId> hosts_;
};

}  // namespace mooring::graphql
