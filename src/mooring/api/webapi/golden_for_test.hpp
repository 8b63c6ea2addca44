#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace mooring::api::webapi::test {

/// An example body of webapi-v1.md, as it stands there.
inline boost::json::value golden(const std::string& name) {
    std::ifstream file(std::string(MOORING_SOURCE_DIR) + "/tests/fixtures/webapi/" + name + ".json");
    return boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace mooring::api::webapi::test
