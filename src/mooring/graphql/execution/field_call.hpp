#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mooring/base/error.hpp"
#include "mooring/graphql/execution/cell.hpp"
#include "mooring/graphql/language/arena.hpp"
#include "mooring/graphql/language/location.hpp"
#include "mooring/graphql/schema/schema.hpp"

namespace mooring::graphql {

struct FieldPlan;

/// Why a field could not be answered.
struct FieldError {
    Error error;
    std::vector<std::uint32_t> places = {};  ///< bytes in the document; empty: where the field is selected
};

/// What one request has for all its fields.
struct RequestState {
    const Schema* schema = nullptr;
    void* context = nullptr;  ///< the caller's own
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    Arena arena{16 * 1024};
    std::deque<std::shared_ptr<const void>> kept;
    std::vector<FieldError> errors;
};

/// The objects that a field is asked of, by the C++ type they are of.
template <class Parent>
class Parents {
public:
    explicit Parents(std::span<const void* const> hosts) : hosts_(hosts) {}

    std::size_t size() const { return hosts_.size(); }
    const Parent& operator[](std::size_t index) const { return *static_cast<const Parent*>(hosts_[index]); }

private:
    std::span<const void* const> hosts_;
};

/// One field asked of all objects that it is selected on at one place of the document: however long a list is, a
/// resolver runs once for it, not once per item. Every parent's answer is null until it is set.
class FieldCall {
public:
    FieldCall(RequestState& state, const FieldPlan& plan, std::span<const void* const> parents, const Value& arguments,
              std::span<Cell> cells)
        : state_(state), plan_(plan), parents_(parents), arguments_(arguments), cells_(cells) {}

    /// How many parents there are; 1 at the root of an operation.
    std::size_t size() const { return parents_.size(); }
    /// The parent at `index`, which is what a resolver gave out as an object. Nothing at the root.
    template <class Parent>
    const Parent& parent(std::size_t index) const {
        return *static_cast<const Parent*>(parents_[index]);
    }
    std::span<const void* const> parents() const { return parents_; }

    /// The field's arguments, coerced and with defaults: `call.argument("page")["size"].as_integer()`.
    const Value& argument(std::string_view name) const { return arguments_[name]; }
    const Value& arguments() const { return arguments_; }

    const Schema& schema() const { return *state_.schema; }
    const Field& field() const;
    /// Whether a field of that name is selected below this one, on any type.
    bool selects(std::string_view field) const;

    /// What the caller of `Engine::execute` gave along.
    template <class Context>
    Context& context() const {
        return *static_cast<Context*>(state_.context);
    }
    std::chrono::steady_clock::time_point deadline() const { return state_.deadline; }

    void set(std::size_t index, Cell cell) { cells_[index] = cell; }
    /// Null with an error, for one parent or for all.
    void fail(std::size_t index, Error error);
    void fail_all(Error error);

    /// Memory until the request is over.
    Arena& arena() { return state_.arena; }
    Cell copy_text(std::string_view text) { return Cell::text(state_.arena.copy(text)); }
    Cell list_of(const std::vector<Cell>& cells) { return Cell::list(state_.arena.copy(cells)); }
    /// A list of objects of one type; `values` have to stay where they are, as in `call.objects(call.keep(…))`.
    template <class T>
    Cell objects(const std::vector<T>& values) {
        Cell* const cells = state_.arena.make_array<Cell>(values.size());
        for (std::size_t index = 0; index < values.size(); ++index) cells[index] = Cell::object(values[index]);
        return Cell::list({cells, values.size()});
    }
    /// Hold `value` until the request is over, and answer it where it stays.
    template <class T>
    const T& keep(T value) {
        auto held = std::make_shared<const T>(std::move(value));
        const T& kept = *held;
        state_.kept.push_back(std::move(held));
        return kept;
    }
    template <class T>
    const T& keep(std::shared_ptr<const T> value) {
        const T& kept = *value;
        state_.kept.push_back(std::move(value));
        return kept;
    }

private:
    RequestState& state_;
    const FieldPlan& plan_;
    std::span<const void* const> parents_;
    const Value& arguments_;
    std::span<Cell> cells_;
};

}  // namespace mooring::graphql
