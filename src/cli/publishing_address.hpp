#pragma once

#include <string>

#include "mooring/base/result.hpp"

namespace mooring::cli {

/// How a command was told which publishing API to speak to.
struct PublishingFlags {
    std::string server;  ///< base URL of the publishing API
    std::string api_key_file;
    std::string credentials;  ///< the JSON that `mooring demo --credentials` writes
};

struct PublishingAddress {
    std::string base_url;
    std::string api_key;
};

/// The address and the key: from the flags, from `MOORING_URL` and `MOORING_API_KEY`, or from a credentials file.
/// Errors: invalid_argument (what is missing, and how to give it), not_found (a file).
Result<PublishingAddress> find_publishing_address(const PublishingFlags& flags);

/// All of a text file. Errors: not_found.
Result<std::string> read_text_file(const std::string& path);

/// The SHA-256 of a file, in hexadecimal digits. Errors: not_found.
Result<std::string> hash_file(const std::string& path);

}  // namespace mooring::cli
