#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mooring_client/answer.hpp"
#include "mooring_client/http.hpp"
#include "mooring_client/retry.hpp"

namespace mooring_client {

/// Query parameters or form fields, in order. They are percent-encoded when they are sent.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What the classes of the REST families have in common.
struct RestOptions {
    std::string base_url;
    RetryPolicy retry = {.max_attempts = 4};
    Timing timing = Timing::real();
    std::shared_ptr<Transport> transport;  ///< none: one of its own
    std::stop_token stop;                  ///< ends every call early
};

}  // namespace mooring_client
