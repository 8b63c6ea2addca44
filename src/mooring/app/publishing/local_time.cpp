#include "mooring/app/publishing/local_time.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace mooring::app::publishing {
namespace {

std::unique_ptr<icu::TimeZone> find_zone(std::string_view name) {
    const icu::UnicodeString id =
        icu::UnicodeString::fromUTF8(icu::StringPiece{name.data(), static_cast<std::int32_t>(name.size())});
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(id)};
    if (!zone || *zone == icu::TimeZone::getUnknown() || dynamic_cast<icu::BasicTimeZone*>(zone.get()) == nullptr) {
        return nullptr;
    }
    return zone;
}

/// `GMT+3` and the like are offsets, not places; ICU makes them up as asked.
bool is_made_up(std::string_view name) {
    return name.starts_with("GMT") && name.size() > 3;
}

}  // namespace

struct LocalTime::Zone {
    std::unique_ptr<icu::TimeZone> zone;
    const icu::BasicTimeZone& rules() const { return static_cast<const icu::BasicTimeZone&>(*zone); }
};

bool is_time_zone(std::string_view name) {
    const bool is_plain = std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f; });
    if (name.empty() || !is_plain || is_made_up(name)) return false;
    return find_zone(name) != nullptr;
}

LocalTime::LocalTime(std::string_view zone_name) {
    std::unique_ptr<icu::TimeZone> zone = find_zone(zone_name);
    if (!zone) zone = find_zone("Etc/UTC");
    zone_ = std::make_unique<const Zone>(Zone{std::move(zone)});
}

LocalTime::~LocalTime() = default;
LocalTime::LocalTime(LocalTime&&) noexcept = default;

LocalTime::Wall LocalTime::wall(Instant instant) const {
    using namespace std::chrono;
    const auto utc = floor<milliseconds>(instant);
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->rules().getOffset(static_cast<UDate>(utc.time_since_epoch().count()), false, raw, daylight, status);
    const local_time<milliseconds> shown{utc.time_since_epoch() + milliseconds{raw + daylight}};
    const LocalDay day = floor<days>(shown);
    return {day, static_cast<int>(floor<minutes>(shown - day).count())};
}

Instant LocalTime::instant(LocalDay day, int minute) const {
    using namespace std::chrono;
    const auto shown = duration_cast<milliseconds>((day + minutes{minute}).time_since_epoch());
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->rules().getOffsetFromLocal(static_cast<UDate>(shown.count()), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
                                      raw, daylight, status);
    return Instant{shown - milliseconds{raw + daylight}};
}

}  // namespace mooring::app::publishing
