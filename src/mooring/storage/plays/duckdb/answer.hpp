#pragma once

#include <vector>

#include "mooring/storage/plays/duckdb/connection.hpp"
#include "mooring/storage/plays/duckdb/sql.hpp"

namespace mooring::storage::duckdb {

using analytics::MetricCell;
using analytics::MetricQuery;

// The parts of answering, one file per kind of metric. Each gives the cells that hold something, in any order.

Result<std::vector<MetricCell>> answer_listeners(Connection& connection, const MetricQuery& query);
Result<std::vector<MetricCell>> answer_funnel(Connection& connection, const MetricQuery& query);
Result<std::vector<MetricCell>> answer_follows(Connection& connection, const MetricQuery& query);
Result<std::vector<MetricCell>> answer_ratio(Connection& connection, const MetricQuery& query);

/// Any of them.
Result<std::vector<MetricCell>> answer_cells(Connection& connection, const MetricQuery& query);

/// Run a statement whose columns are bucket, count and labels.
Result<std::vector<MetricCell>> counts(Connection& connection, const MetricQuery& query, const Statement& statement);
/// The cell of a row whose first column is the bucket, and whose labels begin with column `first_label`.
MetricCell cell_of(const MetricQuery& query, const Row& row, std::size_t first_label);

/// The common table `first_play(listener, day)`: when each listener first played one of the shows asked about, ever.
std::string first_play_table(const MetricQuery& query);

/// The last say of everybody before an instant in microseconds: `listener` of those who follow.
std::string followers_at(const MetricQuery& query, const std::string& micros);

}  // namespace mooring::storage::duckdb
