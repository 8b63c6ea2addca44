#include "mooring/base/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <mutex>

#include "mooring/base/clock.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::log {
namespace {

using Line = fmt::memory_buffer;

std::atomic<Level> lowest_level{Level::info};
std::atomic<Format> line_format{Format::human};

std::string_view name_of(Level level) {
    switch (level) {
        case Level::trace: return "trace";
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
    }
    return "error";
}

void append(Line& line, std::string_view text) {
    line.append(text.data(), text.data() + text.size());
}

/// Append `text` as a JSON string (RFC 8259, 7). Control characters are escaped, C1 too, so that no value
/// can begin a line of its own or steer a terminal; text that is not UTF-8 has its bytes above ASCII replaced.
void append_quoted(Line& line, std::string_view text) {
    const bool is_utf8 = is_valid_utf8(text);
    line.push_back('"');
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line.push_back('\\');
            line.push_back(c);
        } else if (c == '\n') {
            append(line, "\\n");
        } else if (byte < 0x20 || byte == 0x7f) {
            fmt::format_to(std::back_inserter(line), "\\u{:04x}", byte);
        } else if (byte >= 0x80 && !is_utf8) {
            append(line, "\xEF\xBF\xBD");
        } else if (byte == 0xc2 && static_cast<unsigned char>(text[index + 1]) < 0xa0) {
            ++index;
            fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned char>(text[index]));
        } else {
            line.push_back(c);
        }
    }
    line.push_back('"');
}

bool needs_quotes(std::string_view text) {
    return text.empty() || text.find_first_of(" \"\\=") != std::string_view::npos || has_control_character(text) ||
           !is_valid_utf8(text);
}

/// Append a number, or a truth value, the same in both formats.
template <class Value>
void append_plain(Line& line, Value value) {
    if constexpr (std::is_floating_point_v<Value>) {
        if (!std::isfinite(value)) {  // JSON has no word for it
            append(line, "null");
            return;
        }
    }
    fmt::format_to(std::back_inserter(line), "{}", value);
}

void append_value(Line& line, const Field& field, Format format) {
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        if (format == Format::json || needs_quotes(*text)) {
            append_quoted(line, *text);
        } else {
            append(line, *text);
        }
    } else if (const auto* integer = std::get_if<std::int64_t>(&field.value)) {
        append_plain(line, *integer);
    } else if (const auto* number = std::get_if<double>(&field.value)) {
        append_plain(line, *number);
    } else if (const auto* truth = std::get_if<bool>(&field.value)) {
        append_plain(line, *truth);
    }
}

void append_json(Line& line, Level level, std::string_view event, std::initializer_list<Field> fields) {
    append(line, R"({"time":")");
    append(line, iso8601_millis(SystemClock{}.now()));
    append(line, R"(","level":")");
    append(line, name_of(level));
    append(line, R"(","event":)");
    append_quoted(line, event);
    for (const Field& field : fields) {
        line.push_back(',');
        append_quoted(line, field.name);
        line.push_back(':');
        append_value(line, field, Format::json);
    }
    line.push_back('}');
}

void append_human(Line& line, Level level, std::string_view event, std::initializer_list<Field> fields) {
    append(line, iso8601_millis(SystemClock{}.now()));
    fmt::format_to(std::back_inserter(line), " {:<7} ", name_of(level));
    if (has_control_character(event) || !is_valid_utf8(event)) {
        append_quoted(line, event);
    } else {
        append(line, event);
    }
    for (const Field& field : fields) {
        line.push_back(' ');
        append(line, field.name);
        line.push_back('=');
        append_value(line, field, Format::human);
    }
}

/// One system call in the usual case; the lock keeps long lines whole on a pipe that takes them in parts.
void write_to_standard_error(const Line& line) {
    static std::mutex mutex;
    const std::lock_guard lock{mutex};
    std::size_t written = 0;
    while (written < line.size()) {
        const ssize_t count = ::write(STDERR_FILENO, line.data() + written, line.size() - written);
        if (count > 0) {
            written += static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            return;  // nobody is left to tell
        }
    }
}

}  // namespace

void configure(Level level, Format format) {
    lowest_level.store(level, std::memory_order_relaxed);
    line_format.store(format, std::memory_order_relaxed);
}

bool enabled(Level level) {
    return level >= lowest_level.load(std::memory_order_relaxed);
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (!enabled(level)) {
        return;
    }
    Line line;
    switch (line_format.load(std::memory_order_relaxed)) {
        case Format::json: append_json(line, level, event, fields); break;
        case Format::human: append_human(line, level, event, fields); break;
    }
    line.push_back('\n');
    write_to_standard_error(line);
}

}  // namespace mooring::log
