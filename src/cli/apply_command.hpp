#pragma once

#include <string>

#include "cli/exit_code.hpp"
#include "cli/publishing_address.hpp"

namespace mooring::cli {

/// `mooring apply DIR`
struct ApplyArguments {
    std::string folder;
    PublishingFlags server;
    bool checks = false;  ///< change nothing; failed when there is something to do
    bool plans = false;   ///< change nothing
    bool prunes = false;  ///< archive episodes that the folder does not have
    bool json = false;
};

/// Make a server's show what a folder describes (docs/apply.md): print what is to be done, and do it. Run again, it
/// does nothing. Done: all is as described; failed: something is not; usage: the folder or the arguments are wrong.
ExitCode apply(const ApplyArguments& arguments);

}  // namespace mooring::cli
