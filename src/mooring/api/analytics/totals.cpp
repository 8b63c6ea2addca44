#include <cmath>

#include "mooring/api/analytics/endpoints.hpp"
#include "mooring/api/analytics/table.hpp"

// Single numbers of a station: 5.2, 5.4, 5.5.

namespace mooring::api::analytics {
namespace {

constexpr std::chrono::days listener_window{7};

}  // namespace

Checked<Told> total_plays(const Call& call) {
    Numbers numbers = call.numbers();
    MOORING_TRY(const DayRange all, numbers.all_days());
    MOORING_TRY(const std::int64_t total, numbers.count(Metric::sd, all));
    return Told{single_number(call, "Plays", total), all};
}

Checked<Told> unique_listeners(const Call& call) {
    Numbers numbers = call.numbers();
    const DayRange week{numbers.today() - listener_window, numbers.today()};
    MOORING_TRY(const std::int64_t listeners, numbers.count(Metric::reach, week));
    return Told{single_number(call, "Unique Listeners", listeners), week, true};
}

Checked<Told> audience_size(const Call& call) {
    Numbers numbers = call.numbers();
    MOORING_TRY(const auto newest, call.read([&](CatalogSnapshot& catalog) {
        return app::numbers::newest_publications(catalog, call.show->id, call.now);
    }));
    MOORING_TRY(const DayRange all, numbers.all_days());
    MOORING_TRY(const std::optional<double> mean, app::numbers::first_days_mean(numbers, newest));
    return Told{single_number(call, "Audience Size", static_cast<std::int64_t>(std::floor(mean.value_or(0) + 0.5))),
                all};
}

}  // namespace mooring::api::analytics
