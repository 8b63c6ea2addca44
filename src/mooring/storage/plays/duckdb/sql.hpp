#pragma once

#include <string>
#include <vector>

#include "mooring/analytics/questions/metric_query.hpp"
#include "mooring/storage/plays/duckdb/connection.hpp"

namespace mooring::storage::duckdb {

std::int64_t day_number(std::chrono::sys_days day);
std::chrono::sys_days day_from(std::int64_t number);

/// `day >= 20515 AND day < 20522`
std::string day_condition(analytics::DayRange days);
/// `show IN (1, 2) AND episode IN (3)` behind `lead`; empty for the whole instance.
std::string subject_condition(const std::string& lead, const analytics::Subject& subject);

/// A statement that grows, with the values for its `?`.
struct Statement {
    std::string sql;
    std::vector<Value> values;
};

/// The condition of a query on the view `play` or the table `impression`: subject, filters and, unless `days` is given
/// instead, the query's days.
Statement condition(const analytics::MetricQuery& query);
Statement condition(const analytics::MetricQuery& query, analytics::DayRange days);

/// The number of a bucket as an expression over `day` and `second`: hours since 1970 for hours, else the day it begins
/// on, cut to the range.
std::string bucket_expression(const analytics::MetricQuery& query);
Instant bucket_instant(const analytics::MetricQuery& query, std::int64_t number);

/// `, app AS label0, device AS label1`
std::string label_columns(const analytics::MetricQuery& query);

}  // namespace mooring::storage::duckdb
