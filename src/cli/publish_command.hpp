#pragma once

#include <string>

#include "cli/exit_code.hpp"

namespace mooring::cli {

/// `mooring publish FILE --show S --title T …`
struct PublishArguments {
    std::string file;
    std::string show;  ///< id or title
    std::string title;
    std::string description;
    std::string description_file;
    std::string date;    ///< Unix seconds or ISO 8601; empty: now
    std::string server;  ///< base URL of the publishing API
    std::string api_key_file;
    std::string credentials;  ///< the JSON that `mooring demo --credentials` writes
    bool again = false;       ///< publish even what this command has published before
    bool json = false;
};

/// Upload and publish an episode. The address and the key come from the flags, from `MOORING_URL` and
/// `MOORING_API_KEY`, or from a credentials file. Prints the episode; errors say what to do next.
ExitCode publish(const PublishArguments& arguments);

}  // namespace mooring::cli
