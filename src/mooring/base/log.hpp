#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace mooring::log {

enum class Level { trace, debug, info, warning, error };
enum class Format { human, json };

/// One named value of a log line.
struct Field {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;

    Field(std::string_view n, std::string_view v) : name(n), value(v) {}
    Field(std::string_view n, const std::string& v) : name(n), value(std::string_view{v}) {}
    Field(std::string_view n, const char* v) : name(n), value(std::string_view{v}) {}
    Field(std::string_view n, bool v) : name(n), value(v) {}
    Field(std::string_view n, double v) : name(n), value(v) {}
    template <class Integer>
        requires std::is_integral_v<Integer>
    Field(std::string_view n, Integer v) : name(n), value(static_cast<std::int64_t>(v)) {}
};

/// Choose level and format, once, at start. Lines go to standard error.
void configure(Level level, Format format);

/// True when lines of `level` are written; lets a caller skip costly fields.
bool enabled(Level level);

/// Write one line: an event in a few fixed words and its values. Never give it a secret, a token, a
/// query string or a listener's address (accounts-oauth.md, 11; measurement.md, 5.5).
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

}  // namespace mooring::log
