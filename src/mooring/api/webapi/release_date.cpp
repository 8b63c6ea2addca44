#include "mooring/api/webapi/release_date.hpp"

#include "mooring/base/time_text.hpp"

namespace mooring::api::webapi {
namespace {

using domain::DatePrecision;

std::size_t length_of(DatePrecision precision) {
    switch (precision) {
        case DatePrecision::day: return std::string_view{"2025-03-10"}.size();
        case DatePrecision::month: return std::string_view{"2025-03"}.size();
        case DatePrecision::year: return std::string_view{"2025"}.size();
    }
    return 0;
}

}  // namespace

std::string_view to_string(DatePrecision precision) {
    switch (precision) {
        case DatePrecision::day: return "day";
        case DatePrecision::month: return "month";
        case DatePrecision::year: return "year";
    }
    return {};
}

std::string release_date(Instant published, DatePrecision precision) {
    return iso8601_date(published).substr(0, length_of(precision));
}

}  // namespace mooring::api::webapi
