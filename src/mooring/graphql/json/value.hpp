#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mooring/graphql/language/list.hpp"

namespace mooring::graphql {

struct Member;

/// A value as JSON knows it, and besides `absent` (a variable that was not given) and enum names (a literal of a
/// document). Two words large; text, items and members live elsewhere, in an arena as a rule, and are not owned.
class Value {
public:
    enum class Kind : std::uint8_t { absent, null, boolean, integer, number, string, enum_name, list, object };

    constexpr Value() = default;
    static constexpr Value null() { return Value{Kind::null}; }
    static constexpr Value boolean(bool value) {
        Value made{Kind::boolean};
        made.payload_.boolean = value;
        return made;
    }
    static constexpr Value integer(std::int64_t value) {
        Value made{Kind::integer};
        made.payload_.integer = value;
        return made;
    }
    /// A number with a fraction, or one that does not fit 64 bits.
    static constexpr Value number(double value) {
        Value made{Kind::number};
        made.payload_.number = value;
        return made;
    }
    static constexpr Value string(std::string_view text) { return with_text(Kind::string, text); }
    static constexpr Value enum_name(std::string_view name) { return with_text(Kind::enum_name, name); }
    static constexpr Value list(List<Value> items) {
        Value made{Kind::list};
        made.size_ = static_cast<std::uint32_t>(items.size());
        made.payload_.items = items.begin();
        return made;
    }
    static Value object(List<Member> members);

    constexpr Kind kind() const { return kind_; }
    constexpr bool is_absent() const { return kind_ == Kind::absent; }
    constexpr bool is_null() const { return kind_ == Kind::null; }
    constexpr bool is_boolean() const { return kind_ == Kind::boolean; }
    constexpr bool is_integer() const { return kind_ == Kind::integer; }
    constexpr bool is_string() const { return kind_ == Kind::string; }
    constexpr bool is_list() const { return kind_ == Kind::list; }
    constexpr bool is_object() const { return kind_ == Kind::object; }
    /// Neither absent nor null.
    constexpr bool has_value() const { return kind_ > Kind::null; }

    constexpr bool as_boolean() const { return payload_.boolean; }
    constexpr std::int64_t as_integer() const { return payload_.integer; }
    /// Of an integer too.
    constexpr double as_number() const {
        return kind_ == Kind::integer ? static_cast<double>(payload_.integer) : payload_.number;
    }
    /// Of a string or an enum name; empty for all else.
    constexpr std::string_view text() const {
        const bool has_text = kind_ == Kind::string || kind_ == Kind::enum_name;
        return has_text ? std::string_view{payload_.text, size_} : std::string_view{};
    }
    constexpr List<Value> items() const { return is_list() ? List<Value>{payload_.items, size_} : List<Value>{}; }
    List<Member> members() const;

    /// The member of that name; absent when there is none or this is no object.
    const Value& operator[](std::string_view name) const;

private:
    constexpr explicit Value(Kind kind) : kind_(kind) {}
    static constexpr Value with_text(Kind kind, std::string_view text) {
        Value made{kind};
        made.size_ = static_cast<std::uint32_t>(text.size());
        made.payload_.text = text.data();
        return made;
    }

    Kind kind_ = Kind::absent;
    std::uint32_t size_ = 0;
    union {
        bool boolean;
        std::int64_t integer = 0;
        double number;
        const char* text;
        const Value* items;
        const Member* members;
    } payload_;
};

struct Member {
    std::string_view name;
    Value value;
};

inline Value Value::object(List<Member> members) {
    Value made{Kind::object};
    made.size_ = static_cast<std::uint32_t>(members.size());
    made.payload_.members = members.begin();
    return made;
}

inline List<Member> Value::members() const {
    return is_object() ? List<Member>{payload_.members, size_} : List<Member>{};
}

inline const Value& Value::operator[](std::string_view name) const {
    static constexpr Value nothing{};
    for (const Member& member : members()) {
        if (member.name == name) return member.value;
    }
    return nothing;
}

}  // namespace mooring::graphql
