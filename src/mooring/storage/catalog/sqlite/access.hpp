#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/change_versions.hpp"
#include "mooring/storage/catalog/sqlite/connection.hpp"
#include "mooring/storage/catalog/sqlite/sqlite_catalog.hpp"

namespace mooring::storage::sqlite {

/// What a writer works on: the connection of the open transaction, the note of what it touched, and what of a
/// description people search in.
struct WriteAccess {
    Connection& db;
    ChangeSet& touched;
    const VisibleText& visible_text;
};

/// One text of several; for statements, made once and kept, since statements are cached by address.
inline std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts) text += part;
    return text;
}

/// `INSERT INTO table(a, b) VALUES (?, ?)`
inline std::string insert_sql(std::string_view table, std::span<const std::string_view> columns) {
    std::string names;
    std::string marks;
    for (const auto column : columns) {
        names += joined({names.empty() ? "" : ", ", column});
        marks += marks.empty() ? "?" : ", ?";
    }
    return joined({"INSERT INTO ", table, "(", names, ") VALUES (", marks, ")"});
}

/// `UPDATE table SET a = ?, b = ?`, to be followed by what else is set and by the condition.
inline std::string update_sql(std::string_view table, std::span<const std::string_view> columns) {
    std::string settings;
    for (const auto column : columns) settings += joined({settings.empty() ? "" : ", ", column, " = ?"});
    return joined({"UPDATE ", table, " SET ", settings});
}

/// All rows of a bound statement, each read by `read(Row) -> Result<T>`.
template <class T, class Read>
Result<std::vector<T>> all_rows(Statement& statement, Read&& read) {
    std::vector<T> values;
    for (;;) {
        MOORING_TRY(const bool more, statement.step());
        if (!more) return values;
        MOORING_TRY(T value, read(statement.row()));
        values.push_back(std::move(value));
    }
}

/// The first row of a bound statement, if there is one.
template <class T, class Read>
Result<std::optional<T>> first_row(Statement& statement, Read&& read) {
    MOORING_TRY(const bool found, statement.step());
    if (!found) return std::optional<T>{};
    MOORING_TRY(T value, read(statement.row()));
    return std::optional<T>{std::move(value)};
}

/// The id in a column that may be NULL.
template <class Id>
std::optional<Id> maybe_id(Row& row) {
    const auto value = row.maybe_integer();
    return value ? std::optional{Id{*value}} : std::nullopt;
}

/// The single integer of a bound statement that always gives a row.
inline Result<std::int64_t> single_integer(Statement& statement) {
    MOORING_TRY(const bool found, statement.step());
    return found ? statement.row().integer() : std::int64_t{0};
}

}  // namespace mooring::storage::sqlite
