#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/http/handler.hpp"

namespace mooring::http {

/// The values of a pattern's `{names}`, decoded, in the order they stand in it.
using PathParameters = std::vector<std::string>;

/// One row of a family's visible route table.
template <class Endpoint>
struct Route {
    Method method;
    std::string_view pattern;  ///< `/v1/episodes/{id}`; `{rest...}` at the end takes everything
    std::string_view name;     ///< the operation's name: metrics, generated reference, tests
    Endpoint endpoint;
};

enum class Match { found, no_such_path, wrong_method };

/// Does `path` (decoded, no query) fit `pattern`? Fills `parameters` when it does. A trailing slash on either is
/// significant only when `exact_slash`.
bool fits(std::string_view pattern, std::string_view path, PathParameters& parameters, bool exact_slash = false);

/// The outcome of looking a request up in a table. HEAD finds GET's row.
template <class Endpoint>
struct Found {
    Match match = Match::no_such_path;
    const Route<Endpoint>* route = nullptr;
    PathParameters parameters;
    std::string allow;  ///< for `wrong_method`: the value of Allow, OPTIONS included
};

template <class Endpoint, class Table>
Found<Endpoint> find_route(const Table& table, Method method, std::string_view path, bool exact_slash = false) {
    Found<Endpoint> found;
    for (const Route<Endpoint>& route : table) {
        PathParameters parameters;
        if (!fits(route.pattern, path, parameters, exact_slash)) continue;
        if (route.method == method || (method == Method::head && route.method == Method::get)) {
            found.match = Match::found;
            found.route = &route;
            found.parameters = std::move(parameters);
            found.allow.clear();
            return found;
        }
        found.match = Match::wrong_method;
        const std::string name{to_string(route.method)};
        if (found.allow.find(name) == std::string::npos) {
            found.allow += found.allow.empty() ? name : ", " + name;
            if (route.method == Method::get) found.allow += ", HEAD";
        }
    }
    if (found.match == Match::wrong_method) found.allow += ", OPTIONS";
    return found;
}

}  // namespace mooring::http
