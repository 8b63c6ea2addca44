#pragma once

#include <boost/json.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "client/spotify_operations.hpp"
#include "mooring_client/spotify.hpp"

namespace mooring_client {

/// What a `SpotifyConnector` holds: the settings, the sign-in, and the show and station once they are known.
struct SpotifyConnector::State {
    SpotifyOptions options;
    std::unique_ptr<SignIn> sign_in;
    std::mutex mutex;  ///< held while show or station are looked up
    std::string show;
    std::string station;

    /// Ask one operation. A server that does not know it answers `PersistedQueryNotFound` in the envelope.
    Result<Answer> query(std::string_view name, boost::json::object variables);
    /// `query`, and `older` instead where the server does not know `newer` or the older generation is wanted.
    Result<Answer> newest_or(std::string_view newer, boost::json::object newer_variables, std::string_view older,
                             boost::json::object older_variables);
    /// Send what `make` gives with a token, by the rules of creators-graphql.md, 12.2.
    Result<Response> send(const std::function<Request()>& make);

    Result<std::string> resolve_show();
    Result<std::string> show_or(const std::string& given);
    Result<std::string> resolve_station();
    /// A question about a show and some days, with `more` after them.
    Result<Answer> ask_show(std::string_view name, const std::string& given, const Days& days,
                            const boost::json::object& more = {});
    /// A question about a show alone.
    Result<Answer> ask_show(std::string_view name, const std::string& given);
    Result<Answer> ask_episode(std::string_view name, const std::string& episode, const Days& days);
    Result<Answer> ask_episode(std::string_view name, const std::string& episode);
};

/// Is this the answer of a server that does not know the operation's hash?
bool is_unknown_operation(const Answer& answer);

/// Append `dateRangeWindow`, and `customDateRange` for a range. Errors: invalid_argument (one end only, or no date).
Result<void> append_days(boost::json::object& variables, const Days& days);

/// `2026-03-02` as days since 1970; none when it is no date of the calendar.
std::optional<int> day_number(std::string_view date);

}  // namespace mooring_client
