#pragma once

#include <string>
#include <utility>

#include "mooring/base/result.hpp"

namespace mooring::app::processing {

/// An empty folder for one piece of work, removed with all in it at the end.
class WorkFolder {
public:
    /// Make `parent/name` anew: what an attempt before this one left there goes. Errors: unavailable, no_space.
    static Result<WorkFolder> make(const std::string& parent, const std::string& name);
    ~WorkFolder();
    WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    WorkFolder& operator=(WorkFolder&&) = delete;

    const std::string& path() const { return path_; }

private:
    explicit WorkFolder(std::string path) : path_(std::move(path)) {}

    std::string path_;  ///< absolute, without links in it
};

}  // namespace mooring::app::processing
