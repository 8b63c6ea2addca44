#include "mooring/api/graphql/creators_schema.hpp"

#include <algorithm>
#include <string>

#include "mooring/api/graphql/bundled_documents.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::api::graphql {
namespace {

using mooring::graphql::Arena;
using mooring::graphql::ReadScalar;
using mooring::graphql::ScalarReaders;
using mooring::graphql::Schema;
using mooring::graphql::Value;

constexpr std::size_t longest_identifier = 64;

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Reads `spotify:KIND:` and 1 to 64 letters and digits.
ReadScalar uri_reader(std::string_view kind) {
    const std::string prefix = "spotify:" + std::string{kind} + ":";
    return [prefix](const Value& input, Arena&) -> Result<Value> {
        const std::string_view text = input.is_string() ? input.text() : std::string_view{};
        const std::string_view identifier = text.starts_with(prefix) ? text.substr(prefix.size()) : std::string_view{};
        if (identifier.empty() || identifier.size() > longest_identifier ||
            !std::ranges::all_of(identifier, is_letter_or_digit)) {
            return Error{Errc::invalid_argument, "not of the form " + prefix + "<id>"};
        }
        return input;
    };
}

Result<Value> read_long(const Value& input, Arena&) {
    if (!input.is_integer()) return Error{Errc::invalid_argument, "not a whole number of 64 bits"};
    return input;
}

Result<Value> read_station(const Value& input, Arena&) {
    if (input.is_integer()) return input;
    const std::string_view text = input.is_string() ? input.text() : std::string_view{};
    const bool is_digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    const auto number = is_digits ? parse_decimal(text) : std::nullopt;
    if (!number) return Error{Errc::invalid_argument, "not the number of a station"};
    return Value::integer(*number);
}

Result<Value> refuse_input(const Value&, Arena&) {
    return Error{Errc::invalid_argument, "not an input"};
}

}  // namespace

Result<std::shared_ptr<const Schema>> make_creators_schema() {
    ScalarReaders readers;
    readers["ShowUri"] = uri_reader("show");
    readers["EpisodeUri"] = uri_reader("episode");
    readers["CommentUri"] = uri_reader("comment");
    readers["StationId"] = read_station;
    readers["Long"] = read_long;
    readers["AnalyticsNumber"] = refuse_input;
    return Schema::from_sdl(std::string{schema_text()}, std::move(readers));
}

}  // namespace mooring::api::graphql
