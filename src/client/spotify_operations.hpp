#pragma once

#include <string_view>

namespace mooring_client {

/// A registered operation: its name, the hash that stands for its text, and the web app that it belongs to.
struct Operation {
    std::string_view name;
    std::string_view hash;
    std::string_view creator_client;
};

/// The row of `name`. `name` is one of the table.
const Operation& operation(std::string_view name);

}  // namespace mooring_client
