#pragma once

#include <cstdint>
#include <string_view>

#include "mooring/graphql/language/list.hpp"
#include "mooring/graphql/schema/type.hpp"

namespace mooring::graphql {

/// A small number for each C++ type, to notice an object that is not what its GraphQL type is made of.
using HostId = std::uint16_t;

/// The number of the type `T`; 0 is none.
HostId next_host_id();
template <class T>
HostId host_id() {
    static const HostId id = next_host_id();
    return id;
}

/// What a field answers for one parent, before it is written. Two words large and cheap to copy. Text, items and
/// objects are not owned: they live in the parent, in the request's arena or in what the request keeps
/// (`FieldCall::keep`).
class Cell {
public:
    enum class Kind : std::uint8_t { null, boolean, integer, number, text, json, list, object, error };

    constexpr Cell() = default;
    static constexpr Cell null() { return {}; }
    static constexpr Cell boolean(bool value) {
        Cell made{Kind::boolean};
        made.payload_.integer = value ? 1 : 0;
        return made;
    }
    static constexpr Cell integer(std::int64_t value) {
        Cell made{Kind::integer};
        made.payload_.integer = value;
        return made;
    }
    static constexpr Cell number(double value) {
        Cell made{Kind::number};
        made.payload_.number = value;
        return made;
    }
    /// A string, an id or the name of an enum's value, in UTF-8.
    static constexpr Cell text(std::string_view value) { return with_text(Kind::text, value); }
    /// A value of a custom scalar that is JSON already.
    static constexpr Cell json(std::string_view value) { return with_text(Kind::json, value); }
    static constexpr Cell list(List<Cell> items) {
        Cell made{Kind::list};
        made.size_ = static_cast<std::uint32_t>(items.size());
        made.payload_.items = items.begin();
        return made;
    }
    /// An object for a field whose type is one object type.
    template <class T>
    static Cell object(const T& value) {
        return host_object(&value, host_id<T>(), nullptr);
    }
    template <class T>
    static Cell object(const T&& value) = delete;  // it would be gone
    /// An object for a field of an interface or union, of which it is a `type`.
    template <class T>
    static Cell object(const T& value, const NamedType& type) {
        return host_object(&value, host_id<T>(), &type);
    }

    constexpr Kind kind() const { return kind_; }
    constexpr bool is_null() const { return kind_ == Kind::null; }
    constexpr bool as_boolean() const { return payload_.integer != 0; }
    constexpr std::int64_t as_integer() const { return payload_.integer; }
    constexpr double as_number() const { return payload_.number; }
    constexpr std::string_view text() const { return {payload_.text, size_}; }
    constexpr List<Cell> items() const { return {payload_.items, size_}; }

    // For the executor, which turns objects into places in a batch, and failures into cells.
    static constexpr std::uint32_t no_type = 0xFFFFFFFFU;
    static Cell host_object(const void* value, HostId host, const NamedType* type) {
        Cell made{Kind::object};
        made.payload_.object = value;
        made.size_ = type ? type->index : no_type;
        made.host_ = host;
        return made;
    }
    /// An object that has its place: the number of its type among those of the field, and of itself among its like.
    static constexpr Cell placed(std::uint32_t selection, std::size_t index) {
        Cell made{Kind::object};
        made.size_ = selection;
        made.payload_.integer = static_cast<std::int64_t>(index);
        return made;
    }
    static constexpr Cell failure(std::size_t error) {
        Cell made{Kind::error};
        made.payload_.integer = static_cast<std::int64_t>(error);
        return made;
    }
    constexpr const void* host() const { return payload_.object; }
    constexpr HostId host_type() const { return host_; }
    constexpr std::uint32_t type_index() const { return size_; }
    constexpr std::uint32_t selection() const { return size_; }
    constexpr std::size_t index() const { return static_cast<std::size_t>(payload_.integer); }

private:
    constexpr explicit Cell(Kind kind) : kind_(kind) {}
    static constexpr Cell with_text(Kind kind, std::string_view value) {
        Cell made{kind};
        made.size_ = static_cast<std::uint32_t>(value.size());
        made.payload_.text = value.data();
        return made;
    }

    Kind kind_ = Kind::null;
    HostId host_ = 0;
    std::uint32_t size_ = 0;
    union {
        std::int64_t integer = 0;
        double number;
        const char* text;
        const Cell* items;
        const void* object;
    } payload_;
};

static_assert(sizeof(Cell) == 16);

}  // namespace mooring::graphql
