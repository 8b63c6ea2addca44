#pragma once

#include <optional>
#include <string>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/reporting/reports.hpp"
#include "mooring/base/random.hpp"
#include "mooring/domain/insight.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::reporting {

/// Insights of a show that are kept; older ones go.
inline constexpr std::int64_t most_insights = 500;

/// Ask for an insight; a job writes it within seconds.
Result<domain::Insight> ask_for_insight(storage::CatalogTransaction& tx, Random& random, Instant now,
                                        domain::ShowId show, std::optional<domain::EpisodeId> episode,
                                        analytics::DayRange days);

/// Put down what an account thinks of an insight, in place of what it said before; the same name stays.
Result<domain::InsightFeedback> rate_insight(storage::CatalogTransaction& tx, Random& random, Instant now,
                                             const domain::Insight& insight, domain::AccountId account,
                                             domain::InsightRating rating, std::string comment);

/// The step of the job kind `write_insight`, payload `{"insight": id}`: looks the numbers up and writes the text.
class WriteInsights {
public:
    WriteInsights(storage::Catalog& catalog, const Reports& reports, const Clock& clock)
        : catalog_(catalog), reports_(reports), clock_(clock) {}

    background::StepOutcome run(const storage::Job& job);

private:
    Result<std::string> text_of(const domain::Insight& insight) const;

    storage::Catalog& catalog_;
    const Reports& reports_;
    const Clock& clock_;
};

}  // namespace mooring::app::reporting
