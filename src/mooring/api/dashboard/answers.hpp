#pragma once

#include <string>
#include <string_view>

#include "mooring/api/json/json_writer.hpp"
#include "mooring/base/error.hpp"
#include "mooring/http/message.hpp"

namespace mooring::api::dashboard {

/// JSON that no cache keeps.
http::Response json_answer(int status, std::string body);
http::Response no_content();
/// `{"error": {"code": …, "message": …}}`, with `field` when one is at fault.
http::Response error_answer(int status, std::string_view code, std::string_view message, std::string_view field = {});
/// The same for an error of a use case.
http::Response error_answer(const Error& error);
/// The same for a status that the server itself gives.
http::Response error_answer(int status, std::string_view message);

/// `{"name": [ … ]}`, each written by `write(json, one)`.
template <class List, class Write>
http::Response list_answer(std::string_view name, const List& list, Write&& write) {
    JsonWriter json;
    json.begin_object().name(name).begin_array();
    for (const auto& one : list) write(json, one);
    json.end_array().end_object();
    return json_answer(200, json.take());
}

/// One object, written by `write(json, one)`.
template <class One, class Write>
http::Response object_answer(int status, const One& one, Write&& write) {
    JsonWriter json;
    write(json, one);
    return json_answer(status, json.take());
}

}  // namespace mooring::api::dashboard
