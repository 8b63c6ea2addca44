#include "mooring/base/time_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mooring {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_day_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                         "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The instants whose year has four digits: the only ones these texts can say. Others are moved to the nearest.
constexpr Instant earliest{sys_days{std::chrono::year{0} / 1 / 1}};
constexpr Instant latest{sys_days{std::chrono::year{10000} / 1 / 1} - microseconds{1}};

struct CivilTime {
    unsigned year;
    unsigned month;
    unsigned day;
    unsigned weekday;  ///< 0 is Sunday
    unsigned hour;
    unsigned minute;
    unsigned second;
    unsigned millisecond;
};

CivilTime civil_time(Instant instant) {
    const Instant known = std::clamp(instant, earliest, latest);
    const sys_days date = std::chrono::floor<days>(known);
    const std::chrono::year_month_day ymd{date};
    const auto millis = static_cast<unsigned>(std::chrono::floor<std::chrono::milliseconds>(known - date).count());
    return {.year = static_cast<unsigned>(static_cast<int>(ymd.year())),
            .month = static_cast<unsigned>(ymd.month()),
            .day = static_cast<unsigned>(ymd.day()),
            .weekday = std::chrono::weekday{date}.c_encoding(),
            .hour = millis / 3'600'000,
            .minute = millis / 60'000 % 60,
            .second = millis / 1'000 % 60,
            .millisecond = millis % 1'000};
}

void put(char* at, std::string_view text) {
    text.copy(at, text.size());
}

void put_2(char* at, unsigned number) {
    at[0] = static_cast<char>('0' + number / 10);
    at[1] = static_cast<char>('0' + number % 10);
}

void put_3(char* at, unsigned number) {
    at[0] = static_cast<char>('0' + number / 100);
    put_2(at + 1, number % 100);
}

void put_4(char* at, unsigned number) {
    put_2(at, number / 100);
    put_2(at + 2, number % 100);
}

/// `hh:mm:ss`
void put_time(char* at, const CivilTime& time) {
    put_2(at, time.hour);
    at[2] = ':';
    put_2(at + 3, time.minute);
    at[5] = ':';
    put_2(at + 6, time.second);
}

/// `YYYY-MM-DD`
void put_date(char* at, const CivilTime& time) {
    put_4(at, time.year);
    at[4] = '-';
    put_2(at + 5, time.month);
    at[7] = '-';
    put_2(at + 8, time.day);
}

/// Reads a text from its beginning. Each `take_` either moves on or leaves the reader where it was.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool is_done() const { return rest_.empty(); }

    bool take(std::string_view literal) {
        if (!rest_.starts_with(literal)) {
            return false;
        }
        rest_.remove_prefix(literal.size());
        return true;
    }

    /// Exactly `length` decimal digits.
    bool take_number(std::size_t length, int& number) {
        if (rest_.size() < length) {
            return false;
        }
        int value = 0;
        for (const char c : rest_.substr(0, length)) {
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(length);
        number = value;
        return true;
    }

    /// One of `names`; `number` is its position.
    bool take_name(std::span<const std::string_view> names, int& number) {
        for (std::size_t index = 0; index < names.size(); ++index) {
            if (take(names[index])) {
                number = static_cast<int>(index);
                return true;
            }
        }
        return false;
    }

    /// One or more digits after the point; what is finer than a microsecond is dropped.
    bool take_fraction(microseconds& fraction) {
        std::int64_t value = 0;
        std::int64_t unit = 100'000;
        std::size_t length = 0;
        for (; length < rest_.size() && rest_[length] >= '0' && rest_[length] <= '9'; ++length) {
            value += (rest_[length] - '0') * unit;
            unit /= 10;
        }
        rest_.remove_prefix(length);
        fraction = microseconds{value};
        return length > 0;
    }

private:
    std::string_view rest_;
};

struct TimeOfDay {
    int hour = 0;
    int minute = 0;
    int second = 0;
};

std::optional<Instant> instant_of(int year, int month, int day, const TimeOfDay& time) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    // Second 60 is a leap second (RFC 9110, 5.6.7; RFC 3339, 5.6): it becomes the next second.
    if (!date.ok() || time.hour > 23 || time.minute > 59 || time.second > 60) {
        return std::nullopt;
    }
    return Instant{sys_days{date}} + hours{time.hour} + minutes{time.minute} + seconds{time.second};
}

bool take_clock_time(Reader& reader, TimeOfDay& time) {
    return reader.take_number(2, time.hour) && reader.take(":") && reader.take_number(2, time.minute) &&
           reader.take(":") && reader.take_number(2, time.second);
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::optional<Instant> parse_fixed_date(std::string_view text) {
    Reader reader{text};
    int weekday = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    TimeOfDay time;
    if (reader.take_name(day_names, weekday) && reader.take(", ") && reader.take_number(2, day) && reader.take(" ") &&
        reader.take_name(month_names, month) && reader.take(" ") && reader.take_number(4, year) && reader.take(" ") &&
        take_clock_time(reader, time) && reader.take(" GMT") && reader.is_done()) {
        return instant_of(year, month + 1, day, time);
    }
    return std::nullopt;
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`
std::optional<Instant> parse_rfc850_date(std::string_view text) {
    Reader reader{text};
    int weekday = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    TimeOfDay time;
    if (!(reader.take_name(long_day_names, weekday) && reader.take(", ") && reader.take_number(2, day) &&
          reader.take("-") && reader.take_name(month_names, month) && reader.take("-") && reader.take_number(2, year) &&
          reader.take(" ") && take_clock_time(reader, time) && reader.take(" GMT") && reader.is_done())) {
        return std::nullopt;
    }
    // "More than 50 years in the future" means the past (RFC 9110, 5.6.7), so this form alone asks the clock.
    const int this_year = static_cast<int>(civil_time(SystemClock{}.now()).year);
    const int in_this_century = this_year / 100 * 100 + year;
    return instant_of(in_this_century > this_year + 50 ? in_this_century - 100 : in_this_century, month + 1, day, time);
}

/// `Sun Nov  6 08:49:37 1994`
std::optional<Instant> parse_asctime_date(std::string_view text) {
    Reader reader{text};
    int weekday = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    TimeOfDay time;
    if (reader.take_name(day_names, weekday) && reader.take(" ") && reader.take_name(month_names, month) &&
        reader.take(" ") && (reader.take(" ") ? reader.take_number(1, day) : reader.take_number(2, day)) &&
        reader.take(" ") && take_clock_time(reader, time) && reader.take(" ") && reader.take_number(4, year) &&
        reader.is_done()) {
        return instant_of(year, month + 1, day, time);
    }
    return std::nullopt;
}

}  // namespace

std::string http_date(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string text = "Mon, 02 Mar 2026 08:00:00 GMT";
    char* const at = text.data();
    put(at, day_names[time.weekday]);
    put_2(at + 5, time.day);
    put(at + 8, month_names[time.month - 1]);
    put_4(at + 12, time.year);
    put_time(at + 17, time);
    return text;
}

std::optional<Instant> parse_http_date(std::string_view text) {
    if (const auto instant = parse_fixed_date(text)) {
        return instant;
    }
    if (const auto instant = parse_rfc850_date(text)) {
        return instant;
    }
    return parse_asctime_date(text);
}

std::string iso8601_seconds(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string text = "2026-03-02T08:00:00Z";
    put_date(text.data(), time);
    put_time(text.data() + 11, time);
    return text;
}

std::string iso8601_millis(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string text = "2026-03-02T08:00:00.000Z";
    put_date(text.data(), time);
    put_time(text.data() + 11, time);
    put_3(text.data() + 20, time.millisecond);
    return text;
}

std::string iso8601_date(Instant instant) {
    std::string text = "2026-03-02";
    put_date(text.data(), civil_time(instant));
    return text;
}

std::optional<Instant> parse_iso8601(std::string_view text) {
    Reader reader{text};
    int year = 0;
    int month = 0;
    int day = 0;
    TimeOfDay time;
    microseconds fraction{0};
    minutes offset{0};
    if (!(reader.take_number(4, year) && reader.take("-") && reader.take_number(2, month) && reader.take("-") &&
          reader.take_number(2, day))) {
        return std::nullopt;
    }
    if (reader.is_done()) {
        return instant_of(year, month, day, time);
    }
    if (!(reader.take("T") && reader.take_number(2, time.hour) && reader.take(":") &&
          reader.take_number(2, time.minute))) {
        return std::nullopt;
    }
    if (reader.take(":")) {
        if (!reader.take_number(2, time.second) || (reader.take(".") && !reader.take_fraction(fraction))) {
            return std::nullopt;
        }
    }
    if (!reader.take("Z") && !reader.is_done()) {
        const bool is_east = reader.take("+");
        int offset_hours = 0;
        int offset_minutes = 0;
        if (!((is_east || reader.take("-")) && reader.take_number(2, offset_hours) && reader.take(":") &&
              reader.take_number(2, offset_minutes) && offset_hours <= 23 && offset_minutes <= 59)) {
            return std::nullopt;
        }
        offset = hours{offset_hours} + minutes{offset_minutes};
        offset = is_east ? offset : -offset;
    }
    const auto local = instant_of(year, month, day, time);
    if (!reader.is_done() || !local) {
        return std::nullopt;
    }
    return *local + fraction - offset;
}

std::string iso8601_duration(seconds length) {
    const std::int64_t total = std::max<std::int64_t>(length.count(), 0);
    std::string text = "PT";
    const auto append_part = [&text](std::int64_t amount, char unit) {
        if (amount > 0) {
            text += std::to_string(amount);
            text.push_back(unit);
        }
    };
    append_part(total / 3600, 'H');
    append_part(total / 60 % 60, 'M');
    append_part(total % 60, 'S');
    return total == 0 ? "PT0S" : text;
}

}  // namespace mooring
