#include <algorithm>
#include <array>

#include "mooring/api/publishing/answers.hpp"
#include "mooring/api/publishing/endpoints.hpp"
#include "mooring/api/publishing/json_body.hpp"
#include "mooring/api/publishing/query.hpp"
#include "mooring/api/publishing/wire_objects.hpp"
#include "mooring/app/publishing/timetable.hpp"

namespace mooring::api::publishing {
namespace {

using app::publishing::CatalogSnapshot;
using app::publishing::CatalogTransaction;
using app::publishing::NowPlaying;
using app::publishing::Programme;
using app::publishing::Schedule;
using app::publishing::ScheduleDay;
using app::publishing::TimetableChange;

constexpr std::array<std::string_view, 7> short_days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> long_days{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
constexpr std::string_view offset_message = "offset must be an integer between -366 and 366";
constexpr std::size_t most_entries = 10'000;

std::string_view name_of(const std::array<std::string_view, 7>& names, int weekday) {
    return names[static_cast<std::size_t>(weekday)];
}

std::optional<int> parse_weekday(std::string_view text) {
    const auto day = std::ranges::find(short_days, text);
    if (day == short_days.end()) return std::nullopt;
    return static_cast<int>(day - short_days.begin());
}

std::string clock_text(int minute) {
    const auto two_digits = [](int number) {
        return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
    };
    return two_digits(minute / 60) + ":" + two_digits(minute % 60);
}

/// `00:00` to `24:00`.
std::optional<int> parse_clock(std::string_view text) {
    const auto is_digit = [&](std::size_t index) { return text[index] >= '0' && text[index] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) || !is_digit(4)) {
        return std::nullopt;
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) return std::nullopt;
    return hour * 60 + minute;
}

/// `Monday, March 10`, whatever the locale.
std::string date_text(const ScheduleDay& day) {
    const std::chrono::year_month_day date{day.date};
    return std::string{name_of(long_days, day.weekday)} + ", " +
           std::string{months[static_cast<unsigned>(date.month()) - 1]} + " " +
           std::to_string(static_cast<unsigned>(date.day()));
}

void write_day(JsonWriter& json, const ScheduleDay& day, const app::PublicUrls& urls) {
    json.begin_object()
        .member("date", date_text(day))
        .member("day_name", name_of(long_days, day.weekday))
        .flag("is_today", day.is_today)
        .name("shows")
        .begin_array();
    for (const auto& slot : day.slots) {
        json.begin_object()
            .member("show_id", slot.show.id.value)
            .member("title", slot.show.title)
            .member("image", show_image(slot.show, urls))
            .member("day", name_of(short_days, day.weekday))
            .member("start_time", clock_text(slot.start_minute))
            .member("end_time", clock_text(slot.end_minute))
            .member("start_minutes", std::int64_t{slot.start_minute})
            .member("end_minutes", std::int64_t{slot.end_minute})
            .flag("is_current", slot.is_current)
            .flag("is_past", slot.is_past)
            .end_object();
    }
    json.end_array().end_object();
}

http::Response schedule_answer(const Schedule& schedule, const app::PublicUrls& urls) {
    JsonWriter json;
    json.begin_object().name("days").begin_array();
    for (const ScheduleDay& day : schedule.days) write_day(json, day, urls);
    json.end_array()
        .member("current_week", std::int64_t{schedule.current_week})
        .member("number_of_weeks", std::int64_t{schedule.number_of_weeks})
        .end_object();
    return json_answer(200, json.take());
}

void write_programme(JsonWriter& json, std::string_view name, const std::optional<Programme>& programme,
                     const app::PublicUrls& urls) {
    json.name(name);
    if (!programme) {
        json.null();
        return;
    }
    json.begin_object()
        .member("title", programme->show.title)
        .member("show_id", programme->show.id.value)
        .member("description", programme->show.description)
        .member("image", show_image(programme->show, urls))
        .member("start_time", unix_seconds(programme->begin))
        .member("end_time", unix_seconds(programme->end))
        .end_object();
}

/// A small integer member; nothing when it is absent or null.
Result<std::optional<int>> small_integer(const boost::json::object& object, std::string_view name) {
    const boost::json::value* value = object.if_contains({name.data(), name.size()});
    if (value == nullptr || value->is_null()) return std::optional<int>{};
    const std::optional<std::int64_t> number = json_integer(*value);
    if (!number) return invalid(std::string{name}, std::string{name} + " must be an integer");
    return std::optional{static_cast<int>(std::clamp<std::int64_t>(*number, -1'000'000, 1'000'000))};
}

Result<std::string_view> required_string(const boost::json::object& object, std::string_view name) {
    const boost::json::value* value = object.if_contains({name.data(), name.size()});
    if (value == nullptr || value->is_null()) return invalid(std::string{name}, std::string{name} + " is required");
    const boost::json::string* text = value->if_string();
    if (text == nullptr) return invalid(std::string{name}, std::string{name} + " must be a string");
    return std::string_view{text->data(), text->size()};
}

Result<int> required_clock(const boost::json::object& object, std::string_view name) {
    MOORING_TRY(const std::string_view text, required_string(object, name));
    const std::optional<int> minute = parse_clock(text);
    if (!minute) return invalid(std::string{name}, std::string{name} + " must be a time such as 09:00");
    return *minute;
}

Result<domain::TimetableEntry> read_entry(const boost::json::value& value) {
    const boost::json::object* object = value.if_object();
    if (object == nullptr) return invalid("entries", "entries must be an array of objects");
    domain::TimetableEntry entry;
    MOORING_TRY(const std::optional<int> week, small_integer(*object, "week"));
    entry.week = week.value_or(1);
    MOORING_TRY(const std::string_view day, required_string(*object, "day"));
    const std::optional<int> weekday = parse_weekday(day);
    if (!weekday) return invalid("day", "day must be mon to sun");
    entry.weekday = *weekday;
    MOORING_TRY(entry.start_minute, required_clock(*object, "start_time"));
    MOORING_TRY(entry.end_minute, required_clock(*object, "end_time"));
    const boost::json::value* show = object->if_contains("show_id");
    if (show == nullptr || show->is_null()) return invalid("show_id", "show_id is required");
    const std::optional<std::int64_t> id = json_integer(*show);
    if (!id) return invalid("show_id", "show_id must be an integer");
    entry.show = domain::ShowId{*id};
    return entry;
}

Result<TimetableChange> read_change(std::string_view body) {
    MOORING_TRY(const boost::json::object object, parse_json_object(body));
    TimetableChange change;
    MOORING_TRY(change.number_of_weeks, small_integer(object, "number_of_weeks"));
    const boost::json::value* entries = object.if_contains("entries");
    if (entries == nullptr || entries->is_null()) return invalid("entries", "entries is required");
    const boost::json::array* array = entries->if_array();
    if (array == nullptr) return invalid("entries", "entries must be an array of objects");
    if (array->size() > most_entries) return invalid("entries", "entries must hold 10000 entries or fewer");
    for (const boost::json::value& value : *array) {
        MOORING_TRY(change.entries.emplace_back(), read_entry(value));
    }
    return change;
}

}  // namespace

http::Response get_schedule(Services& services, const Call& call, std::string_view) {
    const http::QueryParameters query = http::QueryParameters::parse(call.query);
    const Result<std::optional<std::int64_t>> offset = read_integer(query, "offset", offset_message);
    if (!offset) return error_answer(offset.error());
    const std::int64_t ahead = offset->value_or(0);
    if (ahead < -app::publishing::max_schedule_offset_days || ahead > app::publishing::max_schedule_offset_days) {
        return error_answer(400, offset_message);
    }
    const Result<Schedule> schedule = services.catalog.read([&](CatalogSnapshot& catalog) {
        return app::publishing::read_schedule(catalog, call.workspace(), call.now, static_cast<int>(ahead));
    });
    return schedule ? schedule_answer(*schedule, services.urls) : error_answer(schedule.error());
}

http::Response put_schedule(Services& services, const Call& call, std::string_view body) {
    const Result<TimetableChange> change = read_change(body);
    if (!change) return error_answer(change.error());
    const Result<Schedule> schedule = services.catalog.write([&](CatalogTransaction& tx) -> Result<Schedule> {
        MOORING_CHECK(app::publishing::change_timetable(tx, call.workspace(), *change));
        return app::publishing::read_schedule(tx, call.workspace(), call.now, 0);
    });
    return schedule ? schedule_answer(*schedule, services.urls) : error_answer(schedule.error());
}

http::Response clear_schedule(Services& services, const Call& call, std::string_view) {
    const http::QueryParameters query = http::QueryParameters::parse(call.query);
    const Result<std::optional<std::int64_t>> given =
        read_integer(query, "week", "week must be an integer of 1 or more");
    if (!given) return error_answer(given.error());
    if (*given && **given < 1) return error_answer(400, "week must be an integer of 1 or more");
    std::optional<int> week;
    if (*given) week = static_cast<int>(std::min<std::int64_t>(**given, 1'000'000));
    std::optional<int> weekday;
    if (const auto day = query.find("day")) {
        weekday = parse_weekday(*day);
        if (!weekday) return error_answer(400, "day must be mon to sun");
    }
    const Result<void> cleared = services.catalog.write(
        [&](CatalogTransaction& tx) { return app::publishing::clear_timetable(tx, call.workspace(), week, weekday); });
    return cleared ? http::Response::empty(204) : error_answer(cleared.error());
}

http::Response get_now_playing(Services& services, const Call& call, std::string_view) {
    const Result<NowPlaying> playing = services.catalog.read([&](CatalogSnapshot& catalog) {
        return app::publishing::read_now_playing(catalog, call.workspace(), call.now);
    });
    if (!playing) return error_answer(playing.error());
    JsonWriter json;
    json.begin_object().flag("is_live", playing->current.has_value());
    write_programme(json, "current", playing->current, services.urls);
    write_programme(json, "next", playing->next, services.urls);
    json.end_object();
    return json_answer(200, json.take());
}

}  // namespace mooring::api::publishing
